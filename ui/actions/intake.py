"""Recording what was told at the glass: a visit, its matter, and where it was sent at once."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Final

import msgspec

from desk_app.ports.desk import Desk
from desk_app.records.errors import UserMistake
from desk_app.records.persons import (
    Established,
    IdentityKind,
    Need,
    OutsideNumber,
    PartyRole,
    Person,
    PlaceOfMatter,
)
from desk_app.services.asking import RegisterRequest
from desk_app.services.follow_up import Refer, refer_request
from desk_app.services.papers import attach_scan
from desk_app.services.parties import PartyTold
from desk_app.services.register import Taken
from desk_app.services.visits import RecordVisit, VisitRecorded, VisitSoFar, record_visit
from ui.actions.attaching import Attached, enclosures
from ui.actions.workplace import Workplace

WITHOUT_REQUEST: Final = frozenset({"informed", "agency", "followed"})
"""Outcomes that make no new request: the visit is counted and no name is asked."""


class PartyDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """One person as typed so far."""

    role: PartyRole = "applicant"
    id_kind: IdentityKind = "national"
    established: Established = "card"
    id_number: str = ""
    first_name: str = ""
    last_name: str = ""
    father_name: str = ""
    organisation: str = ""
    registration: str = ""
    birth_year: str = ""
    mobile: str = ""
    phone: str = ""
    village: str = ""
    address: str = ""
    postal_code: str = ""
    relation: str = ""
    authority_paper: str = ""
    needs: tuple[Need, ...] = ()

    def told(self) -> PartyTold:
        """The party as the services take it; someone unknown or withheld has no number."""
        hidden = self.established in ("unknown", "withheld")
        person = Person(
            id_number="" if hidden else self.id_number,
            first_name=self.first_name,
            last_name=self.last_name,
            father_name=self.father_name,
            birth_year=int(self.birth_year or "0"),
            organisation=self.organisation if self.id_kind == "legal" else "",
            registration=self.registration if self.id_kind == "legal" else "",
            mobile=self.mobile,
            phone=self.phone,
            village=self.village,
            address=self.address,
            postal_code=self.postal_code,
            authority_paper=self.authority_paper,
        )
        return PartyTold(
            person=person,
            role=self.role,
            id_kind=self.id_kind,
            established=self.established,
            relation=self.relation,
            needs=self.needs,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was typed of this person."""
        return (
            msgspec.structs.replace(self, role="applicant", id_kind="national", established="card")
            == PartyDraft()
        )


class MatterDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """The matter as typed so far."""

    kind: str = "request"
    service: str = ""
    topic: str = ""
    province: int = 0
    city: int = 0
    place: str = ""
    subject: str = ""
    text: str = ""
    outside_system: str = "111"
    outside_number: str = ""
    received: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    answer_channel: str = "sms"
    pass_on_identity: bool = False
    about_office: bool = False
    code: str = ""
    """A code that is on a receipt already: a pre-printed form, another counter's receipt."""


class EndingDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the visit ends, as chosen so far; ``come_back`` is an ISO date."""

    outcome: str = "taken"
    agency: str = ""
    unit: str = ""
    come_back: str = ""
    follows: str = ""
    """The id of the request for which the visitor came back."""
    follows_title: str = ""
    note: str = ""


class IntakeDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything on the intake page; ``started`` is when the visitor came, ms since 1970."""

    started: int = 0
    parties: tuple[PartyDraft, ...] = (PartyDraft(),)
    matter: MatterDraft = MatterDraft()
    ending: EndingDraft = EndingDraft()
    so_far: VisitSoFar | None = None
    """The visit of which this is the next matter."""
    attached: tuple[Attached, ...] = ()
    """Scans that wait to be recorded with it."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that could be lost."""
        people = all(party.is_empty for party in self.parties)
        rest = (self.matter, self.ending, self.so_far, self.attached)
        return people and rest == (MatterDraft(), EndingDraft(), None, ())


class Recorded(msgspec.Struct, frozen=True):
    """A visit that was recorded, the request taken in it, if any."""

    so_far: VisitSoFar
    taken: Taken | None


def command_of(draft: IntakeDraft, now_ms: int, *, allow_repeat: bool = False) -> RecordVisit:
    """The visit that a page asks for."""
    ending, matter = draft.ending, draft.matter
    visit = RecordVisit(
        started=draft.started or now_ms,
        outcome=ending.outcome,
        service=matter.service,
        topic=matter.topic,
        agency=ending.agency if ending.outcome == "agency" else "",
        note=ending.note,
        so_far=draft.so_far,
    )
    if ending.outcome in WITHOUT_REQUEST:
        return visit
    request = RegisterRequest(
        kind=matter.kind,
        subject=matter.subject,
        text=matter.text,
        service=matter.service,
        topic=matter.topic,
        place=PlaceOfMatter(province=matter.province, city=matter.city),
        place_told=matter.place,
        parties=tuple(party.told() for party in draft.parties),
        papers_received=matter.received,
        papers_lacking=matter.lacking,
        outside=(OutsideNumber(matter.outside_system, matter.outside_number),)
        if matter.outside_number
        else (),
        answer_channel=matter.answer_channel,
        pass_on_identity=matter.pass_on_identity,
        about_office=matter.about_office,
        outcome=ending.outcome,
        code=matter.code,
        allow_repeat=allow_repeat,
    )
    return replace(visit, matters=(request,))


def save_intake(
    place: Workplace,
    draft: IntakeDraft,
    *,
    allow_repeat: bool,
    saved: Callable[[Recorded], object],
    mistaken: Callable[[UserMistake], object],
    ended: Callable[[], object],
) -> None:
    """Record the visit, and refer its request where it is forwarded."""
    command = command_of(draft, place.desk.clock.now_ms(), allow_repeat=allow_repeat)
    place.work.write(partial(_record, place.desk, command, draft), saved, mistaken, ended)


def save_follow_up(
    place: Workplace,
    request_id: str,
    draft: IntakeDraft,
    *,
    saved: Callable[[Recorded], object],
    ended: Callable[[], object],
) -> None:
    """Record that the visitor came back for a request that is open already."""
    now_ms = place.desk.clock.now_ms()
    words = (draft.matter.text or draft.matter.subject, draft.ending.note)
    command = RecordVisit(
        started=draft.started or now_ms,
        outcome="followed",
        follows=(request_id,),
        so_far=draft.so_far,
        note="\n".join(word for word in words if word),
    )
    place.work.write(partial(_record, place.desk, command, draft), saved, ended=ended)


def _record(desk: Desk, command: RecordVisit, draft: IntakeDraft) -> Recorded:
    book, ending = desk.book, draft.ending
    enclosed = enclosures(book, draft.attached)
    matters = tuple(replace(matter, enclosed=enclosed) for matter in command.matters)
    visit: VisitRecorded = record_visit(book, replace(command, matters=matters), desk.scans)
    for request_id, one in product(command.follows, enclosed):
        attach_scan(book, desk.scans, request_id, one.data, one.title)
    taken = visit.taken[0] if visit.taken else None
    if taken is not None and command.outcome == "forwarded" and ending.unit:
        words = ending.note or command.matters[0].subject or command.matters[0].kind
        refer_request(book, Refer(taken.request_id, words, unit=ending.unit))
    return Recorded(visit.so_far, taken)
