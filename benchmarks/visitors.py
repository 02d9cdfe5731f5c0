"""Visitors for a whole day: those of the demonstration, each time other people and matters."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle, islice
from typing import Final

from ui.demo.visitors import ALL, Person, Visitor, legal, national

_ALONE: Final = {"two-matters", "second-matter", "known", "same-matter"}
"""These need what somebody said before them."""
PLAYED: Final = tuple(visitor for visitor in ALL if visitor.slug not in _ALONE)


def visitors(wanted: int, first: int = 70_000_000) -> Iterator[Visitor]:
    """So many visitors, nobody twice, with identity numbers from ``first`` on."""
    numbers = count(first)
    for at, visitor in enumerate(islice(cycle(PLAYED), wanted)):
        yield replace(
            visitor,
            slug=f"{at}-{visitor.slug}",
            person=_another(visitor.person, numbers),
            presenter=_another(visitor.presenter, numbers) if visitor.presenter else None,
            members=tuple(_another(one, numbers) for one in visitor.members),
            subject=f"{visitor.subject} {at}" if visitor.subject else "",
        )


def _another(person: Person, numbers: Iterator[int]) -> Person:
    """Somebody of the same kind with a number of their own."""
    if not person.number:
        return person
    nine = f"{next(numbers):09d}"
    return replace(person, number=legal(f"1{nine}") if person.legal_name else national(nine))
