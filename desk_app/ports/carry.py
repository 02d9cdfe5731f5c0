"""Carrying by stick: what the desk remembers of it, and how a trip is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

Progress = Callable[[int, int], None]
"""Told after each step: how many are done, of how many."""


@dataclass(frozen=True, slots=True)
class CarriedSet:
    """A set of files that this desk wrote to a stick: entries of ``log`` after one place."""

    set: str
    to: str
    at: int
    log: str
    after: int
    reach: int
    """The last place that it holds."""
    files: int
    folder: str

    @property
    def events(self) -> int:
        """How many entries it holds."""
        return self.reach - self.after


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub that this desk carried to: what its answers said.

    What a hub holds is not acknowledged by the centre: it still counts as unsent.
    """

    signing_key: str
    """Base64url."""
    cursor: str = ""
    """How far its feed was read."""
    reach: dict[str, int] = field(default_factory=dict)
    """By log, how many entries it holds."""


@dataclass(frozen=True, slots=True)
class Carrying:
    """What the desk remembers: its latest sets, how far hubs hold its logs, the last answer."""

    sets: tuple[CarriedSet, ...] = ()
    hubs: dict[str, Hub] = field(default_factory=dict)
    """By their recipients."""
    taken: tuple[str, ...] = ()
    """The latest answer files that were taken, as ``set:number``, newest last."""


class CarryNotes(Protocol):
    """Where the book keeps what it remembers of carrying; settings of this machine."""

    def carrying(self) -> Carrying:
        """What is remembered; nothing before the first trip."""
        ...

    def keep_carrying(self, carrying: Carrying) -> None:
        """Remember this."""
        ...


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What was written to a stick: its set, files, events, where, and scans."""

    set: str
    files: int
    events: int
    folder: Path
    scans: int = 0


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken, by name, and why."""

    file: str
    code: str
    params: dict[str, str | int] = field(default_factory=dict)
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A file of a set that was never seen."""

    set: str
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class CarriedIn:
    """What became of files from a stick; ``events`` are those that were new."""

    files: int = 0
    events: int = 0
    known: int = 0
    """Files that brought nothing new."""
    acknowledged: int = 0
    """Own entries that the centre has made durable since."""
    refused: tuple[RefusedFile, ...] = ()
    missing: tuple[MissingFile, ...] = ()
    passing: tuple[str, ...] = ()
    """Names of files that are on their way elsewhere: answers for other desks, own sets."""
    waiting: int = 0
    """Files for the centre that are kept here until there is a line."""
    delivered: int = 0
    """Files of other desks that the centre took over this desk's line."""


@dataclass(frozen=True, slots=True)
class OnStick:
    """What lies on a stick: bundles for the centre, answers for this desk, others, and damage."""

    free: int
    """Bytes."""
    ours: int
    """Files that this desk wrote."""
    answers: tuple[Path, ...]
    """Answers made for this desk."""
    others: tuple[Path, ...]
    """Files of other desks for the centre."""
    damaged: Sequence[str]
    """Names of files that are not whole."""
    unacknowledged: int
    """Entries on it that the centre has not acknowledged, as far as this desk knows."""
    written_at: int
    """When this desk wrote to it last (ms); 0 for never."""
