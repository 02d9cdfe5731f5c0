"""The open desk as the window holds it, and the way in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from desk_app.ports.access import Access
from desk_app.ports.book import Book, OfficeFacts
from desk_app.ports.clock import Clock
from desk_app.ports.documents import Documents
from desk_app.ports.line_page import Joining, LineReads
from desk_app.ports.printers import JobStore, PrinterInfo, PrinterSetting, PrintJob
from desk_app.ports.scan_line import ScanLine
from desk_app.ports.scans import Scans
from desk_app.ports.sticks import Sticks
from desk_app.records.errors import DeskError


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
    params: dict[str, str | int] = field(default_factory=dict)
    """What that sentence is filled with."""


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

    @property
    def scans(self) -> ScanLine:
        """The scans on the line."""
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

    def abandon(self, job_id: str) -> bool:
        """Give a waiting or failed job up; False when it is printing or ended."""
        ...

    def confirm(self, job_id: str) -> bool:
        """A person saw the paper of a failed job: it is out after all."""
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


class PrinterShelf(Protocol):
    """The printers the office has set up; kept as settings of this machine."""

    def settings(self) -> Sequence[PrinterSetting]:
        """Those set up, the usual one first."""
        ...

    def available(self) -> Sequence[PrinterInfo]:
        """Those the machine offers now; may take seconds."""
        ...

    def set_up(self, settings: Sequence[PrinterSetting]) -> None:
        """From now on these and no others; raises UserMistake naming each wrong field."""
        ...


@dataclass(frozen=True, slots=True)
class BackupView:
    """How the book's backups stand; ``at`` is the last good one in ms, 0 for never."""

    folder: str = ""
    at: int = 0
    code: str = ""
    """Why the last try failed, as a code with a sentence."""


class Backups(Protocol):
    """Verified backups to a second place."""

    def view(self) -> BackupView:
        """How they stand now."""
        ...

    def keep_in(self, folder: Path) -> None:
        """Choose where they go from now on; raises MachineFault for an unfit place."""
        ...

    def back_up(self) -> BackupView:
        """Make one now; may take long. Raises MachineFault."""
        ...


@dataclass(frozen=True, slots=True)
class MirrorView:
    """How the mirror on a stick stands; ``at`` is when it was written last, ms, 0 for never."""

    folder: str = ""
    at: int = 0
    code: str = ""
    """What keeps it back, as a code with a sentence."""


class Safety(Protocol):
    """The mirror on a stick, the book's health, and what support is told of it."""

    def mirror(self) -> MirrorView:
        """How the mirror stands now."""
        ...

    def mirror_in(self, folder: Path | None) -> None:
        """Choose the stick's folder, None for no mirror; raises MachineFault ``mirror.…``."""
        ...

    def mirror_now(self) -> MirrorView:
        """Bring the mirror up to date; waits a bounded time. Raises MachineFault."""
        ...

    def problems(self) -> Sequence[DeskError]:
        """Everything that is wrong with the book, looked at whole; may take minutes."""
        ...

    def diagnosis(self) -> dict[str, object]:
        """How program, machine and book stand, as JSON-able data without anybody's data."""
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
    printers: PrinterShelf
    backups: Backups
    access: Access
    safety: Safety
    line_reads: LineReads
    joining: Joining
    sticks: Sticks
    session: str
    """The sign-in's id, for signing out."""
    close: Callable[[str], None]
    """Sign out for a reason (``left``, ``locked``, ``closed``), stop threads, close the book."""
    tend: Callable[[Callable[[], bool]], None]
    """A few milliseconds of idle work on the book's own thread, as long as hands rest by the
    function given; returns at once."""
    unlock: Callable[[str], None]
    """Ask the locked desk's officer again; raises NotAllowed ``password.wrong`` or ``.wait``."""
    temporary: bool = False
    """Whether the officer came in by a temporary password and is to choose one."""
    reason: DeskError | None = None
    """Why the book may only be read, where it was found behind, copied, damaged …"""


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
class CentreCounts:
    """What the embedded centre holds, and whether its own walk of every log found it sound."""

    requests: int
    events: int
    sound: bool


class EmbeddedCentre(Protocol):
    """The small centre of a demonstration office, which can be cut off and brought back."""

    def stop(self) -> None:
        """No longer answer: the line is down. Waits a bounded time."""
        ...

    def start(self) -> None:
        """Answer again at the same address."""
        ...

    def counts(self) -> CentreCounts:
        """Walk and count what it holds; may take seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Demonstration(Founded):
    """A demonstration office; its officer's password may be read off the screen."""

    password: str
    centre: EmbeddedCentre


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in the data folder: nothing, a book and its officers, or a fault."""

    officers: tuple[str, ...] = ()
    """User names in service; the one who signed in last is first."""
    fault: str = ""
    """Code of what is wrong, with a sentence; found without any key."""
    params: dict[str, str | int] = field(default_factory=dict)
    """What the fault's sentence is filled with."""
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class GoOn:
    """What going on after a loss or a copy asks."""

    reason: str
    mirror: str = ""
    """The folder of a stick that holds a mirror, or empty."""
    slip: str = ""
    """A lane read over the telephone, or empty."""


class Entrance(Protocol):
    """The way in. Every call may take a second or more: call it off the window's thread."""

    def look(self) -> Found:
        """What lies in the data folder."""
        ...

    def set_up(self, wishes: SetUp) -> Founded:
        """Make the book; with a centre, enrol. Raises DeskError with nothing left behind."""
        ...

    def sign_in(self, user: str, password: str) -> Desk:
        """Open the book and record the sign-in.

        Raises NotAllowed ``password.wrong``, ``password.wait`` (``seconds``), DataDamaged and
        others. A book that may only be read opens with its ``reason`` and records nothing.
        """
        ...

    def admits(self, user: str, password: str) -> None:
        """Raise as ``sign_in`` does where the password is wrong; opens nothing."""
        ...

    def give_password(self, giver: str, password: str, user: str) -> str:
        """A temporary password that an officer who may, the giver, gives another at the desk.

        Raises NotAllowed as ``sign_in`` does and ``role.not_allowed``; UserMistake.
        """
        ...

    def recover(self, user: str, secret: str, new_password: str) -> Founded:
        """Open the book without a password, by the recovery key or by a number read out.

        The key that takes the place of a used one is told, empty after a number. Raises
        UserMistake for what was mistyped, NotAllowed ``recovery.wrong``,
        ``recovery_number.wrong``, ``password.wait``.
        """
        ...

    def go_on(self, user: str, password: str, wishes: GoOn) -> Desk:
        """Open a book that was found behind or copied in a new log, to write again."""
        ...

    def demonstration(self) -> Demonstration:
        """A demonstration office with an embedded centre, marked as such everywhere."""
        ...

    def close(self) -> None:
        """End what the way in keeps running, such as an embedded centre; waits a bounded time."""
        ...
