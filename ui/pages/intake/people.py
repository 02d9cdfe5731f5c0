"""Who the visit is about: the applicant, and whoever stands there for them or with them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk_app.records.errors import Mistake
from desk_app.records.persons import Established, PartyRole
from ui.actions.intake import PartyDraft
from ui.pages.intake.party import PartyForm
from ui.widgets.field import FieldRow
from ui.widgets.labels import Rule


class People(QWidget):
    """The forms of all persons of an intake, the applicant first.

    ``identified`` is sent when there is something by which the applicant may be known here,
    ``other_identified`` with the form of someone else who may be.
    """

    changed = Signal()
    identified = Signal()
    other_identified = Signal(object)
    told = Signal()
    """The last usual answer of the applicant was given: the matter comes next."""

    def __init__(self) -> None:
        super().__init__()
        self.applicant = PartyForm("applicant")
        self._others: list[tuple[PartyForm, QWidget]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.applicant)
        self.applicant.changed.connect(self.changed)
        self.applicant.identified.connect(self._on_identified)
        for name in ("postal_code", "address"):
            line = self.applicant.rows.editor(name)
            line.editingFinished.connect(self._on_identified)  # type: ignore[attr-defined]
        mobile = self.applicant.rows.row("mobile").editor
        mobile.completed.connect(self._on_mobile)  # type: ignore[attr-defined]

    @property
    def forms(self) -> list[PartyForm]:
        """Every form, the applicant's first."""
        return [self.applicant, *(form for form, _ in self._others)]

    def add(self, role: PartyRole) -> PartyForm:
        """Ask for one more person; there is one presenter at most."""
        if role == "presenter":
            for form in self.forms:
                if form.role == "presenter":
                    return form
        rule, form = Rule(), PartyForm(role)
        self._others.append((form, rule))
        self._column.addWidget(rule)
        self._column.addWidget(form)
        # Shown at once: the cursor goes there with the same key.
        rule.show()
        form.show()
        before = self.forms[-2].stops()[-1]
        for stop in form.stops():
            self.setTabOrder(before, stop)
            before = stop
        form.changed.connect(self.changed)
        form.identified.connect(lambda _: self.other_identified.emit(form))
        form.removed.connect(lambda: self._remove(form))
        self.changed.emit()
        return form

    @property
    def key(self) -> str:
        """The key by which the applicant may be known here; empty without one."""
        return self.applicant.key

    @property
    def homes(self) -> tuple[str, ...]:
        """What the applicant's address is known by."""
        return self.applicant.draft().told().person.homes

    def establish(self, how: Established) -> None:
        """Say how the identity of the person in hand was established."""
        self.in_hand().establish(how)

    def in_hand(self) -> PartyForm:
        """The form in which the cursor is, else the applicant's."""
        focus = QApplication.focusWidget()
        held = (form for form in self.forms if focus and form.isAncestorOf(focus))
        return next(held, self.applicant)

    def draft(self) -> tuple[PartyDraft, ...]:
        """Everybody as typed so far; others of whom nothing is known are left out."""
        drafts = [form.draft() for form in self.forms]
        return (drafts[0], *(draft for draft in drafts[1:] if not draft.is_empty))

    def fill(self, drafts: tuple[PartyDraft, ...]) -> None:
        """Show these people in place of the ones before."""
        for form, _ in list(self._others):
            self._remove(form)
        self.applicant.fill(drafts[0] if drafts else PartyDraft())
        for draft in drafts[1:]:
            self.add(draft.role).fill(draft)

    def show_mistakes(self, mistakes: list[Mistake]) -> list[Mistake]:
        """Show each mistake with the person it is about; the others are given back."""
        rest = mistakes
        asked = [
            form for place, form in enumerate(self.forms) if not place or not form.draft().is_empty
        ]
        for place, form in enumerate(asked):
            prefix = f"party{place + 1}." if place else ""
            own = [one for one in rest if one.field.startswith(prefix)]
            own = [
                Mistake(one.field.removeprefix(prefix), one.code, one.params)
                for one in own
                if place or not one.field.startswith("party")
            ]
            taken = {(one.field, one.code) for one in own}
            left = form.show_mistakes(own)
            taken -= {(one.field, one.code) for one in left}
            rest = [one for one in rest if (one.field.removeprefix(prefix), one.code) not in taken]
        return rest

    def first_wrong(self) -> FieldRow | None:
        """The first field that shows a mistake."""
        rows = (form.rows.first_wrong() for form in self.forms)
        return next((row for row in rows if row is not None), None)

    def check(self) -> FieldRow | None:
        """Check every field; the first wrong one."""
        for form in self.forms:
            form.rows.check()
        return self.first_wrong()

    def forgive(self) -> None:
        """Take every mistake shown away."""
        for form in self.forms:
            form.rows.forgive()

    def show_more(self, more: bool) -> None:
        """Show or hide what is seldom asked of a person."""
        for form in self.forms:
            form.show_more(more)

    def _remove(self, form: PartyForm) -> None:
        for place, (other, rule) in enumerate(self._others):
            if other is form:
                del self._others[place]
                for widget in (form, rule):
                    self._column.removeWidget(widget)
                    widget.hide()
                    widget.deleteLater()
                break
        self.changed.emit()

    def _on_mobile(self) -> None:
        row = self.applicant.rows.row("mobile")
        self._on_identified()
        if row.wrong is None and row.editor.hasFocus():
            self.told.emit()

    def _on_identified(self) -> None:
        if self.key or self.homes:
            self.identified.emit()
