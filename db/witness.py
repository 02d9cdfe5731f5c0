"""The witness: how far the book had come, kept outside its folder and bound to the machine.

It is written after each commit and before anything is acknowledged or printed. A book that stands
behind it has lost records or is a copy. Its lock is the one that all writing processes take.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
import platformdirs

from db import platform
from desk_app.records.errors import MachineFault

_PAGE: Final = 4096
"""Each of the two places begins on its own page, so that a torn write spoils one of them."""
_SUM: Final = 32
_HEADER: Final = _SUM + 8 + 2


DOUBTFUL: Final = -1
"""In ``checked_at``: damage was met, and the next opening looks at everything before it trusts."""


class WitnessRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What was last acknowledged, and what only this machine may use."""

    book: str
    log: str
    seq: int
    head: bytes
    lane: int
    serial: int
    """The last serial of the lane that was given out."""
    spare_lanes: tuple[int, ...] = ()
    """Lanes for going on after a loss; in no book and no backup."""
    folder: str = ""
    """Where the book lies, resolved: a copy elsewhere on this machine is told from it."""
    opening: tuple[str, int] | None = None
    """A new log and its lane, struck off before the log was begun."""
    ended: str = ""
    """A log that must not be written any more, whatever the book says: a new one is to follow."""
    used_lanes: tuple[int, ...] = ()
    """Lanes that were struck off here and must not be drawn again."""
    checked_at: int = 0
    """When the whole file was last found sound, ms since 1970; ``DOUBTFUL`` after it was not."""


def witness_home() -> Path:
    """Where witnesses of all books of this account lie; ``MIZBAN_WITNESS_DIR`` overrides it.

    A name of its own: on Windows and macOS the folder for states is that for data, and who brings
    back an older data folder must not bring back its witness. It does not roam.
    """
    named = os.environ.get("MIZBAN_WITNESS_DIR")
    return Path(named) if named else Path(platformdirs.user_state_dir("mizban-witness", False))


class Witness:
    """The witness of one book: a lock, and a record in two places written in turn."""

    def __init__(self, home: Path, book: str, *, wait_s: float = 20.0) -> None:
        self.folder = home / book
        self.book = book
        self._path = self.folder / "witness"
        self._lock = self.folder / "lock"
        self._wait_s = wait_s
        self._threads = threading.Lock()
        self._owner = 0
        """The thread that holds the lock."""
        self._seen: tuple[int, WitnessRecord | None] | None = None
        """What stands in the file, while the lock keeps others from changing it."""
        self._machine = platform.machine_id(home / "machine").encode()

    @property
    def machine(self) -> str:
        """The name of the machine that the witness is bound to."""
        return self._machine.decode()

    def _prepare(self) -> None:
        """Make the folder, and the file with both places empty."""
        platform.make_private_folder(self.folder)
        platform.replace_file(self._path, bytes(2 * _PAGE))
        platform.sync_folder(self.folder.parent)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Nobody else, thread or process, writes the book inside the block.

        Raises MachineFault ``book.locked`` when that takes longer than the bounded wait.
        """
        until = time.monotonic() + self._wait_s
        if not self._threads.acquire(timeout=self._wait_s):
            raise MachineFault("book.locked")
        try:
            with self._file_lock(until):
                self._owner, self._seen = threading.get_ident(), None
                yield
        finally:
            self._owner, self._seen = 0, None
            self._threads.release()

    @contextmanager
    def _file_lock(self, until: float) -> Iterator[None]:
        try:
            lock = platform.LockedFile(self._lock)
        except FileNotFoundError:
            platform.make_private_folder(self.folder)
            lock = platform.LockedFile(self._lock)
        try:
            pause = 0.0005
            while not lock.try_lock():
                if time.monotonic() > until:
                    raise MachineFault("book.locked")
                time.sleep(pause)
                pause = min(2 * pause, 0.01)
            yield
        finally:
            lock.close()

    def read(self) -> WitnessRecord | None:
        """The record last written whole on this machine; None when there is none."""
        newest = self._newest()
        if self._owner == threading.get_ident():
            self._seen = newest
        return newest[1]

    def write(self, record: WitnessRecord) -> None:
        """Put the record on the disk; the one before it stays until then.

        The caller holds the lock. Raises ValueError for a record too long for its place.
        """
        turn = (self._seen or self._newest())[0] + 1
        self._seen = None
        body = msgspec.json.encode(record)
        if _HEADER + len(body) > _PAGE:
            raise ValueError("the witness record does not fit its place")
        what = turn.to_bytes(8, "big") + len(body).to_bytes(2, "big") + body
        try:
            file = platform.open_for_update(self._path)
        except FileNotFoundError:
            self._prepare()
            file = platform.open_for_update(self._path)
        try:
            platform.write_at(file, self._sum(what) + what, turn % 2 * _PAGE)
            platform.sync_data(file)
        finally:
            os.close(file)

    def remove(self) -> None:
        """Forget this book: for a set-up that was never finished."""
        for path in (*self.folder.glob("*/*"), *self.folder.glob("*")):
            path.rmdir() if path.is_dir() else path.unlink()
        if self.folder.exists():
            self.folder.rmdir()

    def _newest(self) -> tuple[int, WitnessRecord | None]:
        try:
            data = platform.read_whole(self._path)
        except FileNotFoundError:
            return 0, None
        found: tuple[int, WitnessRecord | None] = (0, None)
        for start in (0, _PAGE):
            place = data[start : start + _PAGE]
            end = _HEADER + int.from_bytes(place[_SUM + 8 : _HEADER], "big")
            turn = int.from_bytes(place[_SUM : _SUM + 8], "big")
            if turn > found[0] and self._sum(place[_SUM:end]) == place[:_SUM]:
                found = turn, msgspec.json.decode(place[_HEADER:end], type=WitnessRecord)
        return found

    def _sum(self, what: bytes) -> bytes:
        return sha256(self._machine + what).digest()


def witnesses(home: Path) -> Iterator[tuple[Witness, WitnessRecord]]:
    """Every witness on this machine that can be read."""
    if home.is_dir():
        for folder in sorted(path for path in home.iterdir() if path.is_dir()):
            witness = Witness(home, folder.name)
            if (record := witness.read()) is not None:
                yield witness, record
