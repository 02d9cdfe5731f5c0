"""The higher end between two centres: what a lower centre says of its offices, and who may bring.

A lower centre (a hub, an agency) is a device that enrolled with a code made for one. It speaks for
the offices that it named first, and vouches for their devices; what those signed it brings.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from central.store import tables
from central.store.database import setting
from central.store.devices import Device, clean
from central.store.hub_tables import hub, hub_code, hub_device, hub_office
from central.store.lanes import lane_end, lock_lanes
from central.store.logs import Owner, find_log, register_log
from central.store.offices import Office, add_office, all_offices, office_by_code
from desk_app.protocol.bundle_statements import KnownDevice, KnownLog
from desk_app.protocol.hub_messages import LaneBlock, OfficePlaces, OfficeWord, OfficeWordReply
from desk_app.protocol.keys import KEY_BYTES, b64, unb64
from desk_app.protocol.messages import LogClaim, LogHeld
from desk_app.protocol.problems import Problem
from desk_app.records.errors import UserMistake

MOST_LANES: Final = 1000
"""Lanes that are given to a lower centre at once."""
_STATES: Final = ("active", "retired", "stolen", "centre")
_device = tables.device
_log = tables.log


def mark_for_hub(connection: Connection, digest: str) -> None:
    """Let an enrolment code, by its digest, make whoever uses it a lower centre."""
    connection.execute(insert(hub_code).values(digest=digest))


def note_hub(connection: Connection, digest: str, device: str) -> None:
    """Let a device be a lower centre when the code it enrolled with was made for one."""
    gone = connection.execute(delete(hub_code).where(hub_code.c.digest == digest)).rowcount
    if gone:
        connection.execute(insert(hub).values(device=device))


def speaks_for(connection: Connection, device: Device, office: int) -> bool:
    """Whether a device is a lower centre that speaks for an office."""
    return _is_hub(connection, device) and (
        office == device.office or _hub_of(connection, office) == device.device
    )


def require_hub(connection: Connection, device: Device) -> None:
    """Raise Problem ``not_found`` for a device that is no lower centre."""
    if not _is_hub(connection, device):
        raise Problem("not_found")


def office_below(connection: Connection, device: Device, code: str) -> Office:
    """An office that a lower centre speaks for; Problem ``not_found`` otherwise."""
    office = office_by_code(connection, code)
    if office is None or not speaks_for(connection, device, office.office):
        raise Problem("not_found")
    return office


def places_below(connection: Connection, device: Device) -> OfficePlaces:
    """How far the feeds reach that a lower centre reads."""
    require_hub(connection, device)
    mine = set(
        connection.execute(
            select(hub_office.c.office).where(hub_office.c.hub == device.device)
        ).scalars()
    )
    return OfficePlaces(
        cursors={
            office.code: f"{office.epoch}.{office.place}"
            for office in all_offices(connection)
            if office.office in mine or office.office == device.office
        }
    )


def hear_word(
    connection: Connection, device: Device, word: OfficeWord, now_ms: int
) -> OfficeWordReply:
    """Take in what a lower centre says of an office, and answer what it asks.

    Raises Problem ``not_found`` for a device that is no lower centre, ``not_yours`` for an office
    or device that is another's, ``bad_request`` for what cannot be.
    """
    require_hub(connection, device)
    office = _office(connection, device, word)
    for known in word.devices:
        _enter(connection, device, office, known, now_ms)
    held = [_begin(connection, device, office, known, now_ms) for known in word.logs]
    devices, logs = _asked(connection, office, word.asked)
    lanes = _lanes(connection, min(word.lanes, MOST_LANES)) if word.lanes > 0 else None
    return OfficeWordReply(logs=tuple(held), devices=devices, known_logs=logs, lanes=lanes)


def _is_hub(connection: Connection, device: Device) -> bool:
    query = select(hub.c.device).where(hub.c.device == device.device)
    return connection.execute(query).first() is not None


def _hub_of(connection: Connection, office: int) -> str | None:
    query = select(hub_office.c.hub).where(hub_office.c.office == office)
    return connection.execute(query).scalar()


def _office(connection: Connection, device: Device, word: OfficeWord) -> Office:
    """The office of a word, entered when it is new."""
    names = word.office
    office = office_by_code(connection, names.code)
    if office is None:
        try:
            office = add_office(connection, names.code, clean(names.name), names.province)
        except UserMistake as mistake:
            raise Problem("bad_request") from mistake
        connection.execute(insert(hub_office).values(office=office.office, hub=device.device))
    elif not speaks_for(connection, device, office.office):
        raise Problem("not_yours")
    return office


def _enter(
    connection: Connection, device: Device, office: Office, known: KnownDevice, now_ms: int
) -> None:
    if known.state not in _STATES:
        raise Problem("bad_request")
    whose = connection.execute(
        select(_device.c.signing_key, hub_device.c.hub)
        .outerjoin(hub_device, hub_device.c.device == _device.c.device)
        .where(_device.c.device == known.device)
    ).one_or_none()
    try:
        key = unb64(known.signing_key, KEY_BYTES)
    except ValueError as error:
        raise Problem("bad_request") from error
    if whose is None:
        connection.execute(
            insert(_device).values(
                device=known.device, office=office.office, name=clean(known.name), app="",
                signing_key=key, age_recipient=clean(known.age_recipient), state=known.state,
                enrolled_at=now_ms, seen_at=now_ms,
            )
        )  # fmt: skip
        connection.execute(insert(hub_device).values(device=known.device, hub=device.device))
    elif whose.hub != device.device or bytes(whose.signing_key) != key:
        raise Problem("not_yours")
    else:
        connection.execute(
            update(_device).where(_device.c.device == known.device).values(state=known.state)
        )


def _begin(
    connection: Connection, device: Device, office: Office, known: KnownLog, now_ms: int
) -> LogHeld:
    query = select(hub_device.c.hub).where(hub_device.c.device == known.device)
    if connection.execute(query).scalar() != device.device:
        raise Problem("not_yours")
    previous = max(0, min(known.previous_seq, 1 << 60))
    owner = Owner(
        office.office, known.device, clean(known.reason)[:20], known.previous[:36], previous
    )
    return register_log(connection, owner, LogClaim(log=known.log, lane=known.lane), now_ms)


def _asked(
    connection: Connection, office: Office, asked: Iterable[str]
) -> tuple[tuple[KnownDevice, ...], tuple[KnownLog, ...]]:
    """Whose some logs of the office's feed are; those that are not here are left out."""
    devices: dict[str, KnownDevice] = {}
    logs: list[KnownLog] = []
    for name in asked:
        log = find_log(connection, name)
        if log is None:
            continue
        row = connection.execute(
            select(_device, _log.c.reason)
            .join(_log, _log.c.device == _device.c.device)
            .where(_log.c.log == name)
        ).one()
        devices[row.device] = KnownDevice(
            device=row.device, name=row.name, signing_key=b64(bytes(row.signing_key)),
            age_recipient=row.age_recipient, state=row.state,
        )  # fmt: skip
        logs.append(KnownLog(device=row.device, log=name, lane=log.lane, reason=row.reason))
    return tuple(devices.values()), tuple(logs)


def _lanes(connection: Connection, count: int) -> LaneBlock:
    """Lanes that this centre will not give itself; Problem ``busy`` when it has none."""
    lock_lanes(connection)
    first = int(setting(connection, "next_lane"))
    last = min(first + count - 1, lane_end(connection))
    if last < first:
        raise Problem("busy")
    connection.execute(
        update(tables.meta).where(tables.meta.c.name == "next_lane").values(value=str(last + 1))
    )
    taken = connection.execute(
        select(tables.lane.c.lane).where(tables.lane.c.lane.between(first, last))
    ).scalars()
    return LaneBlock(first=first, last=last, taken=tuple(taken))
