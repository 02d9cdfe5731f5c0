"""The desk's own spool: every paper is kept until it is known to be out.

Each printer has a lane with a thread of its own, and never the thread that asks: one that hangs
holds up no other. What may be out already only a person repeats.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from desk_app.ports.printers import JobState, JobStore, Printers, PrintJob
from desk_app.printing.lane import BY_ITSELF_MS, House, Lane, Turns
from desk_app.records.errors import MachineFault

__all__ = ["BY_ITSELF_MS", "FIRST_PAUSE_MS", "LONGEST_PAUSE_MS", "Spool"]

FIRST_PAUSE_MS: Final = 2_000
LONGEST_PAUSE_MS: Final = 60_000


class Spool:
    """Prints what the store keeps; ``on_change`` hears of each job's step, in any thread.

    ``now`` gives milliseconds since the epoch. Calls do nothing but touch the store, and no
    lock is held while it works. One store has one spool at a time.
    """

    def __init__(
        self,
        store: JobStore,
        printers: Printers,
        now: Callable[[], int],
        on_change: Callable[[PrintJob], None] = lambda _: None,
        pauses_ms: tuple[int, int] = (FIRST_PAUSE_MS, LONGEST_PAUSE_MS),
    ) -> None:
        self._store = store
        self._now = now
        self._on_change = on_change
        self._house = House(store, printers, now, on_change, pauses_ms, Turns())
        self._lanes: dict[str, Lane] = {}
        self._opening = threading.Lock()
        self._started = False
        self._closed = False

    def start(self) -> None:
        """Take up what was left: what was in mid-print, or is too old, waits for a person."""
        for job in self._store.pending():
            lane = self._lane(job.printer)
            old = self._now() - job.created_at >= BY_ITSELF_MS
            if job.state is JobState.PRINTING:
                lane.settle(job, MachineFault("printer.interrupted", printer=job.printer))
            elif old and job.state is JobState.WAITING:
                lane.settle(job, MachineFault("printer.too_late", printer=job.printer))
            elif old and job.next_try_at:
                lane.keep(replace(job, next_try_at=0), job.state)
        with self._opening:
            self._started = True
            for lane in self._lanes.values():
                lane.start()

    def submit(self, job: PrintJob, document: bytes) -> None:
        """Keep the job and print it when its turn comes; a store fault is raised here."""
        self._store.add(job, document)
        self._on_change(job)
        self.wake(job.printer)

    def wake(self, printer: str) -> None:
        """The store holds a new job, or the printer is mended: try this printer now."""
        lane = self._lane(printer)
        lane.wake()
        with self._opening:
            if self._started and not self._closed:
                lane.start()

    def retry(self, job_id: str) -> bool:
        """Print a failed job again at once; False when it is not a failed one."""
        return self._turn(job_id, JobState.WAITING)

    def abandon(self, job_id: str) -> bool:
        """Give a waiting or failed job up; False when it is printing or ended."""
        return self._turn(job_id, JobState.ABANDONED)

    def confirm(self, job_id: str) -> bool:
        """A person saw the paper of a failed job: it is printed after all."""
        return self._turn(job_id, JobState.PRINTED)

    def close(self, seconds: float = 5.0) -> bool:
        """Stop after the jobs in hand, waiting so long at most; True when every thread ended.

        A job still in hand stays ``printing`` in the store: the next start asks about it.
        """
        with self._opening:
            self._closed = True
            lanes = list(self._lanes.values())
        for lane in lanes:
            lane.ask_to_end()
        end = time.monotonic() + seconds
        return all([lane.ended(max(0.0, end - time.monotonic())) for lane in lanes])

    def _lane(self, printer: str) -> Lane:
        """The lane of a printer, opened when its first job comes."""
        with self._opening:
            lane = self._lanes.get(printer)
            if lane is None:
                lane = self._lanes[printer] = Lane(printer, self._house)
            return lane

    def _turn(self, job_id: str, state: JobState) -> bool:
        """A person's word on a job that is not in hand."""
        job = self._store.get(job_id)
        allowed = {JobState.FAILED}
        if state is JobState.ABANDONED:
            allowed = {JobState.FAILED, JobState.WAITING}
        if job is None or job.state not in allowed:
            return False
        turned = replace(job, state=state, code="", next_try_at=0, changed_at=self._now())
        if not self._store.update(turned, job.state):
            return False
        self._on_change(turned)
        self.wake(job.printer)
        return True
