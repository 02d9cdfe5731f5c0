"""Sticks: which are plugged in, what lies on each, carrying out and in."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.ports.carry import CarriedIn, CarriedOut
from desk_app.ports.changes import Changes
from desk_app.ports.desk import LineState, LineView
from desk_app.records.errors import DeskError
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.frame.page import Page
from ui.models.growing import GrowingModel
from ui.models.lines import Line
from ui.models.rows import Column
from ui.models.views import LinesView
from ui.pages.stick.reading import SticksRead, read_sticks
from ui.pages.stick.rows import (
    in_sentence,
    out_sentence,
    standing_sentence,
    stick_line,
    travelling_sentence,
)
from ui.pages.stick.trips import Trips
from ui.texts import Worded, say, worded
from ui.theme import look
from ui.widgets.buttons import Button
from ui.widgets.check import Check
from ui.widgets.chips import Flow
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.showing import Card, EmptyState
from ui.work import Newest

WATCH_MS: Final = 2500
"""How often it is looked whether a stick was plugged in or out, while the page is shown."""
_LEAST: Final = 132


class StickPage(Page, Worded):
    """Follows what is plugged in; a trip goes on whatever page is shown."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._read: SticksRead | None = None
        self._further: list[Path] = []
        self._told: Callable[[], tuple[str, str]] | None = None
        self._fresh = True
        self._newest: Newest[SticksRead] = Newest(place.work, self._show)
        self._drives: Newest[tuple[Path, ...]] = Newest(place.work, self._compare)
        self.trips = Trips(place.work)
        self.sentence = Words(letters="section", wrap=True)
        self.travelling = Words(tone="muted", wrap=True)
        self.result = Words(wrap=True)
        self.bar = QProgressBar()
        self.copies = Check("stick.copies")
        self.sticks = LinesView("stick.list")
        self._model: GrowingModel[Line] = GrowingModel([Column("stick.list", Line.spoken)])
        self.sticks.setModel(self._model)
        self._none = EmptyState("stick", "stick.none", advice="stick.none.advice")
        self._leaves = QStackedWidget()
        self.buttons = {
            "out": Button("stick.out", "primary", icon="send", keys="F6"),
            "in": Button("stick.in", icon="download", keys="F7"),
            "other": Button("stick.other", icon="folder", keys="Ctrl+O"),
        }
        self._watch = QTimer(self, interval=WATCH_MS)
        self._lay_out()
        self._connect()

    @property
    def chosen(self) -> Path | None:
        """The folder of the stick under the cursor."""
        row = self.sticks.current_row()
        return Path(row.id) if isinstance(row, Line) else None

    def opened(self) -> None:
        """Everything is read anew; then the list has the keys, or what there is instead."""
        self._watch.start()
        self._fresh = True
        self.look()

    def changes(self, changes: Changes) -> None:
        """Something was recorded, acknowledged or arrived: read again."""
        self.look()

    def look(self) -> None:
        """Read every stick anew."""
        sticks, further = self._place.desk.sticks, tuple(self._further)
        self._newest.ask(lambda: read_sticks(sticks, further))

    def add_folder(self, folder: str) -> None:
        """Take a folder as a stick, and choose it."""
        path = Path(folder)
        if path not in self._further:
            self._further.append(path)
        self.look()

    def reword(self) -> None:
        """Say everything in the language in force."""
        if self._read is not None:
            self._show(self._read)
        if self._told is not None:
            self._tell(self._told)

    def carry_out(self) -> None:
        """Write what is not acknowledged to the stick under the cursor."""
        folder, sticks = self.chosen, self._place.desk.sticks
        copies = 2 if self.copies.value() else 1
        if folder is not None and self._may_go():
            self._begin("stick.out.under_way")
            self.trips.start(
                lambda told: sticks.carry_out(folder, copies, told), self._out, self._failed
            )

    def carry_in(self) -> None:
        """Bring in everything on the stick under the cursor."""
        folder, sticks = self.chosen, self._place.desk.sticks
        if folder is not None and self._may_go():
            self._begin("stick.in.under_way")
            self.trips.start(lambda told: sticks.carry_in(folder, told), self._in, self._failed)

    def _lay_out(self) -> None:
        head, card = Card(), Card()
        deeds = QWidget()
        worded(deeds, name="stick.deeds")
        row = Flow(deeds, gap=8)
        for deed in (*self.buttons.values(), self.copies):
            row.addWidget(deed)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        deeds.setSizePolicy(policy)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(look().px(6))
        worded(self.bar, name="stick.progress")
        for part in (self.sentence, self.travelling, deeds, self.bar, self.result):
            head.body.addWidget(part)
        self.bar.hide()
        self.result.hide()
        for leaf in (self.sticks, self._none):
            self._leaves.addWidget(leaf)
        self._leaves.setMinimumHeight(look().px(_LEAST))
        self._leaves.setCurrentWidget(self._none)
        card.body.addWidget(self._leaves, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(card, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 4, 24, 12)
        page.addWidget(Scroll(inner))

    def _connect(self) -> None:
        self.trips.stepped.connect(self._on_step)
        self._watch.timeout.connect(self._on_watch)
        self._place.line_news.connect(self._on_line)
        self.sticks.opened.connect(lambda _: self.carry_out())
        for name, keys, do in (
            ("out", "F6", self.carry_out),
            ("in", "F7", self.carry_in),
            ("other", "Ctrl+O", self._choose_folder),
        ):
            self.buttons[name].clicked.connect(do)
            bind(self, keys, f"stick.{name}", do)
        bind(self, "F5", "stick.look", self.look)

    def _show(self, read: SticksRead) -> None:
        self._read = read
        self.sentence.setText(standing_sentence(read.standing))
        told = travelling_sentence(read.standing)
        self.travelling.setText(told)
        self.travelling.setVisible(bool(told))
        here: QWidget | None = self.focusWidget()
        in_list = self._fresh or (here is not None and self._leaves.isAncestorOf(here))
        self.sticks.refill([stick_line(one) for one in read.sticks])
        self._leaves.setCurrentWidget(self.sticks if read.sticks else self._none)
        self._enable()
        if in_list:
            (self.sticks if read.sticks else self.buttons["other"]).setFocus()
        self._fresh = False

    def _enable(self) -> None:
        read = self._read
        ready = read is not None and bool(read.sticks) and self._may_go()
        for name in ("out", "in"):
            self.buttons[name].setEnabled(ready)

    def _may_go(self) -> bool:
        enrolled = self._read is not None and self._read.standing.enrolled
        return enrolled and not self.trips.busy and self._place.may("sync")

    def _begin(self, code: str) -> None:
        self.bar.setRange(0, 0)
        self.bar.show()
        self._tell(lambda: (say(code), "muted"))
        for name in ("out", "in"):
            self.buttons[name].setEnabled(False)

    def _on_step(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _out(self, out: CarriedOut) -> None:
        self._end(lambda: (out_sentence(out), "good"))

    def _in(self, found: CarriedIn) -> None:
        self._end(lambda: in_sentence(found))

    def _failed(self, fault: DeskError) -> None:
        self._end(lambda: (say(fault.code, **fault.params), "bad"))

    def _end(self, told: Callable[[], tuple[str, str]]) -> None:
        self.bar.hide()
        self._tell(told)
        self.look()

    def _tell(self, told: Callable[[], tuple[str, str]]) -> None:
        """Say a sentence in its tone, and again when the language changes."""
        self._told = told
        sentence, tone = told()
        self.result.setText(sentence)
        self.result.set_tone(tone)
        self.result.show()

    def _on_watch(self) -> None:
        if not self.isVisible():
            self._watch.stop()
            return
        sticks = self._place.desk.sticks
        self._drives.ask(lambda: tuple(drive.folder for drive in sticks.drives()))

    def _compare(self, drives: tuple[Path, ...]) -> None:
        """Read anew only where something was plugged in or out: reading whole sticks costs."""
        shown = {one.drive.folder for one in self._read.sticks} if self._read else set()
        if shown != {*drives, *self._further}:
            self.look()

    def _on_line(self, view: LineView) -> None:
        """There is a line: what waits here of other desks goes now."""
        kept = self._read is not None and self._read.standing.kept
        if kept and view.state is LineState.UP_TO_DATE and self._may_go():
            sticks = self._place.desk.sticks
            self.trips.start(lambda _: sticks.deliver_kept(), self._in, self._failed)

    def _choose_folder(self) -> None:
        sheet = QFileDialog(self, say("stick.other"), QDir.homePath())
        sheet.setFileMode(QFileDialog.FileMode.Directory)
        sheet.setOption(QFileDialog.Option.ShowDirsOnly)
        sheet.fileSelected.connect(self.add_folder)
        sheet.open()
