"""The event types this program knows, and the subject each belongs to."""

from typing import Any, Final, TypeVar

import msgspec

from desk_app.records import bodies as b
from desk_app.records import presence_bodies as presence
from desk_app.records import unit_bodies as u
from desk_app.records.event import BadEntry, Event, Held
from desk_app.records.paper_bodies import PapersBrought
from desk_app.records.survey_bodies import Surveyed
from desk_app.records.visitor_bodies import AskedAgain, Complained

BODIES: Final[dict[tuple[str, int], type[b.Body]]] = {
    ("Registered", 1): b.Registered,
    ("Completed", 1): b.Completed,
    ("Noted", 1): b.Noted,
    ("Documented", 1): b.Documented,
    ("PapersBrought", 1): PapersBrought,
    ("Referred", 1): b.Referred,
    ("Returned", 1): b.Returned,
    ("Accepted", 1): u.Accepted,
    ("PapersAsked", 1): u.PapersAsked,
    ("Drafted", 1): u.Drafted,
    ("DraftReturned", 1): u.DraftReturned,
    ("Answered", 1): b.Answered,
    ("Told", 1): b.Told,
    ("Called", 1): b.Called,
    ("Surveyed", 1): Surveyed,
    ("AskedAgain", 1): AskedAgain,
    ("Complained", 1): Complained,
    ("Printed", 1): b.Printed,
    ("Reissued", 1): b.Reissued,
    ("Corrected", 1): b.Corrected,
    ("Extended", 1): b.Extended,
    ("Closed", 1): b.StatusChange,
    ("Reopened", 1): b.StatusChange,
    ("Voided", 1): b.StatusChange,
    ("Withdrawn", 1): b.StatusChange,
    ("Prioritised", 1): b.Prioritised,
    ("Assigned", 1): b.Assigned,
    ("Joined", 1): b.Joined,
    ("Settled", 1): b.Settled,
    ("Erased", 1): b.Erased,
    ("Visited", 1): b.Visited,
    ("VisitEnded", 1): b.VisitEnded,
    ("SignedIn", 1): presence.SignedIn,
    ("SignedOut", 1): presence.SignedOut,
    ("Looked", 1): presence.Looked,
    ("ClockStepped", 1): presence.ClockStepped,
    ("BookContinued", 1): b.BookContinued,
    ("CodesReserved", 1): b.CodesReserved,
    ("ItemSet", 1): b.ItemSet,
    ("ItemDropped", 1): b.ItemDropped,
    ("ItemMapped", 1): b.ItemMapped,
    ("ClosureAnnounced", 1): b.ClosureAnnounced,
    ("ClosureCancelled", 1): b.ClosureCancelled,
    ("CalendarSet", 1): b.CalendarSet,
    ("OfficerSet", 1): b.OfficerSet,
    ("OfficerWithdrawn", 1): b.OfficerWithdrawn,
    ("KeysPublished", 1): b.KeysPublished,
    ("OfficeNamed", 1): b.OfficeNamed,
}

_REQUEST: Final = (
    "Registered Completed Noted Documented PapersBrought Referred Returned Accepted PapersAsked "
    "Drafted DraftReturned Answered Told Called Surveyed Printed Reissued Corrected Extended "
    "Closed Reopened Voided Withdrawn Prioritised Assigned Joined Settled Erased "
    "AskedAgain Complained"
)
SUBJECTS: Final[dict[str, frozenset[str]]] = {
    "request": frozenset(_REQUEST.split()),
    "visit": frozenset({"Visited", "VisitEnded", "Erased"}),
    "session": frozenset({"SignedIn", "SignedOut", "ClockStepped", "BookContinued"}),
    "look": frozenset({"Looked"}),
    "reserve": frozenset({"CodesReserved"}),
    "item": frozenset({"ItemSet", "ItemDropped", "ItemMapped"}),
    "calendar": frozenset({"ClosureAnnounced", "ClosureCancelled", "CalendarSet"}),
    "officer": frozenset({"OfficerSet", "OfficerWithdrawn"}),
    "office": frozenset({"OfficeNamed", "KeysPublished"}),
}
"""Which types each kind of subject may carry; anything else is kept and parked."""

B = TypeVar("B", bound=b.Body)
V = TypeVar("V")


def is_known(event: Event) -> bool:
    """Whether this program can project the event; otherwise it is parked, never refused."""
    return (event.type, event.v) in BODIES and event.type in SUBJECTS.get(event.subject.kind, ())


def body_of(event: Event) -> b.Body:
    """The typed body of a known event; raises BadEntry when it does not read as its type."""
    try:
        return msgspec.convert(event.body, BODIES[event.type, event.v])
    except (msgspec.ValidationError, KeyError) as error:
        raise BadEntry("entry.body", type=event.type, v=event.v) from error


def value_at(event: Event, beside: dict[str, Held], position: int, kind: type[V]) -> V | None:
    """The personal value at a position; None where there is none or it was erased."""
    if not 0 <= position < len(event.held):
        return None
    held = beside.get(event.held[position])
    if held is None:
        return None
    try:
        return msgspec.json.decode(held.value, type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise BadEntry("entry.value", type=event.type) from error


def body_data(body: b.Body) -> dict[str, Any]:
    """The plain form of a body, as a draft carries it."""
    data: dict[str, Any] = msgspec.to_builtins(body)
    return data
