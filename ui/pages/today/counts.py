"""Tables of counts: rows by name, each number a cell that Enter or a double click opens."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy

from ui.models.rows import ACCESSIBLE_ROLE, DISPLAY_ROLE, Column, Index, RowsModel
from ui.models.views import RowsView
from ui.texts import say, shown
from ui.theme import look

_ROW = 36
_NAME, _ASIDE = 108, 88
_NARROWEST, _WIDEST = 48, 92


class CountRow(NamedTuple):
    """A name and its numbers; None where a number cannot be known here."""

    key: str
    name: str
    counts: tuple[int | None, ...]
    aside: str = ""


class CountsModel(RowsModel[CountRow]):
    """The name, a column for each number and, where one is named, a last one of words."""

    def __init__(self, first: str, codes: Sequence[str], aside: str = "") -> None:
        self._codes = tuple(codes)
        counts = [
            Column(code, lambda row, at=at: _told(row.counts[at]))  # type: ignore[misc]
            for at, code in enumerate(codes)
        ]
        last: list[Column[CountRow]] = [Column(aside, lambda row: row.aside)] if aside else []
        super().__init__([Column(first, lambda row: row.name), *counts, *last])

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """A number is read out with its row and column."""
        row = self.row(index.row())
        at = index.column() - 1
        if role == ACCESSIBLE_ROLE and row is not None and 0 <= at < len(self._codes):
            return f"{row.name}، {say(self._codes[at])}: {_told(row.counts[at])}"
        return super().data(index, role)


class CountsTable(RowsView):
    """As high as its rows; ``cell_opened`` carries the key of the row and the column's code."""

    cell_opened = Signal(str, str)

    def __init__(self, name: str, codes: Sequence[str], *, first: str, aside: str = "") -> None:
        super().__init__(name, _ROW)
        self._codes = tuple(codes)
        self._rows: list[CountRow] = []
        self._model = CountsModel(first, codes, aside)
        self.setModel(self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setVisible(bool(aside))
        self._fit()

    def show_counts(self, rows: Sequence[CountRow]) -> None:
        """Show these; the cell under the cursor stays where it still is."""
        key, column = self._place()
        same = [row.key for row in rows] == [row.key for row in self._rows]
        self._rows = list(rows)
        self._model.show_rows(len(rows), lambda first, count: self._rows[first : first + count])
        keys = [row.key for row in rows]
        if rows:
            place = keys.index(key) if key in keys else 0
            self.setCurrentIndex(self._model.index(place, max(column, 1)))
            if not self.hasFocus():
                self.selectionModel().clearSelection()
        if not same:
            self._fit()

    def restyle(self) -> None:
        """Rows and columns grow with the letters."""
        super().restyle()
        if hasattr(self, "_rows"):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share what the name leaves."""
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cell under the cursor shows where the keys go."""
        super().focusInEvent(event)
        if self.currentIndex().isValid():
            select = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().select(self.currentIndex(), select)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A table that is left shows no cell of its own."""
        super().focusOutEvent(event)
        self.selectionModel().clearSelection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from number to number; at the upper and lower end they leave the table."""
        ends = {Qt.Key.Key_Up: 0, Qt.Key.Key_Down: len(self._rows) - 1}
        if ends.get(Qt.Key(event.key())) == self.currentIndex().row():
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def _on_opened(self) -> None:
        key, column = self._place()
        at = column - 1
        if key and 0 <= at < len(self._codes):
            self.cell_opened.emit(key, self._codes[at])

    def _place(self) -> tuple[str, int]:
        index = self.currentIndex()
        there = 0 <= index.row() < len(self._rows)
        return (self._rows[index.row()].key, index.column()) if there else ("", 0)

    def _fit(self) -> None:
        here, header = look(), self.horizontalHeader()
        words = here.px(_ASIDE) if self._model.columnCount() > len(self._codes) + 1 else 0
        room = (self.viewport().width() - here.px(_NAME) - words) // len(self._codes)
        width = min(max(room, here.px(_NARROWEST)), here.px(_WIDEST))
        for at in range(1, self._model.columnCount()):
            self.setColumnWidth(at, words if at > len(self._codes) else width)
        above = 0 if header.isHidden() else header.sizeHint().height()
        self.setFixedHeight(above + here.px(_ROW) * max(len(self._rows), 1) + 6)


def _told(count: int | None) -> str:
    return "—" if count is None else shown(count)
