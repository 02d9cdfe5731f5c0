"""A spool with a store in memory, a clock, and printers that do what they are told."""

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from desk_app.ports.printers import JobState, Printer, Printers, PrintJob, PrintOutcome
from desk_app.printing.spool import Spool
from desk_app.records.errors import MachineFault
from tests.unit.printers.kept_jobs import KeptJobs
from tests.unit.printers.papers import NOON

HOUR = 3_600_000
QUICK = (20, 40)
LONG = (7 * HOUR, 7 * HOUR)
ENDS = {JobState.PRINTED, JobState.FAILED, JobState.ABANDONED}


@dataclass
class Desk:
    """A store, a clock, and what the spool told."""

    store: KeptJobs = field(default_factory=KeptJobs)
    clock: int = NOON
    told: "queue.Queue[PrintJob]" = field(default_factory=queue.Queue)

    @contextmanager
    def spool(self, printers: Printers, pauses: tuple[int, int] = LONG) -> Iterator[Spool]:
        spool = Spool(self.store, printers, lambda: self.clock, self.told.put, pauses)
        spool.start()
        try:
            yield spool
        finally:
            assert spool.close()

    def ended(self, state: JobState | None = None) -> PrintJob:
        """The next job that came to an end (or to this one)."""
        while True:
            told = self.told.get(timeout=20)
            if told.state is state or (state is None and told.state in ENDS):
                return told


@dataclass
class Output:
    """A printer that does what it is told to, one act for each job, the last one for ever."""

    acts: list[str]
    printed: list[str] = field(default_factory=list)
    wait: Callable[[], object] = lambda: None

    def print_job(self, job: PrintJob, document: bytes) -> PrintOutcome:
        self.wait()
        act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
        if act == "bug":
            raise ZeroDivisionError
        if act:
            raise MachineFault(act, printer=job.printer)
        self.printed.append(job.id[-1])
        return PrintOutcome(confirmed=True)


@dataclass
class Office:
    """Printers by name; ``takes_over`` names who stands in for whom."""

    outputs: dict[str, Output]
    takes_over: dict[str, str] = field(default_factory=dict)

    def printer(self, name: str) -> Printer:
        if name not in self.outputs:
            raise MachineFault("printer.not_set", printer=name)
        return self.outputs[name]

    def fallback(self, name: str) -> str:
        return self.takes_over.get(name, "")


def office(*acts: str) -> Office:
    return Office({"desk printer": Output(list(acts))})
