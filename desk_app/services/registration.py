"""What a registration says: titles, steps, cost, promise and who answers, as of one instant."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from desk_app.ports.book import OfficeFacts, Officer
from desk_app.records.bodies import Promise, Registered, Responsible
from desk_app.records.catalogue import Catalogue, Service
from desk_app.records.due import promised
from desk_app.records.jalali import local_date
from desk_app.records.persons import Party
from desk_app.records.workdays import WorkCalendar
from desk_app.services.asking import CheckedRequest, RegisterRequest, kind_title
from desk_app.services.numbers import Numbers
from desk_app.services.parties import PartyTold, nobody, party_record


class Circumstances(Protocol):
    """Where, when and by whom a request is taken; a pen is one."""

    @property
    def now_ms(self) -> int:
        """The instant at which it is taken."""
        ...

    @property
    def officer(self) -> Officer:
        """Who takes it."""
        ...

    @property
    def office(self) -> OfficeFacts:
        """Where it is taken."""
        ...

    def catalogue(self) -> Catalogue:
        """The catalogue as it then reads."""
        ...

    def calendar(self, province: int) -> WorkCalendar:
        """The working calendar of a province, with announced closures."""
        ...


def registration(
    pen: Circumstances, ask: CheckedRequest, digest: str, numbers: Numbers
) -> Registered:
    """What the registration of a request says: every value as it will be printed."""
    told, catalogue, office = ask.told, pen.catalogue(), pen.office
    service = catalogue.service(told.service) if told.service else None
    topic = catalogue.topic(told.topic or (service.topic if service else ""))
    return Registered(
        code=numbers.code,
        follow_up=numbers.follow_up,
        reserved=numbers.reserved,
        at=told.taken_at or pen.now_ms,
        kind=told.kind,
        kind_title=kind_title(catalogue, told.kind),
        service=service.key if service else "",
        service_title=service.title if service else "",
        topic=topic.key if topic else "",
        topic_title=topic.title if topic else "",
        place=told.place,
        channel=told.channel,
        counter=office.counter,
        visit=told.visit,
        matter=0,
        parties=_records(ask.parties),
        papers_received=told.papers_received,
        papers_lacking=told.papers_lacking,
        cost=service.cost if service else 0,
        steps=service.steps if service else (),
        promise=_promise(pen, service, told),
        responsible=_responsible(pen, service, told.kind),
        answer_channel=told.answer_channel,
        pass_on_identity=told.pass_on_identity,
        outcome=told.outcome,
        officer_name=pen.officer.name,
        office_name=office.name,
        row_digest=digest,
    )


def _records(parties: Iterable[PartyTold]) -> tuple[Party, ...]:
    records, position = [], 1
    for party in parties:
        empty = nobody(party.person)
        records.append(party_record(party, -1 if empty else position))
        position += 0 if empty else 1
    return tuple(records)


def _promise(pen: Circumstances, service: Service | None, told: RegisterRequest) -> Promise | None:
    rule = pen.catalogue().deadline(service.key if service else "", told.kind)
    if rule is None or told.outcome == "done":
        return None
    calendar = pen.calendar(pen.office.province)
    due = promised(rule, told.taken_at or pen.now_ms, calendar)
    return Promise(
        date=due.day.isoformat(),
        at=due.instant or 0,
        amount=rule.amount,
        unit=rule.unit,
        province=calendar.province,
        calendar=calendar.version,
    )


def _responsible(pen: Circumstances, service: Service | None, kind: str) -> Responsible:
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
