"""Which promised dates a change of the calendar would move, told before it is made."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ports.queries import Moved, Moves
from desk_app.records.errors import UserMistake
from desk_app.records.workdays import WorkCalendar
from ui.actions.workplace import Workplace
from ui.pages.hits import shown_code, shown_day
from ui.texts import say
from ui.widgets.labels import Words
from ui.work import Newest

SHOWN: Final = 6
"""So many requests are named; the rest are counted."""


class MovesTold(QWidget):
    """A sentence with the count, and the earliest of the requests."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._place = place
        self._newest: Newest[Moves] = Newest(place.work, self._show)
        self._sentence = Words(letters="strong", wrap=True)
        self._lines = [Words(letters="caption", tone="muted", wrap=True) for _ in range(SHOWN)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._sentence)
        for line in self._lines:
            column.addWidget(line)
            line.hide()

    def ask(self, as_if: Callable[[], WorkCalendar], since: str) -> None:
        """Look what would move, off the window's thread, if the calendar read so."""
        queries = self._place.desk.book.queries

        def look() -> Moves:
            try:
                return queries.moved_by(as_if(), since)
            except UserMistake:
                # What is wrong with the calendar itself is told where it is kept.
                return Moves()

        self._newest.ask(look)

    def clear(self) -> None:
        """Nothing is asked."""
        self._newest.drop()
        self._sentence.setText("")
        for line in self._lines:
            line.hide()

    def _show(self, moves: Moves) -> None:
        count = len(moves.moved)
        if not count:
            self._sentence.say("office.moves.none")
        else:
            self._sentence.say("office.moves" if moves.whole else "office.moves.more", count=count)
        self._sentence.set_tone("warn" if count else "good")
        for line, one in zip(self._lines, [*moves.moved[:SHOWN]], strict=False):
            line.setText(_told(one))
        for place, line in enumerate(self._lines):
            line.setVisible(place < count)


def _told(one: Moved) -> str:
    return say(
        "office.moves.one",
        code=shown_code(one.tracking_code),
        who=one.visitor_name or say("hit.nobody"),
        before=shown_day(one.due),
        after=shown_day(one.after),
    )
