"""A request as it stands while the visitor waits: being told, or just written."""

from desk_app.ports.queries import Hit, PartyView, RequestView
from desk_app.records.bodies import Registered
from desk_app.records.event import Event
from desk_app.records.kinds_of_event import body_data
from desk_app.services.asking import CheckedRequest
from desk_app.services.parties import nobody


def at_the_glass(event: Event, body: Registered, ask: CheckedRequest) -> RequestView:
    """The view of a request that was just written, from what was told and nothing else.

    It serves the receipt of a sealed request, which the officer who takes it may not read again.
    """
    return as_told(body, ask, event.office, event.subject.id, event.audience)


def as_told(
    body: Registered, ask: CheckedRequest, office: str, request_id: str = "", audience: str = ""
) -> RequestView:
    """The view of what was told; without an id while nothing is written yet."""
    due = body.promise.date if body.promise else ""
    return RequestView(
        hit=_hit(body, ask, office, request_id, due),
        follow_up=body.follow_up,
        matter=ask.matter,
        parties=tuple(
            PartyView(record, None if nobody(told.person) else told.person)
            for record, told in zip(body.parties, ask.parties, strict=True)
        ),
        registered=body_data(body),
        fields={},
        promised=due,
        due=due,
        due_reasons=(),
        priority="normal",
        holder="",
        copies=0,
        erased=False,
        action_pending=False,
        timeline=(),
        referrals=(),
        answers=(),
        documents=(),
        conflicts=(),
        audience=audience,
    )


def _hit(body: Registered, ask: CheckedRequest, office: str, request_id: str, due: str) -> Hit:
    names = [party.person.full_name for party in ask.parties if party.role == "applicant"]
    return Hit(
        request_id=request_id,
        tracking_code=body.code,
        received_at=body.at,
        kind=body.kind,
        kind_title=body.kind_title,
        service_title=body.service_title,
        subject=ask.matter.subject,
        status="open",
        visitor_name=next((name for name in names if name), ""),
        due=due,
        counter=body.counter,
        office=office,
    )
