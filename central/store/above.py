"""The lower end between two centres: what was told and sent above, and what was read there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from central.store import tables
from central.store.append import append_batch
from central.store.batch_lines import lines_at
from central.store.hub_tables import above_device, above_link, above_log, above_office
from central.store.lanes import lane_end, lock_lanes
from central.store.logs import Owner, find_log, register_log
from central.store.offices import Office
from desk_app.protocol.batch import Batch
from desk_app.protocol.bundle_statements import KnownDevice, KnownLog
from desk_app.protocol.hub_messages import LaneBlock, OfficeWord, OfficeWordReply
from desk_app.protocol.keys import KEY_BYTES, b64, unb64
from desk_app.protocol.messages import LogClaim
from desk_app.protocol.problems import Problem

ABOVE: Final = "above"
"""The state of a device that is enrolled above, not here: what it signed is taken from there."""
FEW_LANES: Final = 200
"""With fewer left, more are asked for."""
LANES_WANTED: Final = 1000
_AT_ONCE: Final = 100
"""Devices and logs in one word, so that a message keeps its limit."""
_device = tables.device
_log = tables.log
_batch = tables.batch


@dataclass(frozen=True, slots=True)
class Link:
    """The centre above: its address and pinned fingerprint, and who this centre is there."""

    device: str
    address: str
    fingerprint: str
    signing_key: bytes
    heard_at: int = 0
    problem: str = ""


def link_above(connection: Connection) -> Link | None:
    """The centre above, when there is one."""
    at = above_link.c
    row = connection.execute(
        select(at.device, at.address, at.fingerprint, at.signing_key, at.heard_at, at.problem)
    ).one_or_none()
    return row and Link(
        row.device, row.address, row.fingerprint, bytes(row.signing_key), row.heard_at, row.problem
    )


def keep_link(connection: Connection, link: Link, now_ms: int) -> None:
    """Remember the centre above; what was told to another one before is told anew."""
    for table in (above_link, above_device, above_log, above_office):
        connection.execute(delete(table))
    connection.execute(
        insert(above_link).values(
            device=link.device, address=link.address, fingerprint=link.fingerprint,
            signing_key=link.signing_key, joined_at=now_ms, heard_at=now_ms, problem="",
        )
    )  # fmt: skip


def note_round(connection: Connection, now_ms: int, problem: str) -> None:
    """Remember how the last round ended; an empty problem is a good end."""
    values: dict[str, Any] = {"problem": problem[:40]}
    if not problem:
        values["heard_at"] = now_ms
    connection.execute(update(above_link).values(**values))


def word_for(connection: Connection, office: Office) -> OfficeWord | None:
    """What is still to be told of an office, at most so much as fits one message; or nothing."""
    devices = _untold_devices(connection, office.office)
    logs = [] if len(devices) == _AT_ONCE else _untold_logs(connection, office.office)
    if not devices and not logs:
        return None
    return OfficeWord(office=office.names, devices=tuple(devices), logs=tuple(logs))


def note_told(connection: Connection, word: OfficeWord, reply: OfficeWordReply) -> None:
    """Remember what was told, and how far each log is held above."""
    for known in word.devices:
        connection.execute(delete(above_device).where(above_device.c.device == known.device))
        connection.execute(insert(above_device).values(device=known.device, state=known.state))
    for held in reply.logs:
        connection.execute(insert(above_log).values(log=held.log, seq=held.seq, stopped=""))
        if held.clash:
            # Its lane is another log's up there: its desk hears it and begins a new log.
            connection.execute(
                update(tables.lane).where(tables.lane.c.lane == held.lane).values(log=ABOVE)
            )


def unsent_logs(connection: Connection, office: int) -> list[tuple[str, int]]:
    """The logs of an office of which the centre above lacks something, and how far it has them."""
    rows = connection.execute(
        select(_log.c.log, above_log.c.seq)
        .join(above_log, above_log.c.log == _log.c.log)
        .where(_log.c.office == office, above_log.c.stopped == "", _log.c.seq > above_log.c.seq)
        .order_by(_log.c.number)
    )
    return [(row.log, row.seq) for row in rows]


def batch_after(connection: Connection, log: str, seq: int) -> bytes | None:
    """The batch that goes on after a place of a log, with the header that was signed."""
    found = find_log(connection, log)
    assert found is not None
    row = connection.execute(
        select(_batch.c.place)
        .where(_batch.c.office == found.office, _batch.c.number == found.number)
        .where(_batch.c.frm <= seq + 1, _batch.c.frm + _batch.c.n - 1 > seq)
        .order_by(_batch.c.frm.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return lines_at(connection, found.office, [row.place])[row.place]


def note_sent(connection: Connection, log: str, seq: int, stopped: str = "") -> None:
    """Remember how far a log is held above, or why it is not sent any further."""
    connection.execute(
        update(above_log).where(above_log.c.log == log).values(seq=seq, stopped=stopped)
    )


def cursor_above(connection: Connection, office: int) -> str:
    """How far the feed of an office above was read."""
    query = select(above_office.c.cursor).where(above_office.c.office == office)
    return connection.execute(query).scalar() or ""


def unknown_logs(connection: Connection, batches: Iterable[Batch]) -> list[str]:
    """The logs of some batches that are not here."""
    names = dict.fromkeys(batch.header.log for batch in batches)
    return [name for name in names if find_log(connection, name) is None]


def learn(connection: Connection, office: int, reply: OfficeWordReply, now_ms: int) -> None:
    """Enter the devices and logs that were asked for above."""
    for known in reply.devices:
        here = select(_device.c.device).where(_device.c.device == known.device)
        if connection.execute(here).first() is None:
            state = known.state if known.state == "centre" else ABOVE
            connection.execute(
                insert(_device).values(
                    device=known.device, office=office, name=known.name, app="", state=state,
                    signing_key=unb64(known.signing_key, KEY_BYTES),
                    age_recipient=known.age_recipient, enrolled_at=now_ms, seen_at=now_ms,
                )
            )  # fmt: skip
            connection.execute(insert(above_device).values(device=known.device, state=ABOVE))
    for log in reply.known_logs:
        claim = LogClaim(log=log.log, lane=log.lane)
        register_log(connection, Owner(office, log.device, log.reason), claim, now_ms)


def take_page(
    connection: Connection, office: int, batches: Sequence[Batch], cursor: str, now_ms: int
) -> int:
    """Append a page of the feed above and its cursor; how many entries were new."""
    new = 0
    for batch in batches:
        try:
            new += append_batch(connection, None, batch, now_ms, admitted=True).reply.new
        except Problem as problem:
            # A log that goes on differently above is shown there; the others must go on.
            if problem.code not in ("fork", "unknown_log"):
                raise
    connection.execute(delete(above_office).where(above_office.c.office == office))
    connection.execute(insert(above_office).values(office=office, cursor=cursor))
    return new


def wants_lanes(connection: Connection) -> bool:
    """Whether this centre should ask the one above for lanes: it has few, or none lent to it."""
    at = tables.meta.c
    lent = connection.execute(select(at.value).where(at.name == "lane_end")).scalar()
    following = connection.execute(select(at.value).where(at.name == "next_lane")).scalar_one()
    return lent is None or lane_end(connection) - int(following) < FEW_LANES


def take_lanes(connection: Connection, block: LaneBlock, now_ms: int) -> None:
    """Give lanes of this block from now on."""
    lock_lanes(connection)
    meta = tables.meta
    connection.execute(delete(meta).where(meta.c.name == "lane_end"))
    connection.execute(insert(meta).values(name="lane_end", value=str(block.last)))
    connection.execute(
        update(meta).where(meta.c.name == "next_lane").values(value=str(block.first))
    )
    lane = tables.lane
    here = set(
        connection.execute(select(lane.c.lane).where(lane.c.lane.in_(block.taken))).scalars()
    )
    rows = [
        {"lane": number, "office": 0, "device": ABOVE, "log": None, "given_at": now_ms}
        for number in block.taken
        if number not in here
    ]
    if rows:
        connection.execute(insert(lane), rows)


def _untold_devices(connection: Connection, office: int) -> list[KnownDevice]:
    """Devices with a log in the office that were never told above, or in another state."""
    writes = select(_log.c.device).where(_log.c.office == office)
    rows = connection.execute(
        select(_device, above_device.c.state.label("told"))
        .outerjoin(above_device, above_device.c.device == _device.c.device)
        .where(or_(_device.c.office == office, _device.c.device.in_(writes)))
        .where(or_(above_device.c.state.is_(None), _differs()))
        .order_by(_device.c.device)
        .limit(_AT_ONCE)
    )
    return [_known(row) for row in rows]


def _differs() -> Any:
    return and_(above_device.c.state != _device.c.state, above_device.c.state != ABOVE)


def _known(row: Row[Any]) -> KnownDevice:
    return KnownDevice(
        device=row.device, name=row.name, signing_key=b64(bytes(row.signing_key)),
        age_recipient=row.age_recipient, state=row.state,
    )  # fmt: skip


def _untold_logs(connection: Connection, office: int) -> list[KnownLog]:
    rows = connection.execute(
        select(_log)
        .outerjoin(above_log, above_log.c.log == _log.c.log)
        .join(above_device, above_device.c.device == _log.c.device)
        .where(_log.c.office == office, above_log.c.log.is_(None), above_device.c.state != ABOVE)
        .order_by(_log.c.number)
        .limit(_AT_ONCE)
    )
    return [
        KnownLog(
            device=row.device, log=row.log, lane=row.lane, reason=row.reason,
            previous=row.previous, previous_seq=row.previous_seq,
        )
        for row in rows
    ]  # fmt: skip
