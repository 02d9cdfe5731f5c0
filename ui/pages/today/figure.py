"""A number as large as it is looked for, and the way to what it counts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.texts import Worded, say, shown
from ui.widgets.labels import Words


class Figure(QFrame, Worded):
    """A number with its name; Enter, Space or a click opens its list."""

    opened = Signal()

    def __init__(self, code: str, tone: str = "text") -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._code, self._tone, self._count = code, tone, 0
        self._number = Words(letters="display")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(0)
        column.addWidget(self._number)
        column.addWidget(Words(code, letters="caption", tone="muted"))
        self.reword()

    def show_count(self, count: int) -> None:
        """Show another number; one that asks for work wears its tone."""
        self._count = count
        self._number.set_tone(self._tone if count else "text")
        self.reword()

    def reword(self) -> None:
        """Show the number in the digits of the language in force."""
        self._number.setText(shown(self._count))
        self.setAccessibleName(say("today.figure", name=say(self._code), count=self._count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: object) -> None:
        """A click opens the list."""
        self.opened.emit()
