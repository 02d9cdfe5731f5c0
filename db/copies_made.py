"""What is known of copies outside the book's folder: how far each kind reaches, by log.

It is noted where a copy was made and found good, and read when somebody asks what would be lost.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from db.book import DeskBook
from db.names import text_of
from desk_app.ports.line_page import COPIES, Copied

_ALL: Final = "SELECT name, value FROM keeping WHERE name GLOB 'copy.*'"
_KEEP: Final = "INSERT OR REPLACE INTO keeping(name, value) VALUES(?, ?)"
_REACH: Final = "SELECT id, seq FROM log WHERE own = 1"


class Copy(msgspec.Struct, frozen=True):
    """The newest copy of one kind; ``at`` in ms since 1970, ``reach`` the highest seq by log."""

    at: int
    reach: dict[str, int]


_copy: Final = msgspec.json.Decoder(Copy)


def reach_now(book: DeskBook) -> dict[str, int]:
    """How far the own logs reach; to be asked before a copy is begun."""
    with book.reader.look() as db:
        return {text_of(log): seq for log, seq in db.execute(_REACH)}


def note_copy(book: DeskBook, kind: Copied, at_ms: int, reach: Mapping[str, int]) -> None:
    """Remember that a good copy of this kind reaches so far."""
    told = msgspec.json.encode(Copy(at_ms, dict(reach)))
    with book.transaction() as turn:
        turn.db.execute(_KEEP, (f"copy.{kind}", told))


def copies_made(db: Any) -> dict[Copied, Copy]:
    """The newest copy of each kind that was ever made."""
    kept = dict(db.execute(_ALL).fetchall())
    return {kind: _copy.decode(kept[name]) for kind in COPIES if (name := f"copy.{kind}") in kept}


def furthest(copies: Mapping[Copied, Copy]) -> dict[str, int]:
    """How far any copy reaches, by log."""
    found: dict[str, int] = {}
    for copy in copies.values():
        for log, seq in copy.reach.items():
            found[log] = max(seq, found.get(log, 0))
    return found
