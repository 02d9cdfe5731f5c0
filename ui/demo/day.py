"""The day: from an empty folder to the close, by keys alone."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtWidgets import QApplication

from desk_app.ports.changes import Changes
from desk_app.ports.desk import CentreCounts, Demonstration, Desk, LineState
from desk_app.ports.printers import JobState, PrintJob
from ui.demo.at_the_glass import Glass
from ui.demo.hands import DayFailedError, Hands
from ui.demo.visitors import AFTERNOON, MORNING, OFFLINE, Visitor
from ui.desk_window import DeskWindow
from ui.entrance.demonstration import TryOut, TryOutReady
from ui.entrance.sign_in import Locked, SignIn
from ui.entrance.ways import Ways
from ui.frame.page import Page
from ui.models.views import LinesView
from ui.pages.find.page import FindPage
from ui.pages.intake.page import IntakePage
from ui.pages.request.deeds import WAYS, Way
from ui.pages.request.page import RequestPage
from ui.settings.catalogue.shelf import Shelf
from ui.settings.page import SettingsPage
from ui.settings.printer_trial import SEEN
from ui.signed_in import SignedIn

if TYPE_CHECKING:
    from ui.demo.pictures import Pictures

P = TypeVar("P", bound=Page)

_SHOWN: Final = frozenset({"new", "for-mother", "group", "known", "same-matter", "papers-lacking"})
"""Visits of which a picture is kept before they are recorded."""
_DEEDS: Final[dict[str, Way]] = {way.code: way for way in WAYS}


class Day:
    """Plays the day and keeps what it counted."""

    def __init__(
        self, window: DeskWindow, hands: Hands, pictures: "Pictures", papers: Path
    ) -> None:
        self._window, self._hands, self._pictures = window, hands, pictures
        self._papers = papers
        self._made: Demonstration | None = None
        self._visits: set[str] = set()
        self._told = 0
        self._goes_on = False
        self._out: set[str] = set()
        self._before = (0, 0)
        self.counts: dict[str, int] = {}

    def take(self, made: Demonstration) -> None:
        """The demonstration office that the assistant made."""
        self._made = made

    async def play(self) -> None:
        """The whole day; DayFailedError for what did not come, or does not agree."""
        await self._move_in()
        await self._sign_in()
        await self._set_printer_up()
        await self._settled("the first sending")
        self._before = await self._standing()
        for visitor in MORNING:
            await self._serve(visitor)
        await self._find_and_follow_up()
        await self._lose_the_line()
        for visitor in AFTERNOON:
            await self._serve(visitor)
        await self._close()

    @property
    def _open(self) -> SignedIn:
        open_desk = self._window.signed_in
        if open_desk is None:
            raise DayFailedError("no desk is open")
        return open_desk

    @property
    def _desk(self) -> Desk:
        return self._open.desk

    @property
    def _demonstration(self) -> Demonstration:
        if self._made is None:
            raise DayFailedError("the demonstration was not made")
        return self._made

    async def _move_in(self) -> None:
        """The first-run assistant makes the demonstration office."""
        threshold = self._window.threshold
        await self._page_comes(Ways)
        self._pictures.take("first-run", small=True)
        await self._hands.press("3")
        await self._page_comes(TryOut)
        self._pictures.take("try-out")
        await self._hands.press("Return")
        await self._page_comes(TryOutReady)
        self._pictures.take("try-out-ready")
        await self._hands.press("Return")
        await self._hands.until(lambda: self._window.signed_in, "the open desk")
        await self._hands.press("Ctrl+Shift+Q")
        await self._hands.until(lambda: isinstance(threshold.page, SignIn), "signing out")

    async def _sign_in(self) -> None:
        self._pictures.take("sign-in", small=True, english=True)
        await self._hands.type(self._demonstration.password)
        await self._hands.press("Return")
        await self._hands.until(lambda: self._window.signed_in, "signing in")
        self._desk.book.subscribe(self._hear_changes)
        self._desk.queue.subscribe(self._hear_job)

    async def _set_printer_up(self) -> None:
        """A folder stands in for the printer."""
        hands = self._hands
        await hands.press("Alt+4", "Ctrl+3", "Ctrl+N")
        await hands.until(lambda: self._window.isActiveWindow() is False, "the sheet of printers")
        await hands.type("PDF")
        await hands.press("Return")
        await hands.fill("settings.printer.target", str(self._papers))
        self._pictures.take("printer")
        await hands.press("Return", "Return")
        await hands.until(self._desk.printers.settings, "the printer")
        await hands.until(lambda: list(self._papers.glob("*.pdf")), "the test page")
        self._pictures.take("printer-trial")
        for seen in SEEN:
            await hands.go_to(f"printer.trial.seen.{seen}")
            await hands.press("Space")
        await hands.press("Return")
        await hands.until(lambda: QApplication.activeModalWidget() is None, "the settings")
        for page in self._papers.glob("*.pdf"):
            page.unlink()
        self._pictures.take("settings", small=True)
        await self._look_at_the_office()
        await hands.press("Alt+1")

    async def _look_at_the_office(self) -> None:
        """The catalogue and the calendar as an administrator sees them."""
        await self._hands.press("Ctrl+4")
        shelf = self._page(SettingsPage).body("catalogue").findChild(Shelf)
        await self._hands.until(lambda: shelf is not None and shelf.key, "the catalogue")
        self._pictures.take("catalogue", small=True)
        await self._hands.press("Ctrl+5")
        await asyncio.sleep(0.2)
        self._pictures.take("calendar", small=True)

    async def _serve(self, visitor: Visitor) -> None:
        """One visit, from the greeting to the receipt on its way."""
        page, heard = self._intake, self._told
        glass = Glass(self._hands, page, self._open.place.today)
        await glass.tell(visitor)
        if visitor.slug in _SHOWN:
            await asyncio.sleep(0.1)
            known = visitor.slug == "known"
            self._pictures.take(f"visit-{visitor.slug}", small=known, english=known)
        await glass.record(visitor)
        await self._hands.until(lambda: self._told > heard, f"the visit {visitor.slug}")
        await self._hands.until(
            lambda: (
                not page.form.draft().matter.subject
                if visitor.stays
                else page.form.draft().is_empty
            ),
            "the next visit",
        )
        # The next matter of the one who stays belongs to the same visit.
        self._count("visits", 0 if self._goes_on else 1)
        self._goes_on = visitor.stays
        self._count("requests", visitor.requests)
        if visitor.slug == "new":
            await self._hands.until(lambda: self._out, "the first receipt")
            self._pictures.take("recorded", small=True)

    async def _find_and_follow_up(self) -> None:
        """Find while typing, open, refer, answer, tell."""
        hands = self._hands
        await hands.press("Alt+2")
        await hands.type("محمدی‌ن")
        results = self._page(FindPage).findChild(LinesView)
        await hands.until(
            lambda: results and results.model().rowCount() == 1, "the request that was looked for"
        )
        self._pictures.take("find", small=True)
        await hands.press("Return")
        request = self._page(RequestPage)
        await self._deed(
            request,
            "refer",
            {"deed.unit": "عمرانی", "deed.reason": "بررسی نوبت انشعاب و اعلام تاریخ"},
        )
        await self._deed(
            request, "answer", {"deed.done_text": "انشعاب در نوبت هفتهٔ نخست آذر قرار گرفت."}
        )
        await self._deed(request, "tell", {})
        await asyncio.sleep(0.1)
        self._pictures.take("request", small=True, english=True)
        await hands.press("Esc")
        await hands.press("Alt+1")

    async def _deed(self, page: RequestPage, code: str, fields: dict[str, str]) -> None:
        """One deed of follow-up by its key and its form."""
        hands, way = self._hands, _DEEDS[code]
        await hands.until(lambda: page.panel.allows(way), f"the way to {code}")
        await hands.press(way.keys)
        await hands.until(lambda: page.panel.form, f"the form of {code}")
        for field, text in fields.items():
            if field == "deed.unit":
                await hands.pick(field, text)
            else:
                await hands.fill(field, text)
        if code == "answer":
            self._pictures.take("answer")
        await hands.press("Ctrl+Return")
        await hands.until(lambda: page.panel.form is None, f"the end of {code}")

    async def _lose_the_line(self) -> None:
        """The centre is gone for three visitors and comes back."""
        centre = self._demonstration.centre
        await asyncio.to_thread(centre.stop)
        for visitor in OFFLINE:
            await self._serve(visitor)
        await self._hands.until(
            lambda: self._desk.line.view().state is LineState.NO_LINE, "the news of the lost line"
        )
        await asyncio.sleep(0.1)
        self._pictures.take("no-line", small=True)
        await asyncio.to_thread(centre.start)
        await self._hands.press("Ctrl+Shift+S")
        await self._settled("the sending after the line came back")
        self._pictures.take("line-back")

    async def _close(self) -> None:
        """The last receipt, the day in figures, the lock, the end; then everything is compared."""
        hands = self._hands
        await hands.until(
            lambda: len(self._out) == self.counts["requests"], "every receipt on paper"
        )
        await self._settled("the last sending")
        await hands.press("Alt+3")
        await asyncio.sleep(0.2)
        self._pictures.take("today", small=True)
        await hands.press("Ctrl+L")
        await self._page_comes(Locked)
        self._pictures.take("locked")
        await hands.type(self._demonstration.password)
        await hands.press("Return")
        await hands.until(lambda: not self._window.locked, "the lock to open")
        await self._settled("everything with the centre")
        await self._compare()
        await hands.press("Ctrl+Shift+Q")
        await self._page_comes(SignIn)
        self.counts["keys"] = hands.keys

    async def _compare(self) -> None:
        book_before, centre_before = self._before
        recorded, at_centre = await self._standing()
        counts = await asyncio.to_thread(self._desk.book.queries.counts)
        self.counts |= {
            "receipts": len(self._out),
            "recorded": recorded - book_before,
            "at_centre": at_centre - centre_before,
            "events": counts.events,
            "sent": counts.events - counts.unsent,
        }
        wanted = self.counts["requests"]
        for name in ("receipts", "recorded", "at_centre"):
            if self.counts[name] != wanted:
                raise DayFailedError(f"{name}: {self.counts[name]}, requests: {wanted}")
        if counts.unsent or self.counts["visits"] != len(self._visits):
            raise DayFailedError(f"unsent: {counts.unsent}, visits: {len(self._visits)}")

    async def _standing(self) -> tuple[int, int]:
        """Requests in the book and at the centre, whose own walk must find it sound."""
        book = await asyncio.to_thread(self._desk.book.queries.counts)
        centre: CentreCounts = await asyncio.to_thread(self._demonstration.centre.counts)
        if not centre.sound:
            raise DayFailedError("the centre's walk of its logs")
        return book.requests, centre.requests

    async def _settled(self, what: str) -> None:
        """Wait until the centre holds everything."""

        def sent() -> bool:
            view = self._desk.line.view()
            return view.state is LineState.UP_TO_DATE and not view.unsent

        await self._hands.until(sent, what)

    async def _page_comes(self, kind: type) -> None:
        threshold = self._window.threshold
        await self._hands.until(lambda: isinstance(threshold.page, kind), kind.__name__)

    @property
    def _intake(self) -> IntakePage:
        return self._page(IntakePage)

    def _page(self, kind: type[P]) -> P:
        """The page shown, which must be of this kind."""
        page = self._open.frame.stack.page
        if not isinstance(page, kind):
            raise DayFailedError(f"no {kind.__name__} is shown")
        return page

    def _count(self, name: str, by: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + by

    def _hear_changes(self, changes: Changes) -> None:
        self._visits |= changes.visits
        self._told += len(changes.visits)

    def _hear_job(self, job: PrintJob) -> None:
        if job.kind == "receipt" and job.state is JobState.PRINTED:
            self._out.add(job.id)
