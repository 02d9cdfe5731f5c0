"""The unfinished intake, kept encrypted in the book's settings until it is recorded."""

from collections.abc import Callable
from typing import Final

import msgspec

from ui.actions.intake import IntakeDraft
from ui.actions.workplace import Workplace

_PLACE: Final = "draft.intake."


def keep_draft(place: Workplace, draft: IntakeDraft) -> None:
    """Keep what was typed so far in place of what was kept; an empty one is forgotten."""
    told = "" if draft.is_empty else msgspec.json.encode(draft).decode()
    book = place.desk.book
    place.work.write(lambda: book.set_setting(_PLACE + book.officer.user, told))


def read_draft(place: Workplace, found: Callable[[IntakeDraft], object]) -> None:
    """Look for an unfinished intake of this officer; ``found`` is called only for one."""
    book = place.desk.book

    def take(told: str) -> None:
        try:
            draft = msgspec.json.decode(told, type=IntakeDraft) if told else IntakeDraft()
        except (msgspec.DecodeError, msgspec.ValidationError):
            # What an older or newer program kept is no reason to keep anyone from work.
            return
        if not draft.is_empty:
            found(draft)

    place.work.read(lambda: book.setting(_PLACE + book.officer.user), take)
