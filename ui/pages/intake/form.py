"""All fields of one intake: read, shown and checked as one thing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk_app.records.errors import Mistake
from desk_app.services.asking import RegisterRequest
from desk_app.services.visits import VisitSoFar
from ui.actions.intake import (
    WITHOUT_REQUEST,
    EndingDraft,
    IntakeDraft,
    MatterDraft,
    command_of,
)
from ui.actions.templates import Template, keep_template, read_templates
from ui.actions.workplace import Workplace
from ui.pages.intake.ending import Ending
from ui.pages.intake.matter import MatterForm
from ui.pages.intake.people import People
from ui.pages.intake.saved import Saved
from ui.pages.intake.service import ServiceLeaf
from ui.pages.intake.side import SidePanel
from ui.pages.intake.visitor import VisitorLeaf
from ui.preview.receipt import ReceiptPreview
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll


class IntakeForm(QObject):
    """People, matter, papers and ending; ``changed`` is sent for what a hand changed."""

    changed = Signal()

    def __init__(self, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._filling = False
        self._started = 0
        self._so_far: VisitSoFar | None = None
        self.goes_on = Words(letters="caption", tone="muted", wrap=True)
        self.goes_on.hide()
        self.people = People()
        self.matter = MatterForm(lambda: place.catalogue)
        self.ending = Ending(lambda: place.catalogue, lambda: place.today, place.why_closed)
        self.saved, self.visitor, self.service = Saved(), VisitorLeaf(), ServiceLeaf()
        self.side = SidePanel()
        self.side.add("saved", "intake.side.saved", Scroll(self.saved))
        self.side.add("history", "intake.side.history", self.visitor)
        self.side.add("papers", "intake.side.papers", self.service)
        self.preview = ReceiptPreview(place, self.request)
        self.side.add("preview", "preview.title", self.preview)
        parts = (self.people, self.matter, self.ending)
        for part in (*parts, self.service.papers, self.service.attached):
            part.changed.connect(self._on_changed)
        self.service.papers.changed.connect(self._on_papers)
        place.catalogue_changed.connect(self._on_catalogue)
        self._on_catalogue()
        read_templates(place, self.matter.offer_templates)

    @property
    def is_filling(self) -> bool:
        """Whether what changes now is shown by the program and typed by nobody."""
        return self._filling

    @property
    def needs_person(self) -> bool:
        """Whether this outcome makes a request."""
        return self.ending.outcome not in WITHOUT_REQUEST

    def draft(self) -> IntakeDraft:
        """Everything typed so far."""
        papers = self.service.papers
        matter = msgspec.structs.replace(
            self.matter.draft(), received=papers.those("received"), lacking=papers.those("lacking")
        )
        return IntakeDraft(
            started=self._started,
            parties=self.people.draft(),
            matter=matter,
            ending=self.ending.draft(),
            so_far=self._so_far,
            attached=self.service.attached.value(),
        )

    @property
    def has_nothing_more(self) -> bool:
        """Whether the visitor stayed for another matter and then had none."""
        draft = self.draft()
        rest = (draft.matter, draft.ending, draft.attached)
        return draft.so_far is not None and rest == (MatterDraft(), EndingDraft(), ())

    def told(self) -> IntakeDraft:
        """Everything as it is recorded."""
        return msgspec.structs.replace(self.draft(), ending=self.ending.told())

    def request(self) -> RegisterRequest | None:
        """The request as told so far; None where the visit brings none."""
        matters = command_of(self.told(), self._place.desk.clock.now_ms()).matters
        return matters[0] if matters else None

    def fill(self, draft: IntakeDraft) -> None:
        """Show an intake as it was typed."""
        with self.filling():
            self._started, self._so_far = draft.started, draft.so_far
            self.goes_on.setVisible(draft.so_far is not None)
            if draft.so_far is not None:
                self.goes_on.say("intake.goes_on", count=len(draft.so_far.requests))
            self.people.fill(draft.parties)
            self.matter.fill(draft.matter)
            self.service.papers.fill(draft.matter.received, draft.matter.lacking)
            self.ending.fill(draft.ending)
            self.service.attached.fill(draft.attached)

    @contextmanager
    def filling(self) -> Iterator[None]:
        """What changes within is shown by the program and typed by nobody."""
        before, self._filling = self._filling, True
        try:
            yield
        finally:
            self._filling = before
            self.preview.refresh()

    def cursor(self) -> str:
        """The field that has the cursor, by a name that finds it again; empty for none."""
        cursor = self.people.window().focusWidget()
        return next((name for name, field in self._fields() if field is cursor), "")

    def put_cursor(self, name: str) -> bool:
        """Put the cursor into a field by its name; whether it is there to be seen."""
        field = dict(self._fields()).get(name)
        if field is None or not field.isVisible():
            return False
        field.setFocus()
        return True

    def _fields(self) -> Iterator[tuple[str, QWidget]]:
        rows = [form.rows for form in self.people.forms] + [self.matter.rows, self.ending.rows]
        for place, part in enumerate(rows):
            yield from ((f"{place - len(rows)}.{name}", part.editor(name)) for name in part.names)

    def keep_template(self) -> None:
        """The text stays for others, under the subject; without a text that one goes again."""
        draft = self.matter.draft()
        template = Template(draft.subject, draft.text)
        if not template.title:
            self._place.say("intake.template.untitled")
            return
        said = "intake.template.kept" if template.text else "intake.template.gone"

        def kept(templates: Sequence[Template]) -> None:
            self.matter.offer_templates(templates)
            self._place.say(said, title=template.title)

        keep_template(self._place, template, kept)

    def go_on(self) -> bool:
        """After the last usual answer of the applicant the matter comes next; whether it was."""
        last = self.people.applicant.ends_here()
        if last:
            self.matter.begin()
        return last

    def stop_at_mistake(self) -> bool:
        """Whether a field is wrong; the cursor goes to the first one."""
        wrong = self.ending.check()
        if self.needs_person:
            wrong = self.people.check() or self.matter.rows.check() or wrong
        if wrong is not None:
            wrong.editor.setFocus()
        return wrong is not None

    def show_mistakes(self, mistakes: list[Mistake]) -> list[Mistake]:
        """Show each mistake at its field; those of no field are given back."""
        rest = self.people.show_mistakes(mistakes)
        rest = self.matter.show_mistakes(rest)
        rest = self.ending.rows.show(rest)
        first = self.people.first_wrong() or self.matter.rows.first_wrong()
        if first is not None:
            first.editor.setFocus()
        return rest

    def _on_changed(self) -> None:
        if self._filling:
            return
        if not self._started:
            self._started = self._place.desk.clock.now_ms()
        self.preview.refresh()
        self.changed.emit()

    def _on_papers(self) -> None:
        """What is lacking says how the visit ends, until somebody says otherwise."""
        lacking = bool(self.service.papers.those("lacking"))
        ending = self.ending.draft()
        if lacking and ending.outcome == "taken":
            self.ending.choose("papers")
        elif not lacking and ending.outcome == "papers" and not ending.come_back:
            self.ending.choose("taken")

    def _on_catalogue(self) -> None:
        with self.filling():
            kind = self.matter.draft().kind
            self.matter.offer()
            self.matter.kinds.choose(kind)
