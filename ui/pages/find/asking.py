"""What is asked of the book for what stands in the search field and its chips."""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from desk_app.ports.queries import Filter, Hit, Issuer, Queries
from desk_app.records.codes import CODE_LENGTH, bare_code, check_code
from desk_app.records.jalali import at_desk

PAGE: Final = 50
PATIENCE_MS: Final = 40
"""A tired disk reads a row in twelve; what was read by then is shown, and the rest follows."""
_IDENTITY_LENGTHS: Final = (10, 11)


@dataclass(frozen=True, slots=True)
class Question:
    """Text and filter; ``before`` is the request after which the newest go on.

    ``rows`` are as many as were in sight before, when what is shown is asked anew.
    """

    text: str
    narrow: Filter
    sealed: bool = False
    before: str = ""
    rows: int = field(default=PAGE, compare=False)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A right code of which nothing is here, who gave it out, when the centre was last heard."""

    code: str
    issuer: Issuer
    contact: int


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a question, or why a whole code has none."""

    question: Question
    hits: Sequence[Hit]
    ended: bool
    elsewhere: Elsewhere | None = None


def answer_of(queries: Queries, question: Question) -> Found:
    """Ask the book; the newest requests for an empty text."""
    if question.sealed:
        return Found(question, queries.sealed_for_me(PAGE), ended=True)
    if not question.text:
        hits = queries.latest(question.rows, question.before, question.narrow)
        return Found(question, hits, ended=len(hits) < question.rows)
    code = bare_code(question.text)
    if len(code) == CODE_LENGTH and check_code(code):
        return _of_code(queries, question, code)
    began = time.monotonic()
    wanted = question.rows
    hits = queries.find(question.text, wanted, question.narrow, question.before, PATIENCE_MS)
    in_time = time.monotonic() - began < PATIENCE_MS / 1000
    return Found(question, hits, ended=len(hits) < wanted if in_time else not hits)


def _of_code(queries: Queries, question: Question, code: str) -> Found:
    """A whole code names one request, whatever the filters say."""
    if hits := queries.find(code, PAGE):
        return Found(question, hits, ended=True)
    # A sealed request is in no index: its page still opens for whom it is sealed to.
    if (view := queries.request(code)) is not None:
        return Found(question, [view.hit], ended=True)
    contact = queries.counts().last_sync
    return Found(question, (), True, Elsewhere(code, queries.issuer(code), contact))


def is_identity(text: str) -> bool:
    """Whether someone's identity number is looked for."""
    digits = bare_code(text)
    return digits.isdigit() and len(digits) in _IDENTITY_LENGTHS and not digits.startswith("09")


def of_day(day: dt.date) -> tuple[int, int]:
    """The first instant of a day at the desk and of the next one, ms since 1970."""
    return at_desk(day, 0), at_desk(day + dt.timedelta(days=1), 0)


def day_before(day: dt.date) -> str:
    """The ISO date before a day: what is due until then is overdue."""
    return (day - dt.timedelta(days=1)).isoformat()
