"""Today: the day in figures, each of them the way to its list."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ports.changes import Changes
from desk_app.ports.days import DayCounts
from desk_app.ports.queries import Counts, Filter
from desk_app.records.catalogue import Catalogue
from desk_app.records.jalali import local_datetime
from ui.actions.workplace import Workplace
from ui.frame.page import Page
from ui.pages.find.asking import day_before, of_day
from ui.texts import Worded, say, shown
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.showing import Card
from ui.work import Newest


@dataclass(frozen=True, slots=True)
class DayRead:
    """The day and the whole book, as of an instant."""

    day: DayCounts
    counts: Counts
    at_ms: int


class Figure(QFrame, Worded):
    """A number with its name; Enter, Space or a click opens its list."""

    opened = Signal()

    def __init__(self, code: str, tone: str = "text") -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._code, self._tone, self._count = code, tone, 0
        self._number = Words(letters="display")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(0)
        column.addWidget(self._number)
        column.addWidget(Words(code, letters="caption", tone="muted"))
        self.reword()

    def show_count(self, count: int) -> None:
        """Show another number; one that asks for work wears its tone."""
        self._count = count
        self._number.set_tone(self._tone if count else "text")
        self.reword()

    def reword(self) -> None:
        """Show the number in the digits of the language in force."""
        self._number.setText(shown(self._count))
        self.setAccessibleName(say("today.figure", name=say(self._code), count=self._count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: object) -> None:
        """A click opens the list."""
        self.opened.emit()


class TodayPage(Page, Worded):
    """Counts of the day and of what waits; read again whenever something is recorded."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._read: DayRead | None = None
        self._newest: Newest[DayRead] = Newest(place.work, self._show)
        self._figures = {
            name: Figure(f"today.{name}", tone)
            for name, tone in (
                ("visits", "text"),
                ("requests", "accent"),
                ("overdue", "bad"),
                ("due", "warn"),
                ("unprinted", "warn"),
                ("unsent", "warn"),
                ("conflicts", "bad"),
            )
        }
        self._as_of = Words(letters="caption", tone="muted")
        self._tables = {
            name: Card(f"today.{name}") for name in ("by_outcome", "by_kind", "by_officer")
        }
        self._lay_out()
        for name, figure in self._figures.items():
            figure.opened.connect(lambda wanted=name: self._open(wanted))

    def opened(self) -> None:
        """Read the day."""
        self._ask()
        self._figures["requests"].setFocus()

    def changes(self, changes: Changes) -> None:
        """Something was recorded: read again."""
        self._ask()

    def beside_title(self) -> QWidget:
        """As of which hour the figures are."""
        return self._as_of

    def reword(self) -> None:
        """Say the figures in the language in force."""
        if self._read is not None:
            self._show(self._read)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, figure in enumerate(self._figures.values()):
            grid.addWidget(figure, place // 4, place % 4)
        for place in range(4):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        tables = QHBoxLayout()
        tables.setSpacing(12)
        for card in self._tables.values():
            tables.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(tables)
        column.addStretch()
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 4, 24, 12)
        page.addWidget(Scroll(inner))

    def _ask(self) -> None:
        queries, now_ms = self._place.desk.book.queries, self._place.desk.clock.now_ms()
        day = self._place.today.isoformat()
        self._newest.ask(lambda: DayRead(queries.day(day), queries.counts(), now_ms))

    def _show(self, read: DayRead) -> None:
        self._read = read
        day, counts = read.day, read.counts
        for name, count in (
            ("visits", day.visits),
            ("requests", day.requests),
            ("overdue", day.overdue),
            ("due", day.due_today),
            ("unprinted", counts.unprinted),
            ("unsent", counts.unsent),
            ("conflicts", counts.conflicts),
        ):
            self._figures[name].show_count(count)
        self._as_of.say("today.as_of", hour=shown(f"{local_datetime(read.at_ms):%H:%M}"))
        place, catalogue = self._place, self._place.catalogue
        for name, rows in (
            ("by_outcome", {say(f"ending.{one}"): n for one, n in day.by_outcome.items() if one}),
            ("by_kind", {_kind(catalogue, one): n for one, n in day.by_kind.items()}),
            ("by_officer", {place.name_of(one): n for one, n in day.by_officer.items()}),
        ):
            _tabulate(self._tables[name], rows)

    def _open(self, name: str) -> None:
        today = self._place.today
        since, until = of_day(today)
        narrows = {
            "visits": Filter(since=since, until=until),
            "requests": Filter(since=since, until=until),
            "overdue": Filter(due_until=day_before(today)),
            "due": Filter(due_until=today.isoformat()),
            "unprinted": Filter(only_unprinted=True),
            "unsent": Filter(only_unsent=True),
            "conflicts": Filter(only_conflicts=True),
        }
        self._place.open_list(narrows[name])


def _kind(catalogue: Catalogue, key: str) -> str:
    kind = catalogue.kind(key)
    return kind.title if kind else key


def _tabulate(card: Card, rows: dict[str, int]) -> None:
    """Show names and numbers in place of the ones before."""
    while (item := card.body.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for place, (name, count) in enumerate(sorted(rows.items(), key=lambda row: -row[1])):
        words = Words(wrap=True)
        words.setText(name)
        number = Words(letters="strong")
        number.setText(shown(count))
        grid.addWidget(words, place, 0)
        grid.addWidget(number, place, 1)
    if not rows:
        grid.addWidget(Words("today.none", tone="muted"), 0, 0)
    card.body.addWidget(table)
