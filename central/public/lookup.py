"""What a tracking code and its follow-up number lead to, from the page's own tables alone."""

import hmac
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from central.public.shown import Shown
from central.store.public_tables import lane, request, sealed
from desk_app.records.codes import parse_code
from desk_app.records.sealed import receipt_mark

_shown: Final = msgspec.json.Decoder(Shown)


@dataclass(frozen=True, slots=True)
class Found:
    """A request whose receipt was shown to be at hand."""

    office: int
    request: str
    code: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A sealed request: that it came, when (ms) and for whom; nothing more is known here."""

    audience: str
    received_at: int


@dataclass(frozen=True, slots=True)
class NotHere:
    """Nothing lies under both numbers: it was not sent yet, or a number is wrong.

    ``seen_at``: when the desk with this lane was last heard (ms; 0 for never).
    """

    seen_at: int


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Nothing lies here, and the receipt may have been made on a desk that was stolen."""


@dataclass(frozen=True, slots=True)
class NoSuchLane:
    """No desk known here gives out codes that begin like this."""


Outcome = Found | Acknowledged | NotHere | Doubtful | NoSuchLane


def look_up(connection: Connection, code: str, follow_up: str) -> Outcome:
    """What lies under a code with right check digits and a number of six digits.

    The same is looked for whatever is there, so that neither answer nor time tells a wrong number
    from a request that has not come.
    """
    mark = receipt_mark(code, follow_up)
    rows = connection.execute(select(request).where(request.c.code == code)).all()
    ours = [
        Found(row.office, row.request, code, _shown.decode(row.data))
        for row in rows
        if hmac.compare_digest(row.follow_up.encode(), follow_up.encode())
    ]
    closed = connection.execute(
        select(sealed.c.audience, sealed.c.received_at).where(sealed.c.mark == mark)
    ).first()
    number, serial = parse_code(code)
    whose = connection.execute(select(lane).where(lane.c.lane == number)).one_or_none()
    if ours:
        home = whose.office if whose is not None else 0
        return max(ours, key=lambda one: (one.shown.order, one.office == home))
    if closed is not None:
        return Acknowledged(closed.audience, closed.received_at)
    if whose is None:
        return NoSuchLane()
    flagged = whose.flagged_after is not None and serial > whose.flagged_after
    return Doubtful() if flagged else NotHere(whose.seen_at)


def find(connection: Connection, office: int, request_id: str) -> Found | None:
    """A request that was looked up before, as it now stands; None once it is gone."""
    row = connection.execute(
        select(request).where(request.c.office == office, request.c.request == request_id)
    ).one_or_none()
    if row is None:
        return None
    return Found(office, request_id, row.code, _shown.decode(row.data))
