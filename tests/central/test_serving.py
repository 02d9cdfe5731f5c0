"""What a serving centre tells of itself, how it ends, and with which TLS it speaks."""

import logging
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from central.cli.logs import log_to
from central.running import Centre
from central.tls import own_certificates
from central.web.answers import answered
from central.web.gate import Gate
from central.web.measures import measures_app
from central.web.operations import Body, Operation, bind
from central.web.server import Beside, Listen
from desk_app.records.errors import MachineFault
from tests.central.conftest import CommandLine
from tests.central.raw import bare, hear
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Speaker

MARKER = "نشانهٔ‌شیرین"
VALUES = ("4541021153", "09308161089", "شیرین", "رفع توقیف خودرو")


@pytest.fixture
def quarters(tmp_path: Path) -> Iterator[Headquarters]:
    found = Headquarters(lite_url(tmp_path))
    found.start()
    yield found
    found.close()


@pytest.fixture
def desk(quarters: Headquarters) -> Iterator[Speaker]:
    book = MemoryBook(1)
    book.register(3)
    quarters.enrol(book)
    with Speaker(quarters.address, book) as speaker:
        speaker.log_in()
        yield speaker


def test_nothing_of_persons_tokens_or_addresses_is_written_down(
    quarters: Headquarters, desk: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "mizban")
    assert desk.push(desk.batch()).status == 200
    assert desk.push(desk.batch(1, 3) + MARKER.encode(), "identity").status == 422
    desk.get(f"/v1/{MARKER}")
    desk.get("/v1/pull", after=MARKER, without=MARKER)
    desk.client.request("PURGE09308161089", "/v1/pull")
    desk.post("/v1/session", f'{{"device":"{MARKER}"}}'.encode())
    address = quarters.address
    quarters.stop()
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert "POST /v1/push 200" in written
    assert "(other) /v1/pull 405" in written
    assert "GET (other) 404" in written
    secret = (desk.token, desk.mine.device, "127.0.0.1", "after=", MARKER, *VALUES)
    assert [each for each in secret if each in written.replace(address, "")] == []


@pytest.mark.expects_log_errors
async def test_a_bug_is_named_and_what_it_says_is_not_written_down(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(_room: None, _request: Request) -> Response:
        raise ValueError(MARKER)

    odd = Operation(method="GET", path="/odd", name="odd", about="Odd.", answer=fail, gives=Body())
    (bound,) = bind([odd], None)
    over = httpx.ASGITransport(Starlette(routes=[Route("/odd", answered(bound, Gate()))]))
    async with httpx.AsyncClient(transport=over, base_url="http://centre.test") as client:
        answer = await client.get("/odd")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert MARKER not in answer.text + caplog.text
    assert "odd met a bug" in caplog.text


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_never_reaches_the_log(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    logs = [logging.getLogger(name) for name in ("mizban.central", "uvicorn.error")]
    before = [(log, log.handlers[:], log.level, log.propagate) for log in logs]
    log_to(sys.stderr, as_json=as_json)
    logs[1].error("Exception in ASGI application\n", exc_info=ValueError(MARKER))
    logs[1].info("Shutting down")
    for log, handlers, level, propagate in before:
        log.handlers[:], log.propagate = handlers, propagate
        log.setLevel(level)
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert "Exception in ASGI application (ValueError)" in written
    assert MARKER not in written


def test_metrics_count_requests_by_table_and_name_nobody(
    quarters: Headquarters, desk: Speaker
) -> None:
    with Centre(quarters.database, Listen(), quarters.clock.now_ms) as centre:
        with Speaker(centre.url, desk.book) as peer:
            peer.token = desk.token
            assert peer.push(peer.batch()).status == 200
            peer.get(f"/v1/{MARKER}")
            assert peer.get("/metrics").code == "not_found"
        with Beside(measures_app(centre.metrics), Listen()) as beside:
            answer = httpx.get(f"{beside.url}/metrics", trust_env=False)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    for line in (
        'mizban_requests_total{path="/v1/push",method="POST",status="200"} 1',
        'mizban_requests_total{path="(other)",method="GET",status="404"} 2',
        'mizban_request_seconds_count{path="/v1/push"} 1',
        'mizban_request_seconds_bucket{path="/v1/push",le="+Inf"} 1',
        "mizban_long_polls 0",
        "mizban_body_bytes 0",
    ):
        assert line in lines
    assert any(line.startswith("mizban_behind_batches ") for line in lines)
    secret = (MARKER, desk.token, desk.mine.device, "127.0.0.1", "k12", *VALUES)
    assert [each for each in secret if each in answer.text] == []


def test_metrics_are_told_to_this_machine_only(central: CommandLine) -> None:
    found = central("serve", "--listen", "127.0.0.1:0", "--metrics", "0.0.0.0:0")
    assert found.status == 2
    assert "this machine" in found.err


def test_a_listener_beside_needs_an_address_of_its_own(quarters: Headquarters) -> None:
    with pytest.raises(MachineFault, match="address_taken"):
        Beside(Starlette(), Listen(port=quarters.port))


def test_stopping_answers_long_polls_and_lets_a_push_finish(
    quarters: Headquarters, desk: Speaker
) -> None:
    batch = desk.batch()
    bearer = f"Host: x\r\nAuthorization: Bearer {desk.token}\r\n"
    with bare(quarters.address) as poll, bare(quarters.address) as push:
        poll.sendall(f"GET /v1/pull?wait=50 HTTP/1.1\r\n{bearer}\r\n".encode())
        push.sendall(
            f"POST /v1/push HTTP/1.1\r\n{bearer}Content-Type: application/x-ndjson\r\n"
            f"Content-Length: {len(batch)}\r\n\r\n".encode()
            + batch[:-1]
        )
        # Both are under way once a request that came after them was answered.
        assert desk.get("/v1/status").status == 200
        stopping = threading.Thread(target=quarters.stop)
        stopping.start()
        polled = hear(poll)
        assert (polled.status, polled.headers["mizban-more"]) == (200, "0")
        _until_refused(quarters.port)
        push.sendall(batch[-1:])
        assert hear(push).status == 200
        stopping.join()
    assert quarters.verify().events == 3


def _until_refused(port: int) -> None:
    """Until the listener is gone; what was begun may still be under way."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=60).close()
        except ConnectionError:
            return


@pytest.mark.parametrize(
    ("version", "taken"),
    [
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ],
)
def test_tls_is_1_2_or_newer(tmp_path: Path, version: ssl.TLSVersion, taken: bool) -> None:
    quarters = Headquarters(lite_url(tmp_path), certificates=own_certificates(tmp_path / "tls"))
    quarters.start()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    # Of its own the client would offer no old version at all.
    context.set_ciphers("ALL:@SECLEVEL=0")
    if taken:
        context.minimum_version = context.maximum_version = version
    else:
        with pytest.warns(DeprecationWarning):
            context.minimum_version = context.maximum_version = version
    with bare(quarters.address) as peer:
        if taken:
            with context.wrap_socket(peer) as spoken:
                assert spoken.version() == version.name.replace("_", ".")
        else:
            with pytest.raises((ssl.SSLError, ConnectionError)):
                context.wrap_socket(peer)
    quarters.close()
