"""Today: the day in figures over all counters, or for an officer over the own one."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ports.changes import Changes
from desk_app.ports.days import DayCounts
from desk_app.records.jalali import local_date, local_datetime
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.frame.page import Page
from ui.models.lines import Line
from ui.pages.hits import shown_day, shown_moment
from ui.pages.today.counts import CountRow, CountsTable
from ui.pages.today.day_line import AFTER_KEYS, BEFORE_KEYS, DATE_KEYS, TODAY_KEYS, DayLine
from ui.pages.today.figure import Figure
from ui.pages.today.lists import MOST, DayList, parked_line, visit_line
from ui.pages.today.reading import DayRead, behind, of_kind, read_day, taken_by
from ui.texts import Worded, say, shown
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.showing import Card
from ui.work import Newest

FIGURES: Final = {
    "visits": "text",
    "requests": "accent",
    "overdue": "bad",
    "due": "warn",
    "unprinted": "warn",
    "unsent": "warn",
    "conflicts": "bad",
    "parked": "bad",
    "unheard": "bad",
}
_IN_A_ROW: Final = 5
_COLUMNS: Final = ("visits", "requests", "overdue", "due", "unprinted", "unsent", "conflicts")
_GROUPS: Final = ("by_outcome", "by_officer", "by_kind")


class TodayPage(Page, Worded):
    """Figures of a day and of what waits; read again whenever something is recorded.

    Without ``whole`` it is built part after part by ``build_on``: its tables take long.
    """

    def __init__(self, place: Workplace, *, whole: bool = True) -> None:
        super().__init__()
        self._place = place
        self._read: DayRead | None = None
        self._newest: Newest[DayRead] = Newest(place.work, self._show)
        self._leads = place.may("report")
        self._on_today = True
        self.line = DayLine(lambda: place.today, place.why_closed)
        self.figures = {name: Figure(f"today.{name}", tone) for name, tone in FIGURES.items()}
        self.groups: dict[str, CountsTable] = {}
        self._empty = {name: Words("today.none", tone="muted") for name in _GROUPS}
        self._contact = Words(letters="caption", tone="muted")
        self._listed: Callable[[], None] | None = None
        self._leaves = QStackedWidget()
        self._building = self._build()
        while whole and self.build_on():
            pass

    def build_on(self) -> bool:
        """Build one more of the page's parts."""
        return next(self._building, False)

    def opened(self) -> None:
        """Read the day; whoever looked at today looks at the day that now is."""
        if self._on_today:
            self.line.go_today()
        self._ask()
        if self._leaves.currentIndex() == 0:
            self.figures["requests"].setFocus()

    def changes(self, changes: Changes) -> None:
        """Something was recorded: read again."""
        self._ask()
        self._list_again()

    def beside_title(self) -> QWidget:
        """The day looked at, and as of which hour."""
        return self.line

    def reword(self) -> None:
        """Say the figures in the language in force."""
        if self._read is not None:
            self._show(self._read)
        self._list_again()

    def _build(self) -> Iterator[bool]:
        self.counters = CountsTable(
            "today.counters",
            [f"today.column.{name}" for name in _COLUMNS],
            first="today.counter",
            aside="today.column.as_of",
        )
        yield True
        for name in _GROUPS:
            self.groups[name] = CountsTable(
                f"today.{name}", ["today.requests"], first=f"today.{name}"
            )
            yield True
        self.list = DayList()
        yield True
        inner = QWidget()
        yield from self._lay_out(inner)
        self._leaves.addWidget(Scroll(inner))
        self._leaves.addWidget(self.list)
        yield True
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 4, 24, 12)
        page.addWidget(self._leaves)
        self._connect()

    def _lay_out(self, inner: QWidget) -> Iterator[bool]:
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        grid = QGridLayout()
        grid.setSpacing(12)
        # One that is not for this officer leaves no gap.
        for place, name in enumerate(sorted(FIGURES, key=self._is_hidden)):
            figure = self.figures[name]
            grid.addWidget(figure, place // _IN_A_ROW, place % _IN_A_ROW)
        for place in range(_IN_A_ROW):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        yield True
        counters = Card("today.counters")
        counters.body.addWidget(self.counters)
        counters.body.addWidget(self._contact)
        counters.setVisible(self._leads)
        for name, figure in self.figures.items():
            figure.setVisible(not self._is_hidden(name))
        column.addWidget(counters)
        yield True
        groups = QHBoxLayout()
        groups.setSpacing(12)
        for name, table in self.groups.items():
            card = Card(f"today.{name}")
            card.body.addWidget(table)
            card.body.addWidget(self._empty[name])
            groups.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
            yield True
        column.addLayout(groups)
        column.addStretch()
        yield True

    def _is_hidden(self, name: str) -> bool:
        return name == "parked" and not self._leads

    def _connect(self) -> None:
        for place, (name, figure) in enumerate(self.figures.items(), start=1):
            figure.opened.connect(partial(self._open, name))
            bind(self, f"Ctrl+{place}", f"today.{name}", partial(self._open, name))
        self.counters.cell_opened.connect(self._on_counter)
        for name, table in self.groups.items():
            table.cell_opened.connect(partial(self._on_group, name))
        self.line.changed.connect(self._on_day)
        self.list.opened.connect(self._on_row)
        self.list.left.connect(self._leave_list)
        bind(self, BEFORE_KEYS, "today.yesterday", lambda: self.line.step(-1))
        bind(self, AFTER_KEYS, "today.tomorrow", lambda: self.line.step(1))
        bind(self, TODAY_KEYS, "today.now", self.line.go_today)
        bind(self, DATE_KEYS, "today.day", self.line.date.setFocus)
        bind(self, "Esc", "today.list.back", self._leave_list)

    def _ask(self) -> None:
        queries, now_ms = self._place.desk.book.queries, self._place.desk.clock.now_ms()
        day = self.line.day
        self._newest.ask(lambda: read_day(queries, day, now_ms))

    def _on_day(self, day: dt.date) -> None:
        self._on_today = self.line.is_today
        self._leave_list()
        self._ask()

    def _show(self, read: DayRead) -> None:
        self._read = read
        for name, figure in self.figures.items():
            figure.show_count(self._figure(read, name))
        self.line.as_of.say("today.as_of", hour=_hour(read.at_ms))
        self.counters.show_counts([self._counter_row(read, one) for one in read.counters])
        contact = read.counts.last_sync
        self._contact.setVisible(bool(contact))
        if contact:
            self._contact.say("today.contact", when=shown_moment(contact))
        place, whole = self._place, read.whole
        for name, named in (
            ("by_outcome", {one: (say(f"ending.{one}"), n) for one, n in whole.by_outcome.items()}),
            ("by_officer", {one: (place.name_of(one), n) for one, n in whole.by_officer.items()}),
            ("by_kind", {one: (self._kind(one), n) for one, n in whole.by_kind.items()}),
        ):
            rows = [CountRow(key, words, (count,)) for key, (words, count) in named.items()]
            self.groups[name].show_counts(sorted(rows, key=lambda row: -(row.counts[0] or 0)))
            self.groups[name].setVisible(bool(rows))
            self._empty[name].setVisible(not rows)

    def _figure(self, read: DayRead, name: str) -> int:
        if name in ("unsent", "parked"):
            return int(getattr(read.counts, name))
        return _count(read.whole, name)

    def _counter_row(self, read: DayRead, one: DayCounts) -> CountRow:
        counts = [
            # What another counter has not sent nobody else can know.
            (read.counts.unsent if one.own else None) if name == "unsent" else _count(one, name)
            for name in _COLUMNS
        ]
        named = shown(one.counter)
        name = say("today.counter.own", counter=named) if one.own else named
        return CountRow(one.counter, name, tuple(counts), _as_of(read, one))

    def _kind(self, key: str) -> str:
        kind = self._place.catalogue.kind(key)
        return kind.title if kind else key

    def _counter(self) -> str:
        """The counter to which an officer's figures are narrowed; empty for who leads."""
        own = self._read.own if self._read is not None else None
        return "" if self._leads or own is None else own.counter

    def _open(self, name: str, counter: str = "") -> None:
        within = counter or self._counter()
        if name == "visits":
            self._open_visits("", within)
        elif name == "parked":
            self._open_parked()
        elif name == "conflicts" and not counter:
            self._place.open_page("conflicts")
        else:
            # What waits to be sent is this desk's own, whatever counter it was written for.
            at = "" if name == "unsent" else within
            self._place.open_list(behind(name, self.line.day, at))

    def _on_counter(self, counter: str, column: str) -> None:
        self._open(column.removeprefix("today.column."), counter)

    def _on_group(self, group: str, key: str, column: str) -> None:
        day, counter = self.line.day, self._counter()
        if group == "by_outcome":
            self._open_visits(key, counter)
        elif group == "by_officer":
            self._place.open_list(taken_by(key, day, counter))
        else:
            self._place.open_list(of_kind(key, day, counter))

    def _open_visits(self, outcome: str, counter: str) -> None:
        self._listed = partial(self._open_visits, outcome, counter)
        queries, day = self._place.desk.book.queries, self.line.day
        place = self._place
        told = say(f"ending.{outcome}") if outcome else ""
        code = "today.list.outcome" if outcome else "today.list.visits"
        title = say(code, day=shown_day(day), outcome=told)

        def read() -> list[Line]:
            visits = queries.visits_of(day.isoformat(), outcome, counter, MOST)
            return [visit_line(one, place.catalogue, place.name_of) for one in visits]

        place.work.read(read, partial(self._show_list, title))

    def _open_parked(self) -> None:
        if not self._leads:
            return
        self._listed = self._open_parked
        queries = self._place.desk.book.queries
        self._place.work.read(
            lambda: [parked_line(one) for one in queries.parked(MOST)],
            partial(self._show_list, say("today.list.parked")),
        )

    def _show_list(self, title: str, lines: list[Line]) -> None:
        if self._listed is None:
            return
        self.list.show_lines(title, lines)
        if self._leaves.currentWidget() is not self.list:
            self._leaves.setCurrentWidget(self.list)
            self.list.view.setFocus()

    def _list_again(self) -> None:
        if self._listed is not None:
            self._listed()

    def _on_row(self, request_id: str) -> None:
        if request_id:
            self._place.open_request(request_id)

    def _leave_list(self) -> None:
        self._listed = None
        if self._leaves.currentIndex():
            self._leaves.setCurrentIndex(0)
            self.figures["visits"].setFocus()


def _count(counts: DayCounts, name: str) -> int:
    return int(getattr(counts, "due_today" if name == "due" else name))


def _hour(at_ms: int) -> str:
    return shown(f"{local_datetime(at_ms):%H:%M}")


def _as_of(read: DayRead, one: DayCounts) -> str:
    """As of when a counter's figures are: this one's own are as of now."""
    at = read.at_ms if one.own else one.as_of
    if not at:
        return say("today.counter.never")
    if local_date(at) == local_date(read.at_ms):
        return say("today.counter.as_of", hour=_hour(at))
    return say("today.counter.as_of_day", day=shown_day(local_date(at)), hour=_hour(at))
