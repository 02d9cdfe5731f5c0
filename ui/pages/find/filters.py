"""The chips by which requests are narrowed, and beneath them the fields that say more."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ports.queries import Filter
from desk_app.records.items import Kind, Service
from ui.pages.choice import OneOf
from ui.pages.find.asking import day_before, of_day
from ui.pages.find.narrowing import Narrowing
from ui.texts import Worded, say, worded
from ui.widgets.buttons import Button
from ui.widgets.chips import Chip, Flow

VIEWS: Final = (
    "all",
    "today",
    "overdue",
    "due",
    "unprinted",
    "unsent",
    "conflicts",
    "unheard",
    "sealed",
)
MORE_KEYS: Final = "Ctrl+Shift+F"


class Filters(QWidget, Worded):
    """One view of all requests, narrowed further by what is asked for.

    ``user`` is the officer whose requests are "mine"; the page places ``more``, which opens the
    fields. While they are folded away, a chip stands for each that is in force; a click takes it
    off.
    """

    changed = Signal()

    def __init__(self, user: str, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._user = user
        self._given: Filter | None = None
        self._showing = False
        self._low = False
        self._first = QWidget()
        self._view = OneOf(
            [(one, f"find.only.{one}" if one != "all" else "find.all") for one in VIEWS]
        )
        worded(self._view, name="find.filters")
        self.mine = Chip("find.mine")
        self.more = Button("find.more", "quiet", icon="filter")
        worded(self.more, {"keys": MORE_KEYS}, tip="find.more.keys")
        self.fields = Narrowing(today)
        self.fields.hide()
        self._worn = QWidget()
        self._worn_flow = Flow(self._worn, gap=4)
        self._chips: list[Chip] = []
        self._lay_out()
        self._view.chosen.connect(self._on_chosen)
        self.mine.toggled.connect(self._on_chosen)
        self.fields.changed.connect(self._on_chosen)
        self.more.clicked.connect(self.turn)

    @property
    def sealed(self) -> bool:
        """Whether the requests sealed to the officer are asked for."""
        return self._view.value() == "sealed"

    @property
    def is_open(self) -> bool:
        """Whether the fields are in sight."""
        return not self.fields.isHidden()

    def stand(self, *, low: bool) -> None:
        """On a low page the chips make room for the fields while those are in sight."""
        self._low = low
        self._first.setVisible(not (low and self.is_open))

    def turn(self) -> None:
        """Show the fields, or fold them away."""
        self.fields.setVisible(not self.is_open)
        self.stand(low=self._low)
        self._show_worn()
        if self.is_open:
            self.fields.begin()

    def offer(self, kinds: Sequence[Kind], services: Sequence[Service]) -> None:
        """Offer the kinds and services of the catalogue."""
        self.fields.offer(kinds, services)

    def clear(self) -> None:
        """Show everything again."""
        self.show_filter(Filter())
        self._given = None

    def show_filter(self, narrow: Filter) -> None:
        """Show a filter that another page asked for; it holds until a hand changes one."""
        self._showing = True
        self._view.choose(_view_of(narrow))
        self.mine.setChecked(narrow.officer == self._user and bool(narrow.officer))
        self.fields.show_filter(narrow)
        self._showing = False
        self._given = narrow
        self._show_worn()
        self.changed.emit()

    def filter(self, today: dt.date) -> Filter:
        """What is asked for, as of a day; dates that are named say more than "today"."""
        if self._given is not None:
            return self._given
        asked = replace(self.fields.filter(), officer=self._user if self.mine.isChecked() else "")
        views = _of_view(self._view.value(), today)
        if asked.since or asked.until:
            views.pop("since", None)
            views.pop("until", None)
        return replace(asked, **views)

    def reword(self) -> None:
        """Say the chips in the language in force."""
        self._show_worn()

    def _lay_out(self) -> None:
        first = QHBoxLayout(self._first)
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(8)
        first.addWidget(self._view, 1)
        first.addWidget(self.mine, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._first)
        column.addWidget(self.fields)
        column.addWidget(self._worn)
        self._worn.hide()

    def _show_worn(self) -> None:
        for chip in self._chips:
            self._worn_flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for name, words in [] if self.is_open else self.fields.in_force():
            chip = Chip()
            chip.setText(f"{words}  ✕")
            chip.setAccessibleName(say("find.take_off", filter=words))
            chip.setChecked(True)
            chip.clicked.connect(lambda _=False, one=name: self.fields.clear(one))
            self._worn_flow.addWidget(chip)
            self._chips.append(chip)
        self._worn.setVisible(bool(self._chips))

    def _on_chosen(self) -> None:
        if not self._showing:
            self._given = None
            self._show_worn()
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
        "unheard": {"only_unheard": True},
    }
    return views.get(view, {})


def _view_of(narrow: Filter) -> str:
    if narrow.due_until:
        return "overdue"
    if narrow.since:
        return "today"
    for flag in ("unprinted", "unsent", "conflicts", "unheard"):
        if getattr(narrow, f"only_{flag}"):
            return flag
    return "all"
