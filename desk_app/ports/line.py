"""What sync needs of the book: entries to send, a place for what arrives."""

from dataclasses import dataclass, field
from typing import Protocol

from desk_app.ports.changes import Changes
from desk_app.records.event import Entry, Event


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry at its place in transport.

    ``event``: what its bytes say, where they were read and its values checked already.
    """

    log: str
    seq: int
    entry: Entry
    event: Event | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class LogPosition:
    """How far a log reaches: ``seq`` entries, the chain's head after them."""

    log: str
    lane: int
    seq: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the centre gave this desk, and the keys it made for itself."""

    central: str
    fingerprint: str
    device: str
    office: str
    signing_key: bytes
    """Ed25519 private key, 32 bytes."""
    age_identity: str
    carry_recipient: str = ""
    """The centre's age recipient, for bundles on a stick; empty until the centre told it."""
    carry_key: str = ""
    """The key (base64url) that signs the centre's answers on a stick."""


class Lease(Protocol):
    """How an enrolled desk asks its centre for a new log's lane."""

    def __call__(self, enrolment: Enrolment, log: str, previous: str, previous_seq: int) -> int:
        """The lane leased for the log that follows ``previous``.

        Raises Unreachable, or Refused with the centre's reason.
        """
        ...


class SignerKeys(Protocol):
    """The public keys of the devices whose logs a book holds, as each was first told."""

    def known(self) -> dict[str, bytes]:
        """The key (32 bytes) of each device."""
        ...

    def keep(self, device: str, key: bytes) -> None:
        """Remember a device's key for good; another one later changes nothing."""
        ...

    def alarm(self, log: str, seq: int) -> None:
        """Note that a batch from this place on was not signed by the log's device."""
        ...


class LineBook(Protocol):
    """The book's side of the line; every call is safe from the sync thread."""

    def enrolment(self) -> Enrolment | None:
        """The enrolment; None for an office that stands alone."""
        ...

    def keep_enrolment(
        self, enrolment: Enrolment, spare_lanes: tuple[int, ...] | None = None
    ) -> None:
        """Keep what the centre gave; spare lanes, where it told any, go to the witness alone."""
        ...

    def own_logs(self) -> list[LogPosition]:
        """The logs this desk wrote, oldest first; the last is the one being written."""
        ...

    def entries(self, log: str, after: int, limit: int) -> list[Placed]:
        """Own entries after a seq, in order, with the values still beside them."""
        ...

    def head_at(self, log: str, seq: int) -> bytes | None:
        """The chain's head after ``seq`` entries of a log; None when not held."""
        ...

    def acknowledged(self, log: str) -> int:
        """The highest seq of a log that the centre has made durable."""
        ...

    def acknowledge(self, log: str, seq: int) -> Changes:
        """Note how far the centre has made a log durable."""
        ...

    def cursor(self) -> str:
        """Where the last pull ended; empty before the first."""
        ...

    def receive(self, placed: list[Placed], cursor: str) -> Changes:
        """Store what arrived, with the cursor, in one transaction and project it.

        Known entries change nothing; an id with other content is kept as an alarm.
        """
        ...

    def store(self, placed: list[Placed], cursor: str, after: str) -> bool:
        """Store what arrived behind the cursor ``after``, to be projected by ``catch_up``.

        False, and the cursor stays, where the feed is read from another place by now.
        """
        ...

    def catch_up(self) -> Changes:
        """Let everything that was stored be seen, and the book be used meanwhile."""
        ...

    @property
    def signers(self) -> SignerKeys:
        """The keys of the devices whose logs are here."""
        ...

    def note_contact(self, at_ms: int, central_ms: int) -> None:
        """Remember when the centre was last heard and what its clock said."""
        ...

    def continue_in(
        self, log: str, lane: int, reason: str, without: frozenset[int] = frozenset()
    ) -> LogPosition:
        """Open a new log with this lane and re-record what the centre does not hold.

        ``without`` names places of the log so far whose entries the centre refuses: they stay
        here, as alarms, and are not sent again.
        """
        ...
