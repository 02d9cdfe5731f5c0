"""A large book is read through once a day, a little in each idle moment, while people work.

Each page is held against its seal without SQLite. What does not fit is looked at again before it
counts, since others write meanwhile; then the witness says so, and the next opening reads
everything before it lets anybody write.
"""

from pathlib import Path
from typing import Final

import msgspec

from db.copies import reading
from db.diagnosis import own_logs, salt_of, tail_breaks_at
from db.folder import BookFolder
from db.pages import Pages, logged_pages
from db.witness import DOUBTFUL, Witness

CHECK_EVERY_MS: Final = 24 * 60 * 60 * 1000
"""How often the whole file is read through."""
SMALL_BYTES: Final = 32 * 1024 * 1024
"""A file up to this size is read through at every opening: it takes a tenth of a second."""
AT_ONCE: Final = 512
"""Pages at a step: 2 MB, some hundredths of a second."""


def is_small(book: Path) -> bool:
    """Whether a book is read through at its opening."""
    return book.stat().st_size <= SMALL_BYTES


class Inspection:
    """Reads the book's file through, page after page, when it is due; begins anew each time."""

    def __init__(self, where: BookFolder, key: bytes, witness: Witness) -> None:
        self._where, self._key, self._witness = where, key, witness
        self._next = 1
        self._doubtful: list[int] = []

    def step(self, now_ms: int) -> bool:
        """Look at the next pages where it is due; returns whether any were looked at."""
        if self._next == 1 and not self._is_due(now_ms):
            return False
        book = self._where.book
        with Pages(book, self._key, salt_of(book)) as pages:
            count = min(AT_ONCE, pages.on_disk + 1 - self._next)
            self._doubtful += pages.spoiled(self._next, count)
            self._next += count
            ended = self._next > pages.on_disk
        if ended:
            self._end(now_ms)
        return True

    def _is_due(self, now_ms: int) -> bool:
        record = self._witness.read()
        return (
            record is not None
            and record.checked_at != DOUBTFUL
            and now_ms - record.checked_at >= CHECK_EVERY_MS
            and not is_small(self._where.book)
        )

    def _end(self, now_ms: int) -> None:
        sound = not self._spoiled() and not self._is_broken()
        with self._witness.lock():
            record = self._witness.read()
            if record is not None:
                checked_at = now_ms if sound else DOUBTFUL
                self._witness.write(msgspec.structs.replace(record, checked_at=checked_at))
        self._next, self._doubtful = 1, []

    def _spoiled(self) -> bool:
        """Whether any doubtful page is spoiled still, with nobody writing."""
        if not self._doubtful:
            return False
        book = self._where.book
        with self._witness.lock(), Pages(book, self._key, salt_of(book)) as pages:
            logged = logged_pages(book)
            return any(
                pages.spoiled(number, 1) for number in self._doubtful if number not in logged
            )

    def _is_broken(self) -> bool:
        with reading(self._where.book, self._key) as connection:
            return tail_breaks_at(connection, own_logs(connection)[-1]) is not None
