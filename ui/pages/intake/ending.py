"""How a visit ends, what that end asks for, and the keys that record it."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desk_app.records.catalogue import Agency, Catalogue, Unit
from desk_app.records.errors import Mistake
from desk_app.records.jalali import format_jalali
from ui.actions.intake import EndingDraft
from ui.pages.choice import OneOf
from ui.pages.rows import Rows
from ui.texts import say, shown, worded
from ui.widgets.buttons import Button
from ui.widgets.calendar import Holiday
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.jalali import JalaliEdit
from ui.widgets.labels import Words
from ui.widgets.line import TextLine

OUTCOMES: Final = ("informed", "done", "taken", "papers", "agency", "forwarded", "followed")
_ASKED: Final = {
    "agency": "agency",
    "papers": "come_back",
    "forwarded": "unit",
    "followed": "follows",
}
_MISSING: Final = {
    "agency": "agency.missing",
    "forwarded": "intake.unit.missing",
    "followed": "intake.follows.missing",
}


class Ending(QFrame):
    """The foot of the intake page: the outcome, and the buttons of the keys that record."""

    changed = Signal()
    save = Signal()
    save_and_stay = Signal()

    def __init__(
        self,
        catalogue: Callable[[], Catalogue],
        today: Callable[[], dt.date],
        holiday: Holiday,
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._catalogue = catalogue
        self.rows = Rows(self)
        self._outcome = OneOf([(one, f"ending.{one}") for one in OUTCOMES])
        worded(self._outcome, name="intake.outcome")
        self._agency = Finder(self._agencies)
        self._unit = Finder(self._units)
        self._followed: Sequence[Option] = ()
        self._follows = Finder(self._requests)
        self._come_back = JalaliEdit(today, holiday=holiday)
        self._grid = FieldGrid(most=2)
        for name, editor in (
            ("agency", self._agency),
            ("unit", self._unit),
            ("come_back", self._come_back),
            ("follows", self._follows),
        ):
            self._grid.add(self.rows.add(name, FieldRow(f"intake.{name}", editor, steady=False)))
        note = FieldRow("intake.note", TextLine(longest=400), steady=False)
        self._grid.add(self.rows.add("note", note))
        self._save = Button("intake.save", "primary", icon="check", keys="F2")
        self._stay = Button("intake.save_and_stay", "quiet", keys="Shift+F2")
        self.park = Button("intake.park", "quiet", keys="Shift+F3")
        self._lay_out()
        self._outcome.chosen.connect(self._on_outcome)
        self._save.clicked.connect(self.save)
        self._stay.clicked.connect(self.save_and_stay)
        self.rows.changed.connect(self.changed)
        self._outcome.choose("taken")
        self._on_outcome("taken")

    @property
    def outcome(self) -> str:
        """The outcome chosen."""
        return self._outcome.value()

    def choose(self, outcome: str) -> None:
        """Choose an outcome."""
        self._outcome.choose(outcome)

    def draft(self) -> EndingDraft:
        """What was chosen so far; the day to come back stands in the note too."""
        day = self._come_back.value()
        words = self.rows.text("note")
        followed = self._follows.option
        return EndingDraft(
            outcome=self.outcome,
            agency=self._agency.value(),
            unit=self._unit.value(),
            come_back=day.isoformat() if day else "",
            follows=followed.id if followed else "",
            follows_title=followed.title if followed else "",
            note=words,
        )

    def told(self) -> EndingDraft:
        """The ending as it is recorded: the day to come back is put into words."""
        draft = self.draft()
        if draft.outcome != "papers" or not draft.come_back:
            return draft
        day = shown(format_jalali(dt.date.fromisoformat(draft.come_back)))
        said = say("intake.come_back.note", day=day)
        note = "، ".join(part for part in (said, draft.note) if part)
        return msgspec.structs.replace(draft, note=note)

    def fill(self, draft: EndingDraft) -> None:
        """Show an ending as it was chosen."""
        self._outcome.choose(draft.outcome)
        agency = self._catalogue().agency(draft.agency)
        self._agency.choose(Option(agency.key, agency.title) if agency else None)
        unit = self._catalogue().unit(draft.unit)
        self._unit.choose(Option(unit.key, unit.title) if unit else None)
        self._come_back.set_value(
            dt.date.fromisoformat(draft.come_back) if draft.come_back else None
        )
        self._follows.choose(Option(draft.follows, draft.follows_title) if draft.follows else None)
        self.rows.set_text("note", draft.note)
        self.rows.forgive()

    def check(self) -> FieldRow | None:
        """The first field that this ending needs and that is empty or wrong."""
        wrong, missing = self.rows.check(), _MISSING.get(self.outcome)
        if wrong is None and missing and not self.rows.value(_ASKED[self.outcome]):
            self.rows.row(_ASKED[self.outcome]).show_mistake(Mistake("", missing))
        return self.rows.first_wrong()

    def offer_followed(self, requests: Sequence[Option]) -> None:
        """The visitor's requests that still run, for the one they came back for."""
        self._followed = requests

    def follow(self) -> None:
        """The visitor came back for a request; the newest that runs is taken, if nobody chose."""
        self.choose("followed")
        if self._follows.option is None and self._followed:
            self._follows.choose(self._followed[0])
        self.rows.editor("note" if self._follows.option else "follows").setFocus()

    def allow_save(self, allowed: bool) -> None:
        """Let the visit be recorded or not."""
        self._save.setEnabled(allowed)
        self._stay.setEnabled(allowed)

    def begin(self) -> None:
        """Put the cursor where this ending asks something, else on the outcome."""
        asked = _ASKED.get(self.outcome)
        (self.rows.editor(asked) if asked else self._outcome).setFocus()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(Words("intake.outcome", letters="strong"))
        above.addWidget(self._outcome, 1)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._save)
        below.addWidget(self._stay)
        below.addStretch()
        below.addWidget(self.park)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(8)
        column.addLayout(above)
        column.addWidget(self._grid)
        column.addLayout(below)

    def _on_outcome(self, outcome: str) -> None:
        for name in _ASKED.values():
            self.rows.row(name).setVisible(_ASKED.get(outcome) == name)
        self._grid.setVisible(outcome in _ASKED)
        self._grid.restyle()
        self.changed.emit()

    def _agencies(self, wanted: str) -> Sequence[Option]:
        agencies = self._catalogue().all(Agency)
        return among([Option(one.key, one.title, "، ".join(one.matters)) for one in agencies])(
            wanted
        )

    def _requests(self, wanted: str) -> Sequence[Option]:
        return among(self._followed)(wanted)

    def _units(self, wanted: str) -> Sequence[Option]:
        return among([Option(one.key, one.title) for one in self._catalogue().all(Unit)])(wanted)
