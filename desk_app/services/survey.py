"""What visitors say of the service: a filled-in form on a request, grades by item."""

from dataclasses import dataclass, field

from desk_app.ports.book import Book
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Event
from desk_app.records.survey_bodies import Surveyed
from desk_app.services.acting import act, told
from desk_app.services.guard import NAME_LENGTH, REASON_LENGTH, needed, optional

MOST_ITEMS = 100
HIGHEST_GRADE = 100
"""Forms grade from 0 up to at most this."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A form as it was filled in: its key, the grade of each item, what was said besides."""

    request_id: str
    form: str
    answers: dict[str, int] = field(default_factory=dict)
    text: str = ""


def record_survey(book: Book, command: Survey) -> Event:
    """Record a filled-in satisfaction form; several add up."""
    form = needed(command.form, "form", NAME_LENGTH)
    text = optional(command.text, "text", REASON_LENGTH)
    if not command.answers and not text:
        raise UserMistake(Mistake("answers", "survey.empty"))
    if len(command.answers) > MOST_ITEMS:
        raise UserMistake(Mistake("answers", "list.too_long", {"most": MOST_ITEMS}))
    for item, grade in command.answers.items():
        needed(item, "item", NAME_LENGTH)
        if not 0 <= grade <= HIGHEST_GRADE:
            raise UserMistake(Mistake(item, "survey.grade", {"most": HIGHEST_GRADE}))
    (place,), values = told(text)
    body = Surveyed(form=form, answers=command.answers, text=place)
    return act(book, command.request_id, "follow_up", "Surveyed", lambda pen, state: (body, values))
