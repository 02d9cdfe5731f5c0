"""Printers as services see them: what is set up, what is to be printed, what became of it.

A job is kept by a ``JobStore`` until it is known to be out. Faults are ``MachineFault`` with a
``printer.…`` code and at most the parameter ``printer``, the name the office gave the printer;
so a kept job needs only its code and printer to be put in a sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, Protocol

import msgspec

from desk_app.records.errors import MachineFault

DOUBTFUL: Final = frozenset({"printer.unconfirmed", "printer.interrupted"})
"""Faults after which the paper may be out: only a person, who can see it, may repeat them."""

LASTING: Final = frozenset(
    {
        "printer.bad_document",
        "printer.broken",
        "printer.canceled",
        "printer.not_set",
        "printer.setting",
        "printer.too_late",
    }
)
"""Faults that no waiting mends, or that came too long ago: never repeated by itself."""

_ID: Final = re.compile(r"[0-9a-f-]{1,64}")


class PrinterKind(StrEnum):
    """The way by which paper comes out."""

    CUPS = "cups"
    QT = "qt"
    WINDOWS = "windows"
    ESCPOS_NETWORK = "escpos-network"
    ESCPOS_USB = "escpos-usb"
    ESCPOS_SERIAL = "escpos-serial"
    FOLDER = "folder"


class JobState(StrEnum):
    """Where a job stands; printed and abandoned are final."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    ABANDONED = "abandoned"


FINAL: Final = frozenset({JobState.PRINTED, JobState.ABANDONED})


@dataclass(frozen=True, slots=True)
class PrinterInfo:
    """A printer that the machine offers, found but not yet set up."""

    name: str
    kind: PrinterKind
    target: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class PrinterSetting:
    """One printer as the office has set it up.

    ``target`` by kind: queue (cups), printer name (qt, windows), ``host`` or ``host:port``,
    ``vendor:product[:serial]`` in hex or empty for the only one (usb), port name (serial),
    folder. ``paper`` is what lies in it: a4, a5, a6, 80mm, 58mm. ``fallback`` names the printer
    that takes over. ``dots`` of 0 follows from the paper. ``answers`` is False for a roll
    printer that never tells its state. ``time_limit`` is seconds for one job.
    """

    name: str
    kind: PrinterKind
    target: str
    paper: str
    fallback: str = ""
    dots: int = 0
    threshold: int = 160
    cut: bool = True
    feed: int = 4
    answers: bool = True
    baud: int = 19200
    flow: Literal["none", "rtscts", "dsrdtr", "xonxoff"] = "none"
    time_limit: int = 60

    def to_json(self) -> bytes:
        """The setting as JSON, for the settings of the desk."""
        return msgspec.json.encode(self, order="sorted")


def setting_from_json(raw: bytes) -> PrinterSetting:
    """The setting that ``to_json`` wrote; raises MachineFault printer.setting on anything else."""
    try:
        return msgspec.json.decode(raw, type=PrinterSetting)
    except (msgspec.DecodeError, msgspec.ValidationError) as fault:
        raise MachineFault("printer.setting") from fault


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper on its way out; the PDF itself lies in the store beside it.

    Holds no personal data: ``subject`` is the id of the record that is printed, ``paper`` the
    size the PDF was made for, instants are milliseconds since the epoch. ``printed_by`` is the
    printer it came out of, ``confirmed`` whether that printer itself said so. ``next_try_at``
    is 0 when only a person can repeat it.
    """

    id: str
    printer: str
    paper: str
    kind: str
    created_at: int
    subject: str = ""
    copy: int = 1
    state: JobState = JobState.WAITING
    attempts: int = 0
    code: str = ""
    changed_at: int = 0
    next_try_at: int = 0
    printed_by: str = ""
    confirmed: bool = False
    paper_low: bool = False
    large_type: bool = False

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError("a job's id is a UUID: it becomes a title and a file name")


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """A job that went out; ``confirmed`` when the printer itself reported the end."""

    confirmed: bool
    paper_low: bool = False


class Printer(Protocol):
    """One output that puts a finished PDF on paper."""

    def print_job(self, job: PrintJob, document: bytes) -> PrintOutcome:
        """Print within the setting's time limit; raises MachineFault, never half in silence."""
        ...


class PrinterSource(Protocol):
    """Printers that only the windowing toolkit can reach (kinds qt and windows)."""

    def available(self) -> Sequence[PrinterInfo]:
        """The printers the system offers now."""
        ...

    def printer(self, setting: PrinterSetting) -> Printer:
        """The output of this setting; its printer is looked for when a job comes."""
        ...


class Printers(Protocol):
    """The office's printers by the names it gave them."""

    def printer(self, name: str) -> Printer:
        """The output of that name; raises MachineFault printer.not_set."""
        ...

    def fallback(self, name: str) -> str:
        """The printer that takes over from this one, or an empty string."""
        ...


class JobStore(Protocol):
    """Jobs that are not out yet, kept where no one can read them; called from several threads.

    What a call changed is durable when it returns. ``MachineFault`` when it cannot be kept.
    """

    def add(self, job: PrintJob, document: bytes) -> None:
        """Keep a new job with its PDF; the same id again changes nothing."""
        ...

    def update(self, job: PrintJob, was: JobState) -> bool:
        """Replace the job of this id if its state is still ``was``, in one step; else False.

        With a final state its PDF is destroyed in the same step.
        """
        ...

    def pending(self) -> Sequence[PrintJob]:
        """Jobs in no final state, oldest first (``created_at``, then ``id``)."""
        ...

    def get(self, job_id: str) -> PrintJob | None:
        """The job, or None for an unknown id; final ones may be forgotten after a day."""
        ...

    def document(self, job_id: str) -> bytes | None:
        """The PDF of a job in no final state, otherwise None."""
        ...
