"""Small round choices that stand in a row and wrap: filters, needs, papers."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QPushButton, QSizePolicy, QWidget

from ui.texts import worded


class Flow(QLayout):
    """Widgets in lines that begin at the reading side and wrap at the other."""

    def __init__(self, parent: QWidget, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items it holds."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        """The item at a place, or None."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        """Take the item at a place out."""
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """It is higher where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """All items in one line."""
        hints = [item.sizeHint() for item in self._items]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The largest item."""
        hints = [item.minimumSize() for item in self._items]
        return QSize(
            max((hint.width() for hint in hints), default=0),
            max((hint.height() for hint in hints), default=0),
        )

    def setGeometry(self, room: QRect) -> None:
        """Put the items into their lines."""
        super().setGeometry(room)
        self._place(room, move=True)

    def _place(self, room: QRect, *, move: bool) -> int:
        across, down, high, gap = 0, 0, 0, self.spacing()
        parent = self.parentWidget()
        rtl = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for item in self._items:
            if item.isEmpty():
                # Hidden: it leaves no gap.
                continue
            size = item.sizeHint()
            if across and across + size.width() > room.width():
                across, down, high = 0, down + high + gap, 0
            if move:
                left = room.right() + 1 - across - size.width() if rtl else room.left() + across
                item.setGeometry(QRect(QPoint(left, room.top() + down), size))
            across, high = across + size.width() + gap, max(high, size.height())
        return down + high


class Chip(QPushButton):
    """One small choice that is on or off."""

    def __init__(self, code: str = "") -> None:
        super().__init__()
        self.setProperty("chip", True)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if code:
            worded(self, text=code, name=code)


class Chips(QWidget):
    """Chips of which any number, or with ``single`` one at most, is on.

    Choices are (value, words); words are shown as they are, a code is said in the language.
    """

    changed = Signal(list)

    def __init__(self, *, single: bool = False) -> None:
        super().__init__()
        self._single = single
        self._chips: dict[str, Chip] = {}
        self._flow = Flow(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show these choices, all off, in place of the ones before."""
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for value, words in choices:
            chip = Chip(words)
            chip.toggled.connect(lambda on, chosen=value: self._on_toggled(chosen, on))
            self._chips[value] = chip
            self._flow.addWidget(chip)
        self.updateGeometry()

    def value(self) -> list[str]:
        """The values that are on, in the order shown."""
        return [value for value, chip in self._chips.items() if chip.isChecked()]

    def mistake(self) -> None:
        """Any choice is right."""
        return

    def choose(self, values: Sequence[str]) -> None:
        """Turn these on and all others off."""
        for value, chip in self._chips.items():
            chip.setChecked(value in values)

    def _on_toggled(self, chosen: str, on: bool) -> None:
        if on and self._single:
            for value, chip in self._chips.items():
                if value != chosen:
                    chip.setChecked(False)
        self.changed.emit(self.value())
