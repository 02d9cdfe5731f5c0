"""What a hostile desk could send: each kind its documented refusal, and nothing stored."""

import gzip
import os
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
import zstandard
from sqlalchemy import func, select

from central.store import tables
from central.store.offices import add_office
from desk_app.protocol.keys import b64, push_statement, sign
from desk_app.protocol.limits import MAX_EVENTS
from desk_app.records.chain import START, heads
from desk_app.records.ids import new_id
from tests.centres import Headquarters, lite_url, new_database, postgres
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Answer, Speaker

Change = Callable[[dict[str, Any]], object]
DEEP = b"[" * 50_000
SESSIONS = {"session"}
"""Tables in which a refused request may leave or clear a row."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def centre(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Headquarters]:
    """One centre for all: whatever was sent before, nothing of it is there."""
    if request.param == "sqlite":
        quarters = Headquarters(lite_url(tmp_path_factory.mktemp("central")))
        quarters.start()
        yield quarters
        assert quarters.verify().problems == []
        quarters.close()
        return
    with postgres() as server:
        quarters = Headquarters(new_database(server))
        quarters.start()
        yield quarters
        assert quarters.verify().problems == []
        quarters.close()


@pytest.fixture(scope="module")
def desk(centre: Headquarters) -> Iterator[Speaker]:
    book = MemoryBook(1)
    book.register(6)
    centre.enrol(book)
    with Speaker(centre.address, book) as speaker:
        speaker.log_in()
        yield speaker


@pytest.fixture(scope="module")
def stranger(centre: Headquarters) -> Iterator[Speaker]:
    """A desk of another office."""
    centre.database.write(lambda c: add_office(c, "k13", "دیگر", 1))
    book = MemoryBook(2, lane=421_508)
    centre.enrol(book, "k13")
    with Speaker(centre.address, book) as speaker:
        speaker.log_in()
        yield speaker


def rows(centre: Headquarters) -> dict[str, int]:
    """How many rows each table has."""
    return centre.database.read(
        lambda c: {
            table.name: c.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
            if table.name not in SESSIONS
        }
    )


@pytest.fixture(autouse=True)
def _nothing_is_stored(centre: Headquarters, desk: Speaker, stranger: Speaker) -> Iterator[None]:
    before = rows(centre)
    yield
    assert rows(centre) == before


def refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.code) == (status, code)


def with_header(change: Change) -> Callable[[Speaker], bytes]:
    """A good batch whose header was changed."""

    def make(desk: Speaker) -> bytes:
        header, rest = desk.batch(1, 3).split(b"\n", 1)
        members = msgspec.json.decode(header)
        change(members)
        return msgspec.json.encode(members) + b"\n" + rest

    return make


def with_line(change: Callable[[bytes], bytes]) -> Callable[[Speaker], bytes]:
    """A good batch whose second entry was changed."""

    def make(desk: Speaker) -> bytes:
        lines = desk.batch(1, 3).split(b"\n")
        lines[2] = change(lines[2])
        return b"\n".join(lines)

    return make


def with_event(change: Change) -> Callable[[Speaker], bytes]:
    """A good batch of one entry whose event was changed."""

    def make(desk: Speaker) -> bytes:
        event = msgspec.json.decode(desk.book.logs[0].entries[0].bytes)
        change(event)
        data = msgspec.json.encode(event)
        header = {"log": desk.book.logs[0].log, "frm": 1, "n": 1, "prev": b64(START)}
        head = heads(START, [data])[-1]
        signature = sign(
            desk.mine.signing_key, push_statement(str(header["log"]), 1, 1, START, head)
        )
        header |= {"head": b64(head), "sig": b64(signature)}
        return msgspec.json.encode(header) + b'\n{"e":' + data + b"}\n"

    return make


MALFORMED: dict[str, tuple[Callable[[Speaker], bytes], int, str]] = {
    "empty": (lambda _: b"", 422, "bad_count"),
    "one line feed": (lambda _: b"\n", 400, "bad_json"),
    "only nul": (lambda _: bytes(100) + b"\n", 400, "bad_json"),
    "not utf-8": (lambda _: b'{"log":"\xff\xfe"}\n', 400, "bad_json"),
    "byte order mark": (lambda d: b"\xef\xbb\xbf" + d.batch(), 400, "bad_json"),
    "an array": (lambda _: b"[1,2,3]\n", 422, "bad_header"),
    "deep header": (lambda _: b'{"log":' + DEEP + b"\n", 422, "bad_header"),
    "deep unknown member": (lambda _: b'{"x":' + DEEP + b"]" * 50_000 + b"}\n", 400, "bad_json"),
    "no line feed at the end": (lambda d: d.batch()[:-1], 422, "bad_count"),
    "a line too many": (lambda d: d.batch() + b"\n", 400, "bad_json"),
    "a blank line first": (lambda d: b"\n" + d.batch(), 400, "bad_json"),
    "two batches": (lambda d: d.batch(1, 2) + d.batch(3, 2), 422, "bad_count"),
    "no entries": (with_header(lambda h: h.update(n=0)), 422, "bad_count"),
    "fewer than none": (with_header(lambda h: h.update(n=-1)), 422, "bad_count"),
    "more than told": (with_header(lambda h: h.update(n=2)), 422, "bad_chain"),
    "fewer than told": (with_header(lambda h: h.update(n=4)), 422, "bad_count"),
    "very many": (with_header(lambda h: h.update(n=MAX_EVENTS + 1)), 413, "too_large"),
    "a number without end": (with_header(lambda h: h.update(n=10**18)), 413, "too_large"),
    "a place beyond all": (with_header(lambda h: h.update(frm=2**62)), 422, "bad_header"),
    "place nought": (with_header(lambda h: h.update(frm=0)), 422, "bad_header"),
    "a log that is none": (with_header(lambda h: h.update(log="x")), 422, "bad_header"),
    "a log in capitals": (
        with_header(lambda h: h.update(log=h["log"].upper())), 422, "bad_header"
    ),
    "a log with nul": (with_header(lambda h: h.update(log="\0" * 36)), 422, "bad_header"),
    "a head that is short": (with_header(lambda h: h.update(head="AAAA")), 422, "bad_header"),
    "a head that is no base64": (with_header(lambda h: h.update(head="ه" * 43)), 422, "bad_header"),
    "another head": (with_header(lambda h: h.update(head=b64(bytes(32)))), 422, "bad_chain"),
    "another beginning": (with_header(lambda h: h.update(prev=b64(b"x" * 32))), 422, "bad_chain"),
    "a version to come": (with_header(lambda h: h.update(p=10**9)), 426, "upgrade"),
    "no signature": (with_header(lambda h: h.update(sig="")), 401, "bad_signature"),
    "a signature of nought": (
        with_header(lambda h: h.update(sig=b64(bytes(64)))), 401, "bad_signature"
    ),
    "a signature that is no base64": (
        with_header(lambda h: h.update(sig="؟" * 86)), 401, "bad_signature"
    ),
    "a foreign log": (
        with_header(lambda h: h.update(log=new_id(1, bytes(10)))), 403, "unknown_log"
    ),
    "an entry that is cut": (with_line(lambda at: at[:-9]), 422, "bad_entry"),
    "an entry that is nothing": (with_line(lambda _: b"null"), 422, "bad_entry"),
    "an entry without bytes": (with_line(lambda _: b"{}"), 422, "bad_entry"),
    "a deep entry": (with_line(lambda _: b'{"e":' + DEEP + b"}"), 422, "bad_entry"),
    "a deep body": (
        with_line(lambda _: b'{"e":{"body":{"x":' + b"[" * 1000 + b"]" * 1000 + b"}}}"),
        422, "bad_entry",
    ),
    "a long entry": (with_line(lambda at: at[:-1] + b" " * 200_000 + b"}"), 422, "bad_entry"),
    "a value nobody named": (
        with_line(lambda at: at.replace(b'"b":[', b'"b":[["AA","x"],')), 422, "bad_entry"
    ),
    "a changed value": (
        with_line(lambda at: at.replace("شیرین".encode(), "فرهاد".encode())), 422, "bad_chain"
    ),
    "an odd id": (with_event(lambda e: e.update(id="../../etc")), 422, "bad_entry"),
    "nul in a subject": (
        with_event(lambda e: e.update(subject=["request", "a\0b"])), 422, "bad_entry"
    ),
    "a long type": (with_event(lambda e: e.update(type="x" * 5000)), 422, "bad_entry"),
    "a role of the centre": (with_event(lambda e: e.update(role="centre")), 422, "bad_entry"),
    "a clock without end": (with_event(lambda e: e.update(hlc=10**40)), 422, "bad_entry"),
    "a clock before all": (with_event(lambda e: e.update(hlc=-1)), 422, "bad_entry"),
    "a version without end": (with_event(lambda e: e.update(v=10**40)), 422, "bad_entry"),
    "a clock with a point": (with_event(lambda e: e.update(hlc=1.5)), 422, "bad_entry"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "status", "code"), MALFORMED.values(), ids=list(MALFORMED))
def test_a_malformed_batch_is_refused(
    desk: Speaker, make: Callable[[Speaker], bytes], status: int, code: str
) -> None:
    refused(desk.push(make(desk)), status, code)


BODIES: dict[str, tuple[bytes, str, int, str]] = {
    "no zstd": (b"garbage", "zstd", 400, "bad_encoding"),
    "no gzip": (b"garbage", "gzip", 400, "bad_encoding"),
    "a zstd bomb": (zstandard.compress(bytes(200_000_000)), "zstd", 413, "too_large"),
    "a gzip bomb": (gzip.compress(bytes(40_000_000)), "gzip", 413, "too_large"),
    "a bomb in a bomb": (
        zstandard.compress(zstandard.compress(bytes(200_000_000))), "zstd", 422, "bad_count"
    ),
    "bombs in a row": (zstandard.compress(bytes(9_000_000)) * 9, "zstd", 400, "bad_encoding"),
    "gzip in a row": (gzip.compress(b"{}\n") * 9, "gzip", 400, "bad_encoding"),
    "a wide window": (
        zstandard.ZstdCompressor(
            compression_params=zstandard.ZstdCompressionParameters(window_log=27)
        ).compress(os.urandom(1000) * 1000 + bytes(9_000_000)),
        "zstd", 400, "bad_encoding",
    ),
    "a dictionary nobody has": (
        zstandard.ZstdCompressor(
            dict_data=zstandard.ZstdCompressionDict(
                b'{"log":"01a2658b"}\n' * 9, zstandard.DICT_TYPE_RAWCONTENT
            )
        ).compress(b'{"log":"01a2658b"}\n' * 50),
        "zstd", 400, "bad_encoding",
    ),
    "a coding nobody named": (b"{}\n", "br", 415, "bad_media"),
    "two codings": (gzip.compress(zstandard.compress(b"{}\n")), "zstd, gzip", 415, "bad_media"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "encoding", "status", "code"), BODIES.values(), ids=list(BODIES))
def test_a_body_that_cannot_be_inflated_is_refused(
    desk: Speaker, body: bytes, encoding: str, status: int, code: str
) -> None:
    refused(desk.push(body, encoding, raw=True), status, code)


ODD_MESSAGES: dict[str, tuple[bytes, str]] = {
    "no json": (b"{", "bad_json"),
    "not utf-8": (b'{"device":"\xff","log":"\xff","code":"\xff"}', "bad_json"),
    "deep": (b'{"x":' + DEEP, "bad_json"),
    "half a surrogate": (b'{"device":"\\ud800"}', "bad_json"),
    "nul": (b'{"device":"\\u0000","log":"\\u0000","code":"\\u0000"}', "bad_request"),
    "numbers": (b'{"device":5,"log":5,"code":5}', "bad_request"),
    "a version without end": (b'{"device":5,"p":' + b"9" * 400 + b"}", "bad_request"),
    "an array": (b"[]", "bad_request"),
    "null": (b"null", "bad_request"),
    "too long": (b" " * 70_000, "too_large"),
}


@pytest.mark.parametrize(("body", "code"), ODD_MESSAGES.values(), ids=list(ODD_MESSAGES))
@pytest.mark.parametrize("path", ["/v1/enrol", "/v1/session", "/v1/logs"])
def test_an_odd_message_is_refused(desk: Speaker, path: str, body: bytes, code: str) -> None:
    assert desk.post(path, body).code == code


@pytest.mark.parametrize(
    ("path", "media", "encoding"),
    [
        ("/v1/push", "application/json", "zstd"),
        ("/v1/push", "", "zstd"),
        ("/v1/session", "text/plain", "identity"),
        ("/v1/session", "application/x-www-form-urlencoded", "identity"),
        ("/v1/logs", "application/json", "gzip"),
        ("/v1/enrol", "application/x-ndjson", "identity"),
    ],
)
def test_another_media_type_is_refused(desk: Speaker, path: str, media: str, encoding: str) -> None:
    answer = desk.post(path, b"{}", content_type=media, content_encoding=encoding)
    refused(answer, 415, "bad_media")


@pytest.mark.parametrize(
    "members",
    [
        {"lane": 10**30}, {"lane": -1}, {"lane": 99_999}, {"previous_seq": 10**30},
        {"previous_seq": -1}, {"previous": "\0"}, {"previous": "x" * 5000}, {"log": "\0" * 36},
        {"reason": "because"}, {"log": new_id(1, bytes(10)) + "\n"},
    ],
    ids=str,
)  # fmt: skip
def test_a_log_that_cannot_be_is_not_registered(desk: Speaker, members: dict[str, Any]) -> None:
    message = {"log": new_id(1, os.urandom(10)), "reason": "full", **members}
    refused(desk.post("/v1/logs", msgspec.json.encode(message)), 422, "bad_request")


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "-1"}, {"limit": "9" * 30}, {"limit": "1.0"}, {"limit": "۱"}, {"wait": "x"},
        {"without": "\0"}, {"without": "' OR 1=1 --"}, {"after": "x" * 5000},
    ],
    ids=str,
)  # fmt: skip
def test_an_odd_question_to_the_feed_is_refused(desk: Speaker, query: dict[str, str]) -> None:
    refused(desk.get("/v1/pull", **query), 422, "bad_request")


@pytest.mark.parametrize("cursor", ["x.y", ".", "\0.1", "9" * 50 + ".1", "a.99999999999999999999"])
def test_a_cursor_of_another_world_reads_from_the_start(desk: Speaker, cursor: str) -> None:
    answer = desk.get("/v1/pull", after=cursor)
    assert (answer.status, answer.content) == (200, b"")


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer x y", "Basic YTpi", "Bearer " + "x" * 5000, "Bearer ' OR 1"],
)
def test_a_token_that_is_none_opens_nothing(desk: Speaker, authorization: str) -> None:
    message = msgspec.json.encode({"log": new_id(1, bytes(10)), "reason": "full"})
    for path, body in (("/v1/push", desk.batch()), ("/v1/logs", message)):
        media = "application/x-ndjson" if path == "/v1/push" else "application/json"
        answer = desk.post(path, body, authorization=authorization, content_type=media)
        refused(answer, 401, "unauthorized")
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_signature_of_one_batch_is_none_of_another(desk: Speaker) -> None:
    first, rest = desk.batch(1, 3).split(b"\n", 1)
    signed = msgspec.json.decode(first)
    other = msgspec.json.decode(desk.batch(1, 2).split(b"\n", 1)[0])
    refused(
        desk.push(msgspec.json.encode({**signed, "sig": other["sig"]}) + b"\n" + rest),
        401, "bad_signature",
    )  # fmt: skip


def test_a_log_of_another_office_is_foreign(desk: Speaker, stranger: Speaker) -> None:
    refused(stranger.push(desk.batch()), 403, "unknown_log")
