"""What the screens read: rows made for them, never objects that know a database."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from desk_app.ports.days import DayCounts, ParkedEvent, VisitRow
from desk_app.records.catalogue import Catalogue
from desk_app.records.drafts import DraftAnswer, Stage
from desk_app.records.persons import Matter, Party, Person
from desk_app.records.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Hit:
    """One request in a list. Instants are ms since 1970; ``due`` is the effective ISO date."""

    request_id: str
    tracking_code: str
    received_at: int
    kind: str
    kind_title: str
    service_title: str
    subject: str
    status: str
    visitor_name: str
    due: str
    counter: str
    office: str
    conflicts: int = 0
    sent: bool = False
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Which requests a list shows; empty means all."""

    statuses: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    officer: str = ""
    """Who took the request, or holds it now, by user name."""
    taken_by: str = ""
    unit: str = ""
    """The unit to which it was ever referred."""
    since: int = 0
    until: int = 0
    due_since: str = ""
    due_until: str = ""
    counter: str = ""
    only_unsent: bool = False
    only_unprinted: bool = False
    only_conflicts: bool = False
    only_unheard: bool = False


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event of a request, ready to be told: ``facts`` holds its resolved values."""

    event_id: str
    type: str
    at: int
    actor: str
    role: str
    office: str
    log: str
    seq: int
    facts: dict[str, Any]
    erased: bool = False


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A register in conflict: the shown value first."""

    register: str
    values: tuple[tuple[str, Any, str, int], ...]
    """Event id, value, actor, instant."""


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party and, unless erased or unknown, the person."""

    party: Party
    person: Person | None


@dataclass(frozen=True, slots=True)
class RequestView:
    """One request as its page shows it."""

    hit: Hit
    follow_up: str
    matter: Matter | None
    parties: tuple[PartyView, ...]
    registered: dict[str, Any]
    """The body of the registration: every printed value."""
    fields: dict[str, Any]
    """Corrected and completed values by name."""
    promised: str
    due: str
    due_reasons: tuple[str, ...]
    priority: str
    holder: str
    copies: int
    erased: bool
    action_pending: bool
    timeline: tuple[TimelineItem, ...]
    referrals: tuple[TimelineItem, ...]
    answers: tuple[TimelineItem, ...]
    documents: tuple[TimelineItem, ...]
    conflicts: tuple[ConflictView, ...]
    heads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    joined_into: tuple[str, ...] = ()
    """Ids of the requests under which it is followed up; it is then neither open nor overdue."""
    audience: str = ""
    """Who alone reads it; empty for the office."""
    papers_received: tuple[str, ...] = ()
    papers_lacking: tuple[str, ...] = ()
    """Papers that are here and that are not, as of now; the receipt says what was so at first."""
    stages: dict[str, Stage] = field(default_factory=dict)
    """How far each referral has come in its unit, by its event."""
    drafts: tuple[DraftAnswer, ...] = ()
    """Answers that units drafted, oldest first."""
    awaited_papers: tuple[str, ...] = ()
    """Papers that a unit asked for and nobody has brought."""
    unheard: bool = False
    """Whether the visitor wrote on the page outside and nobody has taken it up."""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person met before: what was told last, and how often."""

    person: Person
    party: Party
    requests: int
    open_requests: int
    last_seen: int


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gave out the codes that begin with one lane, as far as it is known here."""

    lane: int
    own: bool = False
    """Whether this desk gave them out, now or under an earlier log."""
    counter: str = ""
    """The counter that its newest request here names; empty where none of the lane is here."""
    office: str = ""
    """The office's code."""
    office_name: str = ""
    last_at: int = 0
    """When the newest record that has arrived from there was written, ms since 1970."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What is here and what waits."""

    requests: int
    events: int
    unsent: int
    conflicts: int
    parked: int
    unprinted: int
    last_sync: int
    log: str
    lane: int


@dataclass(frozen=True, slots=True)
class UnitWork:
    """A referral that lies with a unit, and the request it is about."""

    hit: Hit
    referral: str
    unit: str
    due: str
    """Until when an answer is awaited, ISO date; empty for no day."""
    referred_at: int
    stage: Stage
    taker: str
    """Who of the unit took it on; empty for nobody."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An open request that another calendar would move, with both days as ISO dates."""

    request_id: str
    tracking_code: str
    visitor_name: str
    subject: str
    due: str
    after: str


@dataclass(frozen=True, slots=True)
class Moves:
    """What another calendar would move, the earliest first; ``whole``: nothing was left out."""

    moved: tuple[Moved, ...] = ()
    whole: bool = True


class OfficeReads(Protocol):
    """What the office knows of itself."""

    def catalogue(self) -> Catalogue:
        """The catalogue as it now reads."""
        ...

    def calendar(self, province: int) -> WorkCalendar:
        """The working calendar of a province."""
        ...

    def moved_by(self, calendar: WorkCalendar, since: str, most: int = 2_000) -> Moves:
        """Open requests due from a day (ISO) on that would move if the calendar read so."""
        ...

    def audience_keys(self, audience: str) -> tuple[str, ...]:
        """The public keys to which what an audience reads is now sealed."""
        ...

    def officer_names(self) -> dict[str, str]:
        """The names of the officers in service by the name they sign in with."""
        ...


class Queries(OfficeReads, Protocol):
    """Reads; each is fast at 1.2 million requests and runs on any thread."""

    def find(
        self,
        text: str,
        limit: int = 50,
        narrow: Filter = ...,
        before: str = "",
        patience_ms: int = 0,
    ) -> list[Hit]:
        """Find as you type over codes, ids, mobiles, outside numbers, names and words.

        Newest first; ``before`` is the request after which to go on. Each word is a prefix; one
        letter alone finds nothing. With ``patience_ms`` those that were read by then, and none
        only where there are none.
        """
        ...

    def latest(self, limit: int = 50, before: str = "", narrow: Filter = ...) -> list[Hit]:
        """The newest requests; ``before`` is the request id after which to go on."""
        ...

    def request(self, code_or_id: str) -> RequestView | None:
        """One request by tracking code or id."""
        ...

    def issuer(self, code: str) -> Issuer:
        """Who gave out a tracking code, from what has arrived of the same lane."""
        ...

    def counter_of(self, log: str) -> str:
        """The counter of another desk's log; empty for an own one, or where nothing names it."""
        ...

    def known_person(self, person_key: str) -> KnownPerson | None:
        """The person as told last; the key is that of ``Person.key``."""
        ...

    def history_of(self, person_key: str, limit: int = 20) -> list[Hit]:
        """The requests of a person, or of all who share one of ``Person.homes``, newest first."""
        ...

    def counts(self) -> Counts:
        """The whole book in figures, at once."""
        ...

    def day(self, iso_date: str) -> DayCounts:
        """One day of this office in figures: the counters that may be seen, together."""
        ...

    def days(self, iso_date: str) -> tuple[DayCounts, ...]:
        """The same counter by counter, by name: all for who leads, for an officer their own."""
        ...

    def visits_of(
        self, iso_date: str, outcome: str = "", counter: str = "", limit: int = 200
    ) -> list[VisitRow]:
        """The visits of one day of this office, newest first."""
        ...

    def parked(self, limit: int = 200) -> list[ParkedEvent]:
        """Events that were set aside; none for who does not lead."""
        ...

    def unit_queue(self, unit: str = "", limit: int = 500) -> list[UnitWork]:
        """What lies with a unit, by the day until which it waits; an expert's own unit alone."""
        ...

    def unsealed(self, data: bytes) -> bytes:
        """A scan sealed to an audience, for a holder of its key; MachineFault ``scan.sealed``."""
        ...

    def sealed_for_me(self, limit: int = 50) -> list[Hit]:
        """Sealed requests that the signed-in officer's key opens, read in memory only."""
        ...
