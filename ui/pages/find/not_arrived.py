"""What stands where a right code has no request here: who gave it out, and the way to enter it."""

import datetime as dt
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ports.queries import Issuer
from desk_app.records.jalali import local_date, local_datetime
from ui.pages.hits import shown_moment
from ui.texts import say, shown
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.sign import Sign

ENTER_KEYS: Final = "Ctrl+E"


class NotArrived(QWidget):
    """Sentence and advice on a code that is not here; ``entry_wanted`` by its button or key."""

    entry_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Words(letters="section", centred=True, wrap=True)
        self._advice = Words(tone="muted", centred=True, wrap=True)
        enter = Button("find.not_arrived.enter", "primary", keys=ENTER_KEYS)
        enter.clicked.connect(self.entry_wanted)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch()
        column.addWidget(Sign("code", "faint", 40))
        column.addWidget(self._title)
        column.addWidget(self._advice)
        column.addWidget(enter, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def show_issuer(self, issuer: Issuer, office: str, contact: int, today: dt.date) -> None:
        """Tell of an issuer to a desk of ``office`` whose line last spoke at ``contact`` (ms)."""
        self._title.setText(sentence_of(issuer, office, today))
        self._advice.setText(_advice(issuer, contact, today))
        self.setAccessibleName(f"{self._title.text()} {self._advice.text()}")


def sentence_of(issuer: Issuer, office: str, today: dt.date) -> str:
    """Which counter gave the code out and when it was last heard, where that is known."""
    if issuer.own:
        return say("issued.own")
    if not issuer.counter:
        return say("issued.unknown")
    elsewhere = issuer.office != office and bool(issuer.office_name)
    return say(
        "issued.office" if elsewhere else "issued.counter",
        office=issuer.office_name,
        counter=shown(issuer.counter),
        when=moment(issuer.last_at, today),
    )


def moment(at_ms: int, today: dt.date) -> str:
    """An instant by its hour alone where it is of today, else with its day."""
    if local_date(at_ms) == today:
        return shown(f"{local_datetime(at_ms):%H:%M}")
    return shown_moment(at_ms)


def _advice(issuer: Issuer, contact: int, today: dt.date) -> str:
    if issuer.own:
        return say("issued.own.advice")
    if issuer.counter:
        return say("find.not_arrived.advice")
    if contact:
        return say("issued.unknown.contact", when=moment(contact, today))
    return say("issued.unknown.alone")
