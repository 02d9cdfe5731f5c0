"""Fields in as many equal columns as the width has room for."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from ui.theme import Dressed, look

_NARROWEST = 208
_GAP = 16
_LINE_GAP = 8


class _Columns(QLayout):
    """Lays items out in lines of equal columns; an item may span several."""

    def __init__(self, parent: QWidget, most: int) -> None:
        super().__init__(parent)
        self._most = most
        self._items: list[QLayoutItem] = []
        self.spans: list[int] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end, in one column."""
        self._items.append(item)
        self.spans.append(1)

    def count(self) -> int:
        """How many items it holds."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:
        """The item at a place, or None."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        """Take the item at a place out."""
        if not 0 <= place < len(self._items):
            return None
        self.spans.pop(place)
        return self._items.pop(place)

    def hasHeightForWidth(self) -> bool:
        """It is higher where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """All columns at their narrowest."""
        width = self._most * look().px(_NARROWEST) + (self._most - 1) * look().px(_GAP)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """One column, one item high: how high it will be depends on the width."""
        heights = [item.minimumSize().height() for item in self._items]
        return QSize(look().px(_NARROWEST), max(heights, default=0))

    def setGeometry(self, room: QRect) -> None:
        """Put the items into their columns."""
        super().setGeometry(room)
        self._place(room, move=True)

    def _place(self, room: QRect, *, move: bool) -> int:
        gap, line_gap = look().px(_GAP), look().px(_LINE_GAP)
        fitting = (room.width() + gap) // (look().px(_NARROWEST) + gap)
        columns = max(1, min(self._most, fitting))
        width = (room.width() - gap * (columns - 1)) / columns
        parent = self.parentWidget()
        rtl = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        column, top, high = 0, 0, 0
        for item, wished in zip(self._items, self.spans, strict=True):
            if item.isEmpty():
                continue
            span = min(wished, columns)
            if column + span > columns:
                column, top, high = 0, top + high + line_gap, 0
            wide = round(width * span + gap * (span - 1))
            # The hint of a wrapped sentence is that of a narrow column: too high for this one.
            grows = item.hasHeightForWidth()
            tall = item.heightForWidth(wide) if grows else item.sizeHint().height()
            if move:
                begin = round(column * (width + gap))
                left = room.right() + 1 - begin - wide if rtl else room.left() + begin
                item.setGeometry(QRect(QPoint(left, room.top() + top), QSize(wide, tall)))
            column, high = column + span, max(high, tall)
        return top + high


class FieldGrid(QWidget, Dressed):
    """Field rows in at most so many columns; fewer with larger letters or a narrow window.

    Rows that are hidden leave no gap.
    """

    def __init__(self, most: int = 4) -> None:
        super().__init__()
        self._columns = _Columns(self, most)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, row: QWidget, span: int = 1) -> None:
        """Put a row at the end, over so many columns where there are as many."""
        self._columns.addWidget(row)
        self._columns.spans[-1] = span

    def restyle(self) -> None:
        """Count the columns anew."""
        self._columns.invalidate()
        self.updateGeometry()
