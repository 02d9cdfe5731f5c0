"""The desk's own spool: every paper is kept until it is known to be out.

One thread prints, in order for each printer, and never the thread that asks. A fault is kept
with the job; the jobs of a failing printer rest and are tried again with growing pauses, or as
soon as somebody prints or repeats. What may be out already only a person repeats.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from desk_app.ports.printers import (
    DOUBTFUL,
    LASTING,
    JobState,
    JobStore,
    Printers,
    PrintJob,
    PrintOutcome,
)
from desk_app.records.errors import MachineFault

FIRST_PAUSE_MS: Final = 2_000
LONGEST_PAUSE_MS: Final = 60_000
BY_ITSELF_MS: Final = 8 * 3_600_000
"""A job older than this is repeated only by a person: its visitor has long gone home."""

_STORE_PAUSE_SECONDS: Final = 2.0
# After a few tries these may lie in the paper itself: it lets the others pass.
_PERHAPS_THE_PAPER: Final = frozenset({"printer.fault", "printer.partial", "printer.timeout"})
_FEW: Final = 3


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
        self._printers = printers
        self._now = now
        self._on_change = on_change
        self._first_pause, self._longest_pause = pauses_ms
        self._resting: dict[str, tuple[int, int]] = {}  # printer: (until, pause)
        self._unsaved: list[tuple[PrintJob, JobState]] = []
        self._change = threading.Condition()
        self._news = False
        self._closed = False
        self._left_behind = False
        self._thread = threading.Thread(target=self._run, name="spool", daemon=True)

    def start(self) -> None:
        """Take up what was left: what was in mid-print, or is too old, waits for a person."""
        for job in self._store.pending():
            old = self._now() - job.created_at >= BY_ITSELF_MS
            if job.state is JobState.PRINTING:
                self._settle(job, MachineFault("printer.interrupted", printer=job.printer))
            elif old and job.state is JobState.WAITING:
                self._settle(job, MachineFault("printer.too_late", printer=job.printer))
            elif old and job.next_try_at:
                self._keep(replace(job, next_try_at=0), job.state)
        self._thread.start()

    def submit(self, job: PrintJob, document: bytes) -> None:
        """Keep the job and print it when its turn comes; a store fault is raised here."""
        self._store.add(job, document)
        self._on_change(job)
        self.wake(job.printer)

    def wake(self, printer: str) -> None:
        """The store holds a new job, or the printer is mended: try this printer now."""
        with self._change:
            self._resting.pop(printer, None)
            self._news = True
            self._change.notify_all()

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
        """Stop after the job in hand, waiting so long at most; True when the thread ended.

        A job still in hand stays ``printing`` in the store: the next start asks about it.
        """
        with self._change:
            self._closed = True
            self._change.notify_all()
        if self._thread.ident is not None:
            self._thread.join(seconds)
        with self._change:
            self._left_behind = self._thread.is_alive()
            return not self._left_behind

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

    def _keep(self, job: PrintJob, was: JobState) -> None:
        """Store and tell a step; what the store cannot take now is kept in mind."""
        job = replace(job, changed_at=self._now())
        with self._change:
            if self._left_behind:
                return
        self._unsaved.append((job, was))
        self._save()
        self._on_change(job)

    def _save(self) -> bool:
        """Whether the store has taken every step."""
        while self._unsaved:
            try:
                self._store.update(*self._unsaved[0])
            except MachineFault:
                return False
            del self._unsaved[0]
        return True

    def _run(self) -> None:
        while True:
            with self._change:
                if self._closed:
                    return
                self._news = False
            pause = self._round()
            with self._change:
                if not self._news and not self._closed:
                    self._change.wait(pause)

    def _round(self) -> float | None:
        """Print one job that is due; the seconds until there may be another, None for news."""
        try:
            if not self._save():
                return _STORE_PAUSE_SECONDS
            job = self._next()
            if job is None:
                return self._until_next()
            document = self._store.document(job.id) or b""
            begun = replace(
                job,
                state=JobState.PRINTING,
                attempts=job.attempts + 1,
                code="",
                changed_at=self._now(),
            )
            if not self._store.update(begun, job.state):
                return 0.0
        except MachineFault:
            return _STORE_PAUSE_SECONDS
        self._on_change(begun)
        self._print(begun, document)
        return 0.0

    def _next(self) -> PrintJob | None:
        """The oldest job that may be tried now, those that failed again and again last."""
        now = self._now()
        with self._change:
            resting = dict(self._resting)
        blocked = {name for name, (until, _) in resting.items() if until > now}
        due = [
            job
            for job in self._store.pending()
            if job.printer not in blocked and self._may_try(job, now)
        ]
        return min(due, key=_stubborn, default=None)

    @staticmethod
    def _may_try(job: PrintJob, now: int) -> bool:
        if job.state is JobState.FAILED:
            return job.next_try_at > 0 and now - job.created_at < BY_ITSELF_MS
        return job.state is JobState.WAITING

    def _until_next(self) -> float | None:
        """Seconds until the first resting printer may be tried; those with no job are rested."""
        now = self._now()
        with self._change:
            self._resting = {name: rest for name, rest in self._resting.items() if rest[0] > now}
            ends = [until for until, _ in self._resting.values()]
        return (min(ends) - now) / 1000 if ends else None

    def _print(self, job: PrintJob, document: bytes) -> None:
        """One try, at its printer or at the one that takes over."""
        try:
            by, outcome = self._tried(job, document)
        except MachineFault as fault:
            self._settle(job, fault)
            return
        except Exception as bug:  # noqa: BLE001  the border of this thread
            self._settle(job, MachineFault("printer.broken", printer=job.printer))
            # To the one place where bugs are shown; the spool itself goes on.
            threading.excepthook(
                threading.ExceptHookArgs((type(bug), bug, bug.__traceback__, self._thread))
            )
            return
        if by == job.printer:
            with self._change:
                self._resting.pop(by, None)
        self._keep(
            replace(
                job,
                state=JobState.PRINTED,
                printed_by=by,
                confirmed=outcome.confirmed,
                paper_low=outcome.paper_low,
                next_try_at=0,
            ),
            JobState.PRINTING,
        )

    def _tried(self, job: PrintJob, document: bytes) -> tuple[str, PrintOutcome]:
        """Which printer did it; raises the fault of the job's own printer if neither did."""
        try:
            return job.printer, self._printers.printer(job.printer).print_job(job, document)
        except MachineFault as fault:
            other = self._printers.fallback(job.printer)
            if not other or fault.code in DOUBTFUL or fault.code == "printer.bad_document":
                raise
            try:
                return other, self._printers.printer(other).print_job(job, document)
            except MachineFault as second:
                if second.code in DOUBTFUL:
                    raise second from fault
                raise fault from second

    def _settle(self, job: PrintJob, fault: MachineFault) -> None:
        """Keep the fault with the job, and let its printer rest if waiting may mend it."""
        due = 0
        if fault.code not in DOUBTFUL | LASTING:
            with self._change:
                _, last = self._resting.get(job.printer, (0, 0))
                pause = min(last * 2, self._longest_pause) if last else self._first_pause
                due = self._now() + pause
                self._resting[job.printer] = (due, pause)
        if due - job.created_at >= BY_ITSELF_MS:
            due = 0
        failed = replace(job, state=JobState.FAILED, code=fault.code, next_try_at=due)
        self._keep(failed, job.state)


def _stubborn(job: PrintJob) -> bool:
    return job.attempts >= _FEW and job.code in _PERHAPS_THE_PAPER
