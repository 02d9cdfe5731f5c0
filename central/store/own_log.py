"""The centre's own hand: events it writes itself, signed and chained like any desk's.

The centre is a device without an office (number 0) whose Ed25519 key never leaves its database.
It writes one log for each office and purpose, so that an office's feed holds only what concerns
that office. A feed that begins anew (the centre was restored) has new own logs, too: an older one
may go further at the desks than here.
"""

import secrets
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import Connection, insert, select, update

from central.store import tables
from central.store.append import append_batch
from central.store.database import setting
from central.store.devices import CENTRE_OFFICE, CENTRE_ROLE, CENTRE_STATE
from central.store.lanes import lock_lanes
from central.store.logs import KeptLog, Owner, find_log, register_log
from central.store.offices import office_at
from central.store.scope_tables import PASSED_ON, own_log
from desk_app.protocol.batch import read_batch, write_batch
from desk_app.protocol.keys import KEY_BYTES, public_key
from desk_app.protocol.limits import MAX_EVENTS
from desk_app.protocol.messages import LogClaim
from desk_app.records.event import Draft, Entry, Event, hold, write_entry
from desk_app.records.hlc import heard, tick
from desk_app.records.ids import new_id
from desk_app.records.sealed import seal

Purpose = Literal["own", "passed"]
OWN: Final = "own"
"""The log of what the centre says itself."""
_BATCH_BYTES: Final = 1_000_000
_KEY: Final = "centre_key"


@dataclass(frozen=True, slots=True)
class Author:
    """Who at the centre writes (a user name, or ``centre``), and the latest clock they saw.

    ``seen`` is the highest hybrid reading among the events that are answered or replaced; what is
    written stands after it, unless it lies in the future.
    """

    actor: str = "centre"
    seen: int = 0


def write_own(
    connection: Connection,
    office: int,
    drafts: Sequence[Draft],
    now_ms: int,
    author: Author | None = None,
    seal_to: Sequence[str] = (),
) -> list[Event]:
    """Write events of the centre into an office's feed, in the transaction of the caller.

    A draft for an audience is sealed to ``seal_to`` (age public keys). Raises BadEntry
    ``entry.too_large``, and ValueError for an audience without keys.
    """
    if not drafts:
        return []
    who = author or Author()
    log = _lock(connection, office, OWN, now_ms)
    reading = heard(_clock(connection, office), who.seen, now_ms)
    code = office_at(connection, office).code
    events: list[Event] = []
    entries: list[Entry] = []
    for draft in drafts:
        drafted = seal(draft, seal_to) if draft.audience else draft
        reading = tick(reading, now_ms)
        event, entry = _entry(drafted, who.actor, code, reading, now_ms)
        events.append(event)
        entries.append(entry)
    connection.execute(
        update(own_log)
        .where(own_log.c.office == office, own_log.c.purpose == OWN)
        .values(clock=reading)
    )
    _append(connection, log, entries, now_ms)
    return events


def pass_on(connection: Connection, office: int, entries: Sequence[Entry], now_ms: int) -> None:
    """Put entries of other offices into an office's feed: the same bytes, signed by the centre."""
    if entries:
        _append(connection, _lock(connection, office, PASSED_ON, now_ms), entries, now_ms)


def own_device(connection: Connection) -> tuple[str, bytes]:
    """The centre as a device: its id and private key (Ed25519, 32 bytes); made when first asked."""
    device = _device(connection)
    if device is None:
        lock_lanes(connection)
        device = _device(connection) or _new_device(connection)
    return device, bytes.fromhex(setting(connection, _KEY))


def _device(connection: Connection) -> str | None:
    found = tables.device.c
    row = select(found.device).where(found.office == CENTRE_OFFICE)
    return connection.execute(row).scalar()


def _new_device(connection: Connection) -> str:
    key = secrets.token_bytes(KEY_BYTES)
    device = str(uuid.uuid4())
    connection.execute(insert(tables.meta).values(name=_KEY, value=key.hex()))
    connection.execute(
        insert(tables.device).values(
            device=device, office=CENTRE_OFFICE, name="", app="", signing_key=public_key(key),
            age_recipient="", state=CENTRE_STATE, enrolled_at=0, seen_at=0,
        )
    )  # fmt: skip
    return device


def _lock(connection: Connection, office: int, purpose: Purpose, now_ms: int) -> KeptLog:
    """The log of this purpose, which no other transaction appends to until this one ends."""
    epoch = office_at(connection, office).epoch
    row = _row(connection, office, purpose)
    if row is None or row.epoch != epoch:
        lock_lanes(connection)
        row = _row(connection, office, purpose)
    if row is None or row.epoch != epoch:
        log = _begin(connection, office, purpose, epoch, row, now_ms)
    else:
        log = row.log
    found = find_log(connection, log, lock=True)
    assert found is not None
    return found


def _row(connection: Connection, office: int, purpose: Purpose) -> Any:
    query = select(own_log).where(own_log.c.office == office, own_log.c.purpose == purpose)
    return connection.execute(query.with_for_update()).one_or_none()


def _clock(connection: Connection, office: int) -> int:
    row = _row(connection, office, OWN)
    assert row is not None
    return int(row.clock)


def _begin(
    connection: Connection, office: int, purpose: Purpose, epoch: str, before: Any, now_ms: int
) -> str:
    device, _ = own_device(connection)
    log = new_id(now_ms, secrets.token_bytes(10))
    owner = Owner(office, device, purpose, before.log if before else "")
    register_log(connection, owner, LogClaim(log=log), now_ms)
    if before is None:
        connection.execute(
            insert(own_log).values(office=office, purpose=purpose, log=log, epoch=epoch, clock=0)
        )
    else:
        connection.execute(
            update(own_log)
            .where(own_log.c.office == office, own_log.c.purpose == purpose)
            .values(log=log, epoch=epoch)
        )
    return log


def _entry(draft: Draft, actor: str, code: str, reading: int, now_ms: int) -> tuple[Event, Entry]:
    beside = hold(draft.values, secrets.token_bytes(16))
    event = Event(
        id=new_id(now_ms, secrets.token_bytes(10)),
        hlc=reading,
        actor=actor,
        role=CENTRE_ROLE,
        office=code,
        subject=draft.subject,
        type=draft.type,
        v=draft.v,
        body=draft.body,
        held=tuple(beside),
        replaces=draft.replaces,
        parents=draft.parents,
        audience=draft.audience,
    )
    return event, write_entry(event, beside)


def _append(connection: Connection, log: KeptLog, entries: Sequence[Entry], now_ms: int) -> None:
    _, key = own_device(connection)
    seq, head = log.seq, log.head
    for part in _parts(entries):
        batch = read_batch(write_batch(key, log.log, seq + 1, head, part))
        append_batch(connection, None, batch, now_ms)
        seq, head = batch.seq(len(part) - 1), batch.heads[-1]


def _parts(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries in batches that every desk takes."""
    part: list[Entry] = []
    size = 0
    for entry in entries:
        weight = len(entry.bytes) + sum(len(held.value) for held in entry.beside.values())
        if part and (len(part) == MAX_EVENTS or size + weight > _BATCH_BYTES):
            yield part
            part, size = [], 0
        part.append(entry)
        size += weight
    if part:
        yield part
