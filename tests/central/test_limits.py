"""How much and how often a peer may ask, and what it costs the centre when one asks for more."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest
from starlette.types import Message, Receive, Scope, Send

from central.line import CentralLine
from central.web import connection
from central.web.app import Watch, make_app
from central.web.bounded import Bounded
from central.web.gate import Allowances
from central.web.rates import MOST_PEERS, Allowance, Rate
from central.web.room import Room
from desk_app.protocol.enrol_code import EnrolCode, write_enrol_code
from desk_app.protocol.limits import MAX_MESSAGE, MAX_SQUEEZED
from desk_app.protocol.problems import Problem
from tests.central.raw import bare, ended, hear, limited
from tests.central.test_openapi import nothing
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Speaker
from tests.sync.test_refusals import enrol_message

FEW = Allowance(3, 0.5)
AMPLE = Allowance(1e9, 1e9)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    found = Headquarters(lite_url(tmp_path))
    found.start()
    yield found
    found.close()


@pytest.fixture
def desk(centre: Headquarters) -> Iterator[Speaker]:
    book = MemoryBook(1)
    book.register(3)
    centre.enrol(book)
    with Speaker(centre.address, book) as speaker:
        speaker.log_in()
        yield speaker


def test_an_allowance_fills_up_again_with_time() -> None:
    now = 0.0
    rate = Rate(FEW, lambda: now)
    for _ in range(3):
        rate.take("a")
    with pytest.raises(Problem) as found:
        rate.take("a")
    assert (found.value.code, found.value.params) == ("slow_down", {"retry_after": 2})
    rate.take("b")
    now = 2.0
    rate.take("a")
    with pytest.raises(Problem):
        rate.take("a")


def test_of_a_flood_of_peers_only_so_many_are_remembered() -> None:
    rate = Rate(FEW, lambda: 0.0)
    for number in range(MOST_PEERS + 100):
        rate.spend(str(number))
    assert len(rate) == MOST_PEERS


def guess(address: str, **headers: str) -> httpx.Response:
    code = write_enrol_code(EnrolCode(os.urandom(10)))
    message = enrol_message(code, os.urandom(32))
    return httpx.post(f"{address}/v1/enrol", content=message, headers=headers, trust_env=False)


def test_enrolment_codes_cannot_be_guessed_at_speed(centre: Headquarters) -> None:
    answers = [guess(centre.address) for _ in range(22)]
    codes = [answer.json()["code"] for answer in answers]
    assert codes == ["bad_code"] * 20 + ["slow_down"] * 2
    last = answers[-1]
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) == last.json()["retry_after"] > 0
    assert centre.counts().devices == 0


def test_who_guesses_elsewhere_hinders_nobody(centre: Headquarters) -> None:
    elsewhere = {"x-forwarded-for": "203.0.113.9"}
    statuses = [guess(centre.address, **elsewhere).status_code for _ in range(21)]
    assert statuses == [403] * 20 + [429]
    centre.enrol(MemoryBook(1))
    assert centre.counts().devices == 1


def test_a_stranger_and_a_desk_have_allowances_of_their_own(
    centre: Headquarters, desk: Speaker
) -> None:
    few = Allowances(AMPLE, FEW, AMPLE, AMPLE, FEW)
    behind_proxy = {"x-forwarded-for": "203.0.113.9"}
    signed = {"authorization": f"Bearer {desk.token}", **behind_proxy}
    made_up = {"authorization": "Bearer made-up", **behind_proxy}
    with limited(centre, few) as address, httpx.Client(base_url=address, trust_env=False) as peer:
        for _ in range(5):
            assert peer.get("/v1/status", headers=signed).status_code == 200
        codes = [peer.get("/v1/status", headers=made_up).json()["code"] for _ in range(4)]
        assert codes == ["unauthorized"] * 3 + ["slow_down"]
        elsewhere = {**signed, "x-forwarded-for": "203.0.113.10"}
        assert peer.get("/v1/status", headers=elsewhere).status_code == 200


@pytest.mark.parametrize("bound", ["address", "token"])
def test_each_allowance_is_kept(centre: Headquarters, desk: Speaker, bound: str) -> None:
    address_rate, token_rate = (FEW, AMPLE) if bound == "address" else (AMPLE, FEW)
    few = Allowances(address_rate, AMPLE, token_rate, AMPLE, AMPLE)
    headers = {"authorization": f"Bearer {desk.token}", "x-forwarded-for": "2001:db8::1"}
    with limited(centre, few) as address, httpx.Client(base_url=address, trust_env=False) as peer:
        statuses = [peer.get("/v1/status", headers=headers).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        neighbour = {**headers, "x-forwarded-for": "2001:db8::2"}
        assert peer.get("/v1/status", headers=neighbour).status_code == 429
        # What comes from the centre's own machine is not counted.
        own = {"authorization": headers["authorization"]}
        assert peer.get("/v1/status", headers=own).status_code == 200


def test_a_device_opens_only_so_many_sessions(centre: Headquarters, desk: Speaker) -> None:
    few = Allowances(AMPLE, AMPLE, AMPLE, FEW, AMPLE)
    with limited(centre, few) as address, Speaker(address, desk.book) as again:
        again.client.headers["x-forwarded-for"] = "203.0.113.9"
        assert [again.log_in().status for _ in range(3)] == [200, 200, 200]
        again.token = ""
        body = msgspec.json.encode({"device": desk.mine.device})
        assert again.post("/v1/session", body).code == "slow_down"


def test_one_token_has_only_so_many_requests_under_way(centre: Headquarters, desk: Speaker) -> None:
    few = Allowances(together=2)
    head = f"GET /v1/pull?wait=50 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.token}\r\n\r\n"
    with limited(centre, few) as address:
        with bare(address) as one, bare(address) as two:
            for peer in (one, two):
                peer.sendall(head.encode())
            with Speaker(address, desk.book) as third:
                third.token = desk.token
                while third.get("/v1/status").status == 200:
                    pass
                assert third.get("/v1/status").code == "slow_down"
        # Both are gone, and what they waited for with them.
        with Speaker(address, desk.book) as third:
            third.token = desk.token
            while third.get("/v1/status").code == "slow_down":
                pass


@pytest.mark.parametrize(("path", "limit"), [("/v1/push", MAX_SQUEEZED), ("/v1/logs", MAX_MESSAGE)])
def test_a_body_over_its_limit_is_refused_before_it_is_read(
    centre: Headquarters, desk: Speaker, path: str, limit: int
) -> None:
    media = "application/x-ndjson" if path == "/v1/push" else "application/json"
    with bare(centre.address) as peer:
        peer.sendall(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.token}\r\n"
            f"Content-Type: {media}\r\nContent-Length: {limit + 1}\r\n\r\n".encode()
        )
        problem = hear(peer).problem
    assert (problem["code"], problem["limit"]) == ("too_large", limit)


def test_a_body_that_does_not_tell_its_size_is_cut_at_the_limit(desk: Speaker) -> None:
    def pieces() -> Iterator[bytes]:
        yield from (b" " * 8192 for _ in range(9))

    headers = {"authorization": f"Bearer {desk.token}"}
    answer = desk.client.post("/v1/logs", content=pieces(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 20_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 4000 + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 no http at all\r\n\r\n",
        b"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n",
    ],
    ids=["header", "target", "many", "no http", "negative", "twice", "nul"],
)
def test_what_is_no_http_is_refused_and_the_connection_ended(
    centre: Headquarters, said: bytes
) -> None:
    with bare(centre.address) as peer:
        peer.sendall(said)
        heard = hear(peer)
    assert heard.problem["code"] == "bad_http"
    assert heard.headers["connection"] == "close"


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        ("HEAD_SECONDS", b""),
        ("HEAD_SECONDS", b"GET /healthz HT"),
        ("HEAD_SECONDS", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /hea"),
        ("SILENCE_SECONDS", b"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"),
        ("BODY_SECONDS", b"POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"),
    ],
)
def test_who_falls_silent_is_not_waited_for(
    centre: Headquarters, monkeypatch: pytest.MonkeyPatch, bound: str, said: bytes
) -> None:
    monkeypatch.setattr(connection, bound, 0.05)
    with bare(centre.address) as peer:
        peer.sendall(said)
        if said.endswith(b"/hea"):
            assert hear(peer).status == 200
        assert ended(peer)


def test_who_takes_nothing_of_a_reply_is_not_waited_for(
    centre: Headquarters, desk: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "READING_SECONDS", 0.05)
    head = f"GET /openapi.json HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {desk.token}\r\n\r\n"
    with bare(centre.address) as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.settimeout(60)
        with pytest.raises(ConnectionError):
            # Replies that nobody takes fill every buffer on the way; then the centre ends it.
            while True:
                peer.sendall(head.encode() * 100)


def test_too_many_connections_are_told_to_come_again(
    centre: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "MAX_CONNECTIONS", 1)
    asking = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with bare(centre.address) as first:
        first.sendall(asking)
        assert hear(first).status == 200
        with bare(centre.address) as second, bare(centre.address) as third:
            assert ended(third)
            second.sendall(asking)
            heard = hear(second)
        assert heard.problem["code"] == "busy"
        assert heard.headers["retry-after"] == "10"
        first.sendall(asking)
        assert hear(first).status == 200


async def test_bodies_of_all_peers_together_are_bounded(centre: Headquarters) -> None:
    watch = Watch(room=Room(1000))
    line = CentralLine(centre.database, centre.clock.now_ms)
    app = httpx.ASGITransport(make_app(line, b"", nothing, watch))
    async with httpx.AsyncClient(transport=app, base_url="http://centre.test") as peer:
        answer = await peer.post("/v1/session", content=b"{" + b" " * 1000)
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert answer.headers["retry-after"] == "10"
        assert (await peer.post("/v1/session", content=b"{" + b" " * 900)).status_code == 400
    assert watch.room.taken == 0
    line.close()


async def test_a_long_reply_goes_out_in_slices_each_taken_before_the_next() -> None:
    body, sent = os.urandom(200_000), []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing is asked for")

    await Bounded(app, Room())({"type": "http"}, receive, send)
    slices = [message["body"] for message in sent[1:]]
    assert b"".join(slices) == body
    assert max(map(len, slices)) == 64 * 1024
    assert [message["more_body"] for message in sent[1:]] == [True, True, True, False]
