"""What is malformed, forged or foreign is refused with its documented code, and not stored."""

import gzip
import os
from collections.abc import Iterator

import msgspec
import pytest
import zstandard
from sqlalchemy import delete

from central.store import tables
from central.store.devices import NONCE_LIFE_MS, TOKEN_LIFE_MS, set_state
from central.store.offices import ENROL_CODE_LIFE_MS
from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.protocol.keys import b64, enrol_statement, public_key, sign
from desk_app.protocol.limits import MAX_EVENTS, MAX_SQUEEZED
from desk_app.records.errors import Refused
from desk_app.records.ids import new_id
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Answer, Speaker


@pytest.fixture
def desk(any_centre: Headquarters) -> Iterator[Speaker]:
    book = MemoryBook(1)
    book.register(10)
    any_centre.enrol(book)
    with Speaker(any_centre.address, book) as speaker:
        speaker.log_in()
        yield speaker


@pytest.fixture
def lite_desk(centre: Headquarters) -> Iterator[Speaker]:
    book = MemoryBook(1)
    book.register(10)
    centre.enrol(book)
    with Speaker(centre.address, book) as speaker:
        speaker.log_in()
        yield speaker


def refused(centre: Headquarters, answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.code) == (status, code)
    assert centre.verify().events == 0
    assert centre.verify().problems == []


def test_a_batch_signed_by_another_key_is_refused(any_centre: Headquarters, desk: Speaker) -> None:
    refused(any_centre, desk.push(desk.batch(key=os.urandom(32))), 401, "bad_signature")


def test_a_log_nobody_registered_is_refused(any_centre: Headquarters, desk: Speaker) -> None:
    stranger = new_id(1, os.urandom(10))
    refused(any_centre, desk.push(desk.batch(log=stranger)), 403, "unknown_log")


def test_a_log_of_another_office_is_refused(centre: Headquarters, lite_desk: Speaker) -> None:
    from central.store.offices import add_office

    centre.database.write(lambda c: add_office(c, "k13", "دیگر", 1))
    other = MemoryBook(2, lane=421_508)
    centre.enrol(other, "k13")
    with Speaker(centre.address, other) as stranger:
        stranger.log_in()
        refused(centre, stranger.push(lite_desk.batch()), 403, "unknown_log")


def test_another_desk_of_the_office_may_bring_a_batch(
    centre: Headquarters, lite_desk: Speaker
) -> None:
    other = MemoryBook(2, lane=421_508)
    centre.enrol(other)
    with Speaker(centre.address, other) as bringer:
        bringer.log_in()
        assert bringer.push(lite_desk.batch()).status == 200


def test_a_gap_names_what_is_expected(any_centre: Headquarters, desk: Speaker) -> None:
    answer = desk.push(desk.batch(first=4))
    refused(any_centre, answer, 409, "gap")
    assert answer.member("expected") == 1


def test_a_batch_may_begin_inside_what_is_held(any_centre: Headquarters, desk: Speaker) -> None:
    desk.push(desk.batch(1, 5))
    answer = desk.push(desk.batch(3, 6))
    assert (answer.member("acked"), answer.member("new")) == (8, 3)
    again = desk.push(desk.batch(2, 3))
    assert (again.member("acked"), again.member("new")) == (8, 0)
    verdict = any_centre.verify()
    assert (verdict.events, verdict.problems) == (8, [])


@pytest.mark.parametrize(("first", "count"), [(1, 3), (2, 2), (4, 4), (1, 10), (6, 3)])
def test_other_contents_are_a_fork_wherever_they_differ(
    any_centre: Headquarters, desk: Speaker, first: int, count: int
) -> None:
    desk.push(desk.batch(1, 5))
    other = MemoryBook(7, log=desk.book.logs[0].log)
    other.register(10)
    other.keep_enrolment(desk.mine, ())
    with Speaker(any_centre.address, other) as clone:
        clone.token = desk.token
        answer = clone.push(clone.batch(first, count))
    assert (answer.status, answer.code) == (409, "fork")
    assert answer.member("at") == (1 if first == 1 else first - 1)
    assert any_centre.verify().events == 5


def test_a_fork_inside_the_batch_is_named_by_its_place(
    any_centre: Headquarters, desk: Speaker
) -> None:
    twin = desk.book.copy()
    twin.logs[0].entries = twin.logs[0].entries[:3]
    twin.logs[0].heads = twin.logs[0].heads[:4]
    twin.register(4)
    desk.push(desk.batch(1, 6))
    with Speaker(any_centre.address, twin) as clone:
        clone.token = desk.token
        assert clone.push(clone.batch(2, 5)).member("at") == 4
        assert clone.push(clone.batch(1, 6)).member("at") == 4


@pytest.mark.parametrize(
    ("body", "encoding", "status", "code"),
    [
        (b"", "zstd", 400, "bad_encoding"),
        (b"no zstd at all", "zstd", 400, "bad_encoding"),
        (b"no gzip at all", "gzip", 400, "bad_encoding"),
        (zstandard.ZstdCompressor().compress(b""), "zstd", 422, "bad_count"),
        (zstandard.ZstdCompressor().compress(b"not json\n"), "zstd", 400, "bad_json"),
        (zstandard.ZstdCompressor().compress(b'{"log":5}\n'), "zstd", 422, "bad_header"),
        (zstandard.ZstdCompressor().compress(bytes(200_000_000)), "zstd", 413, "too_large"),
        (gzip.compress(bytes(40_000_000)), "gzip", 413, "too_large"),
        (b"{}\n", "br", 415, "bad_media"),
        (b'{"x":' + b"[" * 100_000 + b"\n", "identity", 400, "bad_json"),
    ],
)
def test_a_body_that_is_no_batch_is_refused(
    centre: Headquarters, lite_desk: Speaker, body: bytes, encoding: str, status: int, code: str
) -> None:
    refused(centre, lite_desk.push(body, encoding, raw=True), status, code)


def test_a_body_that_is_too_large_is_refused_unread(
    centre: Headquarters, lite_desk: Speaker
) -> None:
    body = os.urandom(MAX_SQUEEZED + 1)
    refused(centre, lite_desk.push(body, raw=True), 413, "too_large")


def test_a_batch_of_too_many_is_refused(centre: Headquarters, lite_desk: Speaker) -> None:
    lite_desk.book.register(MAX_EVENTS)
    refused(centre, lite_desk.push(lite_desk.batch(1, MAX_EVENTS + 1)), 413, "too_large")


def test_a_batch_cut_on_its_way_is_refused_and_can_be_sent_again(
    centre: Headquarters, lite_desk: Speaker
) -> None:
    whole = lite_desk.batch(1, 10)
    lines = whole.split(b"\n")
    refused(centre, lite_desk.push(b"\n".join(lines[:5]) + b"\n"), 422, "bad_count")
    refused(centre, lite_desk.push(whole[: len(whole) // 2]), 422, "bad_count")
    assert lite_desk.push(whole).member("new") == 10


def test_the_fallback_coding_is_taken(centre: Headquarters, lite_desk: Speaker) -> None:
    assert lite_desk.push(lite_desk.batch(1, 4), "gzip").member("acked") == 4
    assert lite_desk.push(lite_desk.batch(5, 4), "identity").member("acked") == 8
    assert centre.verify().problems == []


@pytest.mark.parametrize("path", ["/v1/push", "/v1/logs"])
def test_nothing_is_taken_without_a_token(
    centre: Headquarters, lite_desk: Speaker, path: str
) -> None:
    lite_desk.token = ""
    refused(centre, lite_desk.post(path, b"{}"), 401, "unauthorized")
    lite_desk.token = "made-up"
    message = {"log": new_id(1, bytes(10)), "reason": "full"}
    body = lite_desk.batch() if path == "/v1/push" else msgspec.json.encode(message)
    media = "application/x-ndjson" if path == "/v1/push" else "application/json"
    answer = lite_desk.post(path, body, content_type=media)
    refused(centre, answer, 401, "unauthorized")


def test_a_push_that_is_no_ndjson_is_refused(centre: Headquarters, lite_desk: Speaker) -> None:
    answer = lite_desk.post("/v1/push", lite_desk.batch(), content_type="application/json")
    refused(centre, answer, 415, "bad_media")


def test_a_token_ends_after_its_time(centre: Headquarters, lite_desk: Speaker) -> None:
    assert lite_desk.get("/v1/status").status == 200
    centre.clock.ms += TOKEN_LIFE_MS
    assert lite_desk.get("/v1/status").code == "unauthorized"
    assert lite_desk.log_in().status == 200
    assert lite_desk.get("/v1/status").status == 200


def test_a_nonce_is_good_for_two_minutes_one_device_and_one_key(
    centre: Headquarters, lite_desk: Speaker
) -> None:
    nonce = lite_desk.post(
        "/v1/session", msgspec.json.encode({"device": lite_desk.mine.device})
    ).member("nonce")
    assert isinstance(nonce, str)
    assert lite_desk.sign_in(nonce, os.urandom(32)).code == "unauthorized"
    assert lite_desk.sign_in(nonce[:-2] + "AA").code == "unauthorized"
    assert lite_desk.sign_in("made up").code == "unauthorized"
    other = MemoryBook(2, lane=421_508)
    centre.enrol(other)
    with Speaker(centre.address, other) as stranger:
        assert stranger.sign_in(nonce).code == "unauthorized"
    assert lite_desk.sign_in(nonce).status == 200
    centre.clock.ms += NONCE_LIFE_MS + 1
    assert lite_desk.sign_in(nonce).code == "unauthorized"


@pytest.mark.parametrize("state", ["retired", "stolen"])
def test_a_device_out_of_use_is_told_so(
    any_centre: Headquarters, desk: Speaker, state: str
) -> None:
    batch = desk.batch()
    any_centre.database.write(lambda c: set_state(c, desk.mine.device, state))
    refused(any_centre, desk.push(batch), 401, "unauthorized")
    assert desk.log_in().code == "revoked"
    round_ = one_round(desk.book, desk.book.clock, desk.book.entropy)
    assert (round_.state, round_.detail, round_.unsent) == ("refused", "line.revoked", 10)


def enrol_message(code: str, key: bytes) -> bytes:
    public, recipient = b64(public_key(key)), "age1x"
    text = read_enrol_code(code).code_text
    signature = b64(sign(key, enrol_statement(text, public, recipient)))
    return msgspec.json.encode(
        {"code": text, "signing_key": public, "age_recipient": recipient, "sig": signature,
         "logs": [{"log": new_id(1_797_000_000_000, key[:10])}]}
    )  # fmt: skip


def test_an_enrolment_code_works_once_but_its_own_desk_may_ask_again(
    any_centre: Headquarters,
) -> None:
    code, key = any_centre.code(), os.urandom(32)
    with Speaker(any_centre.address, MemoryBook(1)) as speaker:
        first = speaker.post("/v1/enrol", enrol_message(code, key))
        again = speaker.post("/v1/enrol", enrol_message(code, key))
        thief = speaker.post("/v1/enrol", enrol_message(code, os.urandom(32)))
    assert first.status == again.status == 201
    assert first.content == again.content
    assert (thief.status, thief.code) == (403, "bad_code")
    assert any_centre.counts().devices == 1


def test_an_enrolment_code_expires(centre: Headquarters) -> None:
    code = centre.code()
    centre.clock.ms += ENROL_CODE_LIFE_MS
    with Speaker(centre.address, MemoryBook(1)) as speaker:
        assert speaker.post("/v1/enrol", enrol_message(code, os.urandom(32))).code == "bad_code"
    assert centre.counts().devices == 0


def test_enrolment_proves_that_the_key_is_held(centre: Headquarters) -> None:
    message = msgspec.json.decode(enrol_message(centre.code(), os.urandom(32)))
    message["signing_key"] = b64(public_key(os.urandom(32)))
    with Speaker(centre.address, MemoryBook(1)) as speaker:
        answer = speaker.post("/v1/enrol", msgspec.json.encode(message))
    assert answer.code == "bad_signature"
    assert centre.counts().devices == 0


def test_a_desk_joins_once(centre: Headquarters) -> None:
    book = MemoryBook(1)
    centre.enrol(book)
    with pytest.raises(Refused, match=r"line\.enrolled_already"):
        centre.enrol(book)


def test_a_desk_the_centre_forgot_is_refused_and_shown(
    centre: Headquarters, lite_desk: Speaker
) -> None:
    centre.database.write(lambda c: c.execute(delete(tables.device)))
    found = one_round(lite_desk.book, lite_desk.book.clock, lite_desk.book.entropy)
    assert (found.state, found.detail) == ("refused", "line.unauthorized")


@pytest.mark.parametrize(
    ("query", "code"),
    [({"limit": "x"}, "bad_request"), ({"wait": "-1"}, "bad_request"), ({"after": "?"}, "")],
)
def test_a_pull_with_odd_questions(lite_desk: Speaker, query: dict[str, str], code: str) -> None:
    assert lite_desk.get("/v1/pull", **query).code == code


def test_unknown_paths_and_methods_are_problems_too(lite_desk: Speaker) -> None:
    assert lite_desk.get("/v1/other").code == "not_found"
    assert lite_desk.get("/v1/push").code == "bad_method"
    assert lite_desk.get("/v1/ca").code == "not_found"
    assert lite_desk.get("/healthz").status == 200


def test_a_message_that_is_none_is_refused(centre: Headquarters, lite_desk: Speaker) -> None:
    for path in ("/v1/enrol", "/v1/session", "/v1/logs"):
        assert lite_desk.post(path, b"{").code == "bad_json"
        assert lite_desk.post(path, b"\xff").code == "bad_json"
        assert lite_desk.post(path, b'{"x":' + b"[" * 60_000).code == "bad_json"
        assert lite_desk.post(path, b'{"device":5,"log":5,"code":5}').code == "bad_request"
        assert lite_desk.post(path, b" " * 70_000).code == "too_large"
    assert centre.counts().logs == 1


def test_a_log_needs_a_name_and_a_lane_that_can_be(lite_desk: Speaker) -> None:
    for log, lane in (("x", 0), (new_id(1, bytes(10)), 99), (new_id(1, bytes(10)), 1_000_000)):
        message = {"log": log, "lane": lane, "reason": "full"}
        assert lite_desk.post("/v1/logs", msgspec.json.encode(message)).code == "bad_request"
