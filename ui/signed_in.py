"""An open desk on the screen: its pages in their frame, its line, its lock, its end."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.ports.desk import Desk, LineState, LineView
from desk_app.records.errors import DeskError
from desk_app.sync.states import remedy_of
from ui.actions.printing import Printing
from ui.actions.scan_news import ScanNews
from ui.actions.workplace import Workplace
from ui.desk_pages import DeskPages
from ui.frame.ahead import BuildAhead
from ui.frame.keys import bind
from ui.frame.line_sign import LineState as Shown
from ui.frame.window import MainWindow
from ui.glass.at_the_glass import AtTheGlass
from ui.idle import IdleWatch
from ui.pages.hits import shown_span
from ui.pages.papers_watch import PapersWatch
from ui.pages_of_roles import role_code
from ui.reading.opening import ScanOpening
from ui.settings.names import LOCK_MINUTES, USUAL_LOCK_MINUTES
from ui.tending import RestingTend
from ui.texts import worded
from ui.widgets.buttons import IconButton
from ui.widgets.dialog import ask
from ui.widgets.messages import Banner

if TYPE_CHECKING:
    import datetime as dt

CLOCK_LIMIT_MS: Final = 5 * 60 * 1000
LAST_WRITE_S: Final = 4.0
"""Windows gives a program five seconds to end before it offers to kill it."""
_SHOWN: Final[dict[LineState, Shown]] = {
    LineState.ALONE: "alone",
    LineState.UP_TO_DATE: "up",
    LineState.SENDING: "sending",
    LineState.NO_LINE: "down",
    LineState.REFUSED: "refused",
    LineState.ATTENTION: "refused",
}


class _News(QObject):
    """Carries the line's news from the engine's thread to the window's."""

    came = Signal(object)


class SignedIn(QObject):
    """One officer's open desk.

    ``signed_out``, ``lock_wanted`` and ``switch_wanted`` are wishes; who owns the desk carries
    them out.
    """

    signed_out = Signal()
    lock_wanted = Signal()
    switch_wanted = Signal()

    def __init__(
        self, desk: Desk, now: "Callable[[], dt.datetime]", bugged: Callable[[BaseException], None]
    ) -> None:
        super().__init__()
        self.desk = desk
        self.place = Workplace(desk, bugged)
        self.printing = Printing(self.place)
        self.pages = DeskPages(self.place, self.printing, self.read_settings)
        self.frame = MainWindow(self.pages.specs(), now)
        self.papers = PapersWatch(self.frame, self.place, self.printing)
        self.glass = AtTheGlass(self.frame, self.place, self.printing)
        # Before the watch, which sees keys first and those of a scan too.
        self.scans = ScanOpening(self.frame, self.place)
        self.idle = IdleWatch(self, 0)
        self.ahead = BuildAhead(self.frame.stack, self.idle.rested_s)
        self._clock_banner: Banner | None = None
        self._line_banner: Banner | None = None
        self._fault_banners: dict[str, Banner] = {}
        self._news = _News(self)
        self._scan_news = ScanNews(desk.line.scans)
        self._tending = RestingTend(self, desk.tend, self.idle.rested_s)
        self._stops: list[Callable[[], None]] = []
        self._dress_frame()
        self._connect()

    def begin(self) -> None:
        """Open the first page and let everything go on."""
        self.pages.begin(self.frame)
        self._tending.start()
        self.ahead.start()
        self.read_settings()

    def come_back(self) -> None:
        """The lock was opened: the focus goes where it was."""
        page = self.frame.stack.page
        here: QWidget | None = self.frame.focusWidget()
        if here is not None:
            here.setFocus()
        elif page is not None:
            page.opened()

    def read_settings(self) -> None:
        """Take the minutes of the lock from the settings of this machine."""
        book = self.desk.book
        self.place.work.read(
            lambda: book.setting(LOCK_MINUTES, str(USUAL_LOCK_MINUTES)), self._take_minutes
        )

    def may_close(self) -> bool:
        """Whether no visit is half written; otherwise asks, and closes when that is answered."""
        if self.pages.unfinished():
            ask(
                self.frame,
                "desk.close.title",
                "desk.close.unfinished",
                agree="desk.close.agree",
                do=self.frame.closing.emit,
            )
            return False
        return self.frame.may_close()

    def keep_typed(self) -> None:
        """Keep what is half written, and wait for it a bounded time: the program is taken away."""
        self.frame.may_close()
        self.place.work.written(LAST_WRITE_S)

    async def close(self, why: str) -> None:
        """Keep what is half written, end pages and threads, close the desk.

        Each thread of the desk is waited for a bounded time.
        """
        self.idle.stop()
        self.ahead.stop()
        self.scans.stop()
        self._tending.stop()
        self.frame.may_close()
        for stop in self._stops:
            stop()
        self.printing.close()
        await self.place.close()
        await asyncio.to_thread(self.desk.close, why)

    def _dress_frame(self) -> None:
        frame, desk = self.frame, self.desk
        frame.status.show_office(desk.office.name, desk.office.counter)
        frame.status.show_officer(desk.book.officer.name, role_code(desk))
        if desk.office.demonstration:
            frame.header.mark.show_state("entrance.demonstration.mark", "warn")
            frame.header.mark.show()
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for icon, code, keys, signal in (
            ("lock", "desk.lock", "Ctrl+L", self.lock_wanted),
            ("group", "access.switch", "Ctrl+Shift+U", self.switch_wanted),
            ("sign-out", "desk.sign_out", "Ctrl+Shift+Q", self.signed_out),
        ):
            button = IconButton(icon, code)
            worded(button, {"keys": keys}, tip=f"{code}.keys")
            button.clicked.connect(signal)
            bind(frame, keys, code, signal.emit)
            row.addWidget(button)
        row.addStretch()
        frame.rail.add_at_foot(foot)
        bind(frame, "Ctrl+Shift+S", "desk.line.now", desk.line.wake)
        if desk.reason is not None:
            frame.put_up(
                Banner("warn", "desk.read_only", advice="desk.read_only.advice", closable=False)
            )

    def _connect(self) -> None:
        self._stops += [
            self.desk.book.subscribe(self.frame.publish),
            self.desk.line.subscribe(self._news.came.emit),
        ]
        self._news.came.connect(self._show_line)
        self._scan_news.changed.connect(self._show_scans)
        self.idle.away.connect(self.lock_wanted)
        self.place.said.connect(lambda code, params: self.frame.notice(code, **params))
        self.place.faulted.connect(self._on_fault)
        self.place.office_changed.connect(self._read_office)
        self.frame.status.asked_for_line.connect(lambda: self.frame.open("line"))
        self.place.work.read(self.desk.line.view, self._show_line)

    def _read_office(self) -> None:
        """The office is called otherwise, as after it joined a centre."""
        show = self.frame.status.show_office
        self.place.work.read(
            self.desk.joining.standing, lambda standing: show(standing.office, standing.counter)
        )

    def _take_minutes(self, told: str) -> None:
        self.idle.minutes = int(told) if told.isdecimal() else USUAL_LOCK_MINUTES

    def _show_scans(self) -> None:
        view = self._scan_news.view
        self.frame.status.line.show_scans(view.waiting, view.percent)

    def _show_line(self, view: LineView) -> None:
        self.frame.status.show_line(_SHOWN[view.state], view.last_contact or view.since)
        # An office that stands alone sends to nobody: nothing waits.
        alone = view.state is LineState.ALONE
        self.frame.status.show_unsent(0 if alone else view.unsent)
        self._show_clock(view.clock_distance_ms)
        self.place.line_news.emit(view)
        refused = view.state in (LineState.REFUSED, LineState.ATTENTION) and view.code
        if self._line_banner is not None:
            self._line_banner.deleteLater()
            self._line_banner = None
        if refused:
            self._line_banner = Banner(
                "warn",
                view.code,
                advice=f"remedy.{remedy_of(view.code, view.params)}",
                action="desk.line.open",
                do=lambda: self.frame.open("line"),
                closable=False,
                params=view.params,
            )
            self.frame.put_up(self._line_banner)

    def _show_clock(self, distance_ms: int) -> None:
        wrong = abs(distance_ms) >= CLOCK_LIMIT_MS
        if wrong and self._clock_banner is None:
            code = "desk.clock.ahead" if distance_ms < 0 else "desk.clock.behind"
            self._clock_banner = Banner(
                "warn",
                code,
                advice="desk.clock.advice",
                params={"span": shown_span(distance_ms)},
                closable=False,
            )
            self.frame.put_up(self._clock_banner)
        elif not wrong and self._clock_banner is not None:
            self._clock_banner.deleteLater()
            self._clock_banner = None

    def _on_fault(self, fault: DeskError) -> None:
        """One banner for each kind of fault, the newest words."""
        before = self._fault_banners.pop(fault.code, None)
        if before is not None:
            before.deleteLater()
        # Codes that are used up are begun anew, or taken by telephone, on the page of the line.
        lanes = fault.code.startswith("lane.")
        action = "desk.line.open" if lanes else ""
        banner = Banner.of_fault(fault, action=action, do=partial(self.frame.open, "line"))
        banner.closed.connect(lambda: self._fault_banners.pop(fault.code, None))
        self._fault_banners[fault.code] = banner
        self.frame.put_up(banner)
