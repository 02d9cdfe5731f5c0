"""The events of a request one under the other, the newest first."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ports.queries import TimelineItem
from ui.pages.hits import shown_moment
from ui.pages.request.telling import author_of, sentence_of, text_of
from ui.widgets.labels import Rule, Words
from ui.widgets.sign import Sign

MOST: Final = 60
"""Events that are drawn; older ones are counted."""
_SIGNS: Final[Mapping[str, str]] = {
    "Registered": "intake",
    "Noted": "edit",
    "Referred": "refer",
    "Returned": "return",
    "Accepted": "inbox",
    "PapersAsked": "attach",
    "Drafted": "edit",
    "DraftReturned": "back",
    "Answered": "answer",
    "Told": "bell",
    "Called": "phone",
    "AskedAgain": "bell",
    "Complained": "alert",
    "Surveyed": "list",
    "PapersBrought": "check",
    "Printed": "print",
    "Reissued": "print",
    "Extended": "calendar",
    "Closed": "good",
    "Reopened": "forward",
    "Voided": "void",
    "Withdrawn": "return",
    "Settled": "conflict",
    "Documented": "attach",
}


class Timeline(QWidget):
    """Sentence, time, officer and words of each event."""

    def __init__(self, name_of: Callable[[str], str]) -> None:
        super().__init__()
        self._name_of = name_of
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_items(self, items: tuple[TimelineItem, ...]) -> None:
        """Show these events in place of the ones before; they come oldest first."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        newest = list(reversed(items))[:MOST]
        for place, event in enumerate(newest):
            if place:
                self._column.addWidget(Rule())
            self._column.addWidget(_entry(event, author_of(event, self._name_of)))
        if len(items) > MOST:
            older = Words(letters="caption", tone="muted")
            older.say("request.timeline.older", count=len(items) - MOST)
            self._column.addWidget(older)


def _entry(event: TimelineItem, actor: str) -> QWidget:
    entry = QWidget()
    row = QHBoxLayout(entry)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(Sign(_SIGNS.get(event.type, "info"), "muted", 18))
    words = QVBoxLayout()
    words.setSpacing(0)
    title = Words(letters="strong", wrap=True)
    title.setText(sentence_of(event))
    words.addWidget(title)
    if text := text_of(event):
        told = Words(wrap=True)
        told.setText(text)
        words.addWidget(told)
    row.addLayout(words, 1)
    when = Words(letters="caption", tone="muted")
    when.setText(f"{shown_moment(event.at)}\n{actor}")
    row.addWidget(when)
    return entry
