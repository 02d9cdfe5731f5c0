"""The OpenAPI 3.1 document of the line, made from the table of requests and the messages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from central.web.operations import JSON, Body, Operation, Value
from desk_app.protocol.limits import PROTOCOL
from desk_app.protocol.messages import Message
from desk_app.protocol.problems import CONTENT_TYPE, STATUS

Json = dict[str, Any]
_REF: Final = "#/components/schemas/{name}"
_SESSION: Final = "session"
_PROBLEM: Final[Json] = {
    "type": "object",
    "description": "Problem details (RFC 9457); the members beside are those of the code.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "pattern": "^urn:mizban:problem:[a-z_]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"enum": sorted(STATUS)},
        "retry_after": {"type": "integer", "minimum": 1, "description": "Seconds."},
    },
}
_RETRY: Final[Json] = {
    "retry-after": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
}
_WAITING: Final = frozenset({"slow_down", "busy"})


def document(operations: Sequence[Operation[Any]]) -> Json:
    """The whole document over these operations."""
    paths: dict[str, Json] = defaultdict(dict)
    for operation in operations:
        paths[operation.path][operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Mizban, the line to the centre",
            "version": str(PROTOCOL),
            "description": "docs/protocol.md says what each request means and promises.",
        },
        "paths": dict(paths),
        "components": {
            "schemas": {"Problem": _PROBLEM, **_schemas(operations)},
            "securitySchemes": {_SESSION: {"type": "http", "scheme": "bearer"}},
        },
    }


class Described:
    """Answers with the document itself."""

    def __init__(self, operations: Sequence[Operation[Any]]) -> None:
        self._document = msgspec.json.encode(document(operations))

    async def document(self, _request: Request) -> Response:
        """``GET /openapi.json``."""
        return Response(self._document, media_type=JSON)


DESCRIPTION: Final[tuple[Operation[Described], ...]] = (
    Operation(
        method="GET", path="/openapi.json", name="openapi", answer=Described.document,
        about="This document.", gives=Body(JSON),
    ),
)  # fmt: skip
"""The request for the document."""


def _schemas(operations: Iterable[Operation[Any]]) -> Json:
    messages = dict.fromkeys(
        body.message
        for operation in operations
        for body in (operation.takes, operation.gives)
        if body is not None and body.message is not None
    )
    _, found = msgspec.json.schema_components(tuple(messages), ref_template=_REF)
    return found


def _operation(operation: Operation[Any]) -> Json:
    found: Json = {
        "operationId": operation.name,
        "summary": operation.about,
        "responses": {str(operation.status): _given(operation), **_refusals(operation.problems)},
    }
    if operation.values:
        found["parameters"] = [_parameter(value) for value in operation.values]
    if operation.takes is not None:
        found["requestBody"] = _taken(operation.takes)
    if operation.token:
        found["security"] = [{_SESSION: []}]
    return found


def _given(operation: Operation[Any]) -> Json:
    found: Json = {"description": operation.gives.about or "Done."}
    if operation.method != "HEAD":
        found.update(_body(operation.gives))
    if operation.told:
        found["headers"] = {
            value.name: {"description": value.about, "schema": value.schema}
            for value in operation.told
        }
    return found


def _refusals(codes: Iterable[str]) -> Json:
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in sorted(codes):
        by_status[STATUS[code]].append(code)
    return {str(status): _refusal(by_status[status]) for status in sorted(by_status)}


def _refusal(codes: list[str]) -> Json:
    schema = {"$ref": _REF.format(name="Problem"), "properties": {"code": {"enum": codes}}}
    found: Json = {
        "description": ", ".join(f"`{code}`" for code in codes),
        "content": {CONTENT_TYPE: {"schema": schema}},
    }
    if _WAITING & set(codes):
        found["headers"] = _RETRY
    return found


def _taken(body: Body) -> Json:
    told = _body(body)
    about = f"{told.get('description', '')} At most {body.limit} bytes as they travel."
    return {**told, "required": True, "description": about.strip(), "x-max-bytes": body.limit}


def _body(body: Body) -> Json:
    content: Json = {}
    if body.message is not None:
        content["schema"] = _reference(body.message)
    about = body.about
    if body.codings:
        about = f"{about} Content-Encoding: {', '.join(body.codings)}.".strip()
    told: Json = {"content": {body.media: content}}
    if about:
        told["description"] = about
    return told


def _reference(message: type[Message]) -> Json:
    return {"$ref": _REF.format(name=message.__name__)}


def _parameter(value: Value) -> Json:
    return {
        "name": value.name,
        "in": value.place,
        "required": value.place == "path",
        "description": value.about,
        "schema": value.schema,
    }
