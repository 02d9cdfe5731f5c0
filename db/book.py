"""The open record book: one pen at a time, reads beside it, news to whoever asks for it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from db import idle
from db.engine import Engines
from db.pen import DeskPen
from db.queries.catalogues import CatalogueShelf
from db.queries.desk import DeskQueries
from db.queries.unsealing import Unsealing
from db.reader import Reader
from db.transaction import Transaction
from db.witness import Witness
from db.writer import Writer
from desk_app.ports.book import Officer
from desk_app.ports.changes import Changes
from desk_app.ports.clock import Clock, Entropy
from desk_app.records.errors import DeskError

IDLE_MS: Final = 20
"""How long idle work may hold the book."""


class DeskBook:
    """An open record book."""

    def __init__(  # noqa: PLR0913 - what it is opened with
        self,
        engines: Engines,
        witness: Witness,
        clock: Clock,
        entropy: Entropy,
        officer: Officer,
        identity: str,
        folder: Path,
        *,
        read_only_reason: DeskError | None = None,
        on_close: Callable[[], None] | None = None,
    ) -> None:
        self.read_only_reason = read_only_reason
        """Why the book was opened for reading only, if it was."""
        self._on_close = on_close
        self._engines = engines
        self._entropy = entropy
        self._officer = officer
        self._unsealing = Unsealing(identity)
        self._shelf = CatalogueShelf()
        self._reader = Reader(engines.reader)
        self._queries = DeskQueries(self._reader, self._unsealing, self._shelf, officer)
        self._hearing: list[Callable[[Changes], None]] = []
        self._hearing_lock = threading.Lock()
        self.writer = Writer(engines, witness, clock, folder)
        self.writer.read_only = read_only_reason is not None

    @property
    def queries(self) -> DeskQueries:
        """Reads, on connections of their own."""
        return self._queries

    @property
    def reader(self) -> Reader:
        """Looks at the book for what is no query of a screen."""
        return self._reader

    @property
    def officer(self) -> Officer:
        """Who is signed in."""
        return self._officer

    @contextmanager
    def writing(self) -> Iterator[DeskPen]:
        """One transaction: commits, then writes the witness, at the end of the block.

        Raises MachineFault (``disk.full``, ``book.locked`` …) with nothing written;
        DataDamaged ``book.behind``, or ``book.read_only`` when it was opened so.
        """
        with self.transaction() as turn:
            yield self.pen(turn)

    def pen(self, turn: Transaction) -> DeskPen:
        """A pen for an open transaction, in the officer's hand."""
        return DeskPen(turn, self._officer, self._entropy, self._unsealing, self._shelf)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A transaction for the line too; what it erased is gone from the disk at its end."""
        try:
            with self.writer.transaction(self.publish) as turn:
                yield turn
        except BaseException:
            self._shelf.forget()
            raise
        if turn.ledger.has_erased:
            idle.scrub_small(self.writer)

    def subscribe(self, hear: Callable[[Changes], None]) -> Callable[[], None]:
        """Call ``hear`` after each commit, from whatever thread; returns how to stop."""
        with self._hearing_lock:
            self._hearing.append(hear)

        def stop() -> None:
            with self._hearing_lock, suppress(ValueError):
                self._hearing.remove(hear)

        return stop

    def publish(self, changes: Changes) -> None:
        """Tell whoever listens what changed."""
        with self._hearing_lock:
            hearing = list(self._hearing)
        for hear in hearing:
            hear(changes)

    def setting(self, name: str, otherwise: str = "") -> str:
        """A setting of this machine; settings are no events and are not synced."""
        with self._reader.look() as db:
            row = db.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else otherwise

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting of this machine."""
        with self.transaction() as turn:
            turn.db.execute(
                "INSERT OR REPLACE INTO setting(name, value) VALUES(?, ?)", (name, value)
            )

    def tend(self, budget_ms: int = IDLE_MS, *, resting: bool = True) -> bool:
        """Idle work within a span of time: waiting subjects, the index, the write-ahead log.

        Without ``resting`` only waiting subjects, which screens wait for. Tells listeners when
        another process wrote. Returns whether there is more to do.
        """
        more = idle.tend(self.writer, self.publish, budget_ms, resting=resting)
        if self.writer.others_wrote():
            self.publish(Changes(everything=True))
        return more

    def scrub(self) -> None:
        """Finish what an erasure began, now: no erased word is left in index, page or log.

        Takes minutes at a million requests; idle work does most of it in small steps.
        """
        idle.scrub(self.writer, self.publish)

    def close(self) -> None:
        """Let every connection go."""
        self.writer.close()
        self._engines.dispose()
        if self._on_close is not None:
            self._on_close()
            self._on_close = None
