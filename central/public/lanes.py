"""Which lanes were given to whom, and when their desks were last heard, copied for the page."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from central.public.projection import take_turn
from central.store import tables
from central.store.public_tables import lane

_ROOM_MS: Final = 60_000
"""What another transaction gave or heard meanwhile is seen within this time."""


def lanes_behind(connection: Connection) -> tuple[Sequence[Any], Sequence[Any]]:
    """Lanes that the page does not know, and devices that were heard again, with the instant."""
    newest, heard = connection.execute(
        select(
            func.coalesce(func.max(lane.c.given_at), 0), func.coalesce(func.max(lane.c.seen_at), 0)
        )
    ).one()
    given, device = tables.lane, tables.device
    known = select(lane.c.lane).where(lane.c.lane == given.c.lane).exists()
    new = connection.execute(
        select(
            given.c.lane, given.c.office, given.c.device, given.c.given_at,
            func.coalesce(device.c.seen_at, 0).label("seen_at"),
        )
        .outerjoin(device, device.c.device == given.c.device)
        .where(given.c.given_at >= newest - _ROOM_MS, ~known)
    ).all()  # fmt: skip
    moved = connection.execute(
        select(device.c.device, device.c.seen_at)
        .join(lane, lane.c.device == device.c.device)
        .where(device.c.seen_at >= heard - _ROOM_MS, lane.c.seen_at < device.c.seen_at)
        .distinct()
    ).all()
    return new, moved


def follow_lanes(connection: Connection) -> None:
    """Copy lanes that are new, and last contacts that moved."""
    take_turn(connection)
    new, moved = lanes_behind(connection)
    if new:
        connection.execute(insert(lane), [dict(row._mapping) for row in new])
    for device, seen_at in moved:
        connection.execute(update(lane).where(lane.c.device == device).values(seen_at=seen_at))
