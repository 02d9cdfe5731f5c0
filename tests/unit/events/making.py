"""Events made by hand, for tests of the fold."""

from typing import Any

from desk_app.records.event import Event, Held, Subject, hold
from desk_app.records.fold import Recorded
from desk_app.records.ids import new_id

REQUEST = new_id(1_700_000_000_000, bytes(10))
REGISTERED = {
    "code": "42150700012313",
    "follow_up": "604118",
    "at": 1_700_000_000_000,
    "kind": "request",
    "matter": 0,
    "parties": [{"role": "applicant", "person": 1}],
}
PEOPLE = ({"subject": "آب روستا", "text": "متن"}, {"first_name": "زهرا", "mobile": "09121234567"})


def event(
    at: int,
    type_name: str,
    body: dict[str, Any] | None = None,
    *values: Any,
    role: str = "officer",
    replaces: tuple[str, ...] = (),
    office: str = "1034",
) -> Recorded:
    """An event of the one request, ``at`` seconds after its day began."""
    held: dict[str, Held] = hold(values, at.to_bytes(16, "big")) if values else {}
    made = Event(
        id=new_id(1_700_000_000_000 + at, at.to_bytes(10, "big")),
        hlc=(1_700_000_000_000 + at) << 16,
        actor="rezaei",
        role=role,
        office=office,
        subject=Subject("request", REQUEST),
        type=type_name,
        v=1,
        body=body or {},
        held=tuple(held),
        replaces=replaces,
    )
    return Recorded(made, held)


def registered(at: int = 0, **changed: Any) -> Recorded:
    """The registration of the one request."""
    return event(at, "Registered", {**REGISTERED, **changed}, *PEOPLE)
