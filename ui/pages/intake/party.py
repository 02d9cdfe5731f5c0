"""One person of an intake: how identity was established, and what is told of the person."""

from typing import Final, cast, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import Mistake
from desk_app.records.identity import (
    Checked,
    foreign_id,
    legal_id,
    passport,
    phone,
    postal_code,
)
from desk_app.records.persons import Established, IdentityKind, Need, PartyRole, Person
from desk_app.services.guard import LINE_LENGTH, NAME_LENGTH
from desk_app.services.parties import FIRST_BIRTH_YEAR, LAST_BIRTH_YEAR
from ui.actions.intake import PartyDraft
from ui.pages.rows import Rows
from ui.texts import worded
from ui.widgets.buttons import IconButton
from ui.widgets.chips import Chips
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.number import DigitsLine, MobileLine, NationalIdLine
from ui.widgets.segments import Segments

_ID_ROWS: Final = {
    "national": "national_id",
    "legal": "legal_id",
    "foreign": "foreign_id",
    "passport": "passport",
}
_TEXTS: Final = (
    "first_name",
    "last_name",
    "father_name",
    "organisation",
    "registration",
    "birth_year",
    "mobile",
    "phone",
    "village",
    "address",
    "postal_code",
    "relation",
    "authority_paper",
)
_STOPS: Final = (
    "organisation",
    "registration",
    "first_name",
    "last_name",
    "father_name",
    "mobile",
    "relation",
    "authority_paper",
    "birth_year",
    "phone",
    "village",
    "postal_code",
    "address",
)
_LEGAL: Final = frozenset({"organisation", "registration"})
_MORE: Final = frozenset({"birth_year", "phone", "village", "address", "postal_code", "needs"})
_FOR_ANOTHER: Final = frozenset({"relation", "authority_paper"})
_APPLICANT_ONLY: Final = frozenset({"father_name"})


def birth_year(value: str) -> Checked:
    """A Jalali year that a living person's paper can show."""
    right = value.isdigit() and FIRST_BIRTH_YEAR <= int(value) <= LAST_BIRTH_YEAR
    return value, None if right else Mistake("birth_year", "birth_year.range")


class PartyForm(QWidget):
    """The fields of one person; ``identified`` carries a number that is right by itself."""

    changed = Signal()
    identified = Signal(str)
    removed = Signal()

    def __init__(self, role: PartyRole) -> None:
        super().__init__()
        self.role: PartyRole = role
        self._kind: IdentityKind = "national"
        self._more = False
        self.rows = Rows(self)
        self._established = Segments(
            {value: f"intake.established.{value}" for value in get_args(Established)}
        )
        worded(self._established, name="intake.established")
        self._grid = FieldGrid(most=3)
        self._add_rows()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self._grid)
        self.rows.changed.connect(self.changed)
        self._established.chosen.connect(self._on_established)
        self._show_fitting()

    @property
    def kind(self) -> IdentityKind:
        """The kind of identity number asked for."""
        return self._kind

    @property
    def number(self) -> str:
        """The identity number typed so far."""
        return self.rows.text(_ID_ROWS[self._kind])

    @property
    def key(self) -> str:
        """The key by which this person may be known here; empty without one."""
        return self.draft().told().person.key

    def establish(self, how: Established) -> None:
        """Say how identity was established."""
        self._established.choose(how)

    def ask_for(self, kind: IdentityKind) -> None:
        """Ask for another kind of identity number; a legal person also has its own names."""
        self._kind = kind
        self._show_fitting()
        self.changed.emit()

    def show_more(self, more: bool) -> None:
        """Show or hide what is seldom asked; what holds something stays."""
        self._more = more
        self._show_fitting()

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in the order of the conversation."""
        names = (*_ID_ROWS.values(), *_STOPS, "needs")
        return [self._established, *(self.rows.editor(name) for name in names)]

    def draft(self) -> PartyDraft:
        """What was typed so far."""
        return PartyDraft(
            role=self.role,
            id_kind=self._kind,
            established=cast(Established, self._established.value()),
            id_number=self.number,
            needs=cast("tuple[Need, ...]", tuple(self.rows.value("needs"))),
            **{name: self.rows.text(name) for name in _TEXTS},
        )

    def fill(self, draft: PartyDraft) -> None:
        """Show a person as it was typed."""
        self._kind = draft.id_kind
        self._established.choose(draft.established)
        for kind, name in _ID_ROWS.items():
            self.rows.set_text(name, draft.id_number if kind == draft.id_kind else "")
        for name in _TEXTS:
            self.rows.set_text(name, getattr(draft, name))
        cast(Chips, self.rows.editor("needs")).choose(draft.needs)
        self._show_fitting()

    def complete(self, person: Person) -> None:
        """Fill what is still empty from what this person told the last time.

        By what paper someone speaks for another is told anew each time.
        """
        for name in _TEXTS:
            if name == "authority_paper":
                continue
            told = getattr(person, name, "")
            if told and not self.rows.text(name):
                self.rows.set_text(name, str(told))
        self._show_fitting()

    def show_mistakes(self, mistakes: list[Mistake]) -> list[Mistake]:
        """Show each mistake at its field; those of no field here are given back."""
        own = _ID_ROWS[self._kind]
        return self.rows.show(
            Mistake(own, wrong.code, wrong.params)
            if wrong.field in ("national_id", "legal_id", "id_number")
            else wrong
            for wrong in mistakes
        )

    def awaits_name(self) -> bool:
        """Whether the cursor still stands before the first field that a known person fills."""
        first = (*_ID_ROWS.values(), "first_name", "organisation", "mobile")
        # Asked of the window: its own list or another program may be the active one just now.
        cursor = self.window().focusWidget()
        return any(self.rows.editor(name) is cursor for name in first)

    def greet(self, person: Person) -> None:
        """Whoever is here beside the applicant was met before: go on with what is not known."""
        waits = self.awaits_name()
        self.complete(person)
        if waits and self.role == "presenter":
            self.rows.editor("relation").setFocus()

    def ends_here(self) -> bool:
        """Whether the cursor is in the last line that this person is asked for."""
        asked = [name for name in (*_ID_ROWS.values(), *_STOPS) if self.rows.row(name).isVisible()]
        return bool(asked) and self.rows.editor(asked[-1]) is self.window().focusWidget()

    def begin(self) -> None:
        """Put the cursor where this person begins."""
        first = _ID_ROWS[self._kind]
        self.rows.editor("first_name" if self._hidden() else first).setFocus()

    def _hidden(self) -> bool:
        return self._established.value() in ("unknown", "withheld")

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Words(f"intake.role.{self.role}", letters="section"))
        head.addStretch()
        head.addWidget(self._established)
        if self.role != "applicant":
            away = IconButton("close", "intake.party.remove", size=18)
            away.clicked.connect(self.removed)
            head.addWidget(away)
        return head

    def _add_rows(self) -> None:
        self._id_row("national_id", NationalIdLine())
        self._id_row("legal_id", DigitsLine(11, check=legal_id))
        self._id_row("foreign_id", DigitsLine(12, check=foreign_id))
        self._id_row("passport", TextLine(longest=12, check=passport))
        for name in ("organisation", "registration", "first_name", "last_name", "father_name"):
            self._text_row(name, TextLine(longest=NAME_LENGTH))
        self._text_row("mobile", MobileLine())
        self._text_row("relation", TextLine(longest=NAME_LENGTH))
        self._text_row("authority_paper", TextLine(longest=LINE_LENGTH))
        self._text_row("birth_year", DigitsLine(4, check=birth_year))
        self._text_row("phone", DigitsLine(11, check=phone))
        self._text_row("village", TextLine(longest=NAME_LENGTH))
        self._text_row("postal_code", DigitsLine(10, check=postal_code))
        self._text_row("address", TextLine(longest=LINE_LENGTH), span=2)
        needs = Chips()
        needs.offer([(need, f"intake.need.{need}") for need in get_args(Need)])
        self._grid.add(self.rows.add("needs", FieldRow("intake.needs", needs)), 3)

    def _id_row(self, name: str, line: DigitsLine | TextLine) -> None:
        self._text_row(name, line)
        if isinstance(line, DigitsLine):
            line.completed.connect(self._on_number)
        line.editingFinished.connect(self._on_number)

    def _text_row(self, name: str, line: DigitsLine | TextLine, span: int = 1) -> None:
        self._grid.add(self.rows.add(name, FieldRow(f"intake.{name}", line)), span)

    def _on_number(self) -> None:
        number = self.number
        row = self.rows.row(_ID_ROWS[self._kind])
        if number and row.check() is None:
            self.identified.emit(number)
            if row.editor.hasFocus() and isinstance(row.editor, DigitsLine):
                self.rows.editor(
                    "organisation" if self._kind == "legal" else "first_name"
                ).setFocus()

    def _on_established(self) -> None:
        self._show_fitting()
        self.changed.emit()

    def _show_fitting(self) -> None:
        """Show the rows that are asked of this kind of person."""
        shown = set(_TEXTS) | {"needs"}
        if self._kind != "legal":
            shown -= _LEGAL
        if self.role == "applicant":
            shown -= _FOR_ANOTHER
        else:
            shown -= _APPLICANT_ONLY
        if self.role == "member":
            shown -= _FOR_ANOTHER
        if not self._more:
            shown -= {name for name in _MORE if not self.rows.value(name)}
        if self._hidden():
            shown -= _LEGAL | _APPLICANT_ONLY
        else:
            shown.add(_ID_ROWS[self._kind])
        for name in (*_ID_ROWS.values(), *_TEXTS, "needs"):
            self.rows.row(name).setVisible(name in shown)
