"""Taking a request: checks, the promise, the tracking code, one durable event."""

from dataclasses import dataclass
from datetime import date

from desk_app.ports.book import Book, OpenRequest, Pen
from desk_app.records.bodies import Promise, Registered, Responsible
from desk_app.records.catalogue import Service
from desk_app.records.codes import bare_code, parse_code
from desk_app.records.due import promised
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Subject
from desk_app.records.jalali import local_date
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Channel, Matter, OutsideNumber, Party, PlaceOfMatter
from desk_app.records.text import clean, same_subject, to_ascii_digits
from desk_app.services.guard import TEXT_LENGTH, allow, optional
from desk_app.services.parties import PartyTold, checked_party, nobody, party_record

SUBJECT_LENGTH = 300
MOST_PARTIES = 200
"""Members of one group request; a longer list is attached as a paper."""
OFFICE_ABOVE = "above"
"""The audience of a complaint about the office itself: one level up."""


@dataclass(frozen=True, slots=True)
class RegisterRequest:
    """A request as told at the desk; titles, cost, steps and dates come from the catalogue."""

    kind: str
    subject: str = ""
    text: str = ""
    service: str = ""
    topic: str = ""
    place: PlaceOfMatter = PlaceOfMatter()
    place_told: str = ""
    parties: tuple[PartyTold, ...] = ()
    papers_received: tuple[str, ...] = ()
    papers_lacking: tuple[str, ...] = ()
    outside: tuple[OutsideNumber, ...] = ()
    answer_channel: str = ""
    pass_on_identity: bool = False
    about_office: bool = False
    channel: Channel = "desk"
    visit: str = ""
    outcome: str = "taken"
    code: str = ""
    """A code reserved earlier, from a pre-printed form; empty for the next one."""
    allow_repeat: bool = False
    row: bytes = b""
    """The row of a file it was read from, so that a second reading finds it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the officer and the visitor get: the code, the number, the promised day."""

    request_id: str
    tracking_code: str
    follow_up: str
    due: str
    """ISO date; empty where no deadline is promised."""
    already: bool = False
    """Whether this very row was recorded before."""


def register_request(book: Book, command: RegisterRequest) -> Taken:
    """Record one request; it is durable when this returns.

    Raises UserMistake naming every wrong field, with nothing written.
    """
    with book.writing() as pen:
        return take(pen, command)


def take(pen: Pen, command: RegisterRequest) -> Taken:
    """Record one request within an open transaction."""
    allow(pen.officer, "register")
    digest = pen.digest(command.row) if command.row else ""
    if digest and (row := pen.row_recorded(digest)):
        return Taken(row.request_id, row.tracking_code, row.follow_up, row.due, already=True)
    parties, matter, kind = _checked(pen, command)
    if not command.allow_repeat and (repeated := repeat_of(pen, parties, matter.subject)):
        raise UserMistake(Mistake("subject", "request.repeat", {"code": repeated.tracking_code}))
    audience = _audience(pen, command, kind)
    code, follow_up, reserved = _numbers(pen, command.code)
    body = _registered(pen, command, parties, kind, digest, (code, follow_up, reserved))
    request_id = pen.new_id()
    told = [party.person for party in parties if not nobody(party.person)]
    draft = Draft(
        subject=Subject("request", request_id),
        type="Registered",
        body=body_data(body),
        values=(matter, *told),
        audience=audience,
    )
    pen.write(draft)
    return Taken(request_id, code, follow_up, body.promise.date if body.promise else "")


def repeat_of(pen: Pen, parties: list[PartyTold], subject: str) -> OpenRequest | None:
    """An open request of one of these people with the same subject."""
    for party in parties:
        if party.role == "presenter" or not (key := party.person.key):
            continue
        for earlier in pen.open_requests_of(key):
            if same_subject(earlier.subject, subject):
                return earlier
    return None


def _checked(pen: Pen, command: RegisterRequest) -> tuple[list[PartyTold], Matter, str]:
    found: list[Mistake] = []
    kind = pen.catalogue().kind_of(command.kind)
    if not clean(command.kind):
        found.append(Mistake("kind", "kind.missing"))
    elif kind is None:
        found.append(Mistake("kind", "kind.unknown"))
    if command.service and pen.catalogue().service(command.service) is None:
        found.append(Mistake("service", "service.unknown"))
    parties = []
    for place, told in enumerate(command.parties):
        party, wrong = checked_party(told, f"party{place + 1}." if place else "")
        parties.append(party)
        found += wrong
    if len(parties) > MOST_PARTIES:
        found.append(Mistake("parties", "parties.too_many", {"most": MOST_PARTIES}))
    hidden = any(party.established in ("unknown", "withheld") for party in parties)
    if not hidden and all(nobody(party.person) for party in parties):
        found.append(Mistake("national_id", "person.missing"))
    matter = Matter(
        subject=_within(command.subject, "subject", SUBJECT_LENGTH, found),
        text=_within(command.text, "body", TEXT_LENGTH, found),
        place=_within(command.place_told, "place", SUBJECT_LENGTH, found),
    )
    if found:
        raise UserMistake(*found)
    return parties, matter, kind or ""


def _within(text: str, field: str, most: int, found: list[Mistake]) -> str:
    try:
        return optional(text, field, most)
    except UserMistake as wrong:
        found += wrong.mistakes
        return ""


def _audience(pen: Pen, command: RegisterRequest, kind: str) -> str:
    if command.about_office:
        return OFFICE_ABOVE
    found = pen.catalogue().kind(kind)
    return found.audience if found else ""


def _numbers(pen: Pen, wanted: str) -> tuple[str, str, bool]:
    """Tracking code, follow-up number, whether the code was reserved."""
    if not wanted:
        return pen.next_code(), pen.follow_up(), False
    parse_code(wanted)
    code = bare_code(wanted)
    if pen.request_of_code(code):
        raise UserMistake(Mistake("code", "code.used"))
    follow_up = pen.reserved(code)
    # A code printed at another counter is entered here from the visitor's own receipt.
    return code, follow_up or pen.follow_up(), follow_up is not None


def _registered(
    pen: Pen,
    command: RegisterRequest,
    parties: list[PartyTold],
    kind: str,
    digest: str,
    numbers: tuple[str, str, bool],
) -> Registered:
    code, follow_up, reserved = numbers
    catalogue, office = pen.catalogue(), pen.office
    service = catalogue.service(command.service) if command.service else None
    topic = catalogue.topic(command.topic or (service.topic if service else ""))
    known_kind = catalogue.kind(kind)
    lacking = tuple(clean(paper) for paper in command.papers_lacking if clean(paper))
    return Registered(
        code=code,
        follow_up=follow_up,
        reserved=reserved,
        at=pen.now_ms,
        kind=kind,
        kind_title=known_kind.title if known_kind else command.kind,
        service=service.key if service else "",
        service_title=service.title if service else "",
        topic=topic.key if topic else "",
        topic_title=topic.title if topic else "",
        place=command.place,
        channel=command.channel,
        counter=office.counter,
        visit=command.visit,
        matter=0,
        parties=_records(parties),
        papers_received=tuple(clean(paper) for paper in command.papers_received if clean(paper)),
        papers_lacking=lacking,
        cost=service.cost if service else 0,
        steps=service.steps if service else (),
        promise=_promise(pen, service, kind),
        responsible=_responsible(pen, service, kind),
        outside=tuple(
            OutsideNumber(clean(number.system), to_ascii_digits(clean(number.number)))
            for number in command.outside
            if clean(number.number)
        ),
        answer_channel=command.answer_channel,
        pass_on_identity=command.pass_on_identity,
        outcome="papers" if lacking and command.outcome == "taken" else command.outcome,
        officer_name=pen.officer.name,
        office_name=office.name,
        row_digest=digest,
    )


def _records(parties: list[PartyTold]) -> tuple[Party, ...]:
    records, position = [], 1
    for party in parties:
        empty = nobody(party.person)
        records.append(party_record(party, -1 if empty else position))
        position += 0 if empty else 1
    return tuple(records)


def _promise(pen: Pen, service: Service | None, kind: str) -> Promise | None:
    rule = pen.catalogue().deadline(service.key if service else "", kind)
    if rule is None:
        return None
    calendar = pen.calendar(pen.office.province)
    due = promised(rule, pen.now_ms, calendar)
    return Promise(
        date=due.day.isoformat(),
        at=due.instant or 0,
        amount=rule.amount,
        unit=rule.unit,
        province=calendar.province,
        calendar=calendar.version,
    )


def _responsible(pen: Pen, service: Service | None, kind: str) -> Responsible:
    today: date = local_date(pen.now_ms)
    unit, post, holder = pen.catalogue().responsible(service.key if service else "", today, kind)
    if unit is None and post is None:
        unit = pen.catalogue().unit("desk")
    reach = " · ".join(
        part
        for part in (
            (post.phone if post else "") or (unit.phone if unit else "") or pen.office.phone,
            (post.room if post else "") or (unit.room if unit else ""),
            post.hours if post else "",
        )
        if part
    )
    return Responsible(
        unit=unit.key if unit else "",
        unit_title=unit.title if unit else "",
        post=post.key if post else "",
        post_title=post.title if post else "",
        holder=holder or ("" if post else pen.officer.name),
        reach=reach,
    )
