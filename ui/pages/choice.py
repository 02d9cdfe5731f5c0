"""One choice of several chips that wrap: one stop of Tab, arrows walk."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.texts import language
from ui.widgets.chips import Chip, Flow


class _WalkingChip(Chip):
    """A chip whose arrow keys belong to the row it stands in."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the row."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return):
            event.ignore()
            return
        super().keyPressEvent(event)


class OneOf(QWidget):
    """Exactly one of the chips offered is on; ``chosen`` carries its value.

    Choices are (value, words); words are shown as they are, a code is said in the language.
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._chips: dict[str, Chip] = {}
        self._value = ""
        self._flow = Flow(self, gap=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if choices:
            self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these in place of the ones before; what was chosen stays where it is offered."""
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for value, words in choices:
            chip = _WalkingChip(words)
            chip.clicked.connect(lambda _=False, wanted=value: self.choose(wanted))
            self._chips[value] = chip
            self._flow.addWidget(chip)
        kept = self._value if self._value in self._chips else next(iter(self._chips), "")
        self._value = ""
        self.choose(kept)
        self.updateGeometry()

    def value(self) -> str:
        """The value chosen; empty before anything was offered."""
        return self._value

    def mistake(self) -> None:
        """One is always chosen, so nothing is wrong."""
        return

    def choose(self, value: str) -> None:
        """Choose a value; one that is not offered changes nothing."""
        if value not in self._chips:
            return
        other, self._value = value != self._value, value
        had_focus = any(chip.hasFocus() for chip in self._chips.values())
        for name, chip in self._chips.items():
            chip.setChecked(name == value)
            stop = Qt.FocusPolicy.StrongFocus if name == value else Qt.FocusPolicy.ClickFocus
            chip.setFocusPolicy(stop)
        self.setFocusProxy(self._chips[value])
        if had_focus:
            self._chips[value].setFocus()
        if other:
            self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk as the eye sees them."""
        if event.key() not in (Qt.Key.Key_Left, Qt.Key.Key_Right) or not self._chips:
            super().keyPressEvent(event)
            return
        onward = Qt.Key.Key_Left if language().name == "fa" else Qt.Key.Key_Right
        values = list(self._chips)
        step = 1 if event.key() == onward else -1
        self.choose(values[(values.index(self._value) + step) % len(values)])
