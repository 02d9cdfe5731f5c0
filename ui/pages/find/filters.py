"""The chips and lists by which requests are narrowed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.ports.queries import Filter
from desk_app.records.items import Kind
from ui.pages.choice import OneOf
from ui.pages.find.asking import day_before, of_day
from ui.pages.hits import TONES
from ui.texts import worded
from ui.widgets.select import Select

VIEWS: Final = (
    "all",
    "today",
    "overdue",
    "due",
    "unprinted",
    "unsent",
    "conflicts",
    "sealed",
)


class Filters(QWidget):
    """One view of all requests, narrowed by status and kind."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._given: Filter | None = None
        self._showing = False
        self._view = OneOf(
            [(one, f"find.only.{one}" if one != "all" else "find.all") for one in VIEWS]
        )
        worded(self._view, name="find.filters")
        self._status = Select([("", "find.any_status"), *((one, f"status.{one}") for one in TONES)])
        worded(self._status, name="find.status")
        self._kinds: Sequence[Kind] = ()
        self._kind = Select([("", "find.any_kind")])
        worded(self._kind, name="find.kind")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._view, 1)
        self._row.addWidget(self._status)
        self._row.addWidget(self._kind)
        self._view.chosen.connect(self._on_chosen)
        self._status.currentIndexChanged.connect(self._on_chosen)
        self._kind.currentIndexChanged.connect(self._on_chosen)

    @property
    def sealed(self) -> bool:
        """Whether the requests sealed to the officer are asked for."""
        return self._view.value() == "sealed"

    def offer_kinds(self, kinds: Sequence[Kind]) -> None:
        """Offer the kinds of the catalogue; the one chosen stays."""
        if list(kinds) == list(self._kinds):
            return
        kept, self._kinds = self._kind.value(), kinds
        fresh = Select([("", "find.any_kind"), *((kind.key, kind.title) for kind in kinds)])
        worded(fresh, name="find.kind")
        if kept in {kind.key for kind in kinds}:
            fresh.choose(kept)
        fresh.currentIndexChanged.connect(self._on_chosen)
        self._row.replaceWidget(self._kind, fresh)
        self._kind.deleteLater()
        self._kind = fresh

    def show_filter(self, narrow: Filter) -> None:
        """Show a filter that another page asked for; it holds until a hand changes one."""
        self._showing = True
        self._view.choose(_view_of(narrow))
        self._status.choose(next(iter(narrow.statuses), "") if len(narrow.statuses) == 1 else "")
        kind = next(iter(narrow.kinds), "")
        self._kind.choose(kind if kind in {one.key for one in self._kinds} else "")
        self._showing = False
        self._given = narrow
        self.changed.emit()

    def filter(self, today: dt.date) -> Filter:
        """What is asked for, as of a day."""
        if self._given is not None:
            return self._given
        status, kind = self._status.value(), self._kind.value()
        narrow = Filter(
            statuses=frozenset({status} if status else ()),
            kinds=frozenset({kind} if kind else ()),
        )
        return replace(narrow, **_of_view(self._view.value(), today))

    def _on_chosen(self) -> None:
        if not self._showing:
            self._given = None
            self.changed.emit()


def _of_view(view: str, today: dt.date) -> dict[str, Any]:
    since, until = of_day(today)
    views: dict[str, dict[str, Any]] = {
        "today": {"since": since, "until": until},
        "overdue": {"due_until": day_before(today)},
        "due": {"due_until": today.isoformat()},
        "unprinted": {"only_unprinted": True},
        "unsent": {"only_unsent": True},
        "conflicts": {"only_conflicts": True},
    }
    return views.get(view, {})


def _view_of(narrow: Filter) -> str:
    if narrow.due_until:
        return "overdue"
    if narrow.since:
        return "today"
    for flag in ("unprinted", "unsent", "conflicts"):
        if getattr(narrow, f"only_{flag}"):
            return flag
    return "all"
