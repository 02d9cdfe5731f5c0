"""A lost receipt: given out again for two facts that are right, under a new follow-up number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from desk_app.ports.book import Book, Pen
from desk_app.records import bodies as b
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Event
from desk_app.records.request import RequestState
from desk_app.records.text import normalise, search_words, to_ascii_digits
from desk_app.services.acting import act
from desk_app.services.correct import current
from desk_app.services.guard import LINE_LENGTH, needed, one_of, optional

SHOWN: Final = ("card", "receipt_photo")
"""What the officer looks at; nothing of it is typed."""
_OF_PERSON: Final = {
    "national_id": "id_number",
    "mobile": "mobile",
    "father_name": "father_name",
    "birth_year": "birth_year",
    "address": "address",
}
_OF_REQUEST: Final = ("follow_up", "subject")
FACTS: Final = (*_OF_PERSON, *_OF_REQUEST, *SHOWN)
"""What can be asked of someone who lost a receipt."""
_NUMBERS: Final = frozenset({"national_id", "mobile", "birth_year", "follow_up"})
_IN_WORDS: Final = frozenset({"address", "subject"})
"""Long texts that nobody tells letter by letter: two words of them are enough."""
_WORDS_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Reissue:
    """What was told about a lost receipt, and who took the new one."""

    request_id: str
    facts: Mapping[str, str]
    """By fact, out of ``FACTS``, what the person told; it is compared and never kept."""
    taken_by: str


def reissue_receipt(book: Book, command: Reissue) -> Event:
    """Give out a lost receipt again; the follow-up number on the old one is dead.

    Two facts must be right, those of a person all of one and the same party. UserMistake names
    each fact that was not told, is not recorded (``reissue.not_recorded``) or differs
    (``reissue.differs``).
    """
    told = {one_of(fact, FACTS, "facts"): _told(fact, text) for fact, text in command.facts.items()}
    if len(told) < 2:
        raise UserMistake(Mistake("facts", "reissue.two_facts"))
    who = needed(command.taken_by, "taken_by", LINE_LENGTH)
    compared = tuple(fact for fact in told if fact not in SHOWN)

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[Any, ...]]:
        _compare(state, {fact: told[fact] for fact in compared})
        body = b.Reissued(
            follow_up=pen.follow_up(), taken_by=0, facts=tuple(told), compared=compared
        )
        return body, (who,)

    return act(book, command.request_id, "follow_up", "Reissued", say)


def facts_of(present: Iterable[tuple[str, str]]) -> list[str]:
    """The facts that can be asked, given name and value of what is recorded of persons and matter.

    Those that are shown, and the follow-up number, can always be asked.
    """
    recorded = {name for name, value in present if value}
    asked = [fact for fact, name in _OF_PERSON.items() if name in recorded]
    return [*asked, "follow_up", *(["subject"] if "subject" in recorded else []), *SHOWN]


def _told(fact: str, text: str) -> str:
    if fact in SHOWN:
        return ""
    found = optional(text, fact, LINE_LENGTH)
    if not found:
        raise UserMistake(Mistake(fact, "reissue.not_told"))
    return found


def _compare(state: RequestState, told: Mapping[str, str]) -> None:
    """Raise UserMistake for every fact that is not what is recorded."""
    wrong = {
        fact: "reissue.differs"
        for fact in told
        if fact in _OF_REQUEST and not _same(fact, told[fact], _of_request(state, fact))
    }
    personal = {fact: text for fact, text in told.items() if fact in _OF_PERSON}
    parties = range(len(state.registered.parties) if state.registered else 0)
    found = [_wrong_of(state, place, personal) for place in parties]
    nobody = dict.fromkeys(personal, "reissue.not_recorded")
    nearest: dict[str, str] = min(found, key=len, default=nobody)
    wrong |= nearest
    if wrong:
        raise UserMistake(*(Mistake(fact, code) for fact, code in wrong.items()))


def _wrong_of(state: RequestState, place: int, told: Mapping[str, str]) -> dict[str, str]:
    """Which facts are not those of one party, and why."""
    wrong = {}
    for fact, text in told.items():
        recorded = str(current(state, f"party.{place}.{_OF_PERSON[fact]}") or "")
        if not recorded:
            wrong[fact] = "reissue.not_recorded"
        elif not _same(fact, text, recorded):
            wrong[fact] = "reissue.differs"
    return wrong


def _of_request(state: RequestState, fact: str) -> str:
    return state.follow_up if fact == "follow_up" else str(current(state, "matter.subject") or "")


def _same(fact: str, told: str, recorded: str) -> bool:
    if fact in _NUMBERS:
        return _digits(told) == _digits(recorded)
    if fact in _IN_WORDS:
        words, known = set(search_words(told)), set(search_words(recorded))
        return words <= known and len(words) >= min(_WORDS_ENOUGH, len(known))
    return normalise(told).replace(" ", "") == normalise(recorded).replace(" ", "")


def _digits(text: str) -> str:
    return "".join(sign for sign in to_ascii_digits(text) if sign.isalnum()).lower()
