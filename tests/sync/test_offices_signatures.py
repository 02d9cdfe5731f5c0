"""A desk checks who signed what it is told: the centre cannot put words into a desk's log."""

from pathlib import Path

import pytest
from sqlalchemy import update

from central.store import tables
from desk_app.protocol.keys import public_key
from desk_app.records.event import Subject
from desk_app.sync.rounds import one_round
from desk_app.sync.states import Round
from desk_app.texts import say
from tests.centres import Headquarters
from tests.db.desks import make_desk
from tests.sync.memory_book import MemoryBook


def sync(book: MemoryBook) -> Round:
    return one_round(book, book.clock, book.entropy)


@pytest.fixture
def writer(centre: Headquarters) -> MemoryBook:
    book = MemoryBook(1)
    centre.enrol(book)
    book.register(3)
    assert sync(book).state == "ok"
    return book


@pytest.fixture
def reader(centre: Headquarters, writer: MemoryBook) -> MemoryBook:
    book = MemoryBook(2, lane=421_508)
    centre.enrol(book)
    assert sync(book) == Round("ok", 0, 3, 0)
    return book


def tell_other_key(centre: Headquarters, book: MemoryBook, key: bytes) -> None:
    enrolment = book.enrolment()
    assert enrolment is not None
    at = tables.device.c.device == enrolment.device
    centre.database.write(lambda c: c.execute(update(tables.device).where(at).values(
        signing_key=key)))  # fmt: skip


def test_the_key_first_heard_of_a_device_is_kept(writer: MemoryBook, reader: MemoryBook) -> None:
    mine = writer.enrolment()
    assert mine is not None
    assert reader.signers.known() == {mine.device: public_key(mine.signing_key)}


def test_a_batch_under_another_key_is_left_out_and_the_rest_is_taken(
    centre: Headquarters, writer: MemoryBook, reader: MemoryBook
) -> None:
    third = MemoryBook(3, lane=421_509)
    centre.enrol(third)
    writer.register(2)
    third.register(4)
    for book in (writer, third):
        sync(book)
    tell_other_key(centre, writer, public_key(bytes(32)))
    known = reader.contents()
    found = sync(reader)
    assert (found.state, found.detail, found.params) == ("refused", "line.unproved", {"count": 2})
    assert len(reader.contents() - known) == 4
    log = writer.own_logs()[-1].log
    assert reader.alarms == {f"unproved {log} 4"}
    assert "2 events" in say("line.unproved", "en", **found.params)


def test_the_line_goes_on_behind_what_nobody_signed(
    centre: Headquarters, writer: MemoryBook, reader: MemoryBook
) -> None:
    writer.register(1)
    sync(writer)
    centre.database.write(lambda c: c.execute(
        update(tables.batch).where(tables.batch.c.frm == 4).values(sig=bytes(64))))  # fmt: skip
    assert sync(reader).detail == "line.unproved"
    writer.register(1)
    sync(writer)
    assert sync(reader) == Round("ok", 0, 1, 0)


def test_a_centre_that_tells_no_keys_is_not_believed(
    centre: Headquarters, writer: MemoryBook
) -> None:
    tell_other_key(centre, writer, b"")
    late = MemoryBook(3, lane=421_509)
    centre.enrol(late)
    assert sync(late).detail == "line.unproved"
    assert late.contents() == set()


def test_a_desk_that_speaks_as_the_centre_is_refused_and_goes_on(
    centre: Headquarters, writer: MemoryBook
) -> None:
    import msgspec

    made = writer.record("Noted", Subject("request", "r1"), {"text": 0}, ("دستور مرکز",))
    forged = msgspec.structs.replace(made, id=made.id[:-1] + "0", role="centre", held=())
    writer.forge(forged)
    (after,) = writer.register()
    assert sync(writer).state == "ok"
    assert len(writer.own_logs()) == 2
    late = MemoryBook(3, lane=421_509)
    centre.enrol(late)
    sync(late)
    ids = {event.id for event in late.everything()}
    assert after.id in ids
    assert forged.id not in ids


def test_an_encrypted_book_keeps_keys_and_alarms(
    centre: Headquarters, writer: MemoryBook, tmp_path: Path
) -> None:
    from desk_app.sync.enrol import Candidate, join_alone

    desk = make_desk(tmp_path / "desk", seed=9, lane=421_510)
    candidate = Candidate(centre.address, centre.code())
    join_alone(desk.line, candidate, desk.clock, desk.entropy)
    assert one_round(desk.line, desk.clock, desk.entropy).state == "ok"
    mine = writer.enrolment()
    assert mine is not None
    assert desk.line.signers.known()[mine.device] == public_key(mine.signing_key)
    desk.line.signers.keep(mine.device, bytes(32))
    assert desk.line.signers.known()[mine.device] == public_key(mine.signing_key)
    writer.register(1)
    sync(writer)
    tell_other_key(centre, writer, public_key(bytes(32)))
    assert one_round(desk.line, desk.clock, desk.entropy).detail == "line.unproved"
    log = writer.own_logs()[-1].log
    assert desk.book.queries.alarms() == [("entry.unproved", f"{log}/4")]
    desk.book.close()
