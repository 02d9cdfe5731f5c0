"""The views of long lists and tables: fixed row height, keys that work right to left."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.models.growing import GrowingModel
from ui.models.lines import ROW_HEIGHT, Line, LineDelegate
from ui.models.rows import Index, RowsModel
from ui.texts import worded
from ui.theme import Dressed, look

_TABLE_ROW = 36


class RowsView(QTableView, Dressed):
    """A view over a ``RowsModel``; Enter or a double click opens a row.

    ``opened`` and ``moved`` carry the row itself. A table view also for lists of one column:
    a list view would lay out a million rows one by one.
    """

    opened = Signal(object)
    moved = Signal(object)

    def __init__(self, name: str, row_height: int = _TABLE_ROW) -> None:
        super().__init__()
        self._row_height = row_height
        worded(self, name=name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.doubleClicked.connect(self._on_opened)
        self.restyle()

    def restyle(self) -> None:
        """Rows grow with the letters."""
        self.verticalHeader().setDefaultSectionSize(look().px(self._row_height))

    def go_to(self, place: int) -> None:
        """Select a row and bring it into sight; ``selectRow`` does nothing right to left."""
        index = self.model().index(place, 0)
        rows = QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | rows
        )
        self.scrollTo(index)

    def current_row(self) -> object | None:
        """The row under the cursor, or None."""
        model = self.model()
        place = self.currentIndex().row()
        return model.row(place) if isinstance(model, RowsModel) else None

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row the cursor came to."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.moved.emit(self.current_row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk; Enter opens, Home and End go to the ends of the list."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_opened()
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(self.model().rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def _on_opened(self) -> None:
        row = self.current_row()
        if row is not None:
            self.opened.emit(row)


class LinesView(RowsView):
    """A list of two-line rows (``ui.models.lines.Line``)."""

    def __init__(self, name: str) -> None:
        super().__init__(name, ROW_HEIGHT)
        self.horizontalHeader().hide()
        self.setItemDelegate(LineDelegate(self))

    def refill(self, lines: Sequence[Line], *, ended: bool = True, otherwise: int = 0) -> None:
        """Show rows anew: the cursor stays with its row, and that row where it was on the screen.

        A row that is gone leaves the cursor at the place ``otherwise``. The model is one that
        grows, with ``Line`` as rows.
        """
        model: object = self.model()
        assert isinstance(model, GrowingModel)
        kept, place = self.current_row(), max(0, self.currentIndex().row())
        top = self.verticalScrollBar().value()
        model.begin(lines, ended=ended)
        if lines:
            here = _place_of(kept, lines)
            here = min(otherwise, len(lines) - 1) if here < 0 else here
            self.go_to(here)
            self.verticalScrollBar().setValue(top + here - place)


def _place_of(kept: object, lines: Sequence[Line]) -> int:
    """Where a row stands now, by its id or else by all it says; -1 for nowhere."""
    if not isinstance(kept, Line):
        return -1
    by_id = (at for at, line in enumerate(lines) if line.id == kept.id) if kept.id else iter(())
    return next(by_id, lines.index(kept) if kept in lines else -1)
