"""What one writing transaction has in hand: the ledger, the own log, what it touched."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from db.ledger import Ledger, OwnLog
from db.names import text_of
from db.projection.projector import Projector
from desk_app.ports.changes import Changes, Gathered
from desk_app.records.errors import DataDamaged
from desk_app.records.fold import Recorded

WITH_A_SAVE: Final = 200
"""Subjects that wait for another's sake and are projected with the save that woke them."""
_WAITING: Final = "SELECT n, kind, subject FROM waiting ORDER BY n LIMIT ?"


class Transaction:
    """An open transaction; what it does is on the disk when its writer has committed it."""

    def __init__(self, db: Any, projector: Projector, now_ms: int) -> None:
        self.db = db
        self.ledger = Ledger(db)
        self.now_ms = now_ms
        self.gathered = Gathered()
        self._projector = projector
        self._touched: dict[tuple[str, bytes], Recorded | None] = {}
        projector.begin()
        own = self.ledger.own_log()
        if own is None:
            raise DataDamaged("book.no_log")
        self.own: OwnLog = own

    @property
    def projector(self) -> Projector:
        """What brings the tables up to date."""
        return self._projector

    def touch(self, touched: Iterable[tuple[str, bytes]], first: Recorded | None = None) -> None:
        """Remember subjects whose tables must follow before the transaction ends.

        ``first``: the event of a subject that has no other, which need not be read back.
        """
        for subject in touched:
            self._touched[subject] = None if subject in self._touched else first

    def project(self, *kinds: str) -> None:
        """Bring the tables of everything touched so far up to date.

        With ``kinds``: only if any subject of these was touched, for a read that shows no others.
        """
        if self._touched and (not kinds or any(kind in kinds for kind, _ in self._touched)):
            touched, self._touched = self._touched, {}
            self._project(touched)

    def project_waiting(self, most: int) -> int:
        """Project the oldest waiting subjects; returns how many there were."""
        rows = self.db.execute(_WAITING, (most,)).fetchall()
        if rows:
            self.db.executemany("DELETE FROM waiting WHERE n = ?", [(row[0],) for row in rows])
            waiting = dict.fromkeys((kind, subject) for _, kind, subject in rows)
            self._project(waiting, arrived=True)
        return len(rows)

    def finish(self) -> Changes:
        """Everything before the commit; returns what changed."""
        self.project()
        if self._projector.woke:
            self.project_waiting(WITH_A_SAVE)
        self.ledger.save_own(self.own)
        return self.gathered.frozen()

    def _project(
        self, touched: Mapping[tuple[str, bytes], Recorded | None], *, arrived: bool = False
    ) -> None:
        self._projector.project(touched)
        for kind, key in touched:
            self.gathered.touch(kind, text_of(key), arrived=arrived)
