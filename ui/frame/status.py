"""The bar at the foot of the window: line, unsent records, office, officer, clock."""

import datetime as dt
from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.frame.line_sign import LineSign, LineState
from ui.texts import Worded, language, say, shown, worded
from ui.theme import Dressed, look
from ui.widgets.labels import Words
from ui.widgets.sign import Sign

PrinterState = Literal["none", "ready", "printing", "failed"]
_PRINTER: Final = {"none": "muted", "ready": "muted", "printing": "accent", "failed": "bad"}
_FIRST_CLOCK_MS: Final = 60
_CLOCK_MS: Final = 5000


class StatusBar(QWidget, Worded, Dressed):
    """What an officer may want to know without asking; says everything in words too."""

    asked_for_line = Signal()

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        super().__init__()
        self._now = now
        self._place = ("", "")
        self._who = ("", "")
        self.setProperty("statusBar", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        worded(self, name="status.name")
        self.line = LineSign()
        self.line.clicked.connect(self.asked_for_line)
        self._printer_sign = Sign("print", "muted", 16)
        self._printer = Words(letters="caption", tone="muted")
        self._office = Words(letters="caption", tone="muted")
        self._officer = Words(letters="caption")
        self._clock = Words(letters="caption", tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addSpacing(16)
        row.addWidget(self._printer_sign)
        row.addWidget(self._printer)
        row.addStretch()
        row.addWidget(self._office)
        row.addSpacing(16)
        row.addWidget(self._officer)
        row.addSpacing(16)
        row.addWidget(self._clock)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._show_clock)
        self._timer.start(_CLOCK_MS)
        # Time zones and calendar are read after the first paint, not before.
        QTimer.singleShot(_FIRST_CLOCK_MS, self, self._show_clock)
        self._printer_sign.hide()
        self.restyle()

    def show_line(self, state: LineState, since_ms: int = 0) -> None:
        """Show whether the centre hears this desk, and since when it does not."""
        self.line.show_state(state, since_ms, self._now().date())

    def show_unsent(self, count: int) -> None:
        """Show how many records the centre has not acknowledged yet; nothing for none."""
        self.line.show_waiting(count)

    def show_printer(self, state: PrinterState, count: int = 0) -> None:
        """Show how the printer stands; ``count`` is of papers on their way or failed."""
        self._printer_sign.change("print", _PRINTER[state])
        self._printer.say(f"status.printer.{state}", count=count)
        self._printer.set_tone("bad" if state == "failed" else "muted")
        self._printer_sign.show()

    def show_office(self, office: str, counter: str) -> None:
        """Show office and counter."""
        self._place = (office, counter)
        self.reword()

    def show_officer(self, name: str, role: str = "") -> None:
        """Show who is signed in, in the role of a code; nothing before sign-in."""
        self._who = (name, role)
        self.reword()

    def reword(self) -> None:
        """Show office, counter, role and clock in the language in force."""
        name, role = self._who
        self._officer.setText(say("role.named", name=name, role=say(role)) if role else name)
        office, counter = self._place
        if office:
            self._office.setText(say("status.office", office=office, counter=shown(counter)))
        self._show_clock()

    def restyle(self) -> None:
        """Grow with the letters."""
        self.setFixedHeight(look().px(32))

    def _show_clock(self) -> None:
        from desk_app.records.jalali import long_jalali

        now = self._now()
        day = long_jalali(now.date(), language().name)
        self._clock.setText(say("status.clock", day=day, hour=shown(f"{now:%H:%M}")))
