"""Choosing one of a few that stand side by side."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.texts import language, worded


class Segments(QWidget):
    """Two to five choices side by side; arrows walk, one Tab stop for all of them.

    ``codes`` maps the value of each choice to the code of its words; the first is chosen.
    """

    chosen = Signal(str)

    def __init__(self, codes: dict[str, str]) -> None:
        super().__init__()
        self._values: list[str] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch()
        self._group.idToggled.connect(self._on_toggled)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for value, code in codes.items():
            self.add(value, code)

    def add(self, value: str, code: str) -> None:
        """Offer one more choice at the end; the first one offered is chosen."""
        button = QPushButton()
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.setProperty("segment", True)
        worded(button, text=code, name=code)
        self._values.append(value)
        self._group.addButton(button, len(self._values) - 1)
        self._row.insertWidget(len(self._values) - 1, button)
        if len(self._values) == 1:
            self.choose(value)

    def value(self) -> str:
        """The value chosen."""
        return self._values[self._group.checkedId()]

    def mistake(self) -> None:
        """One is always chosen, so nothing is wrong."""
        return

    def choose(self, value: str) -> None:
        """Choose a value; ValueError for one that is not offered."""
        self._group.button(self._values.index(value)).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk as the eye sees them."""
        onward = Qt.Key.Key_Left if language().name == "fa" else Qt.Key.Key_Right
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            super().keyPressEvent(event)
            return
        step = 1 if event.key() == onward else -1
        place = (self._group.checkedId() + step) % len(self._values)
        self._group.button(place).setChecked(True)
        self._group.button(place).setFocus()

    def _on_toggled(self, place: int, checked: bool) -> None:
        button = self._group.button(place)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus)
        if checked:
            self.setFocusProxy(button)
            self.chosen.emit(self._values[place])
