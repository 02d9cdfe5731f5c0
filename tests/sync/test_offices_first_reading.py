"""A first reading: what an office knows of itself, then the newest first, then what is new."""

import asyncio
import queue
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from central.line import CentralLine
from central.store.cursor import from_the_start, read_position
from central.store.feed import FeedPage, read_feed
from central.store.offices import Office, office_by_code
from central.store.own_log import write_own
from central.store.scopes import say_to
from desk_app.ports.changes import Changes
from desk_app.ports.line import Enrolment
from desk_app.protocol.batch import read_batches
from desk_app.protocol.line import LineProtocol, Page, Parcel, Wanted
from desk_app.protocol.messages import PushReply
from desk_app.records.event import Draft, Event, Subject
from desk_app.sync.attendance import Means
from desk_app.sync.engine import SyncEngine
from desk_app.sync.rounds import one_round
from desk_app.sync.states import SyncState
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook


@dataclass
class Reader:
    """Reads an office's feed page by page, as any desk would."""

    centre: Headquarters
    cursor: str = ""
    limit: int = 3
    pages: list[list[Event]] = field(default_factory=list)

    def office(self) -> Office:
        found = self.centre.database.read(lambda c: office_by_code(c, "k12"))
        assert found is not None
        return found

    def turn(self) -> FeedPage:
        """The next page."""
        number = self.office().office
        page = self.centre.database.read(
            lambda c: read_feed(c, number, self.cursor, "", self.limit)
        )
        self.cursor = page.cursor
        if page.lines:
            self.pages.append([e for b in read_batches(page.lines) for e in b.events])
        return page

    def finish(self) -> None:
        """Every page that waits."""
        while self.turn().more:
            pass

    def types(self) -> list[str]:
        return [event.type for page in self.pages for event in page]

    def notes(self) -> list[str]:
        """The subjects of the remarks in the order in which they were told."""
        return [e.subject.id for page in self.pages for e in page if e.type == "Noted"]


@pytest.fixture
def book(any_centre: Headquarters) -> MemoryBook:
    made = MemoryBook(1)
    any_centre.enrol(made)
    return made


def sync(book: MemoryBook) -> None:
    assert one_round(book, book.clock, book.entropy).state == "ok"


def note(book: MemoryBook, name: str) -> None:
    book.record("Noted", Subject("request", name), {"text": 0}, ("یادداشت",))
    sync(book)


def item(book: MemoryBook, key: str) -> None:
    body = {"item": "kind", "key": key, "data": {"key": key, "title": key}}
    book.record("ItemSet", Subject("item", f"kind/{key}"), body)
    sync(book)


def test_the_newest_comes_first_and_everything_once(
    any_centre: Headquarters, book: MemoryBook
) -> None:
    for at in range(9):
        note(book, f"n{at}")
    reader = Reader(any_centre)
    reader.finish()
    assert [[e.subject.id for e in page] for page in reader.pages] == [
        ["n6", "n7", "n8"], ["n3", "n4", "n5"], ["n0", "n1", "n2"],
    ]  # fmt: skip
    assert not reader.turn().lines


def test_facts_and_the_centres_words_come_before_all_else(
    any_centre: Headquarters, book: MemoryBook
) -> None:
    told = {"item": "kind", "key": "c", "data": {"key": "c", "title": "c"}}
    draft = Draft(subject=Subject("item", "kind/c"), type="ItemSet", body=told)
    item(book, "a")
    for at in range(4):
        note(book, f"n{at}")
    item(book, "b")
    note(book, "n4")
    say_to(any_centre.database, 0, [draft], any_centre.clock.ms)
    number = Reader(any_centre).office().office
    any_centre.database.write(lambda c: write_own(c, number, [draft], any_centre.clock.ms))
    note(book, "n5")
    reader = Reader(any_centre, limit=2)
    reader.finish()
    assert reader.types() == ["ItemSet"] * 4 + ["Noted"] * 6
    assert reader.notes() == ["n4", "n5", "n2", "n3", "n0", "n1"]


def test_what_becomes_durable_meanwhile_is_told_before_what_is_older(
    any_centre: Headquarters, book: MemoryBook
) -> None:
    for at in range(6):
        note(book, f"n{at}")
    reader = Reader(any_centre, limit=2)
    reader.turn()
    note(book, "news")
    assert reader.turn().more
    assert reader.notes() == ["n4", "n5", "news"]
    reader.finish()
    assert sorted(reader.notes()) == ["n0", "n1", "n2", "n3", "n4", "n5", "news"]
    note(book, "later")
    reader.finish()
    assert reader.notes()[-1] == "later"


def test_a_reader_from_the_start_reads_in_order(any_centre: Headquarters, book: MemoryBook) -> None:
    for at in range(5):
        note(book, f"n{at}")
    reader = Reader(any_centre, from_the_start(Reader(any_centre).office()))
    reader.finish()
    assert reader.notes() == [f"n{at}" for at in range(5)]


def test_an_empty_feed_has_nothing_behind_it(any_centre: Headquarters, book: MemoryBook) -> None:
    reader = Reader(any_centre)
    page = reader.turn()
    assert (page.lines, page.more, page.place) == (b"", False, 0)
    note(book, "n0")
    reader.finish()
    assert reader.notes() == ["n0"]


@pytest.mark.parametrize("end", ["", "x", "1.2.3.4", "f.1", "b.x.2", "z.1.2", "-1", "b.1.²"])
def test_a_cursor_that_cannot_be_read_is_a_first_reading(
    any_centre: Headquarters, book: MemoryBook, end: str
) -> None:
    note(book, "n0")
    office = Reader(any_centre).office()
    first, ahead = read_position(office, "")
    assert read_position(office, f"{office.epoch}.{end}") == (first, ahead) == (first, False)
    assert read_position(office, "other.1") == (first, False)


@pytest.mark.parametrize("end", ["2", "f.0.2", "b.1.2"])
def test_a_cursor_beyond_the_end_shows_that_something_was_lost(
    any_centre: Headquarters, book: MemoryBook, end: str
) -> None:
    note(book, "n0")
    office = Reader(any_centre).office()
    assert read_position(office, f"{office.epoch}.{end}")[1]


def test_a_desk_that_joins_late_ends_with_the_same(
    any_centre: Headquarters, book: MemoryBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: Callable[[int], None] = lambda at: (item if at % 7 == 0 else note)(book, f"n{at}")  # noqa: E731
    for at in range(30):
        turns(at)
    monkeypatch.setattr("central.store.feed._BATCHES_AT_ONCE", 4)
    late = MemoryBook(2, lane=421_508)
    any_centre.enrol(late)
    sync(late)
    assert late.contents() == book.contents()
    note(book, "last")
    sync(late)
    assert late.contents() == book.contents()


def test_what_is_written_during_a_long_first_reading_is_sent_meanwhile(
    centre: Headquarters,
) -> None:
    first, second = MemoryBook(1), MemoryBook(2, lane=421_508)
    for each in (first, second):
        centre.enrol(each)
    note(first, "n0")

    class Long(CentralLine):
        """Its first page takes until visitors who come meanwhile are recorded and sent."""

        sent = asyncio.Event()
        asked = False

        async def pull(self, token: str, wanted: Wanted) -> Page:
            if not self.asked:
                self.asked = True
                second.register(2)
                engine.hear(Changes(own_events=2))
            await self.sent.wait()
            return await super().pull(token, wanted)

        async def push(self, token: str, parcel: Parcel) -> PushReply:
            reply = await super().push(token, parcel)
            self.sent.set()
            return reply

    line = Long(centre.database, centre.clock.now_ms)

    @asynccontextmanager
    async def connect(_enrolment: Enrolment) -> AsyncIterator[LineProtocol]:
        yield line

    states = queue.Queue[SyncState]()
    engine = SyncEngine(second, Means(second.clock, second.entropy, connect=connect), states.put)
    engine.start()
    while states.get(timeout=30).kind != "up_to_date":
        pass
    assert engine.close(30)
    line.close()
    assert len(second.contents()) == 3
    assert centre.counts().requests == 2


def test_a_long_reading_is_shown_before_it_is_over(
    centre: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = MemoryBook(1), MemoryBook(2, lane=421_508)
    for each in (first, second):
        centre.enrol(each)
    for at in range(5):
        note(first, f"n{at}")
    monkeypatch.setattr("central.store.feed._BATCHES_AT_ONCE", 1)
    monkeypatch.setattr("desk_app.sync.fetching.SHOWN_AT_ONCE", 2)
    shown: list[int] = []
    monkeypatch.setattr(second, "catch_up", lambda: shown.append(len(second.contents())))
    sync(second)
    assert shown == [2, 4, 5]
