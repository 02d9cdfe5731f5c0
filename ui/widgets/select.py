"""Choosing one of a short list that drops down."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QSizePolicy

from ui.texts import Worded, language, say, worded
from ui.theme import Dressed, look
from ui.theme.icons import tinted


class Select(QComboBox, Worded, Dressed):
    """A short list that drops down, drawn like the other fields.

    Choices are (value, code of its words); the style sheet is kept away from it because it
    would break Fusion's arrow.
    """

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._choices = list(choices)
        self.addItems([""] * len(self._choices))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.reword()

    def value(self) -> str:
        """The value chosen."""
        return self._choices[self.currentIndex()][0]

    def mistake(self) -> None:
        """One is always chosen, so nothing is wrong."""
        return

    def choose(self, value: str) -> None:
        """Choose a value; ValueError for one that is not offered."""
        self.setCurrentIndex([one for one, _ in self._choices].index(value))

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer others; what was chosen stays chosen where it is still offered."""
        before = self.value() if self._choices else ""
        self._choices = list(choices)
        self.clear()
        self.addItems([""] * len(self._choices))
        self.reword()
        if before in [one for one, _ in self._choices]:
            self.choose(before)

    def showPopup(self) -> None:
        """Drop the list down; Qt makes it only when it is asked for."""
        self.view().setProperty("popup", True)
        worded(self.view(), name="finder.list")
        super().showPopup()

    def reword(self) -> None:
        """Say the choices in the language in force."""
        for place, (_, code) in enumerate(self._choices):
            self.setItemText(place, say(code))

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as the other fields."""
        return QSize(super().sizeHint().width() + look().px(24), look().px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, words and sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_frame(painter)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side, edge = look().px(16), look().px(12)
        left = edge if rtl else self.width() - edge - side
        tone = "muted" if self.isEnabled() else "faint"
        arrow = tinted("down", side, getattr(look().colours, tone), self.devicePixelRatioF())
        painter.drawPixmap(QPoint(left, (self.height() - side) // 2), arrow)
        words = self.rect().adjusted(edge, 0, -edge, 0)
        words.adjust(side if rtl else 0, 0, 0 if rtl else -side, 0)
        painter.setPen(look().colour("text" if self.isEnabled() else "faint"))
        shown_words = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, language().start | Qt.AlignmentFlag.AlignVCenter, shown_words)

    def _draw_frame(self, painter: QPainter) -> None:
        wrong = bool(self.property("wrong"))
        tone = "accent" if self.hasFocus() else "bad" if wrong else "field_line"
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(look().colour(tone if self.isEnabled() else "line"), width))
        ground = "bad_weak" if wrong else "surface" if self.isEnabled() else "sunken"
        painter.setBrush(look().colour(ground))
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, 6, 6)
