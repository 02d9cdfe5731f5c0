"""What is written on the wire is read again byte for byte, and nothing else is."""

import random
import string
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.protocol.batch import Header, read_batch, read_batches, write_batch
from desk_app.protocol.entry_line import read_line, write_line
from desk_app.protocol.keys import public_key
from desk_app.protocol.limits import MAX_EVENTS
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import squeeze
from desk_app.records.chain import START
from desk_app.records.event import BadEntry, Entry, Event, Subject, hold, write_entry
from desk_app.records.ids import new_id

KEY = bytes(range(32))
LOG = new_id(1_797_000_000_000, bytes(10))
WORDS = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["~0", "~1", '"~0"', '"held":["', "متن درخواست\n", "\u2028"]
)


def entry(
    values: tuple[Any, ...] = (),
    body: dict[str, Any] | None = None,
    at: int = 0,
    salt: bytes = bytes(16),
) -> Entry:
    beside = hold(values, salt)
    event = Event(
        id=new_id(1_797_000_000_000 + at, salt[:10]),
        hlc=at + 1,
        actor="ali",
        role="officer",
        office="k12",
        subject=Subject("request", "r1"),
        type="Noted",
        v=1,
        body=body or {},
        held=tuple(beside),
    )
    return write_entry(event, beside)


def problem_of(data: bytes) -> Problem:
    with pytest.raises(Problem) as found:
        read_batch(data)
    return found.value


def lines(count: int = 3) -> list[bytes]:
    batch = write_batch(KEY, LOG, 1, START, [entry((f"v{at}",), at=at) for at in range(count)])
    return batch.split(b"\n")[:-1]


def joined(parts: list[bytes]) -> bytes:
    return b"\n".join(parts) + b"\n"


@given(
    st.lists(WORDS | st.integers() | st.dictionaries(WORDS, WORDS, max_size=3), max_size=4),
    st.dictionaries(WORDS, WORDS, max_size=3),
    st.sets(st.integers(0, 3)),
)
def test_a_line_gives_back_bytes_and_values(
    values: list[Any], body: dict[str, str], erased: set[int]
) -> None:
    whole = entry(tuple(values), body)
    left = {name: held for at, (name, held) in enumerate(whole.beside.items()) if at not in erased}
    line = write_line(whole.bytes, left)
    assert b"\n" not in line
    read, event = read_line(line)
    assert read.bytes == whole.bytes
    assert dict(read.beside) == left
    assert event.body == body


def test_the_hashes_of_values_that_are_sent_do_not_travel() -> None:
    whole = entry(("الف", "ب"))
    line = write_line(whole.bytes, whole.beside)
    assert not any(name.encode() in line for name in whole.beside)


def test_a_text_that_looks_like_a_mark_is_sent_in_full() -> None:
    whole = entry(("الف",), {"ground": "~0"})
    line = write_line(whole.bytes, whole.beside)
    assert line.startswith(b'{"e":')
    assert read_line(line)[0] == whole


def test_a_changed_value_is_refused_in_either_form() -> None:
    whole = entry(("الف",))
    (name,) = whole.beside
    short = write_line(whole.bytes, whole.beside).replace("الف".encode(), "ب".encode())
    read, event = read_line(short)
    assert read.bytes != whole.bytes, "its hash is another, so the chain will not hold"
    assert event.held != (name,)
    full = b'{"e":' + whole.bytes + short[short.index(b',"b":') :]
    with pytest.raises(BadEntry, match=r"entry\.value_changed"):
        read_line(full)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"", "entry.line"),
        (b"{}", "entry.line"),
        (b"[1]", "entry.line"),
        (b'{"e":{}}', "entry.not_an_event"),
        (b'{"e":' + b"[" * 5000 + b"]" * 5000 + b"}", "entry.line"),
        (b'{"e":"\xff"}', "entry.not_an_event"),
        (b'{"a":{"x":"~0"},"b":[["!",1]]}', "entry.not_an_event"),
        (b'{"e":{},"b":[["a",1]],"pad":"' + b"x" * 140_000 + b'"}', "entry.too_large"),
        (entry().bytes.join([b'{"e":', b',"b":[null,["AA",1]]}']), "entry.value_not_named"),
        (b'{"e":' + entry().bytes.replace(b'"r1"', b'"\\u0000"') + b"}", "entry.subject"),
        (b'{"e":' + entry().bytes.replace(b'"id":"0', b'"id":"z') + b"}", "entry.id"),
    ],
)
def test_a_line_that_is_no_entry_is_refused(line: bytes, code: str) -> None:
    with pytest.raises(BadEntry) as found:
        read_line(line)
    assert found.value.code == code


def test_a_batch_is_read_as_it_was_written_and_signed() -> None:
    entries = [entry((f"v{at}",), at=at) for at in range(5)]
    batch = read_batch(write_batch(KEY, LOG, 7, bytes(32), entries))
    assert [batch.seq(at) for at in range(5)] == [7, 8, 9, 10, 11]
    assert batch.entries == entries
    assert batch.is_signed_by(public_key(KEY))
    assert not batch.is_signed_by(public_key(bytes(32)))


def test_several_batches_stand_one_after_the_other() -> None:
    one = write_batch(KEY, LOG, 1, START, [entry(at=1)])
    two = write_batch(KEY, LOG, 2, START, [entry(at=2), entry(at=3)])
    assert [batch.header.n for batch in read_batches(one + two)] == [1, 2]
    assert read_batches(b"") == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: parts[:-1], "bad_count"),
        (lambda parts: [*parts, parts[-1]], "bad_header"),
        (lambda parts: [parts[0], parts[2], parts[1], *parts[3:]], "bad_chain"),
        (lambda parts: [parts[0].replace(b'"n":3', b'"n":0'), *parts[1:]], "bad_count"),
        (lambda parts: [parts[0].replace(b'"n":3', b'"n":2000'), *parts[1:]], "too_large"),
        (lambda parts: [parts[0].replace(b'"frm":1', b'"frm":0'), *parts[1:]], "bad_header"),
        (lambda parts: [parts[0].replace(b'"log":"0', b'"log":"G'), *parts[1:]], "bad_header"),
        (lambda parts: [parts[0].replace(b'"head":"', b'"head":"A'), *parts[1:]], "bad_header"),
        (lambda parts: [b'{"p":9,' + parts[0][1:], *parts[1:]], "upgrade"),
        (lambda parts: [b"not json", *parts[1:]], "bad_json"),
        (lambda parts: [b'{"log":1}', *parts[1:]], "bad_header"),
        (lambda parts: [parts[0], b"{}", *parts[2:]], "bad_entry"),
        (lambda _: [], "bad_json"),
    ],
)
def test_a_damaged_batch_is_refused_with_its_code(change: Any, code: str) -> None:
    assert problem_of(joined(change(lines()))).code == code


def test_a_batch_without_its_last_line_feed_was_cut() -> None:
    assert problem_of(joined(lines())[:-1]).code == "bad_count"


def test_a_bad_entry_is_named_by_its_place() -> None:
    found = problem_of(joined([*lines()[:2], b'{"e":{}}', lines()[3]]))
    assert found.params == {"seq": 2, "reason": "entry.not_an_event"}


def test_a_header_names_no_more_than_a_batch_may_hold() -> None:
    header = msgspec.json.decode(lines()[0], type=Header)
    assert problem_of(joined([msgspec.json.encode(
        msgspec.structs.replace(header, n=MAX_EVENTS + 1))])).code == "too_large"  # fmt: skip


@given(st.binary(max_size=300))
def test_noise_is_refused_and_never_breaks_the_reader(noise: bytes) -> None:
    try:
        read_batches(noise)
    except Problem as problem:
        assert problem.code in ("bad_json", "bad_header", "bad_count", "bad_entry", "too_large")


def test_the_sample_texts_cost_less_than_200_bytes_an_event() -> None:
    chance = random.Random(5)
    words = ["درخواست", "تمدید", "پروانه", "ساختمانی", "شکایت", "روشنایی", "معابر", "تسهیلات"]
    entries = []
    for at in range(200):
        person = {
            "id_number": "".join(chance.choices(string.digits, k=10)),
            "first_name": chance.choice(words),
            "last_name": chance.choice(words),
            "mobile": "09" + "".join(chance.choices(string.digits, k=9)),
        }
        matter = {"subject": chance.choice(words), "text": " ".join(chance.choices(words, k=14))}
        body = {
            "code": "".join(chance.choices(string.digits, k=14)),
            "matter": 0,
            "kind": "request",
        }
        entries.append(entry((matter, person), body, at=at, salt=chance.randbytes(16)))
    batch = write_batch(KEY, LOG, 1, START, entries)
    assert len(squeeze(batch)) < 200 * len(entries)
