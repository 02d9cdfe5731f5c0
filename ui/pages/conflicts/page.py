"""Conflicts over all requests: arrows walk, a digit takes a value as right, the next one comes."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ports.changes import Changes
from desk_app.services.standing import Settle, settle_conflict
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.frame.page import Page
from ui.models.growing import GrowingModel
from ui.models.lines import Line
from ui.models.rows import Column
from ui.models.views import LinesView
from ui.pages.conflicts.reading import InConflict, read_conflicts
from ui.pages.conflicts.values import Values
from ui.pages.hits import listed, shown_code, shown_moment
from ui.pages.request.telling import register_name, shown_value
from ui.texts import Worded, say, shown
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.showing import Card, EmptyState
from ui.work import Newest

_DIGITS: Final = 9


class ConflictsPage(Page, Worded):
    """Read again whenever something of a request is recorded or arrives."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._found: list[InConflict] = []
        self._settling = False
        self._newest: Newest[list[InConflict]] = Newest(place.work, self._show, pause_s=0)
        self.list = LinesView("conflicts.list")
        self._model: GrowingModel[Line] = GrowingModel([Column("conflicts.list", Line.spoken)])
        self.list.setModel(self._model)
        self.values = Values(place.name_of, may_settle=place.may("settle"))
        self._count = Words(letters="caption", tone="muted")
        self._leaves = QStackedWidget()
        self._lay_out()
        self._connect()

    def opened(self) -> None:
        """The list has the keys; it is read anew."""
        self.list.setFocus()
        self._ask()

    def changes(self, changes: Changes) -> None:
        """Something of a request was recorded: read again."""
        if changes.requests or changes.everything:
            self._ask()

    def reword(self) -> None:
        """Say the rows in the language in force."""
        if self._found:
            self._show(self._found)

    def _lay_out(self) -> None:
        lists, told = Card(), Card()
        lists.body.addWidget(self.list, 1)
        lists.body.addWidget(self._count)
        told.body.addWidget(Scroll(self.values))
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(lists, 1)
        row.addWidget(told, 1)
        none = Card()
        none.body.addWidget(EmptyState("good", "conflicts.none", advice="conflicts.none.advice"))
        self._leaves.addWidget(none)
        self._leaves.addWidget(both)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 0, 24, 12)
        page.addWidget(self._leaves)

    def _connect(self) -> None:
        self.list.moved.connect(lambda _: self._show_values())
        self.list.opened.connect(lambda _: self._open())
        self.values.chosen.connect(self._settle)
        bind(self, "Esc", "conflicts.back", self._back)
        if self._place.may("settle"):
            for place in range(_DIGITS):
                bind(self, str(place + 1), "conflict.right", partial(self._settle, place))

    def _back(self) -> None:
        self._place.open_page("today" if self._place.may("register") else "find")

    def _ask(self) -> None:
        queries = self._place.desk.book.queries
        self._newest.ask(lambda: read_conflicts(queries))

    def _show(self, found: list[InConflict]) -> None:
        place = max(0, self.list.currentIndex().row())
        self._found, self._settling = found, False
        self.list.refill([_line(one, self._place) for one in found], otherwise=place)
        self._count.say("conflicts.count", count=len(found))
        self._show_values()
        self._leaves.setCurrentIndex(1 if found else 0)

    def _here(self) -> InConflict | None:
        place = self.list.currentIndex().row()
        return self._found[place] if 0 <= place < len(self._found) else None

    def _show_values(self) -> None:
        here = self._here()
        if here is not None:
            self.values.show_conflict(here)

    def _open(self) -> None:
        here = self._here()
        if here is not None:
            self._place.open_request(here.hit.request_id)

    def _settle(self, place: int, _: bool = False) -> None:
        """Take a value as right; a second press while it is recorded is not one for the next."""
        here = self._here()
        if here is None or self._settling or place >= len(here.conflict.values):
            return
        event, value, _actor, _at = here.conflict.values[place]
        command = Settle(here.hit.request_id, here.conflict.register, event)
        told = shown_value(here.conflict.register, value) or say("conflict.empty")
        book = self._place.desk.book
        self._settling = True
        self._place.work.write(
            lambda: settle_conflict(book, command),
            lambda _: self._place.say("conflicts.settled", value=told),
            lambda wrong: self._place.say(wrong.mistakes[0].code, **wrong.mistakes[0].params),
            self._ask,
        )


def _line(found: InConflict, place: Workplace) -> Line:
    hit, conflict = found.hit, found.conflict
    who = hit.visitor_name or say("hit.nobody")
    what = hit.subject or hit.service_title or hit.kind_title
    values = [shown_value(conflict.register, one[1]) for one in conflict.values]
    newest = max(conflict.values, key=lambda one: one[3])
    return Line(
        id=found.key,
        title=shown(f"{who} — {what}"),
        note="  ·  ".join((shown_code(hit.tracking_code), listed(*values))),
        aside=register_name(conflict.register),
        aside_note=listed(place.name_of(newest[2]), shown_moment(newest[3])),
    )
