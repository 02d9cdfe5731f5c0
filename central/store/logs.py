"""The logs of the devices: registered once, each with its lane."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert, select, update

from central.store import tables
from central.store.lanes import is_lane, lease_lane, lock_lanes, take_lane
from desk_app.protocol.keys import b64
from desk_app.protocol.messages import LogClaim, LogHeld
from desk_app.protocol.problems import Problem
from desk_app.records.chain import START
from desk_app.records.ids import id_bytes, id_text

_log = tables.log


@dataclass(frozen=True, slots=True)
class KeptLog:
    """A log as it stands here."""

    office: int
    number: int
    log: str
    device: str
    lane: int
    seq: int
    head: bytes
    holder: str | None
    """The log that the lane was given to first."""

    def told(self, device: str) -> LogHeld:
        """As a device is told."""
        return LogHeld(
            log=self.log,
            lane=self.lane,
            seq=self.seq,
            head=b64(self.head),
            clash=self.holder != self.log,
            foreign=self.device != device,
        )


_COLUMNS: Final = (
    _log.c.office, _log.c.number, _log.c.log, _log.c.device, _log.c.lane, _log.c.seq, _log.c.head,
    tables.lane.c.log.label("holder"),
)  # fmt: skip
_JOINED: Final = _log.join(tables.lane, tables.lane.c.lane == _log.c.lane)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose log it is, and how it came to be."""

    office: int
    device: str
    reason: str
    previous: str = ""
    previous_seq: int = 0


def register_log(connection: Connection, owner: Owner, claim: LogClaim, now_ms: int) -> LogHeld:
    """The log with its lane, as it stands; one that another device registered is not touched.

    Raises Problem ``bad_request`` for a name or lane that cannot be.
    """
    if not _is_log_id(claim.log) or (claim.lane and not is_lane(claim.lane)):
        raise Problem("bad_request")
    lock_lanes(connection)
    found = find_log(connection, claim.log)
    if found is None:
        _begin(connection, owner, claim, now_ms)
        found = find_log(connection, claim.log)
        assert found is not None
    return found.told(owner.device)


def find_log(connection: Connection, log: str, *, lock: bool = False) -> KeptLog | None:
    """The log by its id; with ``lock`` no other transaction appends to it meanwhile."""
    query = select(*_COLUMNS).select_from(_JOINED).where(_log.c.log == log)
    row = connection.execute(query.with_for_update(of=_log) if lock else query).one_or_none()
    return row and KeptLog(*row)


def logs_of(connection: Connection, device: str) -> list[KeptLog]:
    """The logs of a device, oldest first."""
    query = (
        select(*_COLUMNS)
        .select_from(_JOINED)
        .where(_log.c.device == device)
        .order_by(_log.c.number)
    )
    return [KeptLog(*row) for row in connection.execute(query)]


def all_logs(connection: Connection) -> list[KeptLog]:
    """Every log of the centre, by office and number."""
    query = select(*_COLUMNS).select_from(_JOINED).order_by(_log.c.office, _log.c.number)
    return [KeptLog(*row) for row in connection.execute(query)]


def _begin(connection: Connection, owner: Owner, claim: LogClaim, now_ms: int) -> None:
    lane = claim.lane
    if lane:
        take_lane(connection, owner.office, owner.device, claim.log, lane, now_ms)
    else:
        lane = lease_lane(connection, owner.office, owner.device, claim.log, now_ms)
    number = connection.execute(
        update(tables.office)
        .where(tables.office.c.office == owner.office)
        .values(logs=tables.office.c.logs + 1)
        .returning(tables.office.c.logs)
    ).scalar_one()
    connection.execute(
        insert(_log).values(
            office=owner.office, number=number, log=claim.log, device=owner.device, lane=lane,
            seq=0, head=START, reason=owner.reason, previous=owner.previous,
            previous_seq=owner.previous_seq, began_at=now_ms,
        )
    )  # fmt: skip


def _is_log_id(text: str) -> bool:
    try:
        return id_text(id_bytes(text)) == text
    except ValueError:
        return False
