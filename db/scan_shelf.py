"""The files of scans as sync sees them: what is to be sent, and a place for what comes.

A file that is being fetched ends in ``.coming`` until it is whole.
"""

import os
import time
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from db import platform
from db.blobs import PREVIEWS, ScanStore
from db.book import DeskBook
from db.erasing import COMING
from db.names import key_of
from db.scans_at_risk import unheld
from desk_app.ports.scan_line import Described, ScanFile, Waiting
from desk_app.records.bodies import Documented
from desk_app.records.errors import MachineFault
from desk_app.records.event import BadEntry, decode_beside, read_event
from desk_app.records.kinds_of_event import body_of, value_at
from desk_app.records.scan_names import is_scan_name, preview_name

SMALL: Final = 64 * 1024
"""A scan of so few bytes (one piece) comes as quickly as a preview would, and has none."""
_MOST_REQUESTS: Final = 500
_SETTLED_NS: Final = 5_000_000_000
_IS_HELD: Final = "SELECT 1 FROM scan_held WHERE name = ?"
_HOLD: Final = "INSERT OR IGNORE INTO scan_held(name) VALUES(?)"
_NAMED: Final = (
    "SELECT bytes, beside FROM event WHERE subject = ? AND kind = 'request' "
    "AND type = 'Documented' AND audience = '' AND shadowed = 0"
)


class DeskScanShelf:
    """Implements ``ports.scan_line.ScanShelf``; ``picture`` makes a small JPEG of a scan's bytes.

    ``picture`` gives nothing for what it cannot draw.
    """

    def __init__(self, book: DeskBook, store: ScanStore, picture: Callable[[bytes], bytes]) -> None:
        self._book = book
        self._store = store
        self._picture = picture
        self._folder = book.writer.scans
        self._listed = 0
        self._found: list[Waiting] = []
        self._noted: set[str] = set()

    def waiting(self) -> list[Waiting]:
        """The scans that the centre is not known to hold, the oldest first.

        Asked after each record; a folder in which nothing was put or removed is not read again.
        """
        status = _status(self._folder)
        changed = status.st_mtime_ns if status is not None else 0
        if not changed or changed != self._listed:
            self._found, self._noted = self._list(), set()
            # A change within the same tick of the disk's clock would not be seen.
            self._listed = changed if time.time_ns() - changed > _SETTLED_NS else 0
        return [waiting for waiting in self._found if waiting.name not in self._noted]

    def make_preview(self, scan: str) -> ScanFile | None:
        """The preview of a scan of this desk, made if there was none; see the port."""
        file = ScanFile(preview_name(scan), preview=True)
        if self._is_held(file.name):
            return None
        if not self.is_here(file):
            status = _status(self._folder / scan)
            if status is None or status.st_size <= SMALL:
                return None
            try:
                small = self._picture(self._store.read(scan))
                if not small:
                    return None
                self._store.keep_preview(scan, small)
            except MachineFault:
                return None
        return file

    def describe(self, file: ScanFile) -> Described | None:
        """What a file that lies here is; None when it was erased meanwhile."""
        try:
            data = self._path(file).read_bytes()
        except FileNotFoundError:
            return None
        return Described(len(data), sha256(data).digest())

    def read(self, file: ScanFile, at: int, most: int) -> bytes:
        """Bytes of a file that lies here; empty when it was erased meanwhile."""
        try:
            with self._path(file).open("rb") as stream:
                stream.seek(at)
                return stream.read(most)
        except FileNotFoundError:
            return b""

    def note_held(self, name: str) -> None:
        """Remember that the centre holds a file, or will never take it."""
        with self._book.transaction() as turn:
            turn.db.execute(_HOLD, (name,))
        self._noted.add(name)

    def forget_held(self) -> None:
        """The centre lost something: every file is offered again."""
        with self._book.transaction() as turn:
            turn.db.execute("DELETE FROM scan_held")
        self._listed = 0

    def lacking(self, requests: Iterable[str]) -> list[Waiting]:
        """The scans of these requests that this desk may open and that do not lie here."""
        found: dict[str, Waiting] = {}
        with self._book.reader.look() as db:
            for request in list(requests)[:_MOST_REQUESTS]:
                for body in _documented(db, key_of(request)):
                    if is_scan_name(body.blob) and not self.is_here(ScanFile(body.blob)):
                        found[body.blob] = Waiting(body.blob, body.size)
        return list(found.values())

    def is_here(self, file: ScanFile) -> bool:
        """Whether the whole file lies here."""
        return self._path(file).exists()

    def begun(self, file: ScanFile) -> int:
        """How many bytes of a file that is being fetched lie here."""
        status = _status(self._coming(file))
        return status.st_size if status is not None else 0

    def take(self, file: ScanFile, at: int, data: bytes) -> None:
        """Make bytes durable that follow on those that lie here. Raises MachineFault."""
        path = self._coming(file)
        with platform.told_of_folder(self._folder.parent, "scan.not_kept"):
            platform.make_private_folder(self._folder)
            platform.make_private_folder(path.parent)
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            descriptor = os.open(path, flags, 0o600)
            try:
                os.ftruncate(descriptor, at)
                platform.write_at(descriptor, data, at)
                platform.sync_data(descriptor)
            finally:
                os.close(descriptor)

    def finish(self, file: ScanFile, digest: bytes) -> bool:
        """Put a fetched file in its place; False, and nothing left of it, where it is damaged."""
        path = self._coming(file)
        if sha256(path.read_bytes()).digest() != digest:
            path.unlink()
            return False
        # First, so that what came from the centre is never offered to it.
        self.note_held(file.name)
        with platform.told_of_folder(self._folder.parent, "scan.not_kept"):
            platform.move_over(path, self._path(file))
        return True

    def _list(self) -> list[Waiting]:
        with self._book.reader.look() as db:
            names = unheld(db, self._folder)
        found = []
        for name in names:
            status = _status(self._folder / name)
            if status is not None:
                found.append((status.st_mtime_ns, Waiting(name, status.st_size)))
        return [waiting for _, waiting in sorted(found, key=lambda each: each[0])]

    def _is_held(self, name: str) -> bool:
        with self._book.reader.look() as db:
            return db.execute(_IS_HELD, (name,)).fetchone() is not None

    def _path(self, file: ScanFile) -> Path:
        if not is_scan_name(file.name):
            raise MachineFault("scan.missing")
        folder = self._folder / PREVIEWS if file.preview else self._folder
        return folder / file.name

    def _coming(self, file: ScanFile) -> Path:
        path = self._path(file)
        return path.with_name(path.name + COMING)


def _documented(db: Any, request: bytes) -> list[Documented]:
    """What is said of the scans of a request whose own keys are still here."""
    found: list[Documented] = []
    for data, beside in db.execute(_NAMED, (request,)):
        try:
            event, values = read_event(data), decode_beside(beside)
            body = body_of(event)
            if not isinstance(body, Documented):
                continue
            key = value_at(event, values, body.key, str)
        except BadEntry:
            continue
        if key:
            found.append(body)
    return found


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None
