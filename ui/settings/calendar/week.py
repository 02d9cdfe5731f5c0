"""The week of a province: which days are worked and in which hours."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from desk_app.records.jalali import weekday_name
from desk_app.records.workdays import Spans, WorkCalendar
from ui.settings.calendar.hours import HoursLine
from ui.texts import Worded, language, say, worded
from ui.widgets.check import Check
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words, polish
from ui.widgets.line import TextLine
from ui.widgets.showing import Card

DAYS = 7


class WeekCard(Card, Worded):
    """A line for each day from Saturday: worked or not, and the open hours."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("office.week")
        self._filling = False
        self._names = [Words() for _ in range(DAYS)]
        self._open = [Check("office.week.open") for _ in range(DAYS)]
        self._hours = [HoursLine() for _ in range(DAYS)]
        self._wrong = Words(letters="caption", tone="bad", wrap=True)
        self._wrong.hide()
        self._source = FieldRow("office.week.source", TextLine(longest=400), steady=False)
        self._version = Words(letters="caption", tone="muted", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        for place in range(DAYS):
            grid.addWidget(self._names[place], place, 0)
            grid.addWidget(self._open[place], place, 1)
            grid.addWidget(self._hours[place], place, 2)
            self._open[place].toggled.connect(lambda on, at=place: self._on_toggled(at, on))
            self._hours[place].textEdited.connect(self._on_changed)
            self._hours[place].editingFinished.connect(self._show_wrong)
        self.body.addLayout(grid)
        self.body.addWidget(self._wrong)
        self.body.addWidget(self._source)
        self.body.addWidget(self._version)
        self.reword()

    def show_calendar(self, calendar: WorkCalendar) -> None:
        """Show the week of a calendar."""
        self._filling = True
        for place in range(DAYS):
            worked = place not in calendar.weekend
            self._open[place].setChecked(worked)
            self._hours[place].set_spans(calendar.hours[place])
            self._hours[place].setEnabled(worked)
        self._source.editor.set_value("")  # type: ignore[attr-defined]
        self._version.say("office.week.version", version=calendar.version)
        self._show_wrong()
        self._filling = False

    def weekend(self) -> frozenset[int]:
        """The days that are not worked."""
        return frozenset(place for place, one in enumerate(self._open) if not one.isChecked())

    def hours(self) -> tuple[Spans, ...]:
        """The open spans of each day, from Saturday."""
        closed = self.weekend()
        return tuple(
            () if place in closed else one.spans() for place, one in enumerate(self._hours)
        )

    def source(self) -> str:
        """The instrument that says so."""
        return str(self._source.editor.value())  # type: ignore[attr-defined]

    def is_right(self) -> bool:
        """Whether every worked day has hours that can be read; the first wrong one is entered."""
        for place, line in enumerate(self._hours):
            if self._open[place].isChecked() and not line.spans():
                self._tell_wrong(line, "calendar.hours")
                line.setFocus()
                return False
        return True

    def reword(self) -> None:
        """Say the days in the language in force."""
        for place, words in enumerate(self._names):
            name = weekday_name(place, language().name)
            words.setText(name)
            self._open[place].setAccessibleName(f"{name}: {say('office.week.open')}")
            self._hours[place].setAccessibleName(f"{name}: {say('office.week.hours')}")
            worded(self._hours[place], placeholder="office.week.hours.hint")

    def _on_toggled(self, place: int, worked: bool) -> None:
        self._hours[place].setEnabled(worked)
        if worked and not self._hours[place].value() and not self._filling:
            others = (one for at, one in enumerate(self._hours) if self._open[at].isChecked())
            self._hours[place].set_spans(next((one.spans() for one in others if one.spans()), ()))
        self._on_changed()

    def _on_changed(self) -> None:
        if not self._filling:
            self._show_wrong()
            self.changed.emit()

    def _show_wrong(self) -> None:
        self._wrong.hide()
        for line in self._hours:
            polish(line, wrong=False)
            line.setAccessibleDescription("")
        for at, line in enumerate(self._hours):
            if self._open[at].isChecked() and (found := line.mistake()) is not None:
                self._tell_wrong(line, found.code)
                return

    def _tell_wrong(self, line: HoursLine, code: str) -> None:
        """The sentence stands beneath the week and marks, and is read out at, its line."""
        self._wrong.say(code)
        self._wrong.show()
        polish(line, wrong=True)
        line.setAccessibleDescription(say(code))
