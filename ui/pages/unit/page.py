"""The expert's page: what lies with the unit by its due day; Enter opens, one key begins a deed."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ports.changes import Changes
from desk_app.ports.queries import UnitWork
from desk_app.services.unit_work import may_approve
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.frame.page import Page
from ui.models.growing import GrowingModel
from ui.models.lines import Line
from ui.models.rows import Column
from ui.models.views import LinesView
from ui.pages.choice import OneOf
from ui.pages.request.unit_deeds import ways_of
from ui.pages.unit.lines import VIEWS, line_of, within
from ui.texts import Worded, worded
from ui.widgets.buttons import Button
from ui.widgets.chips import Flow
from ui.widgets.labels import Words
from ui.widgets.showing import Card, EmptyState
from ui.work import Newest

MOST: Final = 500


class UnitPage(Page, Worded):
    """The queue of the officer's unit, read again whenever something of a request is recorded."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        officer = place.desk.book.officer
        heads = may_approve(officer)
        self._ways = [way for way in ways_of(officer) if heads or way.right != "approve"]
        self._work: list[UnitWork] = []
        self._was_read = False
        self._newest: Newest[list[UnitWork]] = Newest(place.work, self._show, pause_s=0)
        self.queue = LinesView("unit.queue")
        self._model: GrowingModel[Line] = GrowingModel([Column("unit.queue", Line.spoken)])
        self.queue.setModel(self._model)
        self.views = OneOf([(view, f"unit.view.{view}") for view in VIEWS])
        worded(self.views, name="unit.view")
        self._unit = Words(letters="caption", tone="muted")
        self._count = Words(letters="caption", tone="muted")
        self._leaves = QStackedWidget()
        self._none = EmptyState("inbox", "unit.none", advice="unit.none.advice")
        self._nothing = EmptyState("filter", "unit.nothing")
        self._no_unit = EmptyState("office", "unit.no_unit", advice="unit.no_unit.advice")
        self._lay_out()
        self._connect()

    def opened(self) -> None:
        """The list has the keys; it is read anew."""
        self.queue.setFocus()
        self._ask()

    def changes(self, changes: Changes) -> None:
        """Something of a request was recorded: read again."""
        if changes.requests or changes.everything:
            self._ask()

    def beside_title(self) -> QWidget:
        """The unit by name."""
        return self._unit

    def reword(self) -> None:
        """Say everything in the language in force."""
        self._say_unit()
        if self._was_read:
            self._show(self._work)

    def _lay_out(self) -> None:
        card = Card()
        for leaf in (self.queue, self._none, self._nothing, self._no_unit):
            self._leaves.addWidget(leaf)
        card.body.addWidget(self.views)
        card.body.addWidget(self._leaves, 1)
        card.body.addWidget(self._count)
        card.body.addWidget(self._deeds())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 12)
        column.addWidget(card)

    def _deeds(self) -> QWidget:
        """The deeds by their keys, done to the row under the cursor."""
        deeds = QWidget()
        worded(deeds, name="unit.how")
        row = Flow(deeds, gap=4)
        for way in self._ways:
            button = Button(f"deed.{way.code}", "quiet", icon=way.icon, keys=way.keys)
            button.clicked.connect(partial(self._begin, way.code))
            row.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        deeds.setSizePolicy(policy)
        return deeds

    def _connect(self) -> None:
        self.views.chosen.connect(lambda _: self._show(self._work))
        self.queue.opened.connect(lambda line: self._place.open_request(line.id))
        self._place.catalogue_changed.connect(self.reword)
        self._place.arrived.connect(self._on_arrived)
        for way in self._ways:
            bind(self, way.keys, f"deed.{way.code}", partial(self._begin, way.code))
        for place, view in enumerate(VIEWS, start=1):
            bind(self, f"Ctrl+{place}", f"unit.view.{view}", partial(self.views.choose, view))

    def _ask(self) -> None:
        queries = self._place.desk.book.queries
        self._newest.ask(lambda: queries.unit_queue(limit=MOST))

    def _show(self, work: list[UnitWork]) -> None:
        place = self._place
        if self._was_read:
            self._notice(work)
        self._work, self._was_read = work, True
        today, user = place.today, place.desk.book.officer.user
        lines = [
            line_of(one, today, place.name_of, fresh=place.is_fresh(one.hit.request_id))
            for one in within(self.views.value(), work, user, today)
        ]
        self.queue.refill(lines)
        self._leaves.setCurrentWidget(self._leaf(lines))
        self._count.setVisible(bool(lines))
        self._count.say("unit.count", count=len(lines))

    def _on_arrived(self, _: object) -> None:
        """What arrives is told on whatever page the expert is."""
        if not self.isVisible():
            self._ask()

    def _notice(self, work: list[UnitWork]) -> None:
        """Say that referrals have come which were not here before."""
        known = {one.referral for one in self._work}
        fresh = [one for one in work if one.referral not in known]
        if any(self._place.is_fresh(one.hit.request_id) for one in fresh):
            self._place.say("unit.arrived", count=len(fresh))

    def _leaf(self, lines: list[Line]) -> QWidget:
        if lines:
            return self.queue
        if not self._place.desk.book.officer.unit:
            return self._no_unit
        return self._nothing if self._work else self._none

    def _say_unit(self) -> None:
        key = self._place.desk.book.officer.unit
        unit = self._place.catalogue.unit(key) if key else None
        if unit is not None:
            self._unit.say("unit.name", title=unit.title)

    def _begin(self, deed: str, _: bool = False) -> None:
        line = self.queue.current_row()
        if isinstance(line, Line):
            self._place.open_request(line.id, deed)
