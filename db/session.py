"""An open book together with the keys that opened it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from db import rotation
from db.backup import back_up
from db.blobs import ScanStore
from db.book import DeskBook
from db.clock import SYSTEM_CLOCK, SYSTEM_ENTROPY
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

BACKUP_EVERY_MS: Final = 24 * 60 * 60 * 1000
BACKUP_FOLDER: Final = "backup.folder"
BACKUP_AT: Final = "backup.at"
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
        return ScanStore(self.where.scans, key, self.entropy)

    def back_up(self, target: Path, progress: Callable[[int, int], None] | None = None) -> Path:
        """A verified backup in a folder, which the schedule goes on with from now on.

        See ``db.backup.back_up``; ``progress`` hears pages left and pages in all.
        """
        at_ms = self.clock.now_ms()
        made = back_up(
            self.where, self.keyring.slots(), self.keyring.data_key, target, at_ms, progress
        )
        if self.book.read_only_reason is None:
            self.book.set_setting(BACKUP_FOLDER, str(target.resolve()))
            self.book.set_setting(BACKUP_AT, str(at_ms))
        return made

    def backup_due(self) -> Path | None:
        """The folder where a backup is due by the schedule; None before the first was made."""
        folder = self.book.setting(BACKUP_FOLDER)
        late = self.clock.now_ms() - int(self.book.setting(BACKUP_AT, "0")) >= BACKUP_EVERY_MS
        return Path(folder) if folder and late else None

    def close(self) -> None:
        """Close the book; a data key that is due to change changes now if nobody else is here."""
        self.book.close()

    def _end(self) -> None:
        self._holder.leave()
        if self.book.read_only_reason is not None or not self.keyring.slots().rotate:
            return
        with self.witness.lock():
            if not others(self.witness.folder / HOLDERS):
                now = self.keyring.slots()
                rotation.rotate_if_possible(self.where, now, self.keyring.data_key, self.entropy)
