"""Between HTTP and the line: bodies within limits, tokens, problems as replies."""

import logging
from collections.abc import Mapping
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from central.web.bounded import hold_of
from central.web.gate import Gate
from central.web.operations import JSON, Body, Bound, Endpoint
from desk_app.bugs import keep_bug
from desk_app.protocol import problems
from desk_app.protocol.problems import Problem, write_problem
from desk_app.records.errors import DeskError

_log: Final = logging.getLogger("mizban.central")
_RETRY_AFTER: Final = 5
_WAITING: Final = frozenset({"busy", "slow_down"})


def answered(bound: Bound, gate: Gate) -> Endpoint:
    """The operation's endpoint behind the gate, with every failure answered as problem details."""
    operation = bound.operation

    async def answer(request: Request) -> Response:
        try:
            token = token_of(request) if operation.token else ""
            with gate.passing(request, token):
                if operation.takes is not None:
                    _check_headers(request, operation.takes)
                return await bound.endpoint(request)
        except Problem as problem:
            if problem.code not in operation.problems:
                _log.error("%s is refused with %s against its table", operation.name, problem.code)
            return problem_response(problem)
        except ClientDisconnect:
            return problem_response(Problem("bad_encoding"))
        except DeskError as error:
            _log.error("%s failed: %s", operation.name, error.code)
        except Exception as error:  # noqa: BLE001  a bug must not end the centre
            _log.error("%s met a bug, kept as %s", operation.name, keep_bug(error))
        return problem_response(Problem("internal"))

    return answer


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """The reply of a refusal, with headers beside its own."""
    named = {"cache-control": "no-store", **(headers or {})}
    if problem.code in _WAITING:
        problem.params.setdefault("retry_after", _RETRY_AFTER)
        named["retry-after"] = str(problem.params["retry_after"])
    if problem.status == 401:
        named["www-authenticate"] = "Bearer"
    return Response(
        write_problem(problem),
        status_code=problem.status,
        media_type=problems.CONTENT_TYPE,
        headers=named,
    )


async def body_of(request: Request, limit: int) -> bytes:
    """The body as it came; Problem ``too_large`` before more than ``limit`` bytes are kept.

    Problem ``busy`` when all requests together hold too much.
    """
    hold, found = hold_of(request), bytearray()
    async for part in request.stream():
        if len(found) + len(part) > limit:
            raise Problem("too_large", limit=limit)
        hold.more(len(part))
        found += part
    return bytes(found)


def token_of(request: Request) -> str:
    """The bearer token; Problem ``unauthorized`` without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("unauthorized")
    return token


def accepted(request: Request) -> str:
    """The best content coding that the peer takes."""
    named = request.headers.get("accept-encoding", "").replace(" ", "").split(",")
    takes = {name.partition(";")[0] for name in named}
    return next((coding for coding in ("zstd", "gzip") if coding in takes), "identity")


def number_of(request: Request, name: str, otherwise: int) -> int:
    """A whole number of the query; Problem ``bad_request`` for anything else."""
    text = request.query_params.get(name, str(otherwise))
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Problem("bad_request")
    return int(text)


def _check_headers(request: Request, takes: Body) -> None:
    """Refuse by its headers alone a body that would not be taken."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != takes.media and (media or takes.media != JSON):
        raise Problem("bad_media")
    coding = request.headers.get("content-encoding", "identity")
    if coding != "identity" and coding not in takes.codings:
        raise Problem("bad_media")
    told = request.headers.get("content-length", "0")
    if told.isascii() and told.isdigit() and (len(told) > 18 or int(told) > takes.limit):
        raise Problem("too_large", limit=takes.limit)
