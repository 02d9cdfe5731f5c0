"""What the book remembers of carrying by stick: a note of this machine's, not synced."""

from typing import Final

import msgspec

from db.book import DeskBook
from db.copies_made import note_copy
from desk_app.ports.carry import Carrying

_NAME: Final = "carrying"
_KEPT: Final = "SELECT value FROM keeping WHERE name = ?"
_KEEP: Final = "INSERT OR REPLACE INTO keeping(name, value) VALUES(?, ?)"


class DeskCarryNotes:
    """Implements ``desk_app.ports.carry.CarryNotes``; safe from any thread."""

    def __init__(self, book: DeskBook) -> None:
        self._book = book

    def carrying(self) -> Carrying:
        """What is remembered; nothing before the first trip."""
        with self._book.reader.look() as db:
            row = db.execute(_KEPT, (_NAME,)).fetchone()
        return msgspec.json.decode(bytes(row[0]), type=Carrying) if row else Carrying()

    def keep_carrying(self, carrying: Carrying) -> None:
        """Remember this."""
        with self._book.transaction() as turn:
            turn.db.execute(_KEEP, (_NAME, msgspec.json.encode(carrying)))
        if carrying.sets:
            newest = carrying.sets[0]
            note_copy(self._book, "stick", newest.at, {newest.log: newest.reach})
