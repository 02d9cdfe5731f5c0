"""Which day is looked at: today, the day before, or any by its Jalali date."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.texts import worded
from ui.theme import Dressed, look
from ui.widgets.buttons import Button, IconButton
from ui.widgets.calendar import Holiday
from ui.widgets.jalali import JalaliEdit
from ui.widgets.labels import Words

BEFORE_KEYS, AFTER_KEYS, TODAY_KEYS, DATE_KEYS = "PgUp", "PgDown", "Ctrl+T", "F2"


class DayLine(QWidget, Dressed):
    """``changed`` carries the day now looked at; no day after today is."""

    changed = Signal(object)

    def __init__(self, today: Callable[[], dt.date], holiday: Holiday) -> None:
        super().__init__()
        self._today = today
        self._day = today()
        self.as_of = Words(letters="caption", tone="muted")
        self.date = JalaliEdit(today, holiday=holiday)
        worded(self.date, name="today.day.shown")
        self.now = Button("today.now", "quiet", keys=TODAY_KEYS)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.as_of)
        for icon, code, step in (
            ("back", "today.yesterday", -1),
            ("forward", "today.tomorrow", 1),
        ):
            button = IconButton(icon, code)
            button.clicked.connect(lambda _=False, days=step: self.step(days))
            row.addWidget(button)
            if step < 0:
                row.addWidget(self.date)
        row.addWidget(self.now)
        self.date.date_changed.connect(self._on_date)
        self.now.clicked.connect(self.go_today)
        self.date.set_value(self._day)
        self.restyle()

    @property
    def day(self) -> dt.date:
        """The day looked at."""
        return self._day

    @property
    def is_today(self) -> bool:
        """Whether that is today."""
        return self._day == self._today()

    def step(self, days: int) -> None:
        """Go so many days on."""
        self._go(self._day + dt.timedelta(days=days))

    def go_today(self) -> None:
        """Look at today."""
        self._go(self._today())

    def restyle(self) -> None:
        """The date has room for its ten signs in any size of letters."""
        self.date.setFixedWidth(look().px(136))

    def _on_date(self, day: dt.date | None) -> None:
        self._go(day if day is not None else self._today())

    def _go(self, day: dt.date) -> None:
        other, self._day = self._day, min(day, self._today())
        self.date.set_value(self._day)
        if other != self._day:
            self.changed.emit(self._day)
