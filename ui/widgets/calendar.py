"""A month of the Jalali calendar, Saturday first, driven by keys or by hand."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import UserMistake
from desk_app.records.jalali import (
    from_jalali,
    long_jalali,
    month_length,
    month_name,
    to_jalali,
    weekday,
    weekday_name,
)
from ui.texts import Worded, language, say, shown, worded
from ui.theme import Dressed, look
from ui.widgets.buttons import IconButton
from ui.widgets.labels import Words

Holiday = Callable[[dt.date], str | None]
"""The name of the holiday on a day, or None for a working day."""


def no_holidays(day: dt.date) -> str | None:
    """No day is a holiday but Friday."""
    return weekday_name(6, language().name) if weekday(day) == 6 else None


class MonthGrid(QWidget, Dressed, Worded):
    """The days of one month; arrows walk as the eye sees them, Enter takes a day."""

    chosen = Signal(object)
    walked = Signal(object)

    def __init__(self, today: dt.date, holiday: Holiday = no_holidays) -> None:
        super().__init__()
        self._today = today
        self._holiday = holiday
        self._day = today
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.reword()

    @property
    def day(self) -> dt.date:
        """The day under the cursor."""
        return self._day

    def go_to(self, day: dt.date) -> None:
        """Put the cursor on a day and show its month; no move out of the calendar's years."""
        try:
            to_jalali(day)
        except UserMistake:
            return
        self._day = day
        self.reword()
        self.walked.emit(self._day)
        self.update()

    def walk_months(self, months: int) -> None:
        """Go some months on or back, staying on the day of the month where it exists."""
        year, month, number = to_jalali(self._day)
        year, month = divmod(year * 12 + month - 1 + months, 12)
        try:
            self.go_to(from_jalali(year, month + 1, min(number, month_length(year, month + 1))))
        except UserMistake:
            return

    def reword(self) -> None:
        """Tell a screen reader the day under the cursor and its holiday."""
        name = self._holiday(self._day)
        long = long_jalali(self._day, language().name)
        self.setAccessibleName(say("calendar.day", day=long, holiday=name) if name else long)
        self.setToolTip(name or "")
        self.update()

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Seven columns; the names of the days and six weeks."""
        return QSize(look().px(40) * 7, look().px(28) + look().px(34) * 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the days; Page keys walk months, with Ctrl years; Home is today."""
        key, steps = Qt.Key, self._steps()
        years = 12 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        if event.key() in steps:
            self.go_to(self._day + dt.timedelta(days=steps[Qt.Key(event.key())]))
        elif event.key() in (key.Key_PageUp, key.Key_PageDown):
            self.walk_months(years if event.key() == key.Key_PageDown else -years)
        elif event.key() == key.Key_Home:
            self.go_to(self._today)
        elif event.key() in (key.Key_Return, key.Key_Enter, key.Key_Space):
            self.chosen.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the day under the pointer."""
        for day, box in self._boxes():
            if box.contains(event.position().toPoint()):
                self.go_to(day)
                self.chosen.emit(day)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names of the days and the month."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look().font("caption"))
        for column in range(7):
            painter.setPen(look().colour("bad" if column == 6 else "muted"))
            name = say(f"calendar.weekday.short.{column}")
            painter.drawText(self._cell(column, -1), Qt.AlignmentFlag.AlignCenter, name)
        painter.setFont(look().font("body"))
        for day, box in self._boxes():
            self._draw_day(painter, day, box)

    def _draw_day(self, painter: QPainter, day: dt.date, box: QRect) -> None:
        room = QRectF(box).adjusted(3, 1, -3, -1)
        under, free = day == self._day, self._holiday(day) is not None
        painter.setPen(Qt.PenStyle.NoPen)
        if under:
            painter.setBrush(look().colour("accent"))
            painter.drawRoundedRect(room, 6, 6)
        elif day == self._today:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look().colour("accent"), 1.5))
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 6, 6)
        tone = "on_accent" if under else "bad" if free else "text"
        painter.setPen(look().colour(tone))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown(to_jalali(day)[2]))
        # A dot too: red alone is not seen by everyone.
        if free:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().colour(tone))
            painter.drawEllipse(QRectF(room.center().x() - 1.5, room.bottom() - 5, 3, 3))

    def _steps(self) -> dict[Qt.Key, int]:
        left = 1 if language().name == "fa" else -1
        key = Qt.Key
        return {key.Key_Left: left, key.Key_Right: -left, key.Key_Up: -7, key.Key_Down: 7}

    def _boxes(self) -> list[tuple[dt.date, QRect]]:
        year, month, _ = to_jalali(self._day)
        first = from_jalali(year, month, 1)
        begin = weekday(first)
        days = [first + dt.timedelta(days=step) for step in range(month_length(year, month))]
        return [
            (day, self._cell((begin + place) % 7, (begin + place) // 7))
            for place, day in enumerate(days)
        ]

    def _cell(self, column: int, week: int) -> QRect:
        width, head, height = self.width() // 7, look().px(28), look().px(34)
        shown_column = 6 - column if language().name == "fa" else column
        top = 0 if week < 0 else head + week * height
        return QRect(shown_column * width, top, width, head if week < 0 else height)


class Calendar(QWidget, Worded):
    """A month with its name and the ways to other months."""

    chosen = Signal(object)

    def __init__(self, today: dt.date, holiday: Holiday = no_holidays) -> None:
        super().__init__()
        self.grid = MonthGrid(today, holiday)
        self._title = Words(letters="strong", centred=True)
        worded(self, name="calendar.name")
        back = IconButton("back", "calendar.back", size=18)
        on = IconButton("forward", "calendar.on", size=18)
        head = QHBoxLayout()
        head.addWidget(back)
        head.addWidget(self._title, 1)
        head.addWidget(on)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.grid)
        back.clicked.connect(lambda: self.grid.walk_months(-1))
        on.clicked.connect(lambda: self.grid.walk_months(1))
        self.grid.walked.connect(self._on_walked)
        self.grid.chosen.connect(self.chosen)
        self.setFocusProxy(self.grid)
        self._on_walked(today)

    def reword(self) -> None:
        """Name the month in the language in force."""
        self._on_walked(self.grid.day)

    def _on_walked(self, day: dt.date) -> None:
        year, month, _ = to_jalali(day)
        name = month_name(month, language().name)
        self._title.say("calendar.title", month=name, year=year)
