"""The line: its state with what to do, what waits, the rounds so far, what would be lost."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.ports.changes import Changes
from desk_app.ports.line_page import LineStanding
from ui.actions.workplace import Workplace
from ui.enrol.sheet import JoinSheet
from ui.frame.keys import bind
from ui.frame.page import Page
from ui.models.growing import GrowingModel
from ui.models.lines import Line
from ui.models.rows import Column
from ui.models.views import LinesView
from ui.pages.choice import OneOf
from ui.pages.line.reading import MOST, LineRead, read_line
from ui.pages.line.risk import RiskWords
from ui.pages.line.rows import round_line, waiting_line
from ui.pages.line.slip import SlipSheet
from ui.pages.line.state import Facts, StateWords
from ui.texts import Worded, worded
from ui.theme import look
from ui.widgets.buttons import Button
from ui.widgets.chips import Flow
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.showing import Card, EmptyState
from ui.work import Newest

VIEWS: Final = ("waiting", "rounds", "risk", "desk")
TRY_KEYS: Final = "Ctrl+Shift+S"
JOIN_KEYS: Final = "Ctrl+E"
SLIP_KEYS: Final = "Ctrl+B"
GO_ON_KEYS: Final = "Ctrl+O"
_LEAST: Final = 96
"""Height of a row and a half: below it the page scrolls whole."""


class LinePage(Page, Worded):
    """Read again whenever the line tells something or a record is written.

    Without ``whole`` it is built part after part by ``build_on``.
    """

    def __init__(self, place: Workplace, *, whole: bool = True) -> None:
        super().__init__()
        self._place = place
        self._read: LineRead | None = None
        self._newest: Newest[LineRead] = Newest(place.work, self._show)
        self._models: dict[str, GrowingModel[Line]] = {}
        self._building = self._build()
        while whole and self.build_on():
            pass

    def build_on(self) -> bool:
        """Build one more of the page's parts."""
        return next(self._building, False)

    def _build(self) -> Iterator[bool]:
        self.state, self._facts, self.risk = StateWords(), Facts(), RiskWords()
        self.views = OneOf([(view, f"line_page.view.{view}") for view in VIEWS])
        worded(self.views, name="line_page.view")
        yield True
        self.lists = {name: LinesView(f"line_page.list.{name}") for name in ("waiting", "rounds")}
        for name, view in self.lists.items():
            self._models[name] = GrowingModel([Column(f"line_page.list.{name}", Line.spoken)])
            view.setModel(self._models[name])
        yield True
        self._none = {
            name: EmptyState(icon, f"line_page.none.{name}", advice=f"line_page.none.{name}.advice")
            for name, icon in (("waiting", "good"), ("rounds", "history"), ("alone", "office"))
        }
        self._count = Words(letters="caption", tone="muted")
        yield True
        self.buttons = {
            "try": Button("line_page.try", "primary", icon="sync", keys=TRY_KEYS),
            "join": Button("line_page.join", icon="line-up", keys=JOIN_KEYS),
            "slip": Button("line_page.slip", icon="phone", keys=SLIP_KEYS),
            "go_on": Button("line_page.go_on", icon="forward", keys=GO_ON_KEYS),
        }
        self._leaves = QStackedWidget()
        yield True
        yield from self._lay_out()
        self._connect()

    def opened(self) -> None:
        """The list has the keys; everything is read anew."""
        self._ask()
        self._focus_list()

    def changes(self, changes: Changes) -> None:
        """Something was recorded or arrived: read again."""
        self._ask()

    def reword(self) -> None:
        """Say the rows in the language in force."""
        if self._read is not None:
            self._show(self._read)

    def _lay_out(self) -> Iterator[bool]:
        head = Card()
        deeds = QWidget()
        worded(deeds, name="line_page.facts")
        row = Flow(deeds, gap=8)
        for button in self.buttons.values():
            row.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        deeds.setSizePolicy(policy)
        head.body.addWidget(self.state)
        head.body.addWidget(deeds)
        yield True
        card = Card()
        choice = QHBoxLayout()
        choice.addWidget(self.views, 1)
        choice.addWidget(self._count)
        told = Words("line_page.risk.sentence", tone="muted", wrap=True)
        self._told = {"risk": _scrolled(told, self.risk), "desk": _scrolled(self._facts)}
        for leaf in (*self.lists.values(), *self._none.values(), *self._told.values()):
            self._leaves.addWidget(leaf)
            yield True
        card.body.addLayout(choice)
        card.body.addWidget(self._leaves, 1)
        self._leaves.setMinimumHeight(look().px(_LEAST))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(card, 1)
        yield True
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 4, 24, 12)
        page.addWidget(Scroll(inner))

    def _connect(self) -> None:
        place = self._place
        place.line_news.connect(lambda _: self._ask() if self.isVisible() else None)
        self.views.chosen.connect(lambda _: self._show_leaf())
        self.lists["waiting"].opened.connect(self._on_row)
        self.buttons["try"].clicked.connect(self._try)
        for name, keys, do in (
            ("join", JOIN_KEYS, self._join),
            ("slip", SLIP_KEYS, self._slip),
            ("go_on", GO_ON_KEYS, self._go_on),
        ):
            self.buttons[name].clicked.connect(do)
            self.buttons[name].hide()
            bind(self, keys, f"line_page.{name}", do)
        for at, view in enumerate(VIEWS, start=1):
            bind(self, f"Ctrl+{at}", f"line_page.view.{view}", partial(self._choose, view))

    def _ask(self) -> None:
        desk = self._place.desk
        self._newest.ask(lambda: read_line(desk))

    def _show(self, read: LineRead) -> None:
        self._read = read
        self.state.show_read(read)
        self._facts.show_read(read)
        self.risk.show_risk(read.risk)
        standing = read.standing
        self.buttons["try"].setVisible(standing.enrolled)
        self.buttons["join"].setVisible(self._may_join())
        self.buttons["slip"].setVisible(standing.slips)
        self.buttons["go_on"].setVisible(standing.codes_left <= 0)
        state = read.view.state
        place = max(0, self.lists["waiting"].currentIndex().row())
        waiting = [waiting_line(one, state) for one in read.waiting]
        self.lists["waiting"].refill(waiting, otherwise=place)
        self.lists["rounds"].refill([round_line(one) for one in read.rounds])
        self._show_leaf()

    def _show_leaf(self) -> None:
        name, here = self.views.value(), QApplication.focusWidget()
        had_focus = here is not None and self._leaves.isAncestorOf(here)
        if name in self._told:
            leaf: QWidget = self._told[name]
            self._count.hide()
        else:
            count = self._models[name].rowCount()
            leaf = self.lists[name] if count else self._none[self._empty(name)]
            self._count.say(
                "line_page.count.most" if count >= MOST else "line_page.count", count=count
            )
            self._count.setVisible(count > 0)
        if self._leaves.currentWidget() is not leaf:
            self._leaves.setCurrentWidget(leaf)
            if had_focus:
                self._focus_list()

    def _empty(self, name: str) -> str:
        alone = self._read is not None and not self._read.standing.enrolled
        return "alone" if alone and name == "waiting" else name

    def _focus_list(self) -> None:
        leaf = self._leaves.currentWidget()
        (leaf if isinstance(leaf, LinesView) else self.views).setFocus()

    def _choose(self, view: str) -> None:
        self.views.choose(view)
        self._focus_list()

    def _on_row(self, line: Line) -> None:
        if line.id:
            self._place.open_request(line.id)

    def _try(self) -> None:
        self.state.show_trying()
        self._place.desk.line.wake()

    def _may_join(self) -> bool:
        alone = self._read is not None and not self._read.standing.enrolled
        return alone and self._place.may("enrol") and not self._place.desk.office.demonstration

    def _join(self) -> None:
        if self._may_join():
            JoinSheet(self.window(), self._place, self._ask).open()

    def _slip(self) -> None:
        if self._read is not None and self._read.standing.slips:
            sheet = SlipSheet(self.window(), self._place, self._read.standing.device)
            sheet.accepted.connect(self._ask)
            sheet.open()

    def _go_on(self) -> None:
        if self._read is not None and self._read.standing.codes_left <= 0:
            self._place.work.write(self._place.desk.joining.go_on, self._gone_on)

    def _gone_on(self, _: LineStanding) -> None:
        self._place.say("line_page.gone_on")
        self._ask()


def _scrolled(*parts: QWidget) -> Scroll:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        column.addWidget(part)
    column.addStretch()
    return Scroll(inner)
