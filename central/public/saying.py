"""What a visitor writes on the page, as events of the centre in the feed of the office.

Each stands on the request that was looked up. A complaint about the office itself is sealed to
the level above it, so that nobody at the office reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from central.public.facts import keys_of
from central.public.lookup import find
from central.public.projection import refresh, take_turn
from central.public.shown import Shown
from central.public.survey import Questionnaire
from central.store.own_log import Author, write_own
from desk_app.records.bodies import Body
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from desk_app.records.survey_bodies import Surveyed
from desk_app.records.text import clean
from desk_app.records.visitor_bodies import VISITOR, AskedAgain, Complained

ABOVE: Final = "above"
"""The audience to which complaints about an office go."""

MOST_TEXT: Final = 2000
"""Letters in what a visitor writes."""

_DAY_MS: Final = 24 * 3600 * 1000
_PAUSE_MS: Final = 10 * 60 * 1000
_MOST_COMPLAINTS: Final = 3
ABOUT: Final = ("delay", "answer", "conduct", "other")


@dataclass(frozen=True, slots=True)
class Question:
    """The visitor asks again; the words may be empty."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint: of what, in which words, and whether the office itself shall not read it."""

    about: str
    text: str
    in_confidence: bool = False


@dataclass(frozen=True, slots=True)
class Grades:
    """A satisfaction form as filled in: grades by item, and words that may be empty."""

    answers: Mapping[str, int]
    text: str = ""


def say_on(
    connection: Connection, where: tuple[int, str], said: Question | Complaint | Grades,
    survey: Questionnaire, now_ms: int,
) -> None:  # fmt: skip
    """Write one thing on a request (office and id), which shows it from then on.

    Raises UserMistake, with nothing written: ``public.gone`` for a request that is no longer
    shown, ``public.too_soon``, ``public.too_long``, ``public.no_words``, ``public.no_about``,
    ``public.no_grades``, ``public.no_keys``.
    """
    office, request = where
    take_turn(connection)
    found = find(connection, office, request)
    if found is None:
        raise _mistake("gone")
    body, values, audience = _meant(said, survey)
    _check_pace(found.shown, type(body).__name__, now_ms)
    keys = keys_of(connection, office, audience) if audience else ()
    if audience and not keys:
        raise _mistake("no_keys")
    draft = Draft(
        subject=Subject("request", request), type=type(body).__name__, body=body_data(body),
        values=values, audience=audience,
    )  # fmt: skip
    author = Author(VISITOR, found.shown.order[0])
    write_own(connection, office, [draft], now_ms, author, keys)
    refresh(connection, office, [request])


def takes_in_confidence(connection: Connection, office: int) -> bool:
    """Whether the office has named who reads complaints about itself."""
    return bool(keys_of(connection, office, ABOVE))


def _meant(
    said: Question | Complaint | Grades, survey: Questionnaire
) -> tuple[Body, tuple[Any, ...], str]:
    text = clean(said.text)
    if len(text) > MOST_TEXT:
        raise _mistake("too_long", most=MOST_TEXT)
    place, values = (0, (text,)) if text else (-1, ())
    match said:
        case Question():
            return AskedAgain(text=place), values, ""
        case Complaint():
            if said.about not in ABOUT:
                raise _mistake("no_about")
            if not text:
                raise _mistake("no_words")
            body = Complained(about=said.about, text=place)
            return body, values, ABOVE if said.in_confidence else ""
        case Grades():
            answers = survey.checked(said.answers)
            if not answers:
                raise _mistake("no_grades")
            return Surveyed(form=survey.key, answers=answers, text=place), values, ""


def _check_pace(shown: Shown, kind: str, now_ms: int) -> None:
    """Raise ``public.too_soon`` for what was said already: asked today, graded once."""
    same = [step.at for step in shown.steps if step.type == kind]
    lately = [at for at in same if now_ms - at < _DAY_MS]
    soon = {
        "AskedAgain": bool(lately),
        "Complained": len(lately) >= _MOST_COMPLAINTS
        or any(now_ms - at < _PAUSE_MS for at in lately),
        "Surveyed": shown.surveyed,
    }
    if soon[kind]:
        raise _mistake("too_soon")


def _mistake(code: str, **params: str | int) -> UserMistake:
    return UserMistake(Mistake("text", f"public.{code}", params))
