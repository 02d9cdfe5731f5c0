"""The list of items of one type, narrowed while one types."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.records.catalogue import Catalogue
from desk_app.records.items import ITEM_TYPES, Item, Kind, Post, Service, Topic, Unit
from desk_app.records.text import normalise
from ui.models.lines import Line
from ui.models.rows import Column, RowsModel
from ui.models.views import LinesView
from ui.pages.hits import listed
from ui.texts import Worded, say, shown, worded
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.select import Select

KINDS: Final = tuple(ITEM_TYPES)
NOTHING: Final = "\0"
"""The key that stands for no item at all."""


class _Search(TextLine):
    """The line over the list; Down and Enter go into it."""

    wanted_list = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, or go down."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted_list.emit()
            return
        super().keyPressEvent(event)


class Shelf(QWidget, Worded):
    """Type, search line and list of items.

    ``moved`` and ``opened`` carry the key under the cursor; the new item of a type, while it is
    unsaved, has an empty key and stands first; where none fits it is ``NOTHING``. ``turned``
    carries another type.
    """

    moved = Signal(str)
    opened = Signal(str)
    turned = Signal(str)

    def __init__(self, unsaved: Callable[[tuple[str, str]], bool]) -> None:
        super().__init__()
        self._unsaved = unsaved
        self._catalogue, self._day = Catalogue(), dt.date.min
        self._lines: list[Line] = []
        self._shown: list[Line] = []
        self._placing = False
        self.kinds = Select([(one, f"office.kind.{one}") for one in KINDS])
        self.search = _Search()
        self._model: RowsModel[Line] = RowsModel([Column("office.list", lambda row: row.spoken())])
        self.list = LinesView("office.list")
        self.list.setModel(self._model)
        self._count = Words(letters="caption", tone="muted")
        worded(self.search, name="office.search", placeholder="office.search")
        worded(self.kinds, name="office.kind")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.kinds, self.search):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(self._count)
        self.kinds.currentIndexChanged.connect(lambda _: self.turned.emit(self.kind))
        self.search.textChanged.connect(lambda _: self._narrow())
        self.search.wanted_list.connect(self._into_list)
        self.list.moved.connect(self._on_moved)
        self.list.opened.connect(lambda row: self.opened.emit(row.id))

    @property
    def kind(self) -> str:
        """The type listed."""
        return self.kinds.value()

    @property
    def key(self) -> str | None:
        """The key under the cursor; None where nothing is listed."""
        row = self.list.current_row()
        return row.id if isinstance(row, Line) else None

    def show_items(self, catalogue: Catalogue, day: dt.date, key: str | None = None) -> None:
        """List the items of the type as they stand, the cursor on ``key`` where it is there."""
        self._catalogue, self._day = catalogue, day
        wanted = self.key if key is None else key
        kind = ITEM_TYPES[self.kind]
        items = [one for one in catalogue if isinstance(one, kind)]
        self._lines = [self._line(one) for one in items]
        if self._unsaved((self.kind, "")):
            fresh = Line("", say("office.fresh"), state=say("office.unsaved"), tone="warn")
            self._lines.insert(0, fresh)
        self._narrow(wanted)

    def reword(self) -> None:
        """Say the lines anew in the language in force."""
        self.show_items(self._catalogue, self._day)

    def _narrow(self, wanted: str | None = None) -> None:
        """Show what fits every typed word; the cursor stays on its item where that still fits."""
        wanted = self.key if wanted is None else wanted
        words = normalise(self.search.value()).split()
        self._shown = [
            line
            for line in self._lines
            if all(word in normalise(f"{line.title} {line.note} {line.id}") for word in words)
        ]
        rows = self._shown
        self._placing = True
        self._model.show_rows(len(rows), lambda first, count: rows[first : first + count])
        place = next((at for at, line in enumerate(rows) if line.id == wanted), 0)
        if rows:
            self.list.go_to(place)
        self._placing = False
        self._count.setText(say("office.count", count=len(rows), all=len(self._lines)))
        self.moved.emit(rows[place].id if rows else NOTHING)

    def _line(self, item: Item) -> Line:
        unsaved = self._unsaved((self.kind, item.key))
        return Line(
            item.key,
            shown(item.title),
            shown(listed(item.key, self._about(item))),
            state=say("office.unsaved") if unsaved else "",
            tone="warn",
        )

    def _about(self, item: Item) -> str:
        """What tells an item from its like."""
        if isinstance(item, Service):
            unit = self._catalogue.unit(item.unit)
            return unit.title if unit else ""
        if isinstance(item, Post):
            return item.holder_on(self._day) or say("office.vacant")
        if isinstance(item, Unit):
            return item.room or item.phone
        if isinstance(item, Topic):
            parent = self._catalogue.topic(item.parent)
            return parent.title if parent else ""
        if isinstance(item, Kind):
            rule = item.deadline
            return f"{rule.amount} {say(f'office.deadline.{rule.unit}')}" if rule else ""
        return item.phone

    def _into_list(self) -> None:
        if self._shown:
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_moved(self, row: object) -> None:
        if not self._placing and isinstance(row, Line):
            self.moved.emit(row.id)
