"""The first question of the first run: set up, enrol, or try."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.entrance.page import EntrancePage
from ui.frame.keys import bind
from ui.texts import Worded, language, say, worded
from ui.theme import Dressed, look
from ui.theme.icons import tinted
from ui.widgets.keys import caps_width, draw_caps

WAYS: Final = {"office": "office", "enrol": "line-up", "demonstration": "eye"}
"""The ways in with their icons; each way has a title and a sentence."""


class Way(QPushButton, Worded, Dressed):
    """One way: icon, title, what it means (``<code>.means``), and the digit that takes it."""

    def __init__(self, code: str, icon: str, digit: int) -> None:
        super().__init__()
        self._code, self._icon, self._digit = code, icon, str(digit)
        self.setProperty("way", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        worded(self, name=code, description=f"{code}.means")
        self.restyle()

    def reword(self) -> None:
        """Draw anew in the language in force."""
        self.update()

    def restyle(self) -> None:
        """Grow with the letters."""
        self.setFixedHeight(look().px(92))

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(look().px(480), look().px(92))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground by the style, then icon, words and cap."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = look()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side, edge = here.px(28), here.px(20)
        sign = tinted(self._icon, side, here.colours.accent, self.devicePixelRatioF())
        left = self.width() - edge - side if rtl else edge
        painter.drawPixmap(left, (self.height() - side) // 2, sign)
        cap = round(caps_width([self._digit]))
        draw_caps(
            painter,
            [self._digit],
            edge if rtl else self.width() - edge - cap,
            self.height() / 2,
            here.colour("muted"),
        )
        words = self.rect().adjusted(edge * 2 + side, 0, -edge * 2 - cap, 0)
        if rtl:
            words = self.rect().adjusted(edge * 2 + cap, 0, -edge * 2 - side, 0)
        self._draw_words(painter, words)

    def _draw_words(self, painter: QPainter, room: QRect) -> None:
        here, start = look(), language().start
        wraps = Qt.TextFlag.TextWordWrap
        title, means = say(self._code), say(f"{self._code}.means")
        painter.setFont(here.font("body"))
        lines = painter.boundingRect(room, int(start | wraps), means).height()
        painter.setFont(here.font("section"))
        head = painter.fontMetrics().height()
        top = room.top() + (room.height() - head - lines) // 2
        painter.setPen(here.colour("text"))
        painter.drawText(
            QRect(room.left(), top, room.width(), head),
            int(start | Qt.AlignmentFlag.AlignVCenter),
            title,
        )
        painter.setFont(here.font("body"))
        painter.setPen(here.colour("muted"))
        painter.drawText(
            QRect(room.left(), top + head, room.width(), lines), int(start | wraps), means
        )


class Ways(EntrancePage):
    """The three ways in; ``chosen`` carries ``office``, ``enrol`` or ``demonstration``."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("entrance.ways", "entrance.ways.lead")
        self._ways = {}
        for place, (way, icon) in enumerate(WAYS.items(), start=1):
            button = Way(f"entrance.way.{way}", icon, place)
            button.clicked.connect(lambda _=False, way=way: self.chosen.emit(way))
            bind(self, str(place), f"entrance.way.{way}", button.click)
            self.body.addWidget(button)
            self._ways[way] = button

    def opened(self) -> None:
        """The focus is on the first way."""
        super().opened()
        self._ways["office"].setFocus(Qt.FocusReason.TabFocusReason)
