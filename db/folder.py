"""A book's folder, and the witness that belongs to it."""

import os
from contextlib import suppress
from pathlib import Path

from db import platform, slots
from db.blobs import SCANS
from db.diagnosis import BOOK
from db.migrations import require_known
from db.slots import SLOTS, Slots
from db.witness import Witness, WitnessRecord, witness_home, witnesses
from desk_app.records.errors import DataDamaged, MachineFault

HALF_MADE = "setup.unfinished"
"""Stands in a folder until its set-up is complete; names the book being made."""


class BookFolder:
    """Where a book lies: its file, slots and scans, and its witness elsewhere."""

    def __init__(self, folder: Path, home: Path | None = None, *, wait_s: float = 20.0) -> None:
        self.path = folder.resolve()
        self.home = home or witness_home()
        self._wait_s = wait_s

    @property
    def book(self) -> Path:
        """The encrypted file."""
        return self.path / BOOK

    @property
    def scans(self) -> Path:
        """The folder of encrypted scans."""
        return self.path / SCANS

    def witness(self, book: str) -> Witness:
        """The witness of a book id."""
        return Witness(self.home, book, wait_s=self._wait_s)

    def slots(self) -> Slots:
        """The slots, from their twin beside the witness where the file here is lost or damaged.

        Raises MachineFault ``book.none`` for a folder without a book; DataDamaged
        ``slots.missing``, ``slots.damaged`` where there is no twin either, ``book.newer``.
        """
        if not self._is_known():
            raise MachineFault("book.none")
        try:
            return slots.read(self.path)
        except DataDamaged as lost:
            if lost.code == "book.newer":
                raise
            twin = self._twin()
            if twin is None:
                raise
        with suppress(OSError):
            slots.write(twin, self.path)
        return twin

    def slots_to_open(self) -> Slots:
        """As ``slots``, of a book that is set up and that this program can read."""
        if (self.path / HALF_MADE).exists():
            raise MachineFault("book.none")
        now = self.slots()
        require_known(now.schema)
        return now

    def write_slots(self, changed: Slots) -> None:
        """Put the slots and their twin on the disk; the caller holds the witness's lock."""
        slots.write(changed, self.path, self.witness(changed.book).folder)

    def is_where(self, record: WitnessRecord) -> bool:
        """Whether the witness saw the book in this very folder."""
        return os.path.normcase(record.folder) == os.path.normcase(self.path)

    def is_copy_of_another(self, record: WitnessRecord) -> bool:
        """Whether the folder that the witness knows still holds the same book."""
        if self.is_where(record):
            return False
        other = Path(record.folder)
        try:
            return slots.read(other).book == record.book and (other / BOOK).exists()
        except (DataDamaged, OSError):
            return False

    def _is_known(self) -> bool:
        return (self.path / SLOTS).exists() or self.book.exists() or self._twin() is not None

    def _twin(self) -> Slots | None:
        for witness, record in witnesses(self.home):
            if self.is_where(record):
                try:
                    return slots.read(witness.folder)
                except DataDamaged:
                    continue
        return None

    def make(self) -> None:
        """The folder exists and only its owner enters."""
        platform.make_private_folder(self.path)
