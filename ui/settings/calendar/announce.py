"""The sheets on which a closure is announced or called off, and a holiday is named."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.jalali import long_jalali
from desk_app.records.workdays import Closure, WorkCalendar
from desk_app.services.office import announce_closure, cancel_closure
from ui.actions.workplace import Workplace
from ui.settings.calendar.hours import HoursLine
from ui.settings.calendar.moves import MovesTold
from ui.settings.kept_sheet import KeptSheet
from ui.settings.officer_sheets import show_mistakes
from ui.texts import language
from ui.theme import look
from ui.widgets.columns import FieldGrid
from ui.widgets.dialog import Dialog
from ui.widgets.field import FieldRow
from ui.widgets.jalali import JalaliEdit
from ui.widgets.labels import Words
from ui.widgets.line import TextLine


class Announce(Dialog):
    """A day, why it is closed or shortened, and what that moves."""

    def __init__(
        self, window: QWidget, place: Workplace, calendar: WorkCalendar, day: dt.date
    ) -> None:
        super().__init__(window, "office.closure.announce", agree="office.closure.agree")
        self.offer_way_back()
        self._place, self._calendar = place, calendar
        self._day = JalaliEdit(lambda: place.today, holiday=self._why_closed)
        self._hours = HoursLine()
        self._moves = MovesTold(place)
        reason, instrument = TextLine(longest=400), TextLine(longest=400)
        self._rows = {
            "date": _row("office.closure.day", self._day, required=True),
            "hours": _row("office.closure.hours", self._hours, hint="office.closure.hours.hint"),
            "reason": _row("office.closure.reason", reason, required=True),
            "instrument": _row("office.closure.instrument", instrument),
        }
        grid = FieldGrid(2)
        for name, row in self._rows.items():
            grid.add(row, 1 if name in ("date", "hours") else 2)
        self.setMinimumWidth(look().px(520))
        self.body.addWidget(grid)
        self.body.addWidget(self._moves)
        self._day.set_value(day)
        self._day.date_changed.connect(lambda _: self._foretell())
        self._hours.editingFinished.connect(self._foretell)
        self._rows["reason"].editor.setFocus()
        # The day is the one under the cursor, whichever was meant the last time.
        kept = {name: row for name, row in self._rows.items() if name != "date"}
        self._kept = KeptSheet(self, place, "closure", kept)
        # An answer that comes after the sheet is closed has nowhere to stand.
        self.finished.connect(lambda _: self._moves.clear())
        self._foretell()

    def accept(self) -> None:
        """Announce it; what is wrong keeps the sheet open."""
        wrong = [row for row in self._rows.values() if row.check() is not None]
        if wrong:
            wrong[0].editor.setFocus()
            return
        book, province = self._place.desk.book, self._calendar.province
        reason, instrument = self._text("reason"), self._text("instrument")
        day, hours = self._day.value(), self._hours.spans()
        told = day.isoformat() if day else ""
        self.agree_when(False)
        self._place.work.write(
            lambda: announce_closure(book, province, told, reason, instrument, hours),
            lambda _: self._on_done(),
            self._on_wrong,
            lambda: self.agree_when(True),
        )

    def _text(self, name: str) -> str:
        return str(self._rows[name].editor.value())  # type: ignore[attr-defined]

    def _on_done(self) -> None:
        self._kept.done()
        self._place.say("office.closure.announced")
        super().accept()

    def _on_wrong(self, wrong: UserMistake) -> None:
        show_mistakes(self._rows, wrong)

    def _foretell(self) -> None:
        day = self._day.value()
        if day is None:
            self._moves.clear()
            return
        fresh = Closure(day, "", hours=self._hours.spans())
        kept = [one for one in self._calendar.closures.values() if one.day != day]
        as_if = self._calendar.with_closures([*kept, fresh])
        self._moves.ask(lambda: as_if, day.isoformat())

    def _why_closed(self, day: dt.date) -> str | None:
        return None if self._calendar.is_working_day(day) else self._calendar.why_closed(day)


def _row(code: str, editor: QWidget, *, required: bool = False, hint: str = "") -> FieldRow:
    return FieldRow(code, editor, required=required, hint=hint, steady=False)


class CallOff(Dialog):
    """An announced closure, and what moves back without it."""

    def __init__(
        self, window: QWidget, place: Workplace, calendar: WorkCalendar, closure: Closure
    ) -> None:
        super().__init__(
            window, "office.closure.call_off", agree="office.closure.call_off", kind="danger"
        )
        self._place, self._calendar, self._closure = place, calendar, closure
        told = Words(wrap=True)
        told.say(
            "office.closure.call_off.sentence",
            day=long_jalali(closure.day, language().name),
            reason=closure.reason,
        )
        moves = MovesTold(place)
        self.body.addWidget(told)
        self.body.addWidget(moves)
        self.offer_way_back(first=True)
        kept = [one for one in calendar.closures.values() if one.event != closure.event]
        without = calendar.with_closures(kept)
        self.finished.connect(lambda _: moves.clear())
        moves.ask(lambda: without, closure.day.isoformat())

    def accept(self) -> None:
        """Call it off."""
        book, province, event = self._place.desk.book, self._calendar.province, self._closure.event
        self._place.work.write(
            lambda: cancel_closure(book, province, event),
            lambda _: self._place.say("office.closure.called_off"),
        )
        super().accept()


class NameHoliday(Dialog):
    """The occasion of a day that the shipped table does not know as a holiday."""

    def __init__(
        self, window: QWidget, place: Workplace, day: dt.date, name: Callable[[str], object]
    ) -> None:
        super().__init__(window, "office.holiday.add", agree="office.holiday.agree")
        self.offer_way_back()
        self._name = name
        told = Words(wrap=True)
        told.setText(long_jalali(day, language().name))
        self._row = FieldRow("office.holiday.name", TextLine(longest=200), required=True)
        self.body.addWidget(told)
        self.body.addWidget(self._row)
        self._row.editor.setFocus()
        self._kept = KeptSheet(self, place, "holiday", {"name": self._row})

    def accept(self) -> None:
        """Name it; an empty name keeps the sheet open."""
        text = str(self._row.editor.value())  # type: ignore[attr-defined]
        self._row.show_mistake(None if text else Mistake("name", "holiday_name.missing"))
        if not text:
            self._row.editor.setFocus()
            return
        self._kept.done()
        self._name(text)
        super().accept()
