"""The calendar's section: the month, the day under the cursor, the week, what is announced."""

import datetime as dt
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import UserMistake
from desk_app.records.jalali import long_jalali, weekday, weekday_name
from desk_app.records.workdays import WorkCalendar
from desk_app.services.office_calendar import OwnCalendar, as_calendar, keep_calendar
from desk_app.services.shipped import shipped_places
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.pages.rows import Rows
from ui.settings.body import SectionBody
from ui.settings.calendar.announce import Announce, CallOff, NameHoliday
from ui.settings.calendar.hours import told_spans
from ui.settings.calendar.moves import MovesTold
from ui.settings.calendar.week import WeekCard
from ui.texts import Worded, isolated, language, say, worded
from ui.theme import Dressed, look
from ui.widgets.buttons import Button
from ui.widgets.calendar import Calendar
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.labels import Words
from ui.widgets.showing import Card, StatusPill

_WIDE: Final = 700


class CalendarSection(SectionBody, Worded, Dressed):
    """When the offices of a province work; changed as versioned data, never here alone."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._province = place.desk.office.province
        self._calendar: WorkCalendar | None = None
        self._holidays: dict[dt.date, str] = {}
        self._days = Card("office.month")
        self._week = WeekCard()
        self._unsaved = StatusPill("office.unsaved", "warn")
        self._month = Calendar(place.today, self._why_closed)
        self._told = Words(wrap=True)
        self._moves = MovesTold(place)
        self._provinces = Finder(among(_province_options()))
        self._announce = Button("office.closure.announce", icon="bell", keys="Ctrl+N")
        self._call_off = Button("office.closure.call_off", icon="void", keys="F8")
        self._holiday = Button("office.holiday.add", "quiet", icon="calendar", keys="F9")
        self._keep = Button("settings.keep", "primary", icon="check", keys="Ctrl+S")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out()
        self._bind()

    @property
    def day(self) -> dt.date:
        """The day under the cursor."""
        return self._month.grid.day

    def read(self) -> None:
        """Read the province's calendar, unless a change of it is still unsaved."""
        if self._unsaved.isHidden():
            self._read()

    def restyle(self) -> None:
        """One column where the window is narrow."""
        wide = self.width() >= look().px(_WIDE)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across if wide else down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self.restyle()

    def reword(self) -> None:
        """Tell day and province in the language in force."""
        self._provinces.choose(_option(self._province))
        self._tell_day()

    def announce(self) -> None:
        """Open the sheet of a closure for the day under the cursor."""
        if self._calendar is not None:
            Announce(self.window(), self._place, self._calendar, self.day).open()

    def call_off(self) -> None:
        """Ask about the closure of the day under the cursor."""
        closure = self._calendar.closures.get(self.day) if self._calendar else None
        if closure is not None and closure.event and self._calendar is not None:
            CallOff(self.window(), self._place, self._calendar, closure).open()

    def turn_holiday(self) -> None:
        """Make the day a holiday, or a working day again; kept with the week."""
        if self.day in self._holidays:
            del self._holidays[self.day]
            self._on_changed()
        else:
            day = self.day
            NameHoliday(
                self.window(), self._place, day, lambda name: self._name_holiday(day, name)
            ).open()

    def save(self) -> None:
        """Keep week and holidays as a new version."""
        if self._calendar is None or not self._week.is_right():
            return
        own, book = self._own(), self._place.desk.book
        now_ms = self._place.desk.clock.now_ms()
        self._place.work.write(
            lambda: keep_calendar(book, own, now_ms), lambda _: self._on_kept(), self._on_wrong
        )

    def _lay_out(self) -> None:
        self._days.add_beside_title(self._unsaved)
        self._unsaved.hide()
        row = FieldRow("office.province", self._provinces, steady=False)
        provinces = Rows(self).add("province", row)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._announce, self._call_off):
            buttons.addWidget(button)
        buttons.addStretch()
        holiday = QHBoxLayout()
        holiday.addWidget(self._holiday)
        holiday.addStretch()
        for widget in (provinces, self._month, self._told):
            self._days.body.addWidget(widget)
        self._days.body.addLayout(buttons)
        self._days.body.addLayout(holiday)
        keep = QHBoxLayout()
        keep.addWidget(self._keep)
        keep.addStretch()
        self._week.body.addWidget(self._moves)
        self._week.body.addLayout(keep)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        for card in (self._days, self._week):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(card)
            column.addStretch()
            self._columns.addWidget(side, 1)
        self._provinces.choose(_option(self._province))

    def _bind(self) -> None:
        for keys, code, do in (
            ("Ctrl+N", "office.closure.announce", self.announce),
            ("F8", "office.closure.call_off", self.call_off),
            ("F9", "office.holiday.turn", self.turn_holiday),
            ("Ctrl+S", "settings.keep", self.save),
        ):
            bind(self, keys, code, do)
        self._announce.clicked.connect(self.announce)
        self._call_off.clicked.connect(self.call_off)
        self._holiday.clicked.connect(self.turn_holiday)
        self._keep.clicked.connect(self.save)
        self._month.grid.walked.connect(lambda _: self._tell_day())
        self._week.changed.connect(self._on_changed)
        self._provinces.chosen.connect(self._on_province)

    def _read(self) -> None:
        queries, province = self._place.desk.book.queries, self._province
        self._place.work.read(lambda: queries.calendar(province), self._show)

    def _show(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._holidays = dict(calendar.holidays)
        self._week.show_calendar(calendar)
        self._unsaved.hide()
        self._keep.setEnabled(False)
        self._moves.clear()
        self._month.grid.update()
        self._tell_day()

    def _on_province(self, option: object) -> None:
        if isinstance(option, Option) and int(option.id) != self._province:
            self._province = int(option.id)
            self._read()

    def _name_holiday(self, day: dt.date, name: str) -> None:
        self._holidays[day] = name
        self._on_changed()

    def _own(self) -> OwnCalendar:
        return OwnCalendar(
            self._province,
            self._week.weekend(),
            self._week.hours(),
            dict(self._holidays),
            self._week.source(),
        )

    def _on_changed(self) -> None:
        """Something is no longer as it stands: foretell what it would move."""
        if self._calendar is None:
            return
        self._unsaved.show()
        self._keep.setEnabled(True)
        self._month.grid.update()
        self._tell_day()
        own, standing = self._own(), self._calendar
        now_ms = self._place.desk.clock.now_ms()
        self._moves.ask(lambda: as_calendar(own, standing, now_ms), self._place.today.isoformat())

    def _on_kept(self) -> None:
        self._place.say("office.week.kept")
        self._unsaved.hide()
        self._read()

    def _on_wrong(self, wrong: UserMistake) -> None:
        from ui.widgets.dialog import tell

        tell(self.window(), "office.week.refused", wrong.code, **wrong.params)

    def _why_closed(self, day: dt.date) -> str | None:
        """Why a day is closed as the calendar would read with what is unsaved; None if worked."""
        if self._calendar is None:
            return None
        closure = self._calendar.closures.get(day)
        if closure is not None:
            return closure.reason
        if day in self._holidays:
            return self._holidays[day]
        if weekday(day) in self._week.weekend():
            return weekday_name(weekday(day), language().name)
        return None

    def _tell_day(self) -> None:
        if self._calendar is None:
            return
        closure = self._calendar.closures.get(self.day)
        named = self._holidays.get(self.day)
        spans = self._week.hours()[weekday(self.day)]
        if closure is not None and closure.hours:
            what = say(
                "office.day.shortened", reason=closure.reason, hours=told_spans(closure.hours)
            )
        elif closure is not None:
            what = say("office.day.closed", reason=closure.reason)
        elif named is not None:
            estimated = self.day in self._calendar.estimated
            what = say("office.day.estimated" if estimated else "office.day.holiday", name=named)
        elif spans:
            what = say("office.day.worked", hours=told_spans(spans))
        else:
            what = say("office.day.weekend")
        self._told.setText(f"{isolated(long_jalali(self.day, language().name))} — {what}")
        turn = "office.holiday.remove" if named else "office.holiday.add"
        self._call_off.setEnabled(closure is not None and bool(closure.event))
        worded(self._holiday, text=turn, name=turn)


def _province_options() -> list[Option]:
    return [_option(one.number) for one in shipped_places().provinces]


def _option(number: int) -> Option:
    province = shipped_places().province(number)
    return Option(str(number), province.name if province else say("office.province.none"))
