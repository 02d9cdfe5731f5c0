"""Devices put out of use: what of them arrived last, and what becomes of what still comes.

*Retired*: the device opens no session, but what it recorded may be carried in. *Stolen*: what
comes of it waits for an administrator, and its codes made since are flagged.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from central.store import tables
from central.store.devices import Device, find_device, set_state
from central.store.thefts import FlaggedLane, end_theft, enter_theft, flagged_lanes
from desk_app.records.errors import Mistake, UserMistake


@dataclass(frozen=True, slots=True)
class LastHeld:
    """How far a log was acknowledged, and when (ms; None when nothing of it ever came)."""

    log: str
    lane: int
    seq: int
    at: int | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A device after its state was changed, what was last acknowledged, and flagged lanes."""

    device: str
    state: str
    logs: tuple[LastHeld, ...]
    flagged: tuple[FlaggedLane, ...]


def retire_device(connection: Connection, device: str) -> Withdrawn:
    """End the device's sessions for good; UserMistake ``device.not_here`` when it is not here."""
    return _change(connection, _found(connection, device), "retired")


def enter_stolen(connection: Connection, device: str, since_ms: int, now_ms: int) -> Withdrawn:
    """Enter that the device was stolen at an instant; UserMistake ``device.not_here``."""
    found = _found(connection, device)
    enter_theft(connection, found, min(since_ms, now_ms), now_ms)
    return _change(connection, found, "stolen")


def reinstate_device(connection: Connection, device: str) -> Withdrawn:
    """Put the device back to use, unflagged: it was found, or the entry was a mistake."""
    found = _found(connection, device)
    end_theft(connection, found)
    return _change(connection, found, "active")


def last_held(connection: Connection, device: str) -> tuple[LastHeld, ...]:
    """What was last acknowledged of each of the device's logs, oldest log first."""
    log, batch = tables.log, tables.batch
    rows = connection.execute(
        select(log.c.log, log.c.lane, log.c.seq, func.max(batch.c.received_at))
        .outerjoin(batch, and_(batch.c.office == log.c.office, batch.c.number == log.c.number))
        .where(log.c.device == device)
        .group_by(log.c.log, log.c.lane, log.c.seq, log.c.number)
        .order_by(log.c.number)
    )
    return tuple(LastHeld(*row) for row in rows)


def _found(connection: Connection, device: str) -> Device:
    found = find_device(connection, device)
    if found is None:
        raise UserMistake(Mistake("device", "device.not_here", {"device": device}))
    return found


def _change(connection: Connection, found: Device, state: str) -> Withdrawn:
    if state == "retired":
        end_theft(connection, found)
    set_state(connection, found.device, state)
    return Withdrawn(
        found.device, state, last_held(connection, found.device),
        flagged_lanes(connection, found.office, found.device),
    )  # fmt: skip
