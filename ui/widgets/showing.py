"""What only shows: cards, pills, codes and the sentence of an empty page."""

from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.digits import grouped
from ui.texts import Worded, say, shown, worded
from ui.theme import Dressed, look
from ui.widgets.buttons import Button, IconButton
from ui.widgets.labels import Words
from ui.widgets.sign import Sign

PillTone = Literal["info", "good", "warn", "bad", "plain"]
PILL_COLOURS: Final = {
    "info": ("accent", "accent_weak"),
    "good": ("good", "good_weak"),
    "warn": ("warn", "warn_weak"),
    "bad": ("bad", "bad_weak"),
    "plain": ("muted", "sunken"),
}


class Card(QFrame):
    """A part of a page on its own ground, with a title and room for quiet actions beside it.

    ``body`` is the layout to fill.
    """

    def __init__(self, code: str = "") -> None:
        super().__init__()
        self.setProperty("card", True)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._head = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        if code:
            self._head.addWidget(Words(code, letters="section"))
            self._head.addStretch()
            worded(self, name=code)
            column.addLayout(self._head)
        column.addLayout(self.body)

    def add_beside_title(self, widget: QWidget) -> None:
        """Put a quiet action or a pill at the end of the title's line."""
        self._head.addWidget(widget)


class StatusPill(QLabel, Dressed):
    """A state in one or two words, on its own tint; the words carry the meaning, not the tint."""

    def __init__(self, code: str = "", tone: PillTone = "plain") -> None:
        super().__init__()
        self._tone: PillTone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if code:
            worded(self, text=code)

    def show_state(self, code: str, tone: PillTone, /, **params: str | int) -> None:
        """Show another state."""
        self._tone = tone
        worded(self, params, text=code)
        self.update()

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The words with room at both ends."""
        words = QFontMetrics(look().font("caption")).horizontalAdvance(self.text())
        return QSize(words + look().px(20), look().px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters, ground = PILL_COLOURS[self._tone]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour(ground))
        box = QRectF(self.rect())
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(look().colour(letters))
        painter.setFont(look().font("caption"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())


class CodeDisplay(QFrame, Worded):
    """A tracking code as large as it is read out at the glass, with a button that copies it."""

    copied = Signal(str)

    def __init__(self, label: str, groups: tuple[int, ...] = (6, 6, 2)) -> None:
        super().__init__()
        self.setProperty("well", True)
        self._label, self._groups, self._code = label, groups, ""
        self._digits = QLabel()
        self._digits.setProperty("letters", "code")
        self._digits.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = IconButton("copy", "code.copy")
        copy.clicked.connect(self._on_copy)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._digits)
        row.addWidget(copy)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(0)
        column.addWidget(Words(label, letters="caption", tone="muted"))
        column.addLayout(row)

    def show_code(self, code: str) -> None:
        """Show a code given in ASCII digits."""
        self._code = code
        self.reword()

    def reword(self) -> None:
        """Draw the digits of the language in force; a screen reader hears them one by one."""
        self._digits.setText(shown(grouped(self._code, self._groups)))
        spoken = " ".join(shown(self._code))
        self.setAccessibleName(f"{say(self._label)}: {spoken}")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self.copied.emit(self._code)


class EmptyState(QWidget):
    """What stands where nothing is yet: a sign, a sentence, what to do, perhaps a button."""

    acted = Signal()

    def __init__(self, icon: str, code: str, *, advice: str = "", action: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch()
        column.addWidget(Sign(icon, "faint", 40))
        column.addWidget(Words(code, letters="section", centred=True))
        if advice:
            column.addWidget(Words(advice, tone="muted", centred=True, wrap=True))
        if action:
            button = Button(action)
            button.clicked.connect(self.acted)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
