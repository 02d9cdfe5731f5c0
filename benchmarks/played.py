"""The real window on no screen, from the entrance on: an officer signs in and works by keys."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.books import PASSWORD
from benchmarks.screen import Screen
from desk_app.cli.house import House
from desk_app.ports.changes import Changes
from desk_app.ports.printers import JobState, PrinterKind, PrinterSetting, PrintJob
from ui.demo.at_the_glass import Glass
from ui.demo.hands import Hands
from ui.demo.visitors import Visitor
from ui.desk_window import DeskWindow
from ui.entrance.sign_in import SignIn
from ui.loop import run
from ui.pages.intake.page import IntakePage
from ui.program import Sitting, now
from ui.signed_in import SignedIn


class Officer:
    """Somebody at the keyboard of the window.

    ``visits``: when each was first told of as safe, on ``perf_counter``; ``papers``: jobs printed.
    """

    def __init__(self, window: DeskWindow) -> None:
        self.window, self.hands = window, Hands(window)
        self.screen = Screen(window)
        self.visits: dict[str, float] = {}
        self.papers: set[str] = set()

    @property
    def desk(self) -> SignedIn:
        """The open desk."""
        assert self.window.signed_in is not None
        return self.window.signed_in

    @property
    def intake(self) -> IntakePage:
        """The page on which visits are recorded."""
        page = self.desk.frame.stack.built("intake")
        assert isinstance(page, IntakePage)
        return page

    async def sign_in(self) -> float:
        """Type the password; seconds from Enter until the intake is painted and takes letters."""
        threshold = self.window.threshold
        await self.hands.until(lambda: isinstance(threshold.page, SignIn), "the sign-in page")
        await self.hands.type(PASSWORD)
        began = time.perf_counter()
        await self.hands.press("Return")
        await self.hands.until(lambda: self.window.signed_in, "the open desk")
        shown = await self.screen.shows(self.intake)
        self.desk.desk.book.subscribe(self._hear_changes)
        self.desk.desk.queue.subscribe(self._hear_job)
        return shown - began

    async def set_printer_up(self, folder: Path) -> None:
        """A folder stands in for the printer."""
        printer = PrinterSetting("باجه", PrinterKind.FOLDER, str(folder), "a5")

        def set_up() -> None:
            folder.mkdir(exist_ok=True)
            self.desk.desk.printers.set_up([printer])

        await asyncio.to_thread(set_up)

    async def serve(self, visitor: Visitor) -> float:
        """One visit; seconds from the key that records until it was safe in the book."""
        heard = len(self.visits)
        glass = Glass(self.hands, self.intake, self.desk.place.today)
        await glass.tell(visitor)
        began = time.perf_counter()
        await glass.record(visitor)
        await self.hands.until(lambda: len(self.visits) > heard, f"the visit {visitor.slug}")
        await self.hands.until(lambda: self.intake.form.draft().is_empty, "the next visit")
        return list(self.visits.values())[heard] - began

    def _hear_changes(self, changes: Changes) -> None:
        at = time.perf_counter()
        for visit in changes.visits:
            self.visits.setdefault(visit, at)

    def _hear_job(self, job: PrintJob) -> None:
        if job.kind == "receipt" and job.state is JobState.PRINTED:
            self.papers.add(job.id)


def at_entrance(house: House, folder: Path, work: Callable[[Officer], Awaitable[None]]) -> None:
    """Open the window before a book, let an officer work, close it; what failed is raised."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed: list[BaseException] = []

    async def live(window: DeskWindow, _: asyncio.Event) -> None:
        window.showNormal()
        window.resize(1366, 768)
        window.activateWindow()
        sitting = Sitting(window, house)
        sitting.begin()
        try:
            await work(Officer(window))
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            await sitting.close()

    run([], folder / "habits", lambda: DeskWindow(now), live)
    if failed:
        raise failed[0]
