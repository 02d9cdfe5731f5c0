"""Scans on the line: what sync needs of their files, and what the window hears of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ScanFile:
    """A file by the name under which it travels: a scan, or the preview of one."""

    name: str
    preview: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    """What a whole file is: its bytes, and their SHA-256."""

    size: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Waiting:
    """A scan that lies here and that the centre does not hold; its size in bytes."""

    name: str
    size: int


class ScanShelf(Protocol):
    """The files of scans as sync sees them; every call waits for the disk, from any thread."""

    def waiting(self) -> list[Waiting]:
        """The scans that the centre is not known to hold, the oldest first."""
        ...

    def make_preview(self, scan: str) -> ScanFile | None:
        """The preview of a scan of this desk, made if there was none.

        None where it is held already, and for a scan that has none: it is sealed, or small.
        """
        ...

    def describe(self, file: ScanFile) -> Described | None:
        """What a file that lies here is; None when it was erased meanwhile."""
        ...

    def read(self, file: ScanFile, at: int, most: int) -> bytes:
        """Bytes of a file that lies here; empty when it was erased meanwhile."""
        ...

    def note_held(self, name: str) -> None:
        """Remember that the centre holds a file, or will never take it."""
        ...

    def forget_held(self) -> None:
        """The centre lost something: every file is offered again."""
        ...

    def lacking(self, requests: Iterable[str]) -> list[Waiting]:
        """The scans of these requests that this desk may open and that do not lie here."""
        ...

    def is_here(self, file: ScanFile) -> bool:
        """Whether the whole file lies here."""
        ...

    def begun(self, file: ScanFile) -> int:
        """How many bytes of a file that is being fetched lie here."""
        ...

    def take(self, file: ScanFile, at: int, data: bytes) -> None:
        """Make bytes durable that follow on those that lie here."""
        ...

    def finish(self, file: ScanFile, digest: bytes) -> bool:
        """Put a fetched file in its place; False, and nothing left of it, where it is damaged."""
        ...


@dataclass(frozen=True, slots=True)
class ScanView:
    """How the scans stand on the line.

    ``waiting`` counts scans on their way to the centre, ``percent`` says how far they are;
    ``arriving`` is how far (in percent) each wanted file has come; ``absent`` says, by its code,
    why one did not come; ``code`` says why nothing is sent although the line stands; ``came``
    counts the files that were fetched.
    """

    waiting: int = 0
    percent: int = 0
    arriving: Mapping[str, int] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    came: int = 0


class ScanLine(Protocol):
    """The scans of the running sync engine; safe from any thread."""

    def view(self) -> ScanView:
        """How they stand now."""
        ...

    def subscribe(self, hear: Callable[[ScanView], None]) -> Callable[[], None]:
        """Call ``hear`` from the engine's thread at each change; returns how to stop."""
        ...

    def want(self, files: Sequence[ScanFile]) -> None:
        """Fetch these next, in this order; again after one was absent."""
        ...
