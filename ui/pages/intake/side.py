"""The panel beside the intake: what was recorded last, history, papers, guidance on the service."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ports.queries import Hit, KnownPerson
from desk_app.records.items import Service
from ui.models.lines import Line
from ui.models.rows import Column, RowsModel
from ui.models.views import LinesView
from ui.pages.hits import line_of
from ui.pages.intake.papers import PaperList
from ui.pages.intake.saved import Saved
from ui.texts import Worded, say, shown, worded
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.segments import Segments
from ui.widgets.showing import EmptyState

TABS = ("saved", "history", "papers", "guide")


class SidePanel(QFrame, Worded):
    """Four leaves of one panel; ``opened`` carries the id of a request of the history."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        worded(self, name="intake.side")
        self._service: Service | None = None
        self._person: KnownPerson | None = None
        self.saved = Saved()
        self.papers = PaperList()
        self._tabs = Segments({tab: f"intake.side.{tab}" for tab in TABS})
        worded(self._tabs, name="intake.side")
        self._known = Words(letters="strong", wrap=True)
        self._model: RowsModel[Line] = RowsModel([Column("intake.side.history", Line.spoken)])
        self._history = LinesView("intake.side.history")
        self._history.setModel(self._model)
        self._no_papers = Words("intake.papers.none", tone="muted", wrap=True)
        self._guide = Words(wrap=True)
        self._leaves = QStackedWidget()
        for leaf in (self._saved_leaf(), self._history_leaf(), self._papers_leaf()):
            self._leaves.addWidget(leaf)
        self._leaves.addWidget(Scroll(_column(self._guide)))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(self._tabs)
        column.addWidget(self._leaves, 1)
        self._tabs.chosen.connect(lambda tab: self._leaves.setCurrentIndex(TABS.index(tab)))
        self._history.opened.connect(self._on_opened)
        self.show_person(None, (), dt.date.min)
        self.show_service(None)

    @property
    def tab(self) -> str:
        """The leaf shown."""
        return self._tabs.value()

    def turn_to(self, tab: str) -> None:
        """Show a leaf."""
        self._tabs.choose(tab)

    def show_person(
        self, person: KnownPerson | None, history: Sequence[Hit], today: dt.date
    ) -> None:
        """Show what is known of a person, or that nobody is known yet."""
        self._person = person
        lines = [line_of(hit, today) for hit in history]
        self._model.show_rows(len(lines), lambda first, count: lines[first : first + count])
        self._history.setVisible(bool(lines))
        self._nobody.setVisible(not lines)
        self.reword()

    def show_service(self, service: Service | None) -> None:
        """Show papers, cost, steps and deadline of a service."""
        self._service = service
        self.papers.offer(service.papers if service else ())
        self.papers.setVisible(not self.papers.is_empty)
        self._no_papers.setVisible(self.papers.is_empty)
        self.reword()

    def reword(self) -> None:
        """Say person and service in the language in force."""
        person, service = self._person, self._service
        self._known.setVisible(person is not None)
        if person is not None:
            self._known.setText(
                say(
                    "intake.known",
                    name=person.person.full_name or say("hit.nobody"),
                    requests=person.requests,
                    open=person.open_requests,
                )
            )
        self._guide.setText(_guidance(service) if service else say("intake.guide.none"))

    def _saved_leaf(self) -> QWidget:
        return Scroll(self.saved)

    def _history_leaf(self) -> QWidget:
        leaf = QWidget()
        column = QVBoxLayout(leaf)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._nobody = EmptyState("history", "intake.history.none")
        column.addWidget(self._known)
        column.addWidget(self._history, 1)
        column.addWidget(self._nobody, 1)
        return leaf

    def _papers_leaf(self) -> QWidget:
        return Scroll(
            _column(
                Words("intake.papers.how", letters="caption", tone="muted", wrap=True),
                self.papers,
                self._no_papers,
            )
        )

    def _on_opened(self, line: Line) -> None:
        self.opened.emit(line.id)


def _column(*widgets: QWidget) -> QWidget:
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch()
    return held


def _guidance(service: Service) -> str:
    """Everything the desk tells of a service, a paragraph for each part."""
    parts = [service.title]
    if service.steps:
        steps = [f"{shown(place)}. {step}" for place, step in enumerate(service.steps, start=1)]
        parts.append(say("intake.guide.steps") + "\n" + "\n".join(steps))
    cost = shown(f"{service.cost:,}") if service.cost else ""
    parts.append(
        say("intake.guide.cost", cost=cost)
        if cost
        else say("intake.guide.free")
        if not service.cost_note
        else service.cost_note
    )
    if service.deadline:
        unit = say(f"intake.unit.{service.deadline.unit}")
        parts.append(say("intake.guide.deadline", amount=service.deadline.amount, unit=unit))
    if service.rights:
        parts.append(say("intake.guide.rights") + "\n" + service.rights)
    return "\n\n".join(part for part in parts if part)
