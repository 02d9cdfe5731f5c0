"""The lists behind figures that count no requests: visits of a day, and what was set aside."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desk_app.ports.days import ParkedEvent, VisitRow
from desk_app.records.catalogue import Catalogue
from desk_app.records.jalali import local_datetime
from desk_app.texts import knows
from ui.models.growing import GrowingModel
from ui.models.lines import Line
from ui.models.rows import Column
from ui.models.views import LinesView
from ui.texts import language, say, shown
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.showing import Card

MOST = 500


class DayList(Card):
    """A titled list with the way back; ``opened`` carries the id of a row, ``left`` nothing."""

    opened = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Words(letters="section")
        self._count = Words(letters="caption", tone="muted")
        self.view = LinesView("today.counters")
        self._model: GrowingModel[Line] = GrowingModel([Column("today.counters", Line.spoken)])
        self.view.setModel(self._model)
        back = Button("today.list.back", "quiet", icon="back", keys="Esc")
        back.clicked.connect(self.left)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._count)
        head.addWidget(back)
        column = QVBoxLayout()
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self.body.addLayout(column)
        self.view.opened.connect(lambda line: self.opened.emit(line.id))

    def show_lines(self, title: str, lines: Sequence[Line]) -> None:
        """Show rows under a title that is already in words; the cursor stays where it can."""
        place = self.view.currentIndex().row()
        self._title.setText(title)
        self.view.setAccessibleName(title)
        self._model.begin(lines, ended=True)
        self._count.say("today.list.none" if not lines else "today.list.first", count=len(lines))
        self._count.setVisible(not lines or len(lines) >= MOST)
        if lines:
            self.view.go_to(min(max(place, 0), len(lines) - 1))


def visit_line(visit: VisitRow, catalogue: Catalogue, name_of: Callable[[str], str]) -> Line:
    """A visit as a row: when, what became of it, about what, by whom."""
    about = (catalogue.service(visit.service), catalogue.topic(visit.topic))
    agency = catalogue.agency(visit.agency)
    what = "، ".join(one.title for one in (*about, agency) if one is not None)
    hour = shown(f"{local_datetime(visit.started):%H:%M}")
    return Line(
        id="",
        title=" — ".join(part for part in (hour, what) if part),
        note=name_of(visit.officer),
        aside=say("today.visit.counter", counter=visit.counter),
        aside_note=say(f"channel.{visit.channel}") if visit.channel != "desk" else "",
        state=say(f"ending.{visit.outcome}") if visit.outcome else "",
    )


def parked_line(event: ParkedEvent) -> Line:
    """An event that was set aside, as a row: why, of which kind, and whether it can be opened."""
    why = event.why if event.why in ("unknown", "clock") else "entry"
    code = f"event.{event.type}"
    kind = say(code) if event.type and knows(code, language().name) else event.type
    return Line(
        id=event.request_id,
        title=say(f"today.parked.{why}"),
        note=kind,
        state=say("page.request") if event.request_id else "",
    )
