"""The open desk as the window holds it, and the way in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desk_app.ports.book import Book, OfficeFacts
from desk_app.ports.clock import Clock
from desk_app.ports.documents import Documents
from desk_app.ports.printers import JobStore, PrintJob
from desk_app.ports.scans import Scans


class LineState(StrEnum):
    """How things stand between this desk and the centre."""

    ALONE = "alone"
    UP_TO_DATE = "up_to_date"
    SENDING = "sending"
    NO_LINE = "no_line"
    REFUSED = "refused"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class LineView:
    """What the status bar says of the line; instants in ms, 0 for never."""

    state: LineState
    unsent: int = 0
    since: int = 0
    last_contact: int = 0
    clock_distance_ms: int = 0
    code: str = ""
    """Why it was refused or needs attention, as a code with a sentence."""


class Line(Protocol):
    """The running sync engine."""

    def view(self) -> LineView:
        """How things stand now."""
        ...

    def subscribe(self, hear: Callable[[LineView], None]) -> Callable[[], None]:
        """Call ``hear`` from the engine's thread at each change; returns how to stop."""
        ...

    def wake(self) -> None:
        """Try now."""
        ...

    def close(self) -> None:
        """Stop the engine, waiting a bounded time."""
        ...


class PrintQueue(Protocol):
    """Where finished pages wait for a printer."""

    def submit(self, job: PrintJob, document: bytes) -> None:
        """Keep a job and print it when its turn comes."""
        ...

    def retry(self, job_id: str) -> None:
        """Try a failed job again."""
        ...

    def pending(self) -> Sequence[PrintJob]:
        """Jobs that are not out yet, oldest first."""
        ...

    def subscribe(self, hear: Callable[[PrintJob], None]) -> Callable[[], None]:
        """Call ``hear`` from the queue's thread whenever a job changes."""
        ...

    def close(self) -> None:
        """Stop printing, waiting a bounded time; what waits is kept."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the window works with after sign-in."""

    book: Book
    office: OfficeFacts
    clock: Clock
    scans: Scans
    documents: Documents
    jobs: JobStore
    queue: PrintQueue
    line: Line
    session: str
    """The sign-in's id, for signing out."""
    close: Callable[[str], None]
    """Sign out for a reason (``left``, ``locked``, ``closed``), stop threads, close the book."""
    tend: Callable[[], None]
    """A few milliseconds of idle work on the book's own thread; returns at once."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the first-run assistant asks."""

    agency: str
    office_name: str
    office_code: str
    counter: str
    officer: str
    officer_name: str
    password: str
    role: str = "admin"
    province: int = 0
    sample: str = ""
    """``governor``, ``municipality`` or empty for the kinds alone."""
    central: str = ""
    enrol_code: str = ""


@dataclass(frozen=True, slots=True)
class Founded:
    """A new desk and the recovery key that is shown once."""

    desk: Desk
    recovery_key: str


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in the data folder: nothing, a book and its officers, or a fault."""

    officers: tuple[str, ...] = ()
    fault: str = ""
    """Code of what is wrong, with a sentence."""
    demonstration: bool = False


class Entrance(Protocol):
    """The way in. Every call may take a second or more: call it off the window's thread."""

    def look(self) -> Found:
        """What lies in the data folder."""
        ...

    def set_up(self, wishes: SetUp) -> Founded:
        """Make the book; with a centre, enrol. Raises DeskError with nothing left behind."""
        ...

    def sign_in(self, user: str, password: str) -> Desk:
        """Open the book; raises NotAllowed ``password.wrong``, DataDamaged and others."""
        ...

    def demonstration(self) -> Founded:
        """A demonstration office with an embedded centre, marked as such everywhere."""
        ...
