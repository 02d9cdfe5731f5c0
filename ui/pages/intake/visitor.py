"""What is known of the visitor: how often they came, and what for."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ports.queries import Hit, KnownPerson
from ui.models.lines import Line
from ui.models.rows import Column, RowsModel
from ui.models.views import LinesView
from ui.pages.hits import RUNNING, line_of, shown_code
from ui.texts import Worded, say, shown
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.showing import EmptyState


class VisitorLeaf(QWidget, Worded):
    """The visitor's requests, newest first; ``opened`` carries the id of one that is wanted.

    ``follow`` is the button for a visitor who came back for one of them.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._person: KnownPerson | None = None
        self._requests: Sequence[Hit] = ()
        self._today = dt.date.min
        self._known = Words(letters="strong", wrap=True)
        self._model: RowsModel[Line] = RowsModel([Column("intake.side.history", Line.spoken)])
        self._history = LinesView("intake.side.history")
        self._history.setModel(self._model)
        self._nobody = EmptyState("history", "intake.history.none")
        self.follow = Button("intake.follow", keys="Shift+F6")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._known)
        column.addWidget(self._history, 1)
        column.addWidget(self._nobody, 1)
        column.addWidget(self.follow)
        self._history.opened.connect(lambda line: self.opened.emit(line.id))
        self.show_person(None, (), dt.date.min)

    def show_person(
        self, person: KnownPerson | None, history: Sequence[Hit], today: dt.date
    ) -> None:
        """Show what is known of a person, or that nobody is known yet."""
        self._person, self._requests, self._today = person, history, today
        self._history.setVisible(bool(history))
        self._nobody.setVisible(not history)
        self.follow.setVisible(any(hit.status in RUNNING for hit in history))
        self.reword()

    def reword(self) -> None:
        """Say who it is and what was asked in the language in force."""
        person = self._person
        lines = [_without_name(hit, self._today) for hit in self._requests]
        self._model.show_rows(len(lines), lambda first, count: lines[first : first + count])
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


def _without_name(hit: Hit, today: dt.date) -> Line:
    """The panel is narrow, and whose requests these are stands above them."""
    what = hit.subject or hit.service_title or hit.kind_title
    code = shown_code(hit.tracking_code)
    return line_of(hit, today)._replace(title=shown(what), note=code, aside="")
