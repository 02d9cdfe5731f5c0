"""Open hours of a day as they are typed: ``۷-۱۴:۳۰`` or ``07:00 تا 12:00، 13:00 تا 15:00``."""

import re
from typing import Final

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.identity import Checked
from desk_app.records.text import to_ascii_digits
from desk_app.records.workdays import Spans, spans_from
from ui.texts import language, say, shown
from ui.widgets.line import TextLine

_BETWEEN_SPANS: Final = re.compile("[،,;\n]")
_BETWEEN_HOURS: Final = re.compile("-|–|تا|to")
_HOUR: Final = re.compile(r"\d{1,2}(:\d{2})?")


def spans_of(text: str) -> Spans:
    """The spans a text tells; UserMistake ``calendar.hours`` for one that tells none."""
    pairs = []
    for part in _BETWEEN_SPANS.split(to_ascii_digits(text)):
        hours = [hour.strip() for hour in _BETWEEN_HOURS.split(part)]
        if len(hours) != 2 or not all(map(_HOUR.fullmatch, hours)):
            raise UserMistake(Mistake("hours", "calendar.hours"))
        pairs.append([hour if ":" in hour else f"{hour}:00" for hour in hours])
    return spans_from(pairs)


def told_spans(spans: Spans) -> str:
    """Spans as they are shown and may be typed again, in the digits of the screen."""
    told = (
        say("office.span", first=shown(_hour(first)), last=shown(_hour(last)))
        for first, last in spans
    )
    return ("، " if language().name == "fa" else ", ").join(told)


def _hour(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


class HoursLine(TextLine):
    """Open hours in one line; empty is closed all day."""

    def __init__(self) -> None:
        super().__init__(longest=80, check=_checked)

    def spans(self) -> Spans:
        """The spans typed; none for what is empty or wrong."""
        return spans_of(self.value()) if self.value() and self.mistake() is None else ()

    def set_spans(self, spans: Spans) -> None:
        """Show spans."""
        self.set_value(told_spans(spans))

    def reword(self) -> None:
        """Begin at the reading side, in the digits of the language in force."""
        super().reword()
        if spans := self.spans():
            self.set_spans(spans)


def _checked(text: str) -> Checked:
    try:
        spans_of(text)
    except UserMistake as wrong:
        return text, wrong.mistakes[0]
    return text, None
