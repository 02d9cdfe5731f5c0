"""A list that grows at its end while one walks down: keyset pages, no count of the whole."""

from collections.abc import Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Signal

from ui.models.rows import NO_INDEX, Column, RowsModel

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

MOST: Final = 20_000
"""Rows kept; whoever walks that far is better served by another word."""


class GrowingModel(RowsModel[Row]):
    """Rows that came so far; ``wanted`` asks for what follows the last one."""

    wanted = Signal()

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._rows: list[Row] = []
        self._ended = True
        self._asked = False

    @property
    def last(self) -> Row | None:
        """The last row that came."""
        return self._rows[-1] if self._rows else None

    @property
    def ended(self) -> bool:
        """Whether nothing follows."""
        return self._ended

    def begin(self, rows: Sequence[Row], *, ended: bool) -> None:
        """Show another list, of which these are the first rows."""
        self._rows, self._ended, self._asked = list(rows), ended, False
        self.show_rows(len(self._rows), lambda first, count: self._rows[first : first + count])

    def append(self, rows: Sequence[Row], *, ended: bool) -> None:
        """Put what follows at the end; place and selection stay."""
        self._asked = False
        self._ended = ended or len(self._rows) + len(rows) >= MOST
        if rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows += rows
            self._total = len(self._rows)
            self._pages.forget()
            self.endInsertRows()

    def canFetchMore(self, parent: Index = NO_INDEX) -> bool:
        """Whether the view may ask for what follows."""
        return not parent.isValid() and not self._ended and not self._asked

    def fetchMore(self, parent: Index = NO_INDEX) -> None:
        """The view has come to the end of what is here."""
        if self.canFetchMore(parent):
            self._asked = True
            self.wanted.emit()
