"""The OpenAPI document says what the centre answers, and nothing that is asked of it breaks it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import msgspec
import pytest
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from central.line import CentralLine
from central.web.answers import answered
from central.web.app import Watch, make_app
from central.web.gate import Gate
from central.web.openapi import document
from central.web.operations import Body, Operation, bind
from central.web.tables import EVERY
from desk_app.protocol.problems import STATUS, Problem
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Speaker

BYTES = {op.takes.media for op in EVERY if op.takes is not None and op.takes.message is None}
schema = schemathesis.openapi.from_dict(document(EVERY))
# The version, order or place that a well-formed request names may still be refused.
schema.config.checks.positive_data_acceptance.expected_statuses = [
    "2xx", "401", "403", "404", "409", "416", "426",
]  # fmt: skip
schema.config.checks.negative_data_rejection.expected_statuses = [
    "400", "401", "403", "404", "405", "409", "413", "415", "416", "422", "426",
]  # fmt: skip


@schemathesis.serializer(*BYTES)
def as_bytes(_context: schemathesis.SerializationContext, value: object) -> bytes:
    return value if isinstance(value, bytes) else msgspec.json.encode(value)


OUTSIDE_OPERATIONS = {"bad_method", "bad_http"}
"""Refused before any request of the table is known."""


@asynccontextmanager
async def nothing() -> AsyncIterator[None]:
    yield


@dataclass
class Asked:
    """A centre that serves, and a desk that is signed in there."""

    centre: Headquarters
    desk: Speaker


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    folder = tmp_path_factory.mktemp("central")
    centre = Headquarters(lite_url(folder), scans=folder / "scans")
    centre.start()
    book = MemoryBook(1)
    centre.enrol(book)
    with Speaker(centre.address, book) as speaker:
        speaker.log_in()
        yield Asked(centre, speaker)
    # A desk may name a lane of another's; that is entered, and an alarm.
    assert {problem["problem"] for problem in centre.verify().problems} <= {"lane_twice"}
    centre.close()


def without_points(value: Any) -> Any:
    """JSON Schema counts 1.0 among the whole numbers; on the line they are written without."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: without_points(each) for name, each in value.items()}
    return [without_points(each) for each in value] if isinstance(value, list) else value


class Signed:
    """Requests of a desk that is signed in."""

    token = ""

    def get(self, _case: schemathesis.Case[Any], _context: schemathesis.AuthContext) -> str:
        return self.token

    def set(
        self, case: schemathesis.Case[Any], data: str, _context: schemathesis.AuthContext
    ) -> None:
        case.headers["authorization"] = f"Bearer {data}"


schema.auth()(Signed)


def ask(case: schemathesis.Case[Any], asked: Asked) -> None:
    """Send the request and hold the answer against the document."""
    Signed.token = asked.desk.token
    if str((case.query or {}).get("wait", "")).isdigit():
        case.query["wait"] = 0
    case.body = without_points(case.body)
    # No generator can sign a batch or make a bundle.
    unsigned: list[schemathesis.CheckFunction] = []
    if case.media_type in BYTES:
        unsigned.append(positive_data_acceptance)
    case.call_and_validate(base_url=asked.centre.address, excluded_checks=unsigned)


@schema.parametrize()
@hypothesis.settings(max_examples=8, deadline=None)
def test_whatever_is_asked_the_document_foresaw_the_answer(
    case: schemathesis.Case[Any], asked: Asked
) -> None:
    ask(case, asked)


@pytest.mark.soak
@schema.parametrize()
@hypothesis.settings(max_examples=2000, deadline=None)
def test_whatever_is_asked_for_long_the_document_foresaw_the_answer(
    case: schemathesis.Case[Any], asked: Asked
) -> None:
    ask(case, asked)


def test_the_served_document_is_the_one_of_the_table(asked: Asked) -> None:
    answer = asked.desk.get("/openapi.json")
    assert answer.content == msgspec.json.encode(document(EVERY))


def test_every_route_is_described_and_every_described_path_is_routed(asked: Asked) -> None:
    line = CentralLine(asked.centre.database, asked.centre.clock.now_ms)
    routes = make_app(line, b"", nothing, Watch()).routes
    routed = {
        (route.path, method.lower())
        for route in routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    line.close()
    paths = document(EVERY)["paths"]
    described = {(path, method) for path, methods in paths.items() for method in methods}
    implied = {(path, "head") for path, method in described if method == "get"}
    assert routed == described | implied


def test_every_problem_code_is_described_where_it_is_answered() -> None:
    found: set[str] = set()
    for methods in document(EVERY)["paths"].values():
        for operation in methods.values():
            for status, reply in operation["responses"].items():
                for content in reply.get("content", {}).values():
                    codes = (
                        content.get("schema", {})
                        .get("properties", {})
                        .get("code", {})
                        .get("enum", ())
                    )
                    assert {STATUS[code] for code in codes} <= {int(status)}
                    found |= set(codes)
    assert found | OUTSIDE_OPERATIONS == set(STATUS)
    assert document(EVERY)["components"]["schemas"]["Problem"]["properties"]["code"] == {
        "enum": sorted(STATUS)
    }


def test_every_body_is_described_with_its_media_type_and_size() -> None:
    paths = document(EVERY)["paths"]
    for operation in EVERY:
        if operation.takes is not None:
            body = paths[operation.path][operation.method.lower()]["requestBody"]
            assert list(body["content"]) == [operation.takes.media]
            assert body["x-max-bytes"] == operation.takes.limit


def test_the_page_of_the_protocol_names_every_request_and_every_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
    assert [code for code in STATUS if f"`{code}`" not in page] == []
    assert [op.path for op in EVERY if op.path.partition("{")[0] not in page] == []


@pytest.mark.expects_log_errors
async def test_a_refusal_that_the_table_does_not_name_is_logged_as_an_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def refuse(_room: None, _request: Request) -> Response:
        raise Problem("gap", expected=1)

    odd = Operation(
        method="GET", path="/odd", name="odd", about="Odd.", answer=refuse, gives=Body()
    )
    (bound,) = bind([odd], None)
    over = httpx.ASGITransport(Starlette(routes=[Route("/odd", answered(bound, Gate()))]))
    async with httpx.AsyncClient(transport=over, base_url="http://centre.test") as client:
        assert (await client.get("/odd")).status_code == 409
    assert "odd is refused with gap" in caplog.text


@pytest.mark.parametrize("path", ["/v1/push/", "/v1/nothing", "//", "/v1/%00"])
def test_what_is_not_in_the_table_is_not_found(asked: Asked, path: str) -> None:
    assert asked.desk.get(path).code == "not_found"


def test_a_wrong_method_names_the_right_ones(asked: Asked) -> None:
    answer = asked.desk.get("/v1/push")
    assert (answer.code, answer.headers["allow"]) == ("bad_method", "POST")
