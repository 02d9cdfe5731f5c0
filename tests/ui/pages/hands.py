"""Hands at the keyboard of an open desk: they press keys, wait for the desk, and count."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.ports.days import DayCounts
from desk_app.ports.desk import Desk
from desk_app.ports.printers import JobState, PrintJob
from desk_app.ports.queries import Hit, Queries, RequestView
from tests.ui.keys import NO_MODIFIER, type_text
from tests.ui.pages.office import GuardedBook, HandClock, found
from ui.frame.window import MainWindow
from ui.pages.find.page import FindPage
from ui.pages.intake.page import IntakePage
from ui.pages.request.page import RequestPage
from ui.signed_in import SignedIn

NOON = dt.datetime(2026, 11, 21, 10, 24, tzinfo=dt.UTC)
_TURNS = 20
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class _Papers(QObject):
    """Where each paper stands, as told on the window's thread."""

    came = Signal(object)

    def __init__(self, open_desk: SignedIn) -> None:
        super().__init__()
        self._jobs: dict[str, JobState] = {}
        self._change = asyncio.Event()
        self.came.connect(self._on_job)
        self._stop = open_desk.desk.queue.subscribe(self.came.emit)

    async def settled(self) -> None:
        """Wait until every paper is out, or has failed."""
        while any(state in (JobState.WAITING, JobState.PRINTING) for state in self._jobs.values()):
            self._change.clear()
            await self._change.wait()

    def _on_job(self, job: PrintJob) -> None:
        self._jobs[job.id] = job.state
        self._change.set()


class Hands:
    """Keys pressed beyond typed content are counted in ``pressed``."""

    def __init__(self, open_desk: SignedIn, bugs: list[BaseException]) -> None:
        self.open_desk, self.bugs = open_desk, bugs
        self.pressed = 0
        self._papers = _Papers(open_desk)

    @property
    def frame(self) -> MainWindow:
        return self.open_desk.frame

    @property
    def desk(self) -> Desk:
        return self.open_desk.desk

    @property
    def focus(self) -> QWidget | None:
        """Where the cursor is in the frame."""
        return self.frame.focusWidget()

    @property
    def intake(self) -> IntakePage:
        page = self.frame.stack.built("intake")
        assert isinstance(page, IntakePage)
        return page

    @property
    def find(self) -> FindPage:
        page = self.frame.stack.built("find")
        assert isinstance(page, FindPage)
        return page

    @property
    def request(self) -> RequestPage:
        page = self.frame.stack.built("request")
        assert isinstance(page, RequestPage)
        return page

    async def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press one key where the focus is, shortcuts and open lists included."""
        self.pressed += 1
        QTest.keyClick(await self._target(), key, held)
        await self.quiet()

    async def type(self, text: str) -> None:
        """Type a text where the focus is; content is not counted."""
        type_text(await self._target(), text)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is under way: no deed, no question, no paper."""
        work = self.open_desk.place.work
        while True:
            await work.quiet()
            await self._papers.settled()
            if not work.busy:
                break
        if self.bugs:
            raise self.bugs.pop()

    def hits(self) -> list[Hit]:
        """All requests here, the newest first."""
        return self._unguarded().latest(200)

    def view(self, request_id: str) -> RequestView:
        """The page of a request that is here."""
        view = self._unguarded().request(request_id)
        assert view is not None
        return view

    def day(self) -> DayCounts:
        """Today in figures."""
        return self._unguarded().day(self.open_desk.place.today.isoformat())

    def events(self) -> int:
        """How many events the book holds."""
        return self._unguarded().counts().events

    def setting(self, name: str) -> str:
        """A setting of this machine."""
        assert isinstance(self.desk.book, GuardedBook)
        return self.desk.book.beneath.setting(name)

    def _unguarded(self) -> Queries:
        """What a test may ask on the window's thread, and the window may not."""
        assert isinstance(self.desk.book, GuardedBook)
        return self.desk.book.unguarded

    async def _target(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        if popup is not None:
            # Offscreen a list may become the active window a few turns later, and takes the
            # cursor back to its field when it does; on a screen it never becomes active.
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            return popup
        # Offscreen, a list that closed stays the active window; on a screen it never is.
        if QApplication.activeWindow() is not self.frame:
            self.frame.activateWindow()
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            assert QApplication.activeWindow() is self.frame
        return QApplication.focusWidget() or self.frame


@asynccontextmanager
async def open_desk(
    folder: Path, *, role: str = "admin", printer: bool = True, clock: HandClock | None = None
) -> AsyncIterator[Hands]:
    """A new office's desk, open in its frame."""
    desk = found(folder, clock or HandClock(), role=role, printer=printer)
    async with shown(desk) as hands:
        yield hands


@asynccontextmanager
async def shown(desk: Desk, first: str = "intake") -> AsyncIterator[Hands]:
    """A desk in its frame, with what goes wrong gathered.

    Hands begin at the glass whatever the role, or, with an empty ``first``, where the role does.
    """
    bugs: list[BaseException] = []
    signed_in = SignedIn(desk, lambda: NOON, bugs.append)
    hands = Hands(signed_in, bugs)
    signed_in.frame.resize(1366, 768)
    signed_in.frame.show()
    signed_in.frame.activateWindow()
    signed_in.begin()
    if first:
        signed_in.frame.open(first)
    try:
        await hands.quiet()
        yield hands
        await hands.quiet()
    finally:
        await signed_in.close("left")
        signed_in.frame.hide()
        signed_in.frame.deleteLater()
