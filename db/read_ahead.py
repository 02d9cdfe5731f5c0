"""What was recorded last is asked for first: the end of the book is read before anybody asks."""

from pathlib import Path
from typing import Final

MOST: Final = 64 * 1024 * 1024
"""Bytes at the end of the file: the newest ten thousand requests and their words."""
AT_ONCE: Final = 4 * 1024 * 1024
"""Bytes at a step; a disk with 80 random reads a second reads them in one go in a tenth."""


class ReadAhead:
    """Reads a book's file from its end backwards, for the system to keep in memory.

    The pages stay encrypted: nothing is opened, and no lock is held.
    """

    def __init__(self, path: Path, most: int = MOST, at_once: int = AT_ONCE) -> None:
        self._path = path
        self._at_once = at_once
        self._end = path.stat().st_size
        self._stop = max(self._end - most, 0)

    def step(self) -> int:
        """Read the next part towards the beginning; returns how many bytes that were."""
        begin = max(self._end - self._at_once, self._stop)
        if begin == self._end:
            return 0
        with self._path.open("rb", buffering=0) as file:
            file.seek(begin)
            found = len(file.read(self._end - begin))
        self._end = begin
        return found
