"""Every widget in every state on one page, for the pictures that are looked at."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import Mistake
from ui.frame.page import Page
from ui.models.lines import Line
from ui.models.rows import Column, RowsModel
from ui.models.views import LinesView, RowsView
from ui.widgets.area import TextArea
from ui.widgets.buttons import Button, IconButton, Kind
from ui.widgets.calendar import Calendar
from ui.widgets.check import Check
from ui.widgets.chips import Chips, Flow
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.jalali import JalaliEdit
from ui.widgets.labels import Rule, Words
from ui.widgets.line import SecretLine, TextLine
from ui.widgets.messages import Banner, Tone
from ui.widgets.number import DigitsLine, MobileLine, NationalIdLine, TrackingCodeLine
from ui.widgets.scroll import Scroll
from ui.widgets.segments import Segments
from ui.widgets.select import Select
from ui.widgets.showing import Card, CodeDisplay, EmptyState, PillTone, StatusPill

DAY = dt.date(2026, 11, 21)
_LONG = "gallery.long"
_KINDS = {"new": "gallery.kind.new", "known": "gallery.kind.known", "other": "gallery.kind.other"}
_SERVICES = [
    Option("1", "تعویض کارت ملی هوشمند", "ادارهٔ ثبت احوال"),
    Option("2", "صدور گواهی تجرد", "ادارهٔ ثبت احوال"),
    Option("3", "پروانهٔ ساختمان", "شهرداری، معاونت شهرسازی"),
]


def _today() -> dt.date:
    return DAY


class FieldsGallery(Page):
    """Fields and choices: at rest, filled, wrong, disabled, with long words."""

    def __init__(self) -> None:
        super().__init__()
        grid = FieldGrid()
        for row in self._rows():
            grid.add(row)
        card = Card("gallery.fields")
        card.add_beside_title(StatusPill("gallery.state.open", "info"))
        card.body.addWidget(grid)
        card.body.addWidget(Rule())
        card.body.addWidget(_buttons())
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(_text_card(), 2)
        across.addWidget(_choice_card(), 2)
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        column.addWidget(card)
        column.addLayout(across, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(Scroll(cards))

    def _rows(self) -> Sequence[FieldRow]:
        rows = [
            FieldRow("gallery.national_id", _filled(NationalIdLine(), "0499370899"), keys="F2"),
            FieldRow("gallery.name", _filled(TextLine(), "زهرا محمدی‌نژاد"), required=True),
            FieldRow("gallery.mobile", _filled(MobileLine(), "09121234")),
            FieldRow("gallery.tracking", _filled(TrackingCodeLine(), "42150700012313")),
            FieldRow("gallery.birth", JalaliEdit(_today), hint="gallery.birth.hint"),
            FieldRow("gallery.service", Finder(among(_SERVICES)), hint="gallery.service.hint"),
            FieldRow("gallery.channel", Select(list(_KINDS.items()))),
            FieldRow("gallery.secret", _filled(SecretLine(), "رمز عبور")),
            FieldRow("gallery.postal", _filled(DigitsLine(10), "1234567890")),
            FieldRow(
                _LONG, _filled(TextLine(), "نامی بسیار بلند که در این خانه جا نمی‌شود و ادامه دارد")
            ),
            FieldRow("gallery.latin", _filled(TextLine(), "sara@example.ir")),
            FieldRow("gallery.empty", TextLine()),
        ]
        rows[2].check()
        rows[6].show_mistake(Mistake("channel", "finder.unknown"))
        rows[8].editor.setEnabled(False)
        date = rows[4].editor
        if isinstance(date, JalaliEdit):
            date.set_value(DAY)
        service = rows[5].editor
        if isinstance(service, Finder):
            service.choose(_SERVICES[0])
        return rows

    def opened(self) -> None:
        """The focus shows on the second field."""
        self.findChildren(TextLine)[0].setFocus()


class ShowingGallery(Page):
    """Messages, lists, pills, codes, the calendar and an empty page."""

    def __init__(self) -> None:
        super().__init__()
        left = QVBoxLayout()
        left.setSpacing(12)
        tones: tuple[Tone, ...] = ("bad", "warn", "info", "good")
        for tone in tones:
            left.addWidget(_banner(tone))
        code = CodeDisplay("gallery.tracking")
        code.show_code("42150700012313")
        left.addWidget(code)
        left.addWidget(_pills())
        left.addStretch()
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(_list_card(), 3)
        right.addWidget(_table_card(), 2)
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 16, 24, 16)
        across.setSpacing(16)
        across.addLayout(left, 2)
        across.addLayout(right, 3)


class EmptyGallery(Page):
    """A page with nothing on it yet."""

    def __init__(self) -> None:
        super().__init__()
        calendar = QVBoxLayout()
        calendar.addWidget(_calendar_card())
        calendar.addStretch()
        across = QHBoxLayout(self)
        across.setContentsMargins(24, 16, 24, 16)
        across.addLayout(calendar, 1)
        across.addWidget(
            EmptyState(
                "inbox", "gallery.nothing", advice="gallery.nothing.advice", action="gallery.record"
            ),
            2,
        )


GALLERIES: dict[str, Callable[[], Page]] = {
    "fields": FieldsGallery,
    "showing": ShowingGallery,
    "empty": EmptyGallery,
}


def _filled(field: DigitsLine | TextLine, value: str) -> QWidget:
    field.set_value(value)
    return field


def _buttons() -> QWidget:
    buttons = QWidget()
    row = Flow(buttons)
    row.addWidget(Button("gallery.record", "primary", icon="check", keys="F9"))
    row.addWidget(Button("gallery.print", icon="print", keys="Ctrl+P"))
    row.addWidget(Button("gallery.more", "quiet", icon="plus"))
    row.addWidget(Button("gallery.void", "danger", icon="void"))
    kinds: tuple[Kind, ...] = ("primary", "secondary")
    for kind in kinds:
        button = Button("gallery.record", kind)
        button.setEnabled(False)
        row.addWidget(button)
    row.addWidget(IconButton("scan", "gallery.scan"))
    return buttons


def _text_card() -> Card:
    card = Card("gallery.text")
    area = TextArea(lines=4)
    area.set_value("متقاضی با وکالت‌نامهٔ شمارهٔ ۱۲۳۴/الف مراجعه کرد؛ فرم IR-204 تکمیل شد.")
    card.body.addWidget(FieldRow("gallery.body", area))
    card.body.addStretch()
    return card


def _choice_card() -> Card:
    card = Card("gallery.choices")
    card.body.addWidget(FieldRow("gallery.kind", Segments(_KINDS), steady=False))
    chips = Chips()
    chips.offer([(str(place), f"gallery.paper.{place}") for place in range(5)])
    chips.choose(["0", "2"])
    card.body.addWidget(FieldRow("gallery.papers", chips, steady=False))
    row = QHBoxLayout()
    for place, code in enumerate(("gallery.sms", "gallery.permit", "gallery.large")):
        check = Check(code)
        check.setChecked(place != 1)
        check.setEnabled(place != 2)
        row.addWidget(check)
    row.addStretch()
    card.body.addLayout(row)
    card.body.addStretch()
    return card


def _banner(tone: Tone) -> Banner:
    return Banner(
        tone,
        f"gallery.banner.{tone}",
        advice=f"gallery.banner.{tone}.advice",
        action="gallery.again" if tone == "bad" else "",
        do=_today,
    )


def _pills() -> QWidget:
    pills = QWidget()
    row = QHBoxLayout(pills)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    states: tuple[tuple[str, PillTone], ...] = (
        ("open", "info"),
        ("done", "good"),
        ("waiting", "warn"),
        ("overdue", "bad"),
        ("closed", "plain"),
    )
    for state, tone in states:
        row.addWidget(StatusPill(f"gallery.state.{state}", tone))
    row.addStretch()
    return pills


def _calendar_card() -> Card:
    card = Card()
    card.body.addWidget(Calendar(DAY))
    return card


def _lines() -> list[Line]:
    people = ("زهرا محمدی‌نژاد", "علی رضایی", "کیان پارسا", "مهدی یزدانی گیلانی", "Sara Müller")
    states: tuple[tuple[str, PillTone], ...] = (
        ("در انتظار", "warn"),
        ("انجام شد", "good"),
        ("موعد گذشته", "bad"),
        ("ارجاع", "info"),
        ("مختومه", "plain"),
    )
    return [
        Line(
            id=str(place),
            title=f"{people[place % 5]} — تعویض کارت ملی هوشمند",
            note="۴۲۱۵۰۷\u00a0۰۰۰۱۲۳\u00a0۱۳، درخواست، ادارهٔ ثبت احوال",
            aside="۱۴۰۵/۰۸/۳۰",
            aside_note="تا ۳ روز دیگر",
            state=states[place % 5][0],
            tone=states[place % 5][1],
        )
        for place in range(12)
    ]


def _list_card() -> Card:
    lines = _lines()
    view = LinesView("gallery.list")
    model = RowsModel([Column("gallery.name", Line.spoken)], view)
    model.show_rows(len(lines), lambda first, count: lines[first : first + count])
    view.setModel(model)
    view.go_to(1)
    card = Card("gallery.list")
    card.body.addWidget(view)
    return card


def _table_card() -> Card:
    lines = _lines()
    view = RowsView("gallery.table")
    columns = [
        Column("gallery.name", lambda line: line.title),
        Column("gallery.birth", lambda line: line.aside),
        Column[Line]("gallery.state.open", lambda line: line.state),
    ]
    model = RowsModel(columns, view)
    model.show_rows(len(lines), lambda first, count: lines[first : first + count])
    view.setModel(model)
    view.setColumnWidth(0, 320)
    card = Card("gallery.table")
    card.body.addWidget(Words("gallery.table.note", letters="caption", tone="muted"))
    card.body.addWidget(view)
    return card
