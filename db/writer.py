"""The one writing connection: lock, transaction, commit, witness, in this order.

Several processes may write; the witness's lock makes them take turns, and each turn reads the
own log anew. Nothing is acknowledged before the witness knows of it.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import msgspec
import sqlcipher3

from db import platform
from db.blobs import SCANS
from db.engine import Engines
from db.faults import told_as_faults
from db.lanes import strike_off
from db.ledger import OwnLog
from db.names import key_of
from db.projection.projector import Projector
from db.transaction import Transaction
from db.witness import Witness, WitnessRecord
from desk_app.ports.changes import Changes
from desk_app.ports.clock import Clock
from desk_app.records.errors import DataDamaged, MachineFault

PAGE: Final = 4096
LARGEST_WAL: Final = 64 * 1024 * 1024
"""In bytes: beyond this a save pays for the checkpoint that idle moments did not bring."""
_HEAD_AT: Final = (
    "SELECT p.head FROM place p JOIN log l ON l.n = p.log WHERE l.id = ? AND p.seq = ?"
)


class Writer:
    """Transactions of this process, one at a time, whichever thread asks."""

    def __init__(self, engines: Engines, witness: Witness, clock: Clock, folder: Path) -> None:
        self._engines = engines
        self._witness = witness
        self._clock = clock
        self._folder = folder
        self._wal = Path(f"{engines.path}-wal")
        self._proxied: Any = None
        self._projector: Projector | None = None
        self._version = 0
        self._foreign = False
        self._lanes_changed = False
        self._asking = 0
        self._counting = threading.Lock()
        self.read_only = False

    @contextmanager
    def transaction(self, publish: Callable[[Changes], None]) -> Iterator[Transaction]:
        """One transaction; what it changed is published after its lock is let go.

        Raises MachineFault with nothing written. After ``witness.not_written`` the book has
        what was written, but it was not acknowledged.
        """
        if self.read_only:
            raise DataDamaged("book.read_only")
        changes = Changes()
        with self._turn():
            known = self._witness.read()
            with self._whole() as turn:
                self._compare(turn, known)
                first = turn.own.seq
                yield turn
                changes = turn.finish()
            if turn.own.seq != first or known is None or known.log != turn.own.id:
                try:
                    self._bear_witness(turn.own, known)
                except MachineFault:
                    publish(changes)
                    raise
            self._keep_wal_small()
        if changes:
            publish(changes)

    @contextmanager
    def alone(self) -> Iterator[Any]:
        """The driver's connection under the lock, outside any transaction."""
        with self._turn(), self._faults():
            db = self._connection()
            self._notice_others(db)
            yield db

    @property
    def scans(self) -> Path:
        """Where the book's scans lie."""
        return self._folder / SCANS

    def is_wanted(self) -> bool:
        """Whether another thread waits for its turn: long work then ends its own soon."""
        return self._asking > 0

    def others_wrote(self) -> bool:
        """Whether another process has committed since this was asked last."""
        found, self._foreign = self._foreign, False
        return found

    def keep_spare_lanes(self, lanes: tuple[int, ...]) -> None:
        """Put spare lanes into the witness; to be asked inside the lock."""
        known = self._witness.read()
        if known is not None:
            self._lanes_changed = True
            self._witness.write(msgspec.structs.replace(known, spare_lanes=lanes))

    def strike_lane(self, log: str, lane: int) -> None:
        """Strike a lane off before its log begins; to be asked inside the lock.

        Raises MachineFault ``lane.used`` for one that was struck off before.
        """
        known = self._witness.read()
        if known is not None:
            self._lanes_changed = True
            strike_off(self._witness, known, log, lane)

    def close(self) -> None:
        """Let the connection go."""
        if self._proxied is not None:
            self._proxied.close()
            self._proxied = None
            self._projector = None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The witness's lock, with those who wait for it counted."""
        with ExitStack() as stack:
            with self._counting:
                self._asking += 1
            try:
                stack.enter_context(self._witness.lock())
            finally:
                with self._counting:
                    self._asking -= 1
            yield

    @contextmanager
    def _whole(self) -> Iterator[Transaction]:
        with self._faults():
            db = self._connection()
            assert self._projector is not None
            db.execute("BEGIN IMMEDIATE")
            try:
                # Inside the transaction, where asking takes no lock of its own.
                self._notice_others(db)
                turn = Transaction(db, self._projector, self._clock.now_ms())
                yield turn
                db.execute("COMMIT")
            except BaseException:
                # The next transaction must find nothing of this one.
                with suppress(sqlcipher3.Error):
                    db.execute("ROLLBACK")
                self._projector = Projector(db)
                raise

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            with told_as_faults():
                yield
        except MachineFault as fault:
            if isinstance(fault.__cause__, sqlcipher3.Error) and fault.code != "book.locked":
                # SQLCipher answers nothing sensible on a connection that met a bad page.
                self._drop()
            if fault.code == "disk.io" and platform.is_full(self._folder):
                # Without room SQLite cannot even make the file that its readers share.
                raise MachineFault("disk.full") from fault
            raise

    def _connection(self) -> Any:
        if self._proxied is None:
            self._proxied = self._engines.writer.raw_connection()
            self._projector = Projector(self._proxied.driver_connection)
        return self._proxied.driver_connection

    def _drop(self) -> None:
        if self._proxied is not None:
            with suppress(sqlcipher3.Error):
                self._proxied.invalidate()
            self._proxied = None
            self._projector = None

    def _notice_others(self, db: Any) -> None:
        version = db.execute("PRAGMA data_version").fetchone()[0]
        if self._version and version != self._version:
            self._foreign = True
        self._version = version

    def _compare(self, turn: Transaction, known: WitnessRecord | None) -> None:
        """Refuse to write in a book that stands behind its witness."""
        if known is None or known.log != turn.own.id:
            self._compare_other(turn, known)
            return
        own = turn.own
        if known.seq > own.seq:
            raise DataDamaged("book.behind", missing=known.seq - own.seq)
        head = own.head if known.seq == own.seq else self._head_at(turn, known)
        if known.seq and head != known.head:
            raise DataDamaged("book.behind", missing=1)
        own.serial = max(own.serial, known.serial if known.lane == own.lane else 0)

    def _compare_other(self, turn: Transaction, known: WitnessRecord | None) -> None:
        if known is not None and known.seq and self._head_at(turn, known) != known.head:
            raise DataDamaged("book.behind", missing=known.seq)

    def _head_at(self, turn: Transaction, known: WitnessRecord) -> bytes | None:
        row = turn.db.execute(_HEAD_AT, (key_of(known.log), known.seq)).fetchone()
        return bytes(row[0]) if row and row[0] is not None else None

    def _bear_witness(self, own: OwnLog, known: WitnessRecord | None) -> None:
        if self._lanes_changed:
            known = self._witness.read()
            self._lanes_changed = False
        book = known or WitnessRecord(
            book=self._witness.book, log="", seq=0, head=b"", lane=0, serial=0
        )
        record = msgspec.structs.replace(
            book,
            log=own.id,
            seq=own.seq,
            head=own.head,
            lane=own.lane,
            serial=own.serial,
            folder=str(self._folder),
            # What was lost is being brought into an ended log: its successor is still to begin.
            opening=book.opening if book.ended == own.id else None,
        )
        try:
            self._witness.write(record)
        except OSError as error:
            raise MachineFault("witness.not_written") from error

    def _keep_wal_small(self) -> None:
        try:
            size = self._wal.stat().st_size
        except FileNotFoundError:
            return
        if self._proxied is None or size <= LARGEST_WAL:
            return
        db = self._proxied.driver_connection
        with suppress(sqlcipher3.Error):
            _, frames, done = db.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
            if (frames - done) * PAGE > LARGEST_WAL:
                db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def deadline(budget_ms: int) -> Callable[[], bool]:
    """Whether a span of working time, in milliseconds, is used up."""
    until = time.monotonic() + budget_ms / 1000
    return lambda: time.monotonic() >= until
