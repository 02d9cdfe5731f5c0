"""The keys of the devices whose logs this book holds, as each was first told."""

from typing import Final

from db.book import DeskBook

_PREFIX: Final = "signer."
_ALL: Final = "SELECT name, value FROM keeping WHERE name GLOB ?"
_KEEP_FIRST: Final = "INSERT OR IGNORE INTO keeping(name, value) VALUES(?, ?)"


class BookSigners:
    """Implements ``ports.line.SignerKeys`` over a book."""

    def __init__(self, book: DeskBook) -> None:
        self._book = book

    def known(self) -> dict[str, bytes]:
        """The public key first heard of each device."""
        with self._book.reader.look() as db:
            rows = db.execute(_ALL, (_PREFIX + "*",)).fetchall()
        return {name.removeprefix(_PREFIX): bytes(key) for name, key in rows}

    def keep(self, device: str, key: bytes) -> None:
        """Remember a device's key for good."""
        with self._book.transaction() as turn:
            turn.db.execute(_KEEP_FIRST, (_PREFIX + device, key))

    def alarm(self, log: str, seq: int) -> None:
        """Note a batch that its device did not sign."""
        with self._book.transaction() as turn:
            turn.ledger.alarm_unproved(log, seq)
