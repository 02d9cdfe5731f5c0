"""The state of a request: what its events add up to."""

from dataclasses import dataclass, field
from typing import Any

from desk_app.records.bodies import Answered, Documented, Promise, Referred, Registered
from desk_app.records.drafts import DraftAnswer, PapersCall
from desk_app.records.persons import Matter, Person, PlaceOfMatter
from desk_app.records.registers import Register, Write


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was given, by its event."""

    event: str
    order: tuple[int, str]
    body: Answered
    superseded: bool


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral that is open or came back."""

    event: str
    order: tuple[int, str]
    body: Referred
    open: bool


@dataclass(slots=True)
class RequestState:
    """One request as all its known events tell it; equal on every replica that has them."""

    id: str
    registered: Registered | None = None
    registered_event: str = ""
    order: tuple[int, str] = (0, "")
    office: str = ""
    actor: str = ""
    audience: str = ""
    """Whose eyes alone this request is for; empty for the office."""
    erased: bool = False
    matter: Matter | None = None
    persons: list[Person | None] = field(default_factory=list)
    registers: dict[str, Register] = field(default_factory=dict)
    referrals: dict[str, Referral] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    told: set[tuple[str, str, str]] = field(default_factory=set)
    documents: dict[str, Documented] = field(default_factory=dict)
    brought: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By needed paper: where the last word or scan that it is here stands in the order."""
    accepted: dict[str, str] = field(default_factory=dict)
    """By referral: the officer of the unit who first took it on."""
    drafts: dict[str, DraftAnswer] = field(default_factory=dict)
    sent_back: set[str] = field(default_factory=set)
    """Drafts that the head of a unit sent back, by event."""
    papers_asked: dict[str, PapersCall] = field(default_factory=dict)
    awaited_papers: tuple[str, ...] = ()
    """Papers that a unit asked for and nobody has brought, in the order of asking."""
    joined_into: set[str] = field(default_factory=set)
    came_back: set[str] = field(default_factory=set)
    """Referrals that were returned or answered, by event, whether they are known here or not."""
    visits: set[str] = field(default_factory=set)
    """The visits that brought it, or came back for it."""
    salt: str = ""
    """A secret that all who may read the request share; gone with its values once erased."""
    sheets: dict[str, dict[int, bool]] = field(default_factory=dict)
    """By document: each copy number, and whether its last sheet came out whole."""
    follow_up: str = ""
    wrote: tuple[int, str] = (0, "")
    """Where the visitor's last word of their own stands: they asked again or complained."""
    heeded: tuple[int, str] = (0, "")
    """Where the last deed stands that takes up what was written before it."""
    last_order: tuple[int, str] = (0, "")
    events: int = 0
    unreadable: tuple[str, ...] = ()
    """Ids of events of known type that could not be read: parked, counted, never blocking."""

    def told_at_first(self, name: str) -> bool:
        """Whether the registration itself gave the field; ``party.0.mobile`` is a person's."""
        root, _, rest = name.partition(".")
        if root == "matter":
            return bool(self.matter and getattr(self.matter, rest, None))
        if root == "party":
            place, _, part = rest.partition(".")
            known = place.isascii() and place.isdecimal() and int(place) < len(self.persons)
            person = self.persons[int(place)] if known else None
            return bool(person and getattr(person, part, None))
        given = getattr(self.registered, name, None)
        return bool(given) and given != PlaceOfMatter()

    def register(self, name: str) -> Register:
        """The register of a name, made where it does not exist."""
        return self.registers.setdefault(name, Register())

    def heads(self, name: str) -> tuple[str, ...]:
        """The events that a new write into this register replaces."""
        found = self.registers.get(name)
        return tuple(sorted(write.event for write in found.heads())) if found else ()

    def copies_of(self, document: str) -> int:
        """The highest copy number of a document that came out whole, 0 for none."""
        return max((n for n, whole in self.sheets.get(document, {}).items() if whole), default=0)

    @property
    def copies(self) -> int:
        """How many copies of the receipt came out whole."""
        return self.copies_of("receipt")

    @property
    def printed(self) -> bool:
        """Whether the visitor holds a receipt."""
        return self.copies > 0

    @property
    def standing(self) -> str:
        """The status register's value: open, closed, voided or withdrawn."""
        found = self.registers.get("status")
        value: str = found.shown("open") if found else "open"
        return value

    @property
    def open_referrals(self) -> list[Referral]:
        """Referrals that have not come back, oldest first."""
        return sorted((r for r in self.referrals.values() if r.open), key=lambda r: r.order)

    @property
    def current_answers(self) -> list[Answer]:
        """Answers that no later answer supersedes, oldest first."""
        return sorted((a for a in self.answers.values() if not a.superseded), key=lambda a: a.order)

    @property
    def status(self) -> str:
        """What the lists show: the standing, or referred, papers (lacking), answered, open."""
        if self.standing != "open":
            return self.standing
        if self.open_referrals:
            return "referred"
        if self.awaited_papers:
            return "papers"
        return "answered" if self.current_answers else "open"

    @property
    def action_pending(self) -> bool:
        """Closed, and yet someone's work on it is still open."""
        return self.standing == "closed" and bool(self.open_referrals)

    @property
    def extended_due(self) -> str:
        """The effective due date by extension (ISO 8601), empty where there is none."""
        found = self.registers.get("due")
        value: str = found.shown("") if found else ""
        return value

    @property
    def promise(self) -> Promise | None:
        """What was printed; never changes."""
        return self.registered.promise if self.registered else None

    @property
    def conflicts(self) -> dict[str, list[Write]]:
        """Open conflicts by register, the shown value first."""
        return {
            name: register.heads()
            for name, register in sorted(self.registers.items())
            if register.in_conflict()
        }

    def value(self, name: str, otherwise: Any = None) -> Any:
        """The current value of a corrected or completed field, or ``otherwise``."""
        found = self.registers.get("field:" + name)
        return found.shown(otherwise) if found else otherwise


def is_unheard(state: RequestState) -> bool:
    """Whether the visitor wrote and nobody has taken it up."""
    return state.wrote > state.heeded


def in_hand(state: RequestState) -> bool:
    """Whether a request is still to be answered: open, and not followed up under another."""
    return state.standing == "open" and not state.joined_into
