"""The latest rounds of the line, kept in the book in a ring of places that never grows.

They say when, how much and how it ended; nothing of what was sent.
"""

from dataclasses import replace
from typing import Any, Final

import msgspec

from db.book import DeskBook
from desk_app.ports.line_page import RoundTold

PLACES: Final = 200
_LIKE: Final = "round.*"
_ALL: Final = "SELECT value FROM keeping WHERE name GLOB ?"
_KEEP: Final = "INSERT OR REPLACE INTO keeping(name, value) VALUES(?, ?)"


class _Kept(msgspec.Struct, frozen=True):
    n: int
    """The rounds are numbered; each takes the place of its number."""
    round: RoundTold


_kept: Final = msgspec.json.Decoder(_Kept)


def keep_round(book: DeskBook, ended: RoundTold) -> None:
    """Put a round down; one that moved nothing and ended as the one before is counted with it."""
    with book.transaction() as turn:
        newest = max(_read(turn.db), key=lambda one: one.n, default=None)
        n = newest.n + 1 if newest is not None else 1
        if newest is not None and _is_again(newest.round, ended):
            n, ended = newest.n, _together(newest.round, ended)
        told = msgspec.json.encode(_Kept(n, ended))
        turn.db.execute(_KEEP, (f"round.{n % PLACES:03d}", told))


def rounds(book: DeskBook, limit: int) -> list[RoundTold]:
    """The latest rounds, newest first."""
    with book.reader.look() as db:
        found = sorted(_read(db), key=lambda one: one.n, reverse=True)
    return [one.round for one in found[:limit]]


def _read(db: Any) -> list[_Kept]:
    return [_kept.decode(value) for (value,) in db.execute(_ALL, (_LIKE,))]


def _is_again(before: RoundTold, ended: RoundTold) -> bool:
    quiet = not (before.sent or before.received or ended.sent or ended.received)
    return quiet and ended.code == before.code


def _together(before: RoundTold, ended: RoundTold) -> RoundTold:
    last = ended.at + ended.took_ms
    return replace(ended, at=before.at, tries=before.tries + 1, last=last)
