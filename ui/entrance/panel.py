"""The side of the entrance: the name of the house, the steps of the first run, the day."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.frame.shell import habit_buttons
from ui.texts import Worded, language, say, shown
from ui.theme import Dressed, look
from ui.widgets.labels import Words, polish

if TYPE_CHECKING:
    import datetime as dt

_WIDTH: Final = 340
_FIRST_DAY_MS: Final = 80
_DAY_MS: Final = 5000
_STAR: Final = 84


class Steps(QWidget, Worded):
    """The steps of the first run by name, the one under way marked."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__()
        self._codes = list(codes)
        self._here = ""
        self._words = [Words(tone="muted") for _ in codes]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for words in self._words:
            column.addWidget(words)

    def mark(self, code: str) -> None:
        """Mark a step as under way; one that is none of them hides all."""
        self._here = code
        self.setVisible(code in self._codes)
        self.reword()

    def reword(self) -> None:
        """Say the steps with their numbers."""
        here = self._codes.index(self._here) if self._here in self._codes else -1
        for place, (code, words) in enumerate(zip(self._codes, self._words, strict=True)):
            words.setText(say("entrance.step", number=place + 1, name=say(code)))
            if words.property("letters") != (letters := "strong" if place == here else "body"):
                polish(words, letters=letters, tone="accent" if place == here else "muted")


class Panel(QWidget, Dressed, Worded):
    """Brand, steps, day and hour, and the habits of the window; a quiet ornament behind."""

    def __init__(self, now: "Callable[[], dt.datetime]", steps: Sequence[str]) -> None:
        super().__init__()
        self._now = now
        self.setProperty("rail", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.steps = Steps(steps)
        self._day = Words(tone="muted", wrap=True)
        self.demonstration = Words("entrance.demonstration.mark", letters="section", tone="warn")
        self.demonstration.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 40, 32, 16)
        column.setSpacing(8)
        column.addWidget(Words("rail.brand", letters="code", tone="accent"))
        column.addWidget(Words("entrance.tagline", tone="muted", wrap=True))
        column.addWidget(self.demonstration)
        column.addSpacing(24)
        column.addWidget(self.steps)
        column.addStretch()
        column.addWidget(self._day)
        column.addSpacing(8)
        column.addLayout(habit_buttons())
        self.steps.mark("")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._show_day)
        self._timer.start(_DAY_MS)
        # Time zones and calendar are read after the first paint, not before.
        QTimer.singleShot(_FIRST_DAY_MS, self, self._show_day)
        self.restyle()

    def restyle(self) -> None:
        """Grow with the letters, to a third of the window at most."""
        room = self.window().width() // 3 if self.parent() is not None else look().px(_WIDTH)
        self.setFixedWidth(min(look().px(_WIDTH), max(room, 240)))

    def reword(self) -> None:
        """Say the day in the language in force."""
        if self._day.text():
            self._show_day()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a field of eight-pointed stars that fades upwards."""
        super().paintEvent(event)
        if not self._day.text():
            # It comes with the day, after the first paint.
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look().px(_STAR)
        colour = look().colour("field_line")
        rows = 4
        for row in range(rows):
            colour.setAlphaF(0.34 * (1 - row / rows))
            painter.setPen(QPen(colour, 1.2))
            middle = self._day.y() - look().px(24) - side * (row + 0.5)
            if middle - side / 2 < self.steps.geometry().bottom():
                break
            for column in range(self.width() // side + 2):
                painter.drawPolygon(_star(QPointF(column * side, middle), side / 2))

    def _show_day(self) -> None:
        from desk_app.records.jalali import long_jalali

        now = self._now()
        day = long_jalali(now.date(), language().name)
        first = not self._day.text()
        self._day.setText(say("status.clock", day=day, hour=shown(f"{now:%H:%M}")))
        if first:
            self.update()


def _star(middle: QPointF, radius: float) -> QPolygonF:
    """The khatam: two squares turned by an eighth, as one outline."""
    inner = radius * math.sqrt(2 - math.sqrt(2))
    points = []
    for step in range(16):
        reach = radius if step % 2 == 0 else inner
        angle = step * math.pi / 8
        points.append(
            QPointF(middle.x() + reach * math.cos(angle), middle.y() + reach * math.sin(angle))
        )
    return QPolygonF(points)
