"""Lanes: the six digits that a log's tracking codes begin with, each given once."""

from typing import Final

from sqlalchemy import Connection, insert, select, update

from central.store import tables
from central.store.alarms import raise_alarm
from central.store.database import setting
from desk_app.records.codes import FIRST_LANE, LAST_LANE
from desk_app.records.errors import MachineFault

SPARE_LANES: Final = 3
"""How many lanes a device keeps in reserve for the day it must begin a new log with no line."""

_lane = tables.lane


def is_lane(number: int) -> bool:
    """Whether a number can be a lane."""
    return FIRST_LANE <= number <= LAST_LANE


def lease_lane(connection: Connection, office: int, device: str, log: str, now_ms: int) -> int:
    """A lane nobody was ever given; MachineFault ``central.no_lanes`` when all are."""
    tried = int(setting(connection, "next_lane"))
    end = lane_end(connection)
    while tried <= end and _holder(connection, tried) is not None:
        tried += 1
    if tried > end:
        raise MachineFault("central.no_lanes")
    connection.execute(
        update(tables.meta).where(tables.meta.c.name == "next_lane").values(value=str(tried + 1))
    )
    _give(connection, tried, office, device, log, now_ms)
    return tried


def lane_end(connection: Connection) -> int:
    """The last lane that this centre may give: of all, or of those a higher centre lent it."""
    query = select(tables.meta.c.value).where(tables.meta.c.name == "lane_end")
    found = connection.execute(query).scalar()
    return LAST_LANE if found is None else int(found)


def lock_lanes(connection: Connection) -> None:
    """Let no other transaction give lanes until this one ends."""
    connection.execute(
        update(tables.meta)
        .where(tables.meta.c.name == "next_lane")
        .values(value=tables.meta.c.value)
    )


def take_lane(
    connection: Connection, office: int, device: str, log: str, lane: int, now_ms: int
) -> None:
    """Enter the lane a log was begun with; an alarm when another log or device has it."""
    holder = _holder(connection, lane)
    if holder is None:
        _give(connection, lane, office, device, log, now_ms)
        return
    its_device, its_log = holder
    if its_log is None and its_device == device:
        connection.execute(update(_lane).where(_lane.c.lane == lane).values(log=log))
    elif its_log != log:
        raise_alarm(
            connection, office, "lane_twice", f"{lane}/{log}", now_ms,
            {"lane": lane, "log": log, "also": its_log or its_device},
        )  # fmt: skip


def spare_lanes(connection: Connection, office: int, device: str, now_ms: int) -> tuple[int, ...]:
    """The lanes a device holds in reserve, filled up to ``SPARE_LANES``."""
    found = [
        int(row.lane)
        for row in connection.execute(
            select(_lane.c.lane)
            .where(_lane.c.device == device, _lane.c.log.is_(None))
            .order_by(_lane.c.lane)
        )
    ]
    while len(found) < SPARE_LANES:
        found.append(lease_lane(connection, office, device, "", now_ms))
    return tuple(found)


def _holder(connection: Connection, lane: int) -> tuple[str, str | None] | None:
    row = connection.execute(
        select(_lane.c.device, _lane.c.log).where(_lane.c.lane == lane)
    ).one_or_none()
    return row and (row.device, row.log)


def _give(
    connection: Connection, lane: int, office: int, device: str, log: str, now_ms: int
) -> None:
    connection.execute(
        insert(_lane).values(
            lane=lane, office=office, device=device, log=log or None, given_at=now_ms
        )
    )
