"""Batches of stolen devices: signed rightly, kept aside until an administrator decides."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from central.store import tables
from central.store.append import append_batch
from central.store.devices import find_device
from central.store.theft_tables import held_batch
from central.store.thefts import flag_lanes, since_of
from desk_app.protocol.batch import Batch, read_batch, write_lines
from desk_app.protocol.squeeze import inflate, squeeze


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits of one log of a stolen device: from where, how much, since when (ms)."""

    office: str
    device: str
    log: str
    first: int
    batches: int
    events: int
    received_at: int


def hold_batch(connection: Connection, office: int, device: str, batch: Batch, now_ms: int) -> None:
    """Keep a batch aside; the same batch again changes nothing."""
    header = batch.header
    key = {
        "office": office, "device": device, "log": header.log, "frm": header.frm,
        "head": batch.heads[-1],
    }  # fmt: skip
    known = select(held_batch.c.n).filter_by(**key).where(held_batch.c.n >= header.n)
    if connection.execute(known).first() is None:
        data = squeeze(write_lines(header, batch.entries))
        connection.execute(
            insert(held_batch).values(**key, n=header.n, data=data, received_at=now_ms)
        )


def waiting(connection: Connection, device: str | None = None) -> list[Waiting]:
    """What waits for an administrator, by office and log."""
    columns = (tables.office.c.code, held_batch.c.device, held_batch.c.log)
    query = (
        select(
            *columns, func.min(held_batch.c.frm), func.count(), func.sum(held_batch.c.n),
            func.min(held_batch.c.received_at),
        )
        .join(tables.office, tables.office.c.office == held_batch.c.office)
        .group_by(*columns)
        .order_by(*columns)
    )  # fmt: skip
    if device is not None:
        query = query.where(held_batch.c.device == device)
    return [
        Waiting(code, name, log, first, batches, int(events), received_at)
        for code, name, log, first, batches, events, received_at in connection.execute(query)
    ]


def admit_held(connection: Connection, device: str, now_ms: int) -> int:
    """Append what waits of a device, log by log in order; how many events were new.

    Codes among them that are dated before the theft are flagged no longer.
    Raises Problem ``gap`` or ``fork`` when it does not follow what is held; then nothing changed.
    """
    rows = connection.execute(
        select(held_batch.c.data)
        .where(held_batch.c.device == device)
        .order_by(held_batch.c.log, held_batch.c.frm, held_batch.c.n)
    ).all()
    new = 0
    for (data,) in rows:
        batch = read_batch(inflate(bytes(data), "zstd"))
        new += append_batch(connection, None, batch, now_ms, admitted=True).reply.new
    refuse_held(connection, device)
    owner, since = find_device(connection, device), since_of(connection, device)
    if owner is not None and since is not None:
        flag_lanes(connection, owner, since)
    return new


def refuse_held(connection: Connection, device: str) -> int:
    """Throw away what waits of a device; how many events were in it."""
    events = connection.execute(
        select(func.coalesce(func.sum(held_batch.c.n), 0)).where(held_batch.c.device == device)
    ).scalar_one()
    connection.execute(delete(held_batch).where(held_batch.c.device == device))
    return int(events)
