"""Unfinished intakes, kept encrypted in the book's settings until they are recorded.

They are no events: what a visitor only began to tell is nobody's record yet, and stays here.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from ui.actions.attaching import forget_attached
from ui.actions.intake import IntakeDraft
from ui.actions.workplace import Workplace

MOST_PARKED: Final = 5
"""As many as have a key of their own."""
_PLACE: Final = "draft.intake."


class Parked(msgspec.Struct, frozen=True):
    """An intake put aside while its visitor is away; ``at`` is when, in ms since 1970."""

    draft: IntakeDraft
    at: int
    cursor: str = ""
    """The field in which the officer was, as the form names it."""


class Unfinished(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything an officer has not finished: what is in hand, and what is put aside."""

    in_hand: IntakeDraft = IntakeDraft()
    parked: tuple[Parked, ...] = ()


def slots_of(unfinished: Unfinished) -> frozenset[int]:
    """Where the scans lie that wait with any of it."""
    drafts = (unfinished.in_hand, *(one.draft for one in unfinished.parked))
    return frozenset(one.slot for draft in drafts for one in draft.attached)


def keep_unfinished(
    place: Workplace, unfinished: Unfinished, freed: frozenset[int] = frozenset()
) -> None:
    """Keep all of it in one stroke, in place of what was kept; nothing at all is forgotten.

    ``freed`` are the slots of scans that nothing waits for any more.
    """
    if place.desk.reason is not None:
        # Nothing can be recorded in such a book, and its banner says so already.
        return
    empty = unfinished.in_hand.is_empty and not unfinished.parked
    told = "" if empty else msgspec.json.encode(unfinished).decode()
    book = place.desk.book

    def keep() -> None:
        book.set_setting(_PLACE + book.officer.user, told)
        forget_attached(book, freed)

    place.work.write(keep)


def read_unfinished(place: Workplace, found: Callable[[Unfinished], object]) -> None:
    """Look for what this officer left; ``found`` is called only for something."""
    book = place.desk.book

    def take(told: str) -> None:
        try:
            left = msgspec.json.decode(told, type=Unfinished) if told else Unfinished()
        except (msgspec.DecodeError, msgspec.ValidationError):
            # What an older or newer program kept is no reason to keep anyone from work.
            return
        if left.parked or not left.in_hand.is_empty:
            found(left)

    place.work.read(lambda: book.setting(_PLACE + book.officer.user), take)
