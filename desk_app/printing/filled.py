"""Papers filled from a record: what stands on each is taken from the registration, as printed."""

import re
from datetime import date, datetime
from typing import Final

import msgspec

from desk_app.ports.book import OfficeFacts
from desk_app.ports.queries import PartyView, RequestView, TimelineItem
from desk_app.printing.contents import (
    Desk,
    Mark,
    Party,
    Promise,
    ReceiptContent,
    ReferralContent,
    RequestSheetContent,
)
from desk_app.records.bodies import Registered
from desk_app.records.items import Agency, Unit
from desk_app.records.jalali import local_datetime
from desk_app.texts import digits, knows, say

_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}(:\d+)?(/\S*)?")
"""A host name as people write it, perhaps with a path: ``peygiri.example.ir``."""


def desk_of(office: OfficeFacts, officer: str = "", counter: str = "") -> Desk:
    """Where a paper is made."""
    return Desk(
        agency=office.agency,
        office=office.name,
        counter=counter or office.counter,
        officer=officer,
        office_code=office.code,
        address=office.address,
        phone=office.phone,
    )


def mark_of(office: OfficeFacts) -> Mark:
    """What a paper of a demonstration office says of itself."""
    return Mark.DEMONSTRATION if office.demonstration else Mark.NONE


def receipt_content(view: RequestView, office: OfficeFacts, copy: int) -> ReceiptContent:
    """The receipt: every value as the registration holds it, whatever was corrected later."""
    taken = registration(view)
    received = local_datetime(taken.at).replace(tzinfo=None)
    people = _people(view)
    return ReceiptContent(
        desk=desk_of(office, taken.officer_name, taken.counter),
        code=taken.code,
        follow_up=view.follow_up,
        received=received,
        kind=taken.kind_title,
        tracking_url=tracking_url(office, taken.code),
        outcome="" if taken.outcome == "taken" else named("outcome", taken.outcome),
        applicant=people.get("applicant"),
        presenter=people.get("presenter"),
        service=taken.service_title,
        service_id=taken.service,
        subject=view.matter.subject if view.matter else "",
        papers_received=taken.papers_received,
        papers_lacking=taken.papers_lacking,
        cost=rials(taken.cost),
        steps=taken.steps,
        promise=_promise(taken),
        follow_up_ways=_ways(office),
        complaint_ways=(office.complaint,) if office.complaint else (),
        preprinted=taken.reserved,
        copy=copy,
        mark=mark_of(office),
    )


def sheet_content(
    view: RequestView, office: OfficeFacts, read_to_visitor: bool = False
) -> RequestSheetContent:
    """The request sheet, to be read out and signed."""
    taken = registration(view)
    return RequestSheetContent(
        desk=desk_of(office, taken.officer_name, taken.counter),
        code=taken.code,
        received=local_datetime(taken.at).replace(tzinfo=None),
        kind=taken.kind_title,
        text=view.matter.text if view.matter else "",
        parties=tuple(party_shown(party) for party in view.parties if party.person),
        service=taken.service_title,
        service_id=taken.service,
        subject=view.matter.subject if view.matter else "",
        place=view.matter.place if view.matter else "",
        papers_received=taken.papers_received,
        outside_numbers=tuple(
            f"{named('system', number.system)}: {number.number}"
            for number in (view.matter.outside if view.matter else ())
        ),
        answer_channel=named("channel", taken.answer_channel),
        read_to_visitor=read_to_visitor,
        identity_may_be_passed=taken.pass_on_identity,
        mark=mark_of(office),
    )


def referral_content(
    view: RequestView, office: OfficeFacts, referral: TimelineItem, to: Unit | Agency | None
) -> ReferralContent:
    """The slip that goes with a visitor or a paper to a unit or another agency."""
    taken, said = registration(view), referral.facts
    due = str(said.get("due") or "")
    return ReferralContent(
        desk=desk_of(office, taken.officer_name, taken.counter),
        code=taken.code,
        made=local_datetime(referral.at).replace(tzinfo=None),
        to=str(said.get("title") or ""),
        reason=str(said.get("reason") or ""),
        to_address=to.address if isinstance(to, Agency) else to.room if to else "",
        to_reach=to.phone if to else "",
        to_hours=to.hours if isinstance(to, Agency) else "",
        answer_by=date.fromisoformat(due) if due else None,
        visitor=_people(view).get("applicant"),
        kind=taken.kind_title,
        service=taken.service_title,
        subject=view.matter.subject if view.matter else "",
        needs=tuple(named("need", str(need)) for need in said.get("needs") or ()),
        papers=view.papers_received,
        tracking_url=tracking_url(office, taken.code),
        mark=mark_of(office),
    )


def registration(view: RequestView) -> Registered:
    """The typed registration of a view."""
    return msgspec.convert(view.registered, Registered)


def party_shown(party: PartyView) -> Party:
    """A party as papers name it."""
    person, told = party.person, party.party
    if person is None:
        return Party(name=named("established", told.established))
    return Party(
        name=person.full_name or named("established", told.established),
        id_label=named("id", told.id_kind) if person.id_number else "",
        id_number=person.id_number,
        role=told.relation,
        father=person.father_name,
        contact=person.mobile or person.phone,
    )


def tracking_url(office: OfficeFacts, code: str) -> str:
    """The address under which the visitor looks the request up; empty where there is none."""
    base = tracking_base(office)
    return base + code if base else ""


def tracking_base(office: OfficeFacts) -> str:
    """The address of the visitor's page up to where a code is put.

    Empty where the office names none, or a telephone number, which is printed as it stands.
    """
    told = office.tracking_address.strip().rstrip("/")
    if told.lower().startswith(("https://", "http://")):
        return told + "/"
    return f"https://{told}/" if _HOST.fullmatch(told) else ""


def rials(amount: int) -> str:
    """A cost in rials with separators and Persian digits; empty for none."""
    if not amount:
        return ""
    return say("papers.rials", "fa", amount=digits(f"{amount:,}".replace(",", "٬")))


def named(group: str, key: str) -> str:
    """The Persian word of a coded value; the value itself where no word is known."""
    code = f"{group}.{key}"
    return say(code, "fa") if knows(code, "fa") else key


def moment(at_ms: int) -> datetime:
    """Local time of an instant, as papers print it."""
    return local_datetime(at_ms).replace(tzinfo=None)


def _people(view: RequestView) -> dict[str, Party]:
    people: dict[str, Party] = {}
    for party in view.parties:
        people.setdefault(party.party.role, party_shown(party))
    return people


def _promise(taken: Registered) -> Promise:
    printed, who = taken.promise, taken.responsible
    post = " · ".join(part for part in (who.post_title, who.unit_title) if part)
    if printed is None:
        return Promise(post=post, person=who.holder, reach=who.reach)
    hour = local_datetime(printed.at).strftime("%H:%M") if printed.at else ""
    return Promise(
        on=date.fromisoformat(printed.date),
        hour=hour,
        post=post,
        person=who.holder,
        reach=who.reach,
    )


def _ways(office: OfficeFacts) -> tuple[str, ...]:
    ways = [say("papers.come_with_receipt", "fa")]
    if office.phone:
        ways.append(say("papers.telephone", "fa", phone=office.phone))
    if told := office.tracking_address:
        online = say("papers.page", "fa", address=told)
        ways.append(online if tracking_base(office) else say("papers.telephone", "fa", phone=told))
    return tuple(ways)
