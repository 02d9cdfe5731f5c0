"""Founding an office's book and keeping what it knows of itself: officers, catalogue, closures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from desk_app.ports.book import Book, OfficeFacts, Pen
from desk_app.records import bodies as b
from desk_app.records.catalogue import Item, item_type
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Event, Subject
from desk_app.records.jalali import local_date
from desk_app.records.kinds_of_event import body_data
from desk_app.records.roles import MAY
from desk_app.records.sealed import is_public_key
from desk_app.records.workdays import Spans, calendar_from
from desk_app.services.follow_up import a_date
from desk_app.services.guard import allow, needed, one_of, optional
from desk_app.services.shipped import calendar_data

AUDIENCES = ("oversight", "above")
"""Oversight reads reports of wrongdoing; the level above reads complaints about this office."""
LATEST_NOTICE_DAYS = 30
"""How long after a closed day it may still be told; an older one is a slip of year or month."""


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """An officer with the public half of their key, and the private half under their password."""

    user: str
    name: str
    role: str
    unit: str = ""
    public_key: str = ""
    sealed_key: str = ""
    head: bool = False
    """Whether an expert heads the unit and approves its answers."""
    given: b.Given = ""


def found_office(
    book: Book,
    facts: OfficeFacts,
    first: NewOfficer,
    items: Iterable[Item],
    audience_keys: tuple[str, ...],
) -> None:
    """Write the first events of a new book, in one transaction."""
    with book.writing() as pen:
        _name(pen, facts)
        _set_officer(pen, first)
        for audience in AUDIENCES:
            _publish(pen, audience, audience_keys)
        for item in items:
            _set_item(pen, item)


def join_office(
    book: Book,
    facts: OfficeFacts,
    first: NewOfficer | None,
    items: Iterable[Item],
    audience_keys: tuple[str, ...],
) -> None:
    """Write what an office that already works elsewhere still lacks, in one transaction.

    Its names, items and keys stand as they are; ``first`` is None for an officer it knows, and
    ``audience_keys`` is empty where its audiences have keys.
    """
    with book.writing() as pen:
        if not pen.office.agency:
            _name(pen, facts)
        if first is not None:
            _set_officer(pen, first)
        for audience in AUDIENCES if audience_keys else ():
            _publish(pen, audience, audience_keys)
        standing = {(item_type(item), item.key) for item in pen.catalogue()}
        for item in items:
            if (item_type(item), item.key) not in standing:
                _set_item(pen, item)


def name_office(book: Book, facts: OfficeFacts) -> None:
    """Change how the office is named on screen and paper from now on."""
    with book.writing() as pen:
        allow(pen.officer, "officers")
        _name(pen, facts)


def publish_keys(book: Book, audience: str, public_keys: tuple[str, ...]) -> None:
    """Say to whose keys (age) bodies for an audience are sealed from now on."""
    one_of(audience, AUDIENCES, "audience")
    if not public_keys or not all(map(is_public_key, public_keys)):
        raise UserMistake(Mistake("public_keys", "keys.format"))
    with book.writing() as pen:
        allow(pen.officer, "officers")
        _publish(pen, audience, public_keys)


def add_officer(book: Book, officer: NewOfficer) -> Event:
    """Record an officer, or a changed name, role or key of one."""
    needed(officer.user, "officer")
    needed(officer.name, "officer_name")
    if officer.role not in MAY or officer.role == "centre":
        raise UserMistake(Mistake("role", "role.unknown"))
    with book.writing() as pen:
        allow(pen.officer, "officers")
        if officer.user == pen.officer.user and officer.role != pen.officer.role:
            # Else the last administrator could lock the office out.
            raise UserMistake(Mistake("role", "officer.own_role"))
        return _set_officer(pen, officer)


def rekey_oneself(book: Book, public_key: str, sealed_key: str, given: b.Given = "") -> Event:
    """Record one's own new key pair or password, and what gave it; everybody may."""
    with book.writing() as pen:
        who = pen.officer
        own = NewOfficer(
            who.user, who.name, who.role, who.unit, public_key, sealed_key, who.head, given
        )
        return _set_officer(pen, own)


def withdraw_officer(book: Book, user: str, successor: str = "") -> Event:
    """Record that an officer left; the slot is withdrawn by the keys, not here."""
    with book.writing() as pen:
        allow(pen.officer, "officers")
        if user == pen.officer.user:
            raise UserMistake(Mistake("officer", "officer.oneself"))
        body = b.OfficerWithdrawn(user=user, successor=successor)
        return _about(pen, "officer", user, "OfficerWithdrawn", body)


def set_items(book: Book, items: Iterable[Item]) -> int:
    """Take items into the catalogue; only what differs from what stands is written.

    Returns how many were written.
    """
    with book.writing() as pen:
        allow(pen.officer, "catalogue")
        standing = {(item_type(item), item.key): item for item in pen.catalogue()}
        changed = [item for item in items if standing.get((item_type(item), item.key)) != item]
        for item in changed:
            _not_of_centre(pen, item_type(item), item.key)
        for item in changed:
            _set_item(pen, item)
        return len(changed)


def drop_item(book: Book, item: str, key: str) -> Event:
    """Take an item off the catalogue; what was recorded under it stays."""
    with book.writing() as pen:
        allow(pen.officer, "catalogue")
        _here(pen, item, key)
        _not_of_centre(pen, item, key)
        body = b.ItemDropped(item=item, key=key)
        return _about(pen, "item", f"{item}/{key}", "ItemDropped", body)


def map_item(book: Book, item: str, key: str, into: str) -> Event:
    """Let an item of the office's own give way to one that the centre published.

    What was recorded under the old key stays, and the key leads to the other item. UserMistake
    ``item.not_here``, ``item.of_centre`` or ``item.not_of_centre``.
    """
    with book.writing() as pen:
        allow(pen.officer, "catalogue")
        _here(pen, item, key)
        _not_of_centre(pen, item, key)
        if not pen.catalogue().is_of_centre(item, into):
            raise UserMistake(Mistake("into", "item.not_of_centre", {"key": into}))
        body = b.ItemMapped(item=item, key=key, into=into)
        return _about(pen, "item", f"{item}/{key}", "ItemMapped", body)


def announce_closure(
    book: Book,
    province: int,
    day: str,
    reason: str,
    instrument: str = "",
    hours: Spans = (),
) -> Event:
    """Announce a day on which the province's offices are closed, or open only in these hours.

    Due dates move, receipts do not. UserMistake ``closure.long_past`` for a day of long ago.
    """
    closed = a_date(day, "date")
    body = b.ClosureAnnounced(
        province=province,
        date=closed.isoformat(),
        reason=needed(reason, "reason"),
        instrument=optional(instrument, "instrument"),
        hours=hours,
    )
    with book.writing() as pen:
        allow(pen.officer, "catalogue")
        if (local_date(pen.now_ms) - closed).days > LATEST_NOTICE_DAYS:
            told: dict[str, str | int] = {"days": LATEST_NOTICE_DAYS}
            raise UserMistake(Mistake("date", "closure.long_past", told))
        return _about(pen, "calendar", str(province), "ClosureAnnounced", body)


def cancel_closure(book: Book, province: int, announced: str) -> Event:
    """Call off an announced closure, by its event."""
    with book.writing() as pen:
        allow(pen.officer, "catalogue")
        body = b.ClosureCancelled(announced=announced)
        return _about(pen, "calendar", str(province), "ClosureCancelled", body)


def set_calendar(book: Book, province: int, data: dict[str, Any]) -> Event:
    """Replace parts of the shipped calendar for a province (0: all), under a new version.

    ``data`` is in the form of the shipped table. Raises UserMistake ``calendar.…``.
    """
    calendar = calendar_from({**calendar_data(), **data}, province)
    with book.writing() as pen:
        allow(pen.officer, "catalogue")
        if calendar.version == pen.calendar(province).version:
            # Due dates are reckoned again only where the version says that something changed.
            raise UserMistake(Mistake("version", "calendar.version"))
        body = b.CalendarSet(province=province, data=data)
        return _about(pen, "calendar", str(province), "CalendarSet", body)


def _name(pen: Pen, facts: OfficeFacts) -> None:
    body = b.OfficeNamed(
        agency=needed(facts.agency, "agency"),
        name=needed(facts.name, "office_name"),
        province=facts.province,
        address=facts.address,
        phone=facts.phone,
        tracking_address=facts.tracking_address,
        complaint=facts.complaint,
        demonstration=facts.demonstration,
    )
    _about(pen, "office", facts.code, "OfficeNamed", body)


def _publish(pen: Pen, audience: str, public_keys: tuple[str, ...]) -> None:
    body = b.KeysPublished(audience=audience, public_keys=public_keys)
    _about(pen, "office", pen.office.code, "KeysPublished", body)


def _set_officer(pen: Pen, officer: NewOfficer) -> Event:
    body = b.OfficerSet(
        user=officer.user,
        name=officer.name,
        role=officer.role,
        unit=officer.unit,
        public_key=officer.public_key,
        sealed_key=officer.sealed_key,
        head=officer.head,
        given=officer.given,
    )
    return _about(pen, "officer", officer.user, "OfficerSet", body)


def _here(pen: Pen, item: str, key: str) -> None:
    if not any((item_type(each), each.key) == (item, key) for each in pen.catalogue()):
        raise UserMistake(Mistake("item", "item.not_here"))


def _not_of_centre(pen: Pen, item: str, key: str) -> None:
    if pen.catalogue().is_of_centre(item, key):
        raise UserMistake(Mistake("key", "item.of_centre", {"key": key}))


def _set_item(pen: Pen, item: Item) -> Event:
    kind = item_type(item)
    body = b.ItemSet(item=kind, key=item.key, data=item.to_data())
    return _about(pen, "item", f"{kind}/{item.key}", "ItemSet", body)


def _about(pen: Pen, kind: str, subject_id: str, type_name: str, body: b.Body) -> Event:
    return pen.write(Draft(subject=Subject(kind, subject_id), type=type_name, body=body_data(body)))
