"""A store of jobs in memory, for the tests of the spool alone."""

import threading
from collections.abc import Sequence

from desk_app.ports.printers import FINAL, JobState, PrintJob
from desk_app.records.errors import MachineFault


class KeptJobs:
    """Implements ``ports.printers.JobStore``; ``is_broken`` makes it a full disk."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[str, PrintJob] = {}
        self._documents: dict[str, bytes] = {}
        self.is_broken = False

    def _check(self) -> None:
        if self.is_broken:
            raise MachineFault("book.disk_full")

    def add(self, job: PrintJob, document: bytes) -> None:
        with self._lock:
            self._check()
            if job.id not in self._jobs:
                self._jobs[job.id] = job
                self._documents[job.id] = document

    def update(self, job: PrintJob, was: JobState) -> bool:
        with self._lock:
            self._check()
            if self._jobs[job.id].state is not was:
                return False
            self._jobs[job.id] = job
            if job.state in FINAL:
                self._documents.pop(job.id, None)
            return True

    def pending(self) -> Sequence[PrintJob]:
        with self._lock:
            left = [job for job in self._jobs.values() if job.state not in FINAL]
        return sorted(left, key=lambda job: (job.created_at, job.id))

    def get(self, job_id: str) -> PrintJob | None:
        return self._jobs.get(job_id)

    def document(self, job_id: str) -> bytes | None:
        return self._documents.get(job_id)
