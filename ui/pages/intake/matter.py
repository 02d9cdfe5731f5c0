"""What the visitor came for: kind, service, subject, text, and what is seldom asked besides."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.catalogue import Catalogue, Kind, Service, Topic
from desk_app.records.errors import Mistake
from desk_app.records.places import Places
from desk_app.services.asking import ANSWER_CHANNELS, SUBJECT_LENGTH
from desk_app.services.shipped import shipped_places
from ui.actions.intake import MatterDraft
from ui.actions.templates import BLANK, Template
from ui.pages.choice import OneOf
from ui.pages.rows import Rows
from ui.texts import worded
from ui.widgets.area import TextArea
from ui.widgets.check import Check
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, Source, among
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.number import TrackingCodeLine
from ui.widgets.select import Select

SYSTEMS: Final = ("111", "samad", "secretariat", "other")
_MORE: Final = (
    "topic",
    "city",
    "place",
    "outside_system",
    "outside_number",
    "answer_channel",
    "code",
    "pass_on_identity",
    "about_office",
)


@cache
def city_options() -> tuple[Option, ...]:
    """The provinces and cities of the shipped list as options, ids as ``province/city``."""
    places: Places = shipped_places()
    found = [Option(f"{one.number}/0", one.name) for one in places.provinces]
    for province in places.provinces:
        found += [
            Option(f"{province.number}/{city.number}", city.name, province.name)
            for city in places.cities_of(province.number)
        ]
    return tuple(found)


@cache
def _city_source() -> Source:
    return among(city_options())


class MatterForm(QWidget):
    """The matter; ``service_chosen`` carries the ``Service`` or None, ``subject_changed`` nothing.

    A subject that nobody typed follows the title of the service.
    """

    changed = Signal()
    service_chosen = Signal(object)
    subject_changed = Signal()

    def __init__(self, catalogue: Callable[[], Catalogue]) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._own_subject = False
        self._more = False
        self.rows = Rows(self)
        self.kinds = OneOf()
        worded(self.kinds, name="intake.kind")
        self._service = Finder(self._services)
        self._topic = Finder(self._topics)
        self._city = Finder(self._cities)
        self._subject = TextLine(longest=SUBJECT_LENGTH)
        self._body = TextArea(lines=2)
        self._templates: Sequence[Template] = ()
        self._template = Finder(self._fitting_templates)
        self._grid = FieldGrid(most=3)
        self._add_rows()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Words("intake.what", letters="section"))
        head.addWidget(self.kinds, 1)
        column.addLayout(head)
        column.addWidget(self._grid)
        # The text takes what room is left, so that the page rarely scrolls.
        column.addWidget(self.rows.add("body", FieldRow("intake.body", self._body)), 1)
        self._service.chosen.connect(self._on_service)
        self._template.chosen.connect(self._on_template)
        self._subject.textEdited.connect(self._on_subject)
        self._subject.textChanged.connect(lambda _: self.subject_changed.emit())
        self.kinds.chosen.connect(lambda _: self.changed.emit())
        self.rows.changed.connect(self.changed)
        self.show_more(False)

    @property
    def subject(self) -> str:
        """The subject as it now reads."""
        return self._subject.value()

    @property
    def service_title(self) -> str:
        """The title of the service chosen; empty without one."""
        return self._service.option.title if self._service.option else ""

    def offer(self) -> None:
        """Offer the kinds of the catalogue as it now reads."""
        self.kinds.offer([(kind.key, kind.title) for kind in self._catalogue().all(Kind)])

    def offer_templates(self, templates: Sequence[Template]) -> None:
        """Offer these texts."""
        self._templates = templates

    def ask_template(self) -> None:
        """Ask which text the visitor's own begins with; within one, go to its next blank."""
        if self._body.hasFocus() and self._go_to_blank():
            return
        self.rows.row("template").show()
        self._template.setFocus()
        self._template.open_list()

    def show_more(self, more: bool) -> None:
        """Show or hide what is seldom asked; what holds something stays."""
        self._more = more
        for name in _MORE:
            usual = name in ("outside_system", "answer_channel") or not self.rows.value(name)
            self.rows.row(name).setVisible(more or not usual)

    def draft(self) -> MatterDraft:
        """What was typed so far, without the papers."""
        province, _, city = self._city.value().partition("/")
        return MatterDraft(
            kind=self.kinds.value() or "request",
            service=self._service.value(),
            topic=self._topic.value(),
            province=int(province or 0),
            city=int(city or 0),
            place=self.rows.text("place"),
            subject=self.subject,
            text=self.rows.text("body"),
            outside_system=self.rows.text("outside_system"),
            outside_number=self.rows.text("outside_number"),
            answer_channel=self.rows.text("answer_channel"),
            pass_on_identity=bool(self.rows.value("pass_on_identity")),
            about_office=bool(self.rows.value("about_office")),
            code=self.rows.text("code"),
        )

    def fill(self, draft: MatterDraft) -> None:
        """Show a matter as it was typed."""
        self.kinds.choose(draft.kind)
        service = self._catalogue().service(draft.service)
        self._service.choose(_option(service) if service else None)
        topic = self._catalogue().topic(draft.topic)
        self._topic.choose(Option(topic.key, topic.title) if topic else None)
        wanted = f"{draft.province}/{draft.city}"
        cities = city_options() if draft.province else ()
        self._city.choose(next((one for one in cities if one.id == wanted), None))
        for name, value in (
            ("place", draft.place),
            ("subject", draft.subject),
            ("body", draft.text),
            ("outside_number", draft.outside_number),
            ("code", draft.code),
        ):
            self.rows.set_text(name, value)
        self._own_subject = bool(draft.subject) and draft.subject != (
            service.title if service else ""
        )
        for name, chosen in (
            ("outside_system", draft.outside_system),
            ("answer_channel", draft.answer_channel),
        ):
            select = self.rows.editor(name)
            if isinstance(select, Select):
                select.choose(chosen)
        for name, ticked in (
            ("pass_on_identity", draft.pass_on_identity),
            ("about_office", draft.about_office),
        ):
            check = self.rows.editor(name)
            if isinstance(check, Check):
                check.setChecked(ticked)
        self.show_more(self._more)

    def show_mistakes(self, mistakes: list[Mistake]) -> list[Mistake]:
        """Show each mistake at its field; those of no field here are given back."""
        return self.rows.show(
            Mistake("code", wrong.code, wrong.params) if wrong.field == "tracking_code" else wrong
            for wrong in mistakes
        )

    def complain_of_office(self) -> None:
        """It is a complaint about this very office, which goes one level up; or it is not."""
        about = self.rows.editor("about_office")
        if isinstance(about, Check):
            about.setChecked(not about.isChecked())
            self.kinds.choose("complaint" if about.isChecked() else "request")
        self.show_more(self._more)
        self._subject.setFocus()

    def begin(self) -> None:
        """Put the cursor on the service."""
        self._service.setFocus()

    def _add_rows(self) -> None:
        add = partial(_add, self._grid, self.rows)
        add("service", self._service, hint="intake.service.hint")
        add("subject", self._subject, span=2)
        add("template", self._template, span=2)
        self.rows.row("template").hide()
        add("topic", self._topic)
        add("city", self._city)
        add("place", TextLine(longest=SUBJECT_LENGTH))
        add("outside_system", Select([(one, f"intake.system.{one}") for one in SYSTEMS]))
        add("outside_number", TextLine(longest=60))
        add("answer_channel", Select([(one, f"channel.{one}") for one in ANSWER_CHANNELS]))
        add("code", TrackingCodeLine(), hint="intake.code.hint")
        for name in ("pass_on_identity", "about_office"):
            row = FieldRow("intake.choice", Check(f"intake.{name}"), steady=False)
            row.editor.setAccessibleName("")
            worded(row.editor, name=f"intake.{name}")
            self._grid.add(self.rows.add(name, row))

    def _services(self, wanted: str) -> Sequence[Option]:
        catalogue = self._catalogue()
        found = catalogue.find_service(wanted, limit=50) if wanted else catalogue.all(Service)
        return [_option(service) for service in found]

    def _fitting_templates(self, wanted: str) -> Sequence[Option]:
        return among([Option(one.title, one.title) for one in self._templates])(wanted)

    def _on_template(self, option: Option | None) -> None:
        """The text goes where the cursor is; its first blank waits to be typed over."""
        chosen = next((one for one in self._templates if option and one.title == option.id), None)
        if chosen is None:
            return
        self._template.choose(None)
        self.rows.row("template").hide()
        begin = self._body.textCursor().position()
        self._body.insertPlainText(chosen.text)
        self._body.setFocus()
        start = self._body.textCursor()
        start.setPosition(begin)
        self._body.setTextCursor(start)
        self._go_to_blank()

    def _go_to_blank(self) -> bool:
        blank = self._body.document().find(BLANK, self._body.textCursor())
        if not blank.isNull():
            self._body.setTextCursor(blank)
        return not blank.isNull()

    def _topics(self, wanted: str) -> Sequence[Option]:
        topics = self._catalogue().all(Topic)
        return among([Option(topic.key, topic.title) for topic in topics])(wanted)

    @staticmethod
    def _cities(wanted: str) -> Sequence[Option]:
        return _city_source()(wanted)

    def _on_service(self, option: Option | None) -> None:
        service = self._catalogue().service(option.id) if option else None
        if not self._own_subject:
            self.rows.set_text("subject", service.title if service else "")
        if service and service.kinds and self.kinds.value() not in service.kinds:
            self.kinds.choose(service.kinds[0])
        self.service_chosen.emit(service)

    def _on_subject(self, text: str) -> None:
        self._own_subject = bool(text.strip())


def _option(service: Service) -> Option:
    return Option(service.key, service.title, service.key)


def _add(
    grid: FieldGrid, rows: Rows, name: str, editor: QWidget, *, span: int = 1, hint: str = ""
) -> None:
    grid.add(rows.add(name, FieldRow(f"intake.{name}", editor, hint=hint)), span)
