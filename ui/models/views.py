"""The views of long lists and tables: fixed row height, keys that work right to left."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.models.lines import ROW_HEIGHT, LineDelegate
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
