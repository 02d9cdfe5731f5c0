"""What was set right by itself is told in one sentence: what happened, and what was done."""

import queue

import pytest

from desk_app.ports.line import Enrolment
from desk_app.ports.line_page import RoundTold
from desk_app.records.event import Subject
from desk_app.sync.attendance import Means
from desk_app.sync.engine import SyncEngine
from desk_app.sync.rounds import one_round
from desk_app.sync.states import Round, SyncState, remedy_of
from desk_app.texts import say
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook


def sync(book: MemoryBook) -> Round:
    return one_round(book, book.clock, book.entropy)


@pytest.fixture
def desk(centre: Headquarters) -> MemoryBook:
    book = MemoryBook(1)
    centre.enrol(book)
    book.register(2)
    assert sync(book).detail == ""
    return book


def clone_that_wrote(desk: MemoryBook) -> MemoryBook:
    clone = desk.copy()
    for each in (desk, clone):
        each.register(1)
    sync(desk)
    return clone


def test_two_copies_of_a_book(centre: Headquarters, desk: MemoryBook) -> None:
    clone = clone_that_wrote(desk)
    done = sync(clone)
    lane = clone.own_logs()[-1].lane
    assert (done.state, done.detail, done.params) == ("ok", "line.began.fork", {"lane": lane})
    assert str(lane) in say(done.detail, "en", **done.params)
    assert remedy_of(done.detail) == "two_copies"
    assert sync(clone).detail == ""
    assert centre.counts().requests == 4


def test_a_lane_that_another_desk_has(centre: Headquarters, desk: MemoryBook) -> None:
    twin = MemoryBook(9, lane=desk.own_logs()[-1].lane)
    twin.register(1)
    centre.enrol(twin)
    assert twin.own_logs()[-1].lane != desk.own_logs()[-1].lane
    again = MemoryBook(10, lane=desk.own_logs()[-1].lane)
    again.register(1)
    again.keep_enrolment(*_enrolled(centre, again))
    done = sync(again)
    assert (done.state, done.detail) == ("ok", "line.began.clash")
    assert remedy_of(done.detail) == "lanes"


def test_a_record_that_the_centre_does_not_take(centre: Headquarters, desk: MemoryBook) -> None:
    import msgspec

    made = desk.record("Noted", Subject("request", "r1"), {"text": 0}, ("متن",))
    desk.forge(msgspec.structs.replace(made, id=made.id[:-1] + "0", role="centre", held=()))
    desk.register(1)
    done = sync(desk)
    assert (done.state, done.detail) == ("ok", "line.began.quarantine")
    assert remedy_of(done.detail) == "set_aside"
    assert centre.counts().requests == 3


def test_a_centre_that_came_back_from_a_backup(centre: Headquarters, desk: MemoryBook) -> None:
    from sqlalchemy import delete, update

    from central.store import tables
    from desk_app.records.chain import START

    for table in (tables.entry, tables.batch):
        centre.database.write(lambda c, t=table: c.execute(delete(t)))  # type: ignore[misc]
    centre.database.write(lambda c: c.execute(update(tables.log).values(seq=0, head=START)))
    done = sync(desk)
    assert (done.state, done.detail, done.params) == ("ok", "line.centre_lost", {"count": 2})
    assert done.pushed == 2
    assert remedy_of(done.detail) == "wait"


def test_the_window_keeps_it_in_the_history_of_the_line(
    centre: Headquarters, desk: MemoryBook
) -> None:
    clone = clone_that_wrote(desk)
    told = queue.Queue[RoundTold]()
    states = queue.Queue[SyncState]()
    means = Means(clone.clock, clone.entropy, "test", keep_round=told.put)
    engine = SyncEngine(clone, means, states.put)
    engine.start()
    while states.get(timeout=30).kind != "up_to_date":
        pass
    assert engine.close(30)
    codes = [told.get_nowait().code for _ in range(told.qsize())]
    assert "line.began.fork" in codes


def _enrolled(centre: Headquarters, book: MemoryBook) -> tuple[Enrolment, tuple[int, ...]]:
    """A second enrolment under the same lane, whose clash the desk has not heard of yet."""
    twin = MemoryBook(11, lane=book.own_logs()[-1].lane, log=book.own_logs()[-1].log)
    joined = centre.enrol(twin)
    return joined.enrolment, joined.spare_lanes
