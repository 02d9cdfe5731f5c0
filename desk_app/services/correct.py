"""Putting right what was recorded, completing what was empty, erasing what must go."""

from dataclasses import dataclass, field
from typing import Any

from desk_app.ports.book import Book, Pen
from desk_app.records import bodies as b
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Event, Subject, canonical
from desk_app.records.fold import filled
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Matter, Person
from desk_app.records.request import RequestState
from desk_app.services.acting import write_on
from desk_app.services.fields import checked_fields, is_open
from desk_app.services.guard import allow, needed, the_request


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
    reason = needed(command.reason, "reason")
    with book.writing() as pen:
        allow(pen.officer, "correct")
        state = the_request(pen, command.request_id)
        if not command.values:
            raise UserMistake(Mistake("field", "correct.nothing"))
        checked = checked_fields(pen, state, command.values)
        personal = {name: value for name, value in checked.items() if not is_open_value(name)}
        body = b.Corrected(
            fields={name: value for name, value in checked.items() if is_open_value(name)},
            held={name: place + 1 for place, name in enumerate(personal)},
            reason=0,
        )
        registers = tuple("field:" + name for name in checked)
        values = (reason, *personal.values())
        return write_on(pen, state, "Corrected", body, values, registers)


def complete_request(book: Book, command: Complete) -> Event:
    """Fill in what was left empty at the glass; what is there already is not touched.

    A value that says what is recorded is passed over; one that says otherwise is refused with
    ``complete.not_empty``: it is a correction and needs its reason.
    """
    told = {**command.fields, **(filled("matter.", command.matter) if command.matter else {})}
    for place, person in command.persons.items():
        told |= filled(f"party.{place}.", person)
    with book.writing() as pen:
        allow(pen.officer, "follow_up")
        state = the_request(pen, command.request_id)
        checked = checked_fields(pen, state, told)
        new = _missing(state, checked)
        if not any(name in told for name in new):
            raise UserMistake(Mistake("field", "correct.nothing"))
        body, values = _completed(new)
        registers = tuple("field:" + name for name in new)
        return write_on(pen, state, "Completed", body, values, registers)


def erase_personal(book: Book, request_id: str, ground: str) -> Event:
    """Drop every personal value of a request and of its visits, here and wherever it was sent.

    Its scans go as well, and papers of it that still wait for a printer.
    """
    why = needed(ground, "ground")
    with book.writing() as pen:
        allow(pen.officer, "erase")
        state = the_request(pen, request_id)
        for visit in sorted(state.visits):
            if values := pen.values_of("visit", visit):
                _erase(pen, Subject("visit", visit), values, why)
        subject = Subject("request", state.id)
        scans = sorted({document.blob for document in state.documents.values()})
        return _erase(pen, subject, (*pen.values_of(*subject), *scans), why)


def is_open_value(name: str) -> bool:
    """Whether a field or its title is kept in the body: it holds nothing personal."""
    return is_open(name.removesuffix("_title"))


def _missing(state: RequestState, checked: dict[str, Any]) -> dict[str, Any]:
    """The values of fields that are empty now; UserMistake for those that say something else."""
    new: dict[str, Any] = {}
    wrong: list[Mistake] = []
    for name, value in checked.items():
        now = current(state, name)
        if not now and not state.told_at_first(name):
            new[name] = value
        elif canonical(now) != canonical(value) and not name.endswith("_title"):
            wrong.append(Mistake(name, "complete.not_empty"))
    if wrong:
        raise UserMistake(*wrong)
    return {
        name: value
        for name, value in new.items()
        if not name.endswith(".id_kind") or name.removesuffix("kind") + "number" in new
    }


def current(state: RequestState, name: str) -> Any:
    """What a field says now, in the form in which it is written; false where it is empty."""
    if (corrected := state.value(name)) is not None:
        return corrected
    if not state.told_at_first(name):
        return None
    root, _, part = name.partition(".")
    if root == "matter":
        return getattr(state.matter, part)
    if root == "party":
        place, _, part = part.partition(".")
        return getattr(state.persons[int(place)], part)
    return body_data(state.registered)[name] if state.registered else None


def _completed(new: dict[str, Any]) -> tuple[b.Completed, tuple[Any, ...]]:
    fields = {name: value for name, value in new.items() if is_open_value(name)}
    grouped: dict[str, dict[str, Any]] = {}
    for name, value in new.items():
        if not is_open_value(name):
            owner, _, part = name.rpartition(".")
            grouped.setdefault(owner, {})[part] = value
    owners = list(grouped)
    body = b.Completed(
        fields=fields,
        matter=owners.index("matter") if "matter" in grouped else -1,
        parties={
            owner.removeprefix("party."): place
            for place, owner in enumerate(owners)
            if owner != "matter"
        },
    )
    values = tuple(
        Matter(**parts) if owner == "matter" else Person(**parts)
        for owner, parts in grouped.items()
    )
    return body, values


def _erase(pen: Pen, subject: Subject, values: tuple[str, ...], ground: str) -> Event:
    body = b.Erased(values=values, ground=ground)
    return pen.write(Draft(subject=subject, type="Erased", body=body_data(body)))
