"""The jobs of one printer, tried one after another by a thread of their own.

So a printer that hangs holds up its own papers and no others. A fault is kept with the job; the
lane then rests and tries again with growing pauses, or as soon as somebody prints or repeats.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
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

BY_ITSELF_MS: Final = 8 * 3_600_000
"""A job older than this is repeated only by a person: its visitor has long gone home."""

_STORE_PAUSE_SECONDS: Final = 2.0
# After a few tries these may lie in the paper itself: it lets the others pass.
_PERHAPS_THE_PAPER: Final = frozenset({"printer.fault", "printer.partial", "printer.timeout"})
_FEW: Final = 3


class Turns:
    """One paper at a time at each printer, whichever lane sends it there."""

    def __init__(self) -> None:
        self._turns: dict[str, threading.Lock] = {}
        self._making = threading.Lock()

    def of(self, printer: str) -> threading.Lock:
        """The lock that is held while a printer prints."""
        with self._making:
            return self._turns.setdefault(printer, threading.Lock())


@dataclass(frozen=True, slots=True)
class House:
    """What the lanes of one spool share; ``pauses_ms`` are the first and the longest rest."""

    store: JobStore
    printers: Printers
    now: Callable[[], int]
    on_change: Callable[[PrintJob], None]
    pauses_ms: tuple[int, int]
    turns: Turns


class Lane:
    """One printer's jobs, in order; those that failed again and again last."""

    def __init__(self, printer: str, house: House) -> None:
        self._printer, self._house = printer, house
        self._until, self._pause = 0, 0
        self._unsaved: list[tuple[PrintJob, JobState]] = []
        self._change = threading.Condition()
        self._news = False
        self._closed = False
        self._left_behind = False
        self._thread = threading.Thread(target=self._run, name="spool", daemon=True)

    def start(self) -> None:
        """Begin to print what the store holds for this printer; again changes nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def wake(self) -> None:
        """A new job, or the printer is mended: try now."""
        with self._change:
            self._until, self._pause = 0, 0
            self._news = True
            self._change.notify_all()

    def ask_to_end(self) -> None:
        """Begin no further job."""
        with self._change:
            self._closed = True
            self._change.notify_all()

    def ended(self, seconds: float) -> bool:
        """Whether the thread has ended within so long; one left behind changes nothing more."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        with self._change:
            self._left_behind = self._thread.is_alive()
            return not self._left_behind

    def keep(self, job: PrintJob, was: JobState) -> None:
        """Store and tell a step; what the store cannot take now is kept in mind."""
        job = replace(job, changed_at=self._house.now())
        with self._change:
            if self._left_behind:
                return
        self._unsaved.append((job, was))
        self._save()
        self._house.on_change(job)

    def settle(self, job: PrintJob, fault: MachineFault) -> None:
        """Keep the fault with the job, and rest if waiting may mend it."""
        due = 0
        if fault.code not in DOUBTFUL | LASTING:
            first, longest = self._house.pauses_ms
            with self._change:
                self._pause = min(self._pause * 2, longest) if self._pause else first
                due = self._until = self._house.now() + self._pause
        if due - job.created_at >= BY_ITSELF_MS:
            due = 0
        failed = replace(job, state=JobState.FAILED, code=fault.code, next_try_at=due)
        self.keep(failed, job.state)

    def _save(self) -> bool:
        """Whether the store has taken every step."""
        while self._unsaved:
            try:
                self._house.store.update(*self._unsaved[0])
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
        store, now = self._house.store, self._house.now
        try:
            if not self._save():
                return _STORE_PAUSE_SECONDS
            job = self._next()
            if job is None:
                return self._until_next()
            document = store.document(job.id) or b""
            begun = replace(
                job,
                state=JobState.PRINTING,
                attempts=job.attempts + 1,
                code="",
                changed_at=now(),
            )
            if not store.update(begun, job.state):
                return 0.0
        except MachineFault:
            return _STORE_PAUSE_SECONDS
        self._house.on_change(begun)
        self._print(begun, document)
        return 0.0

    def _next(self) -> PrintJob | None:
        """The oldest job of this printer that may be tried now."""
        now = self._house.now()
        with self._change:
            if self._until > now:
                return None
        due = [
            job
            for job in self._house.store.pending()
            if job.printer == self._printer and _may_try(job, now)
        ]
        return min(due, key=_stubborn, default=None)

    def _until_next(self) -> float | None:
        """Seconds until a resting printer may be tried; a rest that ended is forgotten."""
        now = self._house.now()
        with self._change:
            if self._until > now:
                return (self._until - now) / 1000
            self._until, self._pause = 0, 0
        return None

    def _print(self, job: PrintJob, document: bytes) -> None:
        """One try, at this printer or at the one that takes over."""
        try:
            by, outcome = self._tried(job, document)
        except MachineFault as fault:
            self.settle(job, fault)
            return
        except Exception as bug:  # noqa: BLE001  the border of this thread
            self.settle(job, MachineFault("printer.broken", printer=job.printer))
            # To the one place where bugs are shown; the lane itself goes on.
            threading.excepthook(
                threading.ExceptHookArgs((type(bug), bug, bug.__traceback__, self._thread))
            )
            return
        if by == job.printer:
            with self._change:
                self._until, self._pause = 0, 0
        self.keep(
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
            return job.printer, self._put_out(job.printer, job, document)
        except MachineFault as fault:
            other = self._house.printers.fallback(job.printer)
            if not other or fault.code in DOUBTFUL or fault.code == "printer.bad_document":
                raise
            try:
                return other, self._put_out(other, job, document)
            except MachineFault as second:
                if second.code in DOUBTFUL:
                    raise second from fault
                raise fault from second

    def _put_out(self, printer: str, job: PrintJob, document: bytes) -> PrintOutcome:
        output = self._house.printers.printer(printer)
        with self._house.turns.of(printer):
            return output.print_job(job, document)


def _may_try(job: PrintJob, now: int) -> bool:
    if job.state is JobState.FAILED:
        return job.next_try_at > 0 and now - job.created_at < BY_ITSELF_MS
    return job.state is JobState.WAITING


def _stubborn(job: PrintJob) -> bool:
    return job.attempts >= _FEW and job.code in _PERHAPS_THE_PAPER
