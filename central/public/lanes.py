"""Which lanes were given to whom, when their desks were last heard, and which are doubtful.

Copied for the page, which reads nothing else of the store while it answers.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, insert, or_, select, update

from central.public.projection import take_turn
from central.store import tables
from central.store.public_tables import lane
from central.store.theft_tables import flagged_lane

_ROOM_MS: Final = 60_000
"""What another transaction gave or heard meanwhile is seen within this time."""

Behind = tuple[Sequence[Any], Sequence[Any], Sequence[Any]]


def lanes_behind(connection: Connection) -> Behind:
    """Lanes that are new, devices that were heard again and when, lanes flagged otherwise."""
    return _new(connection), _heard(connection), _flagged(connection)


def follow_lanes(connection: Connection) -> None:
    """Copy what is behind."""
    take_turn(connection)
    if new := _new(connection):
        connection.execute(insert(lane), [dict(row._mapping) for row in new])
    for device, seen_at in _heard(connection):
        connection.execute(update(lane).where(lane.c.device == device).values(seen_at=seen_at))
    for number, after in _flagged(connection):
        connection.execute(update(lane).where(lane.c.lane == number).values(flagged_after=after))


def _new(connection: Connection) -> Sequence[Any]:
    newest = connection.execute(select(func.coalesce(func.max(lane.c.given_at), 0))).scalar_one()
    given, device = tables.lane, tables.device
    known = select(lane.c.lane).where(lane.c.lane == given.c.lane).exists()
    return connection.execute(
        select(
            given.c.lane, given.c.office, given.c.device, given.c.given_at,
            func.coalesce(device.c.seen_at, 0).label("seen_at"),
        )
        .outerjoin(device, device.c.device == given.c.device)
        .where(given.c.given_at >= newest - _ROOM_MS, ~known)
    ).all()  # fmt: skip


def _heard(connection: Connection) -> Sequence[Any]:
    heard = connection.execute(select(func.coalesce(func.max(lane.c.seen_at), 0))).scalar_one()
    device = tables.device
    return connection.execute(
        select(device.c.device, device.c.seen_at)
        .join(lane, lane.c.device == device.c.device)
        .where(device.c.seen_at >= heard - _ROOM_MS, lane.c.seen_at < device.c.seen_at)
        .distinct()
    ).all()


def _flagged(connection: Connection) -> Sequence[Any]:
    """Lanes whose flag at the page is not the one that was entered, taken back or moved."""
    return connection.execute(
        select(lane.c.lane, flagged_lane.c.after)
        .outerjoin(flagged_lane, flagged_lane.c.lane == lane.c.lane)
        .where(
            or_(lane.c.flagged_after.is_not(None), flagged_lane.c.after.is_not(None)),
            lane.c.flagged_after.is_distinct_from(flagged_lane.c.after),
        )
    ).all()
