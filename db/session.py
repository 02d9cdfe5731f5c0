"""An open book together with the keys that opened it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from db import rotation
from db.backup import back_up
from db.blobs import ScanStore
from db.book import DeskBook
from db.clock import SYSTEM_CLOCK, SYSTEM_ENTROPY
from db.copies_made import note_copy, reach_now
from db.engine import Engines
from db.examination import HOLDERS
from db.folder import BookFolder
from db.holders import Holder, others
from db.keyring import Keyring
from db.keys import PRODUCTION, Cost
from db.witness import Witness
from desk_app.ports.book import Officer
from desk_app.ports.clock import Clock, Entropy
from desk_app.records.errors import DeskError

SCAN_KEY: Final = "scan_key"
"""The setting that holds the key of the book's scans, in hex."""


What = Literal["window", "command", "sync"]


@dataclass(frozen=True, slots=True)
class Around:
    """The world around an opening: time, chance, who asks, where witnesses lie."""

    clock: Clock = SYSTEM_CLOCK
    entropy: Entropy = SYSTEM_ENTROPY
    what: What = "command"
    """Who opens it, told to others that need the book alone."""
    home: Path | None = None
    cost: Cost = PRODUCTION
    """The Argon2id cost of passwords that are set in this session."""
    wait_s: float = 20.0
    """How long to wait for whoever is writing."""


HERE: Final = Around()
"""This machine as it is."""


class Session:
    """What a person who signed in holds: the book, its scans, its keyring."""

    def __init__(
        self,
        where: BookFolder,
        keyring: Keyring,
        engines: Engines,
        witness: Witness,
        *,
        officer: Officer,
        around: Around,
        read_only_reason: DeskError | None = None,
    ) -> None:
        self.where, self.keyring, self.witness = where, keyring, witness
        self.clock, self.entropy = around.clock, around.entropy
        self._holder = Holder(witness.folder / HOLDERS, around.what)
        self._is_open = True
        self.book = DeskBook(
            engines,
            witness,
            around.clock,
            around.entropy,
            officer,
            keyring.identity[0],
            where.path,
            read_only_reason=read_only_reason,
            on_close=self._end,
        )

    @property
    def scans(self) -> ScanStore:
        """The book's scans."""
        key = bytes.fromhex(self.book.setting(SCAN_KEY))
        return ScanStore(self.where.scans, key)

    def back_up(self, target: Path, progress: Callable[[int, int], None] | None = None) -> Path:
        """A verified backup in a folder; see ``db.backup.back_up``."""
        now, key, at_ms = self.keyring.slots(), self.keyring.data_key, self.clock.now_ms()
        reach = reach_now(self.book)
        made = back_up(self.where, now, key, target, at_ms, progress)
        # The backup is good: a book that takes no note of it, as a full disk, only warns too much.
        with suppress(DeskError):
            note_copy(self.book, "backup", at_ms, reach)
        return made

    def close(self) -> None:
        """Close the book; what an erasure left, and a data key that is due to change, come first.

        Both rewrite the whole file and wait until nobody else has it open.
        """
        open_here, self._is_open = self._is_open, False
        writes = open_here and self.book.read_only_reason is None
        if writes and not others(self.witness.folder / HOLDERS, self._holder):
            # What does not succeed now, for want of room, is tried at the next closing.
            with suppress(DeskError):
                self.book.scrub()
        self.book.close()

    def _end(self) -> None:
        self._holder.leave()
        if self.book.read_only_reason is not None or not self.keyring.slots().rotate:
            return
        with self.witness.lock():
            if not others(self.witness.folder / HOLDERS):
                now = self.keyring.slots()
                rotation.rotate_if_possible(self.where, now, self.keyring.data_key, self.entropy)
