"""When an officer leaves: their posts and open work go to a successor."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from desk_app.ports.book import Book
from desk_app.records import bodies as b
from desk_app.records.catalogue import Catalogue, Post, Spell
from desk_app.services.acting import write_on
from desk_app.services.guard import NAME_LENGTH, allow, needed

SLICE: Final = 40
"""So many requests change hands in one transaction: others can write between two of them."""


def posts_handed_over(catalogue: Catalogue, leaver: str, successor: str, today: date) -> list[Post]:
    """The posts as they read once a successor (by name) has taken them over from a leaver.

    What the leaver held until yesterday stays told; without a successor the posts are vacant
    from today on. Only posts that change are returned.
    """
    found = []
    for post in catalogue.all(Post):
        changed = replace(
            post,
            holders=_handed_over(post.holders, leaver, successor, today),
            substitutes=_stood_in(post.substitutes, leaver, successor, today),
        )
        if changed != post:
            found.append(changed)
    return found


def reassign_requests(book: Book, request_ids: Iterable[str], holder: str) -> int:
    """Hand open requests to an officer; those that were closed meanwhile stay. How many went."""
    to, ids = needed(holder, "holder", NAME_LENGTH), list(request_ids)
    return sum(_reassign(book, ids[at : at + SLICE], to) for at in range(0, len(ids), SLICE))


def _reassign(book: Book, ids: Sequence[str], holder: str) -> int:
    with book.writing() as pen:
        allow(pen.officer, "reassign")
        moved = 0
        for request_id in ids:
            state = pen.request(request_id)
            if state is None or state.registered is None or state.standing != "open":
                continue
            write_on(pen, state, "Assigned", b.Assigned(holder=holder), registers=("holder",))
            moved += 1
        return moved


def _stood_in(
    spells: tuple[Spell, ...], leaver: str, successor: str, today: date
) -> tuple[Spell, ...]:
    """As for holders; one who is only named, without dates, leaves no trace of days."""
    named = Spell(leaver)
    dated = tuple(spell for spell in spells if spell != named)
    over = _handed_over(dated, leaver, successor, today)
    return (*over, Spell(successor)) if successor and named in spells else over


def _handed_over(
    spells: tuple[Spell, ...], leaver: str, successor: str, today: date
) -> tuple[Spell, ...]:
    kept, taken_over = [], []
    for spell in spells:
        if spell.person != leaver or (spell.last is not None and spell.last < today):
            kept.append(spell)
            continue
        if spell.first is None or spell.first < today:
            kept.append(replace(spell, last=today - timedelta(days=1)))
        if successor:
            taken_over.append(Spell(successor, max(spell.first or today, today), spell.last))
    return (*kept, *taken_over)
