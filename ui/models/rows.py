"""The item model of a long list or table over pages of ready rows."""

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.pages import PAGE, Loader, Pages
from ui.texts import say

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

# Plain integers: looking up Qt's enumerations in data() takes half of a repaint.
DISPLAY_ROLE: Final = 0
ALIGNMENT_ROLE: Final = 7
ACCESSIBLE_ROLE: Final = 11
ROW_ROLE: Final = 256
_HORIZONTAL: Final = Qt.Orientation.Horizontal
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading)
NO_INDEX: Final = QModelIndex()


class Column(Generic[Row]):
    """One column: the code of its title and the ready text of a row in it."""

    def __init__(self, code: str, text: Callable[[Row], str]) -> None:
        self.code = code
        self.text = text


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows counted beforehand and loaded by the page.

    Rows are whatever the loader returns; the role ``ROW_ROLE`` gives the row itself to a
    delegate. A row whose page is still on the way shows as «…».
    """

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = list(columns)
        self._total = 0
        self._pages: Pages[Row] = Pages(lambda first, count: ())

    def show_rows(self, total: int, loader: Loader[Row]) -> None:
        """Show another list of ``total`` rows."""
        self.beginResetModel()
        self._total = total
        self._pages = Pages(loader)
        self.endResetModel()

    def read_again(self, total: int) -> None:
        """Ask for the rows anew, keeping place and selection when the count is the same."""
        self._pages.forget()
        if total != self._total:
            self.beginResetModel()
            self._total = total
            self.endResetModel()
        elif total:
            self.dataChanged.emit(
                self.index(0, 0), self.index(total - 1, max(0, len(self._columns) - 1))
            )

    def arrive(self, first: int, rows: Sequence[Row]) -> None:
        """Take a page that was fetched elsewhere; ``first`` is a multiple of the page size."""
        self._pages.keep(first // PAGE, rows)
        last = min(first + len(rows), self._total) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def row(self, place: int) -> Row | None:
        """The row at a place, or None while it is on the way."""
        return self._pages.row(place) if 0 <= place < self._total else None

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """All rows, loaded or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """The columns given."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """Text, row or alignment of a cell."""
        if role in (DISPLAY_ROLE, ACCESSIBLE_ROLE):
            row = self._pages.row(index.row())
            return "…" if row is None else self._columns[index.column()].text(row)
        if role == ROW_ROLE:
            return self._pages.row(index.row())
        if role == ALIGNMENT_ROLE:
            return _MIDDLE
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE
    ) -> object:
        """The title of a column."""
        if orientation == _HORIZONTAL and role == DISPLAY_ROLE:
            return say(self._columns[section].code)
        if orientation == _HORIZONTAL and role == ALIGNMENT_ROLE:
            return _MIDDLE
        return None
