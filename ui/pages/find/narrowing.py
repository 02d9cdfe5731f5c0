"""The second row of filters: dates, status, kind, service and counter; shown when asked for."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desk_app.ports.queries import Filter
from desk_app.records.items import Kind, Service
from desk_app.records.text import to_ascii_digits
from ui.pages.find.asking import of_day
from ui.pages.hits import TONES, shown_day
from ui.texts import say, shown
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.jalali import JalaliEdit
from ui.widgets.line import TextLine
from ui.widgets.select import Select

_COLUMNS: Final = 3


class Narrowing(QWidget):
    """Six fields; ``changed`` is sent when what they ask for is another list."""

    changed = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._services: dict[str, Option] = {}
        self._kinds: Sequence[Kind] = ()
        self._asked = Filter()
        self._showing = False
        self.since, self.until = JalaliEdit(today), JalaliEdit(today)
        self.status = Select([("", "find.any_status"), *((one, f"status.{one}") for one in TONES)])
        self.kind = Select([("", "find.any_kind")])
        self.service = Finder(self._services_for)
        self.counter = TextLine(longest=40)
        self._rows = {
            "since": FieldRow("find.since", self.since, steady=False),
            "until": FieldRow("find.until", self.until, steady=False),
            "counter": FieldRow("find.counter", self.counter, steady=False),
            "status": FieldRow("find.status", self.status, steady=False),
            "kind": FieldRow("find.kind", self.kind, steady=False),
            "service": FieldRow("find.service", self.service, steady=False),
        }
        # A list beside it gives way; fields that are squeezed cannot be read.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for place, row in enumerate(self._rows.values()):
            self._grid.addWidget(row, place // _COLUMNS, place % _COLUMNS)
            self._grid.setColumnStretch(place % _COLUMNS, 1)
        for line in (self.since, self.until, self.counter):
            line.textChanged.connect(self._on_changed)
        for dates in (self.since, self.until):
            dates.editingFinished.connect(self._check_dates)
        self.status.currentIndexChanged.connect(self._on_changed)
        self.kind.currentIndexChanged.connect(self._on_changed)
        self.service.chosen.connect(self._on_changed)

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self.since.setFocus()

    def offer(self, kinds: Sequence[Kind], services: Sequence[Service]) -> None:
        """Offer what the catalogue has; what was chosen stays where it is still offered."""
        self._services = {one.key: Option(one.key, one.title) for one in services}
        if list(kinds) == list(self._kinds):
            return
        kept, self._kinds = self.kind.value(), kinds
        fresh = Select([("", "find.any_kind"), *((kind.key, kind.title) for kind in kinds)])
        if kept in {kind.key for kind in kinds}:
            fresh.choose(kept)
        fresh.currentIndexChanged.connect(self._on_changed)
        row = FieldRow("find.kind", fresh, steady=False)
        self._grid.replaceWidget(self._rows["kind"], row)
        self._rows["kind"].deleteLater()
        self._rows["kind"], self.kind = row, fresh

    def filter(self) -> Filter:
        """What the fields ask for; a date that is none asks for nothing."""
        since, until = self.since.value(), self.until.value()
        status, kind, service = self.status.value(), self.kind.value(), self.service.value()
        return Filter(
            statuses=frozenset({status} if status else ()),
            kinds=frozenset({kind} if kind else ()),
            services=frozenset({service} if service else ()),
            since=of_day(since)[0] if since else 0,
            until=of_day(until)[1] if until else 0,
            counter=to_ascii_digits(self.counter.value()),
        )

    def show_filter(self, narrow: Filter) -> None:
        """Show the parts of a filter that have a field here; nothing is asked by it."""
        self._showing = True
        self.clear()
        status, kind = next(iter(narrow.statuses), ""), next(iter(narrow.kinds), "")
        if len(narrow.statuses) == 1 and status in TONES:
            self.status.choose(status)
        if kind in {one.key for one in self._kinds}:
            self.kind.choose(kind)
        self.service.choose(self._services.get(next(iter(narrow.services), "")))
        self.counter.set_value(shown(narrow.counter))
        self._showing = False
        self._asked = self.filter()

    def clear(self, name: str = "") -> None:
        """Empty one field, or all of them."""
        for one in [name] if name else list(self._rows):
            editor = self._rows[one].editor
            if isinstance(editor, Select):
                editor.choose("")
            elif isinstance(editor, Finder):
                editor.choose(None)
            else:
                cast(TextLine, editor).clear()

    def in_force(self) -> list[tuple[str, str]]:
        """Name and words of every field that narrows the list."""
        words = {
            "since": shown_day(self.since.value() or ""),
            "until": shown_day(self.until.value() or ""),
            "counter": self.counter.value(),
            "status": self.status.currentText() if self.status.value() else "",
            "kind": self.kind.currentText() if self.kind.value() else "",
            "service": self.service.option.title if self.service.option else "",
        }
        return [
            (name, say("find.narrowed", what=say(f"find.{name}"), value=value))
            for name, value in words.items()
            if value
        ]

    def _services_for(self, wanted: str) -> Sequence[Option]:
        return among(list(self._services.values()))(wanted)

    def _check_dates(self) -> None:
        for name in ("since", "until"):
            self._rows[name].check()

    def _on_changed(self) -> None:
        asked = self.filter()
        for name in ("since", "until"):
            if self._rows[name].wrong is not None:
                self._rows[name].check()
        if asked != self._asked and not self._showing:
            self._asked = asked
            self.changed.emit()
