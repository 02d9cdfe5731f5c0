"""The engine attends to the line by itself and says how it stands."""

import queue
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace

import pytest

from central.line import CentralLine
from desk_app.ports.changes import Changes
from desk_app.ports.line import Enrolment
from desk_app.protocol.line import LineProtocol, Page, Wanted
from desk_app.records.errors import MachineFault
from desk_app.records.event import Event
from desk_app.sync.attendance import Means, even_chance
from desk_app.sync.engine import SyncEngine
from desk_app.sync.states import SyncState
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook

PATIENCE = 30.0


class Watched:
    """An engine whose states are heard."""

    def __init__(self, book: MemoryBook) -> None:
        self.states: queue.Queue[SyncState] = queue.Queue()
        means = Means(book.clock, book.entropy, "test", chance=lambda longest: longest / 20)
        self.book = book
        self.engine = SyncEngine(book, means, self.states.put)

    def until(self, kind: str, waiting: int | None = None) -> SyncState:
        while True:
            state = self.states.get(timeout=PATIENCE)
            if state.kind == kind and waiting in (None, state.waiting):
                return state

    def register(self, count: int = 1) -> list[Event]:
        made = self.book.register(count)
        self.engine.hear(Changes(own_events=count))
        return made


@contextmanager
def running(book: MemoryBook) -> Iterator[Watched]:
    watched = Watched(book)
    watched.engine.start()
    yield watched
    assert watched.engine.close(PATIENCE)


@pytest.fixture
def desk(centre: Headquarters) -> MemoryBook:
    book = MemoryBook(1)
    centre.enrol(book)
    return book


def test_what_is_written_is_sent_at_once(centre: Headquarters, desk: MemoryBook) -> None:
    with running(desk) as watched:
        watched.until("up_to_date")
        watched.register(3)
        watched.until("waiting", 3)
        watched.until("up_to_date", 0)
    assert centre.counts().requests == 3


def test_what_another_desk_records_arrives_while_nothing_is_asked(
    centre: Headquarters, desk: MemoryBook
) -> None:
    other = MemoryBook(2, lane=421_508)
    centre.enrol(other)
    with running(desk) as here, running(other) as there:
        here.until("up_to_date")
        there.until("up_to_date")
        arrived = queue.Queue[str]()
        desk.on_receive = arrived.put
        (made,) = there.register()
        assert arrived.get(timeout=PATIENCE) == made.id


def test_a_lost_line_is_shown_and_taken_up_again(centre: Headquarters, desk: MemoryBook) -> None:
    with running(desk) as watched:
        watched.until("up_to_date")
        centre.stop()
        watched.register(2)
        assert watched.until("unreachable", 2).code == "line.unreachable"
        watched.register(1)
        assert watched.until("unreachable", 3).code == "line.unreachable"
        centre.start()
        watched.engine.retry()
        watched.until("up_to_date")
    assert centre.counts().requests == 3


def test_a_desk_that_joins_while_running_begins_to_sync(centre: Headquarters) -> None:
    book = MemoryBook(1)
    book.register(4)
    with running(book) as watched:
        watched.until("not_enrolled")
        centre.enrol(book)
        watched.engine.retry()
        watched.until("up_to_date")
    assert centre.counts().requests == 4


def test_a_refusal_is_shown_with_its_code(centre: Headquarters, desk: MemoryBook) -> None:
    from central.store.devices import set_state

    found = desk.enrolment()
    assert found is not None
    centre.database.write(lambda c: set_state(c, found.device, "retired"))
    with running(desk) as watched:
        assert watched.until("refused").code == "line.revoked"


@pytest.mark.expects_log_errors
def test_a_bug_in_a_round_does_not_end_the_engine(
    centre: Headquarters, desk: MemoryBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(desk) as watched:
        watched.until("up_to_date")
        with monkeypatch.context() as broken:
            broken.setattr(desk, "entries", lambda *_: 1 / 0)
            watched.register(1)
            assert watched.until("attention").code == "line.bug"
        watched.engine.retry()
        watched.until("up_to_date", 0)


def test_a_book_that_cannot_be_written_needs_attention(desk: MemoryBook) -> None:
    def full(_at_ms: int, _central_ms: int) -> None:
        raise MachineFault("disk.full")

    with pytest.MonkeyPatch.context() as broken, running(desk) as watched:
        broken.setattr(desk, "note_contact", full)
        watched.engine.retry()
        assert watched.until("attention").code == "disk.full"


def test_a_centre_that_answers_at_once_is_not_asked_without_end(
    centre: Headquarters, desk: MemoryBook
) -> None:
    class Hasty(CentralLine):
        asked = 0

        async def pull(self, token: str, wanted: Wanted) -> Page:
            self.asked += 1
            return await super().pull(token, replace(wanted, wait=0))

    line = Hasty(centre.database, centre.clock.now_ms)

    @asynccontextmanager
    async def connect(_enrolment: Enrolment) -> AsyncIterator[LineProtocol]:
        yield line

    paused = queue.Queue[float]()

    def chance(longest: float) -> float:
        paused.put(longest)
        return 0.0

    states = queue.Queue[SyncState]()
    means = Means(desk.clock, desk.entropy, connect=connect, chance=chance)
    engine = SyncEngine(desk, means, states.put)
    engine.start()
    assert [paused.get(timeout=PATIENCE) for _ in range(3)] == [1, 2, 4]
    desk.register(2)
    while states.get(timeout=PATIENCE).kind != "waiting":
        continue
    while states.get(timeout=PATIENCE).kind != "up_to_date":
        continue
    assert engine.close(PATIENCE)
    line.close()
    assert centre.counts().requests == 2


def test_pauses_are_drawn_evenly() -> None:
    assert all(0 <= even_chance(3.0) <= 3.0 for _ in range(100))


def test_closing_ends_the_thread_whatever_it_waits_for(desk: MemoryBook) -> None:
    watched = Watched(desk)
    assert watched.engine.close()
    watched.engine.start()
    watched.until("up_to_date")
    assert watched.engine.close(PATIENCE)
    assert watched.engine.state.kind == "up_to_date"
    watched.engine.hear(Changes(own_events=1))
    watched.engine.retry()
    assert watched.engine.close()
