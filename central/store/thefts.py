"""Stolen devices: since when, and from which serial on their tracking codes are doubtful.

A thief may set the clock of what he stole. So a code counts as made before the theft only if the
centre holds its registration: received before the theft, or dated before it and held when the
theft was entered or admitted by an administrator since. Every other code of the device's lanes is
flagged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, insert, select

from central.store import tables
from central.store.devices import Device
from central.store.theft_tables import flagged_lane, theft
from desk_app.records import hlc
from desk_app.records.codes import CODE_LENGTH, parse_code
from desk_app.records.errors import UserMistake

NO_SERIAL: Final = -1
"""``after`` of a lane none of whose codes was held before the theft: all of them are flagged."""
_PIECE: Final = 1000


@dataclass(frozen=True, slots=True)
class FlaggedLane:
    """A lane of a stolen device; its codes with a serial above ``after`` are doubtful."""

    lane: int
    after: int

    def covers(self, code: str) -> bool:
        """Whether a tracking code (14 ASCII digits) may have been made by the thief."""
        return int(code[:6]) == self.lane and int(code[6:12]) > self.after


class _Body(msgspec.Struct):
    code: str = ""


class _Registered(msgspec.Struct):
    hlc: int
    type: str
    body: msgspec.Raw


_event = msgspec.json.Decoder(_Registered)
_body = msgspec.json.Decoder(_Body)


def enter_theft(connection: Connection, device: Device, since_ms: int, now_ms: int) -> None:
    """Remember the theft and flag the device's lanes; entered again, the earlier time stands."""
    held = since_of(connection, device.device)
    if held is not None and held <= since_ms:
        return
    end_theft(connection, device)
    connection.execute(
        insert(theft).values(
            office=device.office, device=device.device, since=since_ms, entered_at=now_ms
        )
    )
    flag_lanes(connection, device, since_ms)


def flag_lanes(connection: Connection, device: Device, since_ms: int) -> None:
    """Flag the device's lanes by what the centre holds of them now."""
    lanes = connection.execute(
        select(tables.lane.c.lane).where(tables.lane.c.device == device.device)
    ).scalars()
    last = dict.fromkeys(map(int, lanes), NO_SERIAL)
    for lane, serial in _made_before(connection, device, since_ms):
        if lane in last:
            last[lane] = max(last[lane], serial)
    connection.execute(delete(flagged_lane).where(_of(flagged_lane, device)))
    rows = [
        {"office": device.office, "lane": lane, "device": device.device, "after": after}
        for lane, after in sorted(last.items())
    ]
    if rows:
        connection.execute(insert(flagged_lane), rows)


def end_theft(connection: Connection, device: Device) -> None:
    """Forget the theft: none of the device's codes is flagged any more."""
    for table in (theft, flagged_lane):
        connection.execute(delete(table).where(_of(table, device)))


def since_of(connection: Connection, device: str) -> int | None:
    """Since when (ms since 1970) a device is stolen; None when it is not."""
    return connection.execute(select(theft.c.since).where(theft.c.device == device)).scalar()


def flagged_lanes(
    connection: Connection, office: int, device: str | None = None
) -> tuple[FlaggedLane, ...]:
    """The flagged lanes of an office, or of one of its devices."""
    query = select(flagged_lane.c.lane, flagged_lane.c.after).where(flagged_lane.c.office == office)
    if device is not None:
        query = query.where(flagged_lane.c.device == device)
    rows = connection.execute(query.order_by(flagged_lane.c.lane))
    return tuple(FlaggedLane(row.lane, row.after) for row in rows)


def is_flagged(connection: Connection, code: str) -> bool:
    """Whether a tracking code (14 ASCII digits) may have been made with a stolen device."""
    lane = int(code[:6])
    rows = connection.execute(
        select(flagged_lane.c.after).where(flagged_lane.c.lane == lane)
    ).scalars()
    return any(FlaggedLane(lane, after).covers(code) for after in rows)


def _of(table: Table, device: Device) -> ColumnElement[bool]:
    return and_(table.c.office == device.office, table.c.device == device.device)


def _made_before(
    connection: Connection, device: Device, since_ms: int
) -> Iterator[tuple[int, int]]:
    """Lane and serial of every code that the device's logs hold from before an instant."""
    batch, entry, log = tables.batch, tables.entry, tables.log
    came_before = and_(
        batch.c.office == log.c.office, batch.c.number == log.c.number,
        batch.c.received_at < since_ms,
    )  # fmt: skip
    arrived = connection.execute(
        select(log.c.number, func.coalesce(func.max(batch.c.frm + batch.c.n - 1), 0))
        .outerjoin(batch, came_before)
        .where(_of(log, device))
        .group_by(log.c.number)
    ).all()
    for number, arrived_to in arrived:
        rows = connection.execute(
            select(entry.c.seq, entry.c.data)
            .where(entry.c.office == device.office, entry.c.number == number)
            .execution_options(yield_per=_PIECE)
        )
        for seq, data in rows:
            found = _event.decode(bytes(data))
            known = seq <= arrived_to or hlc.wall_ms(found.hlc) < since_ms
            if known and found.type == "Registered":
                yield from _code_of(found.body)


def _code_of(body: Any) -> Iterator[tuple[int, int]]:
    try:
        code = _body.decode(body).code
        if len(code) == CODE_LENGTH:
            yield parse_code(code)
    except (msgspec.ValidationError, UserMistake):
        return
