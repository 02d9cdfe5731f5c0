"""A desk in its frame, a real centre, and a second desk of the same office beside it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from db.book import DeskBook
from desk_app.ports.changes import Changes
from desk_app.ports.desk import LineState
from desk_app.services.standing import prioritise
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters, lite_url
from tests.db import desks
from tests.ui.pages.hands import Hands, shown
from tests.ui.pages.office import GuardedBook, HandClock, found

PATIENCE_S = 30


@contextmanager
def a_centre(folder: Path, clock: HandClock) -> Iterator[Headquarters]:
    """A centre that serves, by the clock of the desk."""
    centre = Headquarters(lite_url(folder))
    centre.clock.ms = clock.ms
    centre.start()
    try:
        yield centre
    finally:
        centre.close()


@dataclass
class Beside:
    """Another desk of the office, without a window."""

    desk: desks.Desk

    def register(self, subject: str) -> str:
        """Take a request; its id."""
        self.desk.clock.pass_ms(1000)
        return desks.register(self.desk, subject).id

    def prioritise(self, request_id: str, priority: str) -> None:
        """Say how urgent a request is."""
        self.desk.clock.pass_ms(1000)
        prioritise(self.desk.book, request_id, priority)

    def sync(self) -> None:
        """One round that comes through."""
        went = one_round(self.desk.line, self.desk.clock, self.desk.entropy)
        assert went.state == "ok", went


@asynccontextmanager
async def beside(folder: Path, centre: Headquarters, clock: HandClock) -> AsyncIterator[Beside]:
    """A second desk that has joined the centre."""
    desk = desks.make_desk(folder / "beside", seed=7, lane=421_777, office="k12", found=False)
    desk.clock.at = clock.ms
    candidate = Candidate(centre.address, centre.code())
    await asyncio.to_thread(join_alone, desk.line, candidate, desk.clock, desk.entropy)
    try:
        yield Beside(desk)
    finally:
        desk.book.close()


async def joined(hands: Hands, centre: Headquarters) -> None:
    """The desk in the frame joins the centre and has sent everything."""
    await asyncio.to_thread(hands.desk.joining.join, centre.address, centre.code())
    await until(hands, LineState.UP_TO_DATE)


@asynccontextmanager
async def on_line(
    folder: Path, role: str = "admin", first: str = "intake"
) -> AsyncIterator[tuple[Hands, Headquarters, HandClock]]:
    """A desk in its frame that has joined a centre of its own."""
    clock = HandClock()
    with a_centre(folder, clock) as centre:
        async with shown(found(folder, clock, role=role), first=first) as hands:
            await joined(hands, centre)
            yield hands, centre, clock


class _Heard(QObject):
    """Waits for news without asking again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.came = asyncio.Event()

    def on(self, _: object) -> None:
        self.came.set()


class _Arrival(_Heard):
    """Waits for changes that came from elsewhere."""

    def on(self, changes: object) -> None:
        assert isinstance(changes, Changes)
        if changes.arrived:
            self.came.set()


async def until(hands: Hands, state: LineState, unsent: int | None = None) -> None:
    """Wait until the line says that it stands so."""
    heard, line = _Heard(), hands.desk.line
    hands.open_desk.place.line_news.connect(heard.on)
    async with asyncio.timeout(PATIENCE_S):
        while True:
            heard.came.clear()
            view = await asyncio.to_thread(line.view)
            if view.state is state and unsent in (None, view.unsent):
                break
            await heard.came.wait()
    await hands.quiet()


async def arrived(hands: Hands, do: Callable[[], Awaitable[object]]) -> None:
    """Do something elsewhere and wait until what arrived was told to the pages here."""
    heard = _Arrival()
    hands.frame._changes.came.connect(heard.on)
    await do()
    async with asyncio.timeout(PATIENCE_S):
        await heard.came.wait()
    await hands.quiet()


def unguarded(hands: Hands) -> DeskBook:
    """The book in the frame, for what a colleague does on another thread."""
    book = hands.desk.book
    assert isinstance(book, GuardedBook)
    return book.beneath
