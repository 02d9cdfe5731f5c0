"""Print jobs in the book: their PDFs hold what visitors said, so they lie nowhere else.

A paper of a sealed request is not even there, where every officer of the book could read it: it
waits in memory and goes with the program.
"""

import threading
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final

import msgspec

from db.book import DeskBook
from db.names import key_of
from desk_app.ports.clock import Clock
from desk_app.ports.printers import FINAL, JobState, PrintJob

KEEP_MS: Final = 24 * 60 * 60 * 1000
"""How long a job that is out, or was given up, can still be asked about."""
_OUT: Final = tuple(sorted(state.value for state in FINAL))
_FORGET: Final = "DELETE FROM print_job WHERE state IN (?, ?) AND created_at < ?"
_ADD: Final = (
    "INSERT OR IGNORE INTO print_job(id, created_at, state, job, document) VALUES(?, ?, ?, ?, ?)"
)
_UPDATE: Final = "UPDATE print_job SET state = ?, job = ? WHERE id = ? AND state = ?"
_DESTROY: Final = "UPDATE print_job SET document = NULL WHERE id = ?"
_PENDING: Final = "SELECT job FROM print_job WHERE state NOT IN (?, ?) ORDER BY created_at, id"
_IS_SEALED: Final = (
    "SELECT 1 FROM event WHERE subject = ? AND type = 'Registered' AND audience <> '' LIMIT 1"
)
_job: Final = msgspec.json.Decoder(PrintJob)


class BookJobs:
    """Implements ``ports.printers.JobStore``; every change is a transaction of the book."""

    def __init__(self, book: DeskBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock
        self._sealed: dict[str, tuple[PrintJob, bytes | None]] = {}
        self._sealing = threading.Lock()

    def add(self, job: PrintJob, document: bytes) -> None:
        """Keep a new job with its PDF; the same id again changes nothing."""
        row = (job.id, job.created_at, job.state.value, msgspec.json.encode(job), document)
        with self._book.transaction() as turn:
            turn.db.execute(_FORGET, (*_OUT, self._clock.now_ms() - KEEP_MS))
            sealed = _is_sealed(turn.db, job)
            if not sealed:
                turn.db.execute(_ADD, row)
        if sealed:
            with self._sealing:
                self._sealed.setdefault(job.id, (job, document))

    def update(self, job: PrintJob, was: JobState) -> bool:
        """Replace the job of this id if its state is still ``was``; a final one loses its PDF."""
        with self._sealing:
            if job.id in self._sealed:
                held, document = self._sealed[job.id]
                if held.state is was:
                    self._sealed[job.id] = job, None if job.state in FINAL else document
                return held.state is was
        row = (job.state.value, msgspec.json.encode(job), job.id, was.value)
        with self._book.transaction() as turn:
            changed = bool(turn.db.execute(_UPDATE, row).rowcount)
            if changed and job.state in FINAL:
                turn.db.execute(_DESTROY, (job.id,))
        return changed

    def pending(self) -> Sequence[PrintJob]:
        """Jobs in no final state, oldest first."""
        with self._sealing:
            sealed = [job for job, _ in self._sealed.values() if job.state not in FINAL]
        with self._book.reader.look() as db:
            kept = [_job.decode(row[0]) for row in db.execute(_PENDING, _OUT)]
        return sorted(kept + sealed, key=attrgetter("created_at", "id")) if sealed else kept

    def get(self, job_id: str) -> PrintJob | None:
        """The job, or None for an unknown id."""
        with self._sealing:
            if job_id in self._sealed:
                return self._sealed[job_id][0]
        with self._book.reader.look() as db:
            row = db.execute("SELECT job FROM print_job WHERE id = ?", (job_id,)).fetchone()
        return _job.decode(row[0]) if row else None

    def document(self, job_id: str) -> bytes | None:
        """The PDF of a job in no final state, otherwise None."""
        with self._sealing:
            if job_id in self._sealed:
                return self._sealed[job_id][1]
        with self._book.reader.look() as db:
            row = db.execute("SELECT document FROM print_job WHERE id = ?", (job_id,)).fetchone()
        return bytes(row[0]) if row and row[0] is not None else None


def _is_sealed(db: Any, job: PrintJob) -> bool:
    return db.execute(_IS_SEALED, (key_of(job.subject),)).fetchone() is not None
