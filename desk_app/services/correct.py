"""Putting right what was recorded, completing what was empty, erasing what must go."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from desk_app.ports.book import Book, Pen
from desk_app.records import bodies as b
from desk_app.records import identity
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Event, Subject
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Matter, Person
from desk_app.records.request import RequestState
from desk_app.records.text import clean
from desk_app.services.acting import act
from desk_app.services.guard import allow, needed, optional, the_request

OPEN_FIELDS = frozenset(
    {
        "kind",
        "service",
        "topic",
        "place",
        "channel",
        "answer_channel",
        "pass_on_identity",
        "papers_received",
        "papers_lacking",
        "outside",
    }
)
"""Fields without personal data; all others are ``matter.…`` and ``party.<place>.…``."""
_NUMBERS = {
    "mobile": identity.mobile,
    "phone": identity.phone,
    "postal_code": identity.postal_code,
}


@dataclass(frozen=True, slots=True)
class Correct:
    """New values by field name: ``service``, ``matter.subject``, ``party.0.mobile``."""

    request_id: str
    values: dict[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class Complete:
    """Values for fields that were empty, typed from a scan later."""

    request_id: str
    fields: dict[str, Any] = field(default_factory=dict)
    matter: Matter | None = None
    persons: dict[int, Person] = field(default_factory=dict)


def correct_request(book: Book, command: Correct) -> Event:
    """Correct fields of a request; each is a register, the receipt's words stay."""
    if not command.values:
        raise UserMistake(Mistake("field", "correct.nothing"))
    reason = needed(command.reason, "reason")

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[Any, ...]]:
        open_values: dict[str, Any] = {}
        held: dict[str, int] = {}
        values: list[Any] = [reason]
        for name, value in command.values.items():
            checked = _checked(pen, state, name, value)
            if name in OPEN_FIELDS:
                open_values[name] = checked
            else:
                held[name] = len(values)
                values.append(checked)
        return b.Corrected(fields=open_values, held=held, reason=0), tuple(values)

    registers = tuple("field:" + name for name in command.values)
    return act(book, command.request_id, "correct", "Corrected", say, registers=registers)


def complete_request(book: Book, command: Complete) -> Event:
    """Fill in what was left empty at the glass."""

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[Any, ...]]:
        values: list[Any] = [command.matter] if command.matter else []
        parties: dict[str, int] = {}
        for place, person in command.persons.items():
            _known_party(state, place)
            parties[str(place)] = len(values)
            values.append(person)
        if not values and not command.fields:
            raise UserMistake(Mistake("field", "correct.nothing"))
        fields = {name: _checked(pen, state, name, value) for name, value in command.fields.items()}
        body = b.Completed(fields=fields, matter=0 if command.matter else -1, parties=parties)
        return body, tuple(values)

    return act(book, command.request_id, "follow_up", "Completed", say)


def erase_personal(book: Book, request_id: str, ground: str) -> Event:
    """Drop every personal value of a request, here and wherever it was sent."""
    why = needed(ground, "ground")
    with book.writing() as pen:
        allow(pen.officer, "erase")
        state = the_request(pen, request_id)
        body = b.Erased(values=pen.values_of("request", state.id), ground=why)
        return pen.write(
            Draft(subject=Subject("request", state.id), type="Erased", body=body_data(body))
        )


def _checked(pen: Pen, state: RequestState, name: str, value: Any) -> Any:
    if name in ("service", "kind", "topic"):
        look_up = getattr(pen.catalogue(), name)
        if look_up(value) is None:
            raise UserMistake(Mistake(name, f"{name}.unknown"))
        return value
    if name in OPEN_FIELDS:
        return value
    root, _, part = name.partition(".")
    if root == "matter" and part in Matter.__struct_fields__:
        return optional(str(value), name)
    place, _, part = part.partition(".")
    if root == "party" and place.isdigit() and part in Person.__struct_fields__:
        _known_party(state, int(place))
        return _checked_person_field(state, int(place), part, value)
    raise UserMistake(Mistake(name, "correct.unknown_field"))


def _checked_person_field(state: RequestState, place: int, part: str, value: Any) -> Any:
    if part == "birth_year":
        return msgspec.convert(value, int, strict=False)
    text = clean(str(value))
    if part == "id_number" and state.registered and text:
        kind = state.registered.parties[place].id_kind
        number, mistake = identity.check_identity(
            "national" if kind == "none" else kind, text, "national_id"
        )
    elif part in _NUMBERS and text:
        number, mistake = _NUMBERS[part](text)
    else:
        number, mistake = optional(text, part, most=400), None
    if mistake:
        raise UserMistake(mistake)
    return number


def _known_party(state: RequestState, place: int) -> None:
    if state.registered is None or place >= len(state.registered.parties):
        raise UserMistake(Mistake("party", "party.unknown"))
