"""The record book as services see it: one pen, one transaction at a time."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from desk_app.ports.changes import Changes
from desk_app.ports.queries import Queries
from desk_app.records.catalogue import Catalogue
from desk_app.records.event import Draft, Event
from desk_app.records.request import RequestState
from desk_app.records.workdays import WorkCalendar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Officer:
    """Who is signed in, and in which role."""

    user: str
    name: str
    role: str
    unit: str = ""
    head: bool = False
    """Whether an expert heads the unit: its answers wait for their approval."""


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office and counter this desk stands in, as receipts name them."""

    code: str
    agency: str
    name: str
    counter: str
    province: int = 0
    address: str = ""
    phone: str = ""
    tracking_address: str = ""
    complaint: str = ""
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """An open request of a person, for the question whether this one repeats it."""

    request_id: str
    tracking_code: str
    subject: str
    received_at: int


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """A row of a file that was recorded earlier, for reading the file again."""

    request_id: str
    tracking_code: str
    follow_up: str
    due: str


class Known(Protocol):
    """What the book holds as of an open transaction."""

    def reserved(self, code: str) -> str | None:
        """The follow-up number of an unused reserved code; None when it is not reserved here."""
        ...

    def request(self, request_id: str) -> RequestState | None:
        """The request as of this transaction; None when nothing of it is here."""
        ...

    def request_of_code(self, code: str) -> str | None:
        """The id of the request with this tracking code."""
        ...

    def values_of(self, kind: str, subject_id: str) -> tuple[str, ...]:
        """The hashes of every personal value in the events of a subject, for erasing."""
        ...

    def open_requests_of(self, person_key: str) -> list[OpenRequest]:
        """The person's open requests here, newest first."""
        ...

    def row_recorded(self, digest: str) -> RecordedRow | None:
        """What was recorded for a row with this keyed digest."""
        ...

    def sealed_row(self, row: bytes) -> RecordedRow | None:
        """What was recorded under seal for this very row of a file, whoever asks."""
        ...

    def catalogue(self) -> Catalogue:
        """The catalogue as it now reads."""
        ...

    def calendar(self, province: int) -> WorkCalendar:
        """The working calendar of a province, with announced closures."""
        ...


class Pen(Known, Protocol):
    """What one writing transaction can do; nothing is acknowledged before it ends."""

    @property
    def now_ms(self) -> int:
        """The one instant of this transaction."""
        ...

    @property
    def officer(self) -> Officer:
        """Who writes."""
        ...

    @property
    def office(self) -> OfficeFacts:
        """Where it is written."""
        ...

    @property
    def lane(self) -> int:
        """The lane of the codes that are given out here now."""
        ...

    def new_id(self) -> str:
        """A fresh id."""
        ...

    def write(self, draft: Draft) -> Event:
        """Append an event and project it; raises UserMistake for one that is too large."""
        ...

    def next_code(self) -> str:
        """The next tracking code of this log's lane; raises MachineFault ``lane.full``."""
        ...

    def next_codes(self, count: int) -> tuple[int, int, int]:
        """Set aside ``count`` codes: lane, first and last serial."""
        ...

    def follow_up(self) -> str:
        """Six random digits."""
        ...

    def keep_sealed_row(self, row: bytes, recorded: RecordedRow) -> None:
        """Remember what was recorded under seal for a row, for those alone who have the row."""
        ...

    def digest(self, data: bytes) -> str:
        """A digest under the book's own key: useless to anyone without the book."""
        ...


class Book(Protocol):
    """An open record book."""

    @property
    def queries(self) -> Queries:
        """Reads, on connections of their own."""
        ...

    @property
    def officer(self) -> Officer:
        """Who is signed in."""
        ...

    def writing(self) -> AbstractContextManager[Pen]:
        """One transaction: commits, then writes the witness, at the end of the block.

        Raises MachineFault (``disk.full``, ``book.locked`` …) with nothing written, and
        ``book.read_only`` when the book was found behind its witness.
        """
        ...

    def subscribe(self, hear: Callable[[Changes], None]) -> Callable[[], None]:
        """Call ``hear`` after each commit, from whatever thread; returns how to stop."""
        ...

    def setting(self, name: str, otherwise: str = "") -> str:
        """A setting of this machine; settings are no events and are not synced."""
        ...

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting of this machine."""
        ...

    def close(self) -> None:
        """Finish the idle work and close every connection."""
        ...
