"""Scans at the centre: taken in pieces, given to desks of the same office alone, erased for good.

What lies here is encrypted; of whose scan it is, only the record says.
"""

import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from central.store import blob_rows
from central.store.blob_rows import BlobRow, find_blob
from central.store.blobs import BlobFiles
from central.store.database import Database
from central.store.devices import Device, device_of_token
from desk_app.protocol.blobs import MAX_BLOB, PIECE, BlobHeld, Piece
from desk_app.protocol.problems import Problem
from desk_app.records.scan_names import is_scan_name

OFFICE_BYTES: Final = 50 * 1024**3
"""How much an office may keep here, unless the centre is told otherwise."""
_LOCKS: Final = 64
_FULL_RETRY_S: Final = 300


class Blobs:
    """The scans of a centre; every call is safe from any thread and waits for the disk."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        now_ms: Callable[[], int],
        office_bytes: int = OFFICE_BYTES,
    ) -> None:
        self._database = database
        self._files = BlobFiles(folder)
        self._now_ms = now_ms
        self._office_bytes = office_bytes
        self._locks = [threading.Lock() for _ in range(_LOCKS)]

    def held(self, token: str, name: str) -> BlobHeld | None:
        """How much is held of a file of the token's office; None when nothing is."""
        device = self._admit(token, name)
        with self._lock(device.office, name):
            row = self._row(device.office, name)
            if row is None:
                return None
            held, whole = self._standing(device.office, name, row)
        return BlobHeld(held, row.size, bytes.fromhex(row.digest), whole) if held else None

    def put(self, token: str, name: str, piece: Piece) -> BlobHeld:
        """Make a piece durable; the last one makes the file whole.

        Raises Problem ``not_found`` (no name of a scan), ``too_large``, ``bad_range``,
        ``blob_erased``, ``blob_differs``, ``blob_offset`` (``held``), ``quota``, ``bad_digest``.
        """
        device = self._admit(token, name)
        _check(piece)
        return self._put(device, name, piece)

    def put_whole(self, device: Device, name: str, data: bytes) -> None:
        """Make a whole file durable that a device carried; one that is here changes nothing.

        Raises Problem as ``put``.
        """
        if not is_scan_name(name):
            raise Problem("not_found")
        if not 0 < len(data) <= MAX_BLOB:
            raise Problem("too_large", limit=MAX_BLOB)
        digest = sha256(data).digest()
        try:
            self._put(device, name, Piece(0, data, len(data), digest))
        except Problem as problem:
            held = problem.params.get("held")
            if problem.code != "blob_offset" or not isinstance(held, int):
                raise
            # A line brought the beginning before.
            self._put(device, name, Piece(held, data[held:], len(data), digest))

    def _put(self, device: Device, name: str, piece: Piece) -> BlobHeld:
        office, meant = device.office, BlobRow(piece.size, piece.digest.hex(), False)
        with self._lock(office, name):
            try:
                row = self._row(office, name)
                if row is None or (meant.size, meant.digest) != (row.size, row.digest):
                    self._begin(device, name, row, meant)
                held, whole = self._standing(office, name, meant)
                if not whole:
                    held, whole = self._append(office, name, meant, held, piece)
            except OSError as error:
                raise Problem("busy", retry_after=_FULL_RETRY_S) from error
        return BlobHeld(held, piece.size, piece.digest, whole)

    def get(self, token: str, name: str, at: int) -> Piece:
        """At most ``PIECE`` bytes of a whole file; Problem ``not_found``, ``bad_range``."""
        device = self._admit(token, name)
        row = self._row(device.office, name)
        if row is None or not row.whole:
            raise Problem("not_found")
        if at >= row.size:
            raise Problem("bad_range", size=row.size)
        try:
            data = self._files.read(device.office, name, at, PIECE)
        except FileNotFoundError as error:
            raise Problem("not_found") from error
        return Piece(at, data, row.size, bytes.fromhex(row.digest))

    def tidy(self) -> None:
        """Remove the files of scans that were erased."""
        while due := self._database.read(blob_rows.erased_files):
            for office, name in due:
                with self._lock(office, name):
                    self._files.remove(office, name)
                self._write(blob_rows.note_gone, office, name, self._now_ms())

    def _admit(self, token: str, name: str) -> Device:
        device = self._database.read(lambda c: device_of_token(c, token, self._now_ms()))
        if not is_scan_name(name):
            raise Problem("not_found")
        return device

    def _row(self, office: int, name: str) -> BlobRow | None:
        return self._database.read(lambda c: find_blob(c, office, name))

    def _begin(self, device: Device, name: str, row: BlobRow | None, meant: BlobRow) -> None:
        """Remember what the file will be; what came of another under its name is dropped."""
        if row is not None and row.whole:
            raise Problem("blob_differs")

        def begin(connection: Connection) -> None:
            office = device.office
            if blob_rows.is_erased(connection, office, name):
                raise Problem("blob_erased")
            blob_rows.forget_blob(connection, office, name)
            if blob_rows.bytes_of(connection, office) + meant.size > self._office_bytes:
                raise Problem("quota", limit=self._office_bytes)
            blob_rows.describe_blob(connection, office, name, meant, device.device, self._now_ms())

        self._database.write(begin)
        self._files.remove(device.office, name)

    def _standing(self, office: int, name: str, row: BlobRow) -> tuple[int, bool]:
        """What is held of a file; one whose last step was cut short takes it now."""
        held, whole = self._files.held(office, name)
        if not whole and held >= row.size:
            self._complete(office, name, row)
            return held, True
        if whole and not row.whole:
            self._write(blob_rows.note_whole, office, name, self._now_ms())
        return held, whole

    def _append(
        self, office: int, name: str, row: BlobRow, held: int, piece: Piece
    ) -> tuple[int, bool]:
        if piece.at != held:
            raise Problem("blob_offset", held=held)
        held = self._files.append(office, name, piece.at, piece.data)
        if held == row.size:
            self._complete(office, name, row)
            return held, True
        if self._database.read(lambda c: blob_rows.is_erased(c, office, name)):
            self._files.remove(office, name)
            raise Problem("blob_erased")
        return held, False

    def _complete(self, office: int, name: str, row: BlobRow) -> None:
        if not self._files.complete(office, name, row.digest):
            self._write(blob_rows.forget_blob, office, name)
            raise Problem("bad_digest")
        if not self._write(blob_rows.note_whole, office, name, self._now_ms()):
            self._files.remove(office, name)
            raise Problem("blob_erased")

    def _write(self, work: Callable[..., object], *given: object) -> object:
        return self._database.write(lambda connection: work(connection, *given))

    def _lock(self, office: int, name: str) -> threading.Lock:
        return self._locks[hash((office, name)) % _LOCKS]


def _check(piece: Piece) -> None:
    if piece.size > MAX_BLOB:
        raise Problem("too_large", limit=MAX_BLOB)
    if len(piece.data) > PIECE:
        raise Problem("too_large", limit=PIECE)
    if not piece.data or piece.at + len(piece.data) > piece.size:
        raise Problem("bad_range", size=piece.size)
