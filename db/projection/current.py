"""A request as it now reads: what was told, with completed and corrected fields laid over it."""

from typing import Any, TypeVar

import msgspec

from desk_app.records.persons import Matter, OutsideNumber, Person
from desk_app.records.request import RequestState


def persons_now(state: RequestState) -> list[Person | None]:
    """The person of each party; None where nothing is known or it was erased."""
    parties = state.registered.parties if state.registered else ()
    told = [state.persons[at] if at < len(state.persons) else None for at in range(len(parties))]
    if not state.registers:
        return told
    return [_laid_over(person, Person, f"party.{at}.", state) for at, person in enumerate(told)]


def matter_now(state: RequestState) -> Matter | None:
    """The matter in the visitor's words; None where it was erased."""
    if not state.registers:
        return state.matter
    return _laid_over(state.matter, Matter, "matter.", state)


def field_now(state: RequestState, name: str, told: str) -> str:
    """A text field as corrected or completed, else as told."""
    value = state.value(name, told) if state.registers else told
    return value if isinstance(value, str) else told


def outside_now(state: RequestState) -> tuple[OutsideNumber, ...]:
    """The numbers that other systems gave, told and corrected alike, so that each is found."""
    told = state.matter.outside if state.matter else ()
    later = state.value("matter.outside", ()) if state.registers else ()
    try:
        return told + msgspec.convert(later, tuple[OutsideNumber, ...])
    except msgspec.ValidationError:
        return told


def visitor_name(state: RequestState, persons: list[Person | None]) -> str:
    """The applicant's name, or the first name there is."""
    parties = state.registered.parties if state.registered else ()
    named = [
        (party.role != "applicant", at, person.full_name)
        for at, (party, person) in enumerate(zip(parties, persons, strict=True))
        if person is not None and person.full_name
    ]
    return min(named)[2] if named else ""


T = TypeVar("T", Matter, Person)


def _laid_over(told: T | None, kind: type[T], prefix: str, state: RequestState) -> T | None:
    changed: dict[str, Any] = {}
    for name in kind.__struct_fields__:
        if "field:" + prefix + name in state.registers:
            value = state.value(prefix + name)
            if type(value) is type(getattr(kind(), name)):
                changed[name] = value
    if not changed:
        return told
    return msgspec.structs.replace(told if told is not None else kind(), **changed)
