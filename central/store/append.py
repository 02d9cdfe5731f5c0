"""Push: one transaction that appends what is new of a batch and moves the feed."""

from typing import Final, NamedTuple

from sqlalchemy import Connection, insert, select, update

from central.store import tables
from central.store.devices import CENTRE_ROLE, CENTRE_STATE, Device
from central.store.erasure import apply_erasures, drop_values, erased_before
from central.store.hubs import speaks_for
from central.store.logs import KeptLog, find_log
from central.store.rows import put_rows
from central.store.scope_tables import fact_batch
from desk_app.protocol.batch import Batch
from desk_app.protocol.keys import unb64
from desk_app.protocol.messages import PushReply
from desk_app.protocol.problems import Problem
from desk_app.records.chain import START
from desk_app.records.event import encode_beside

_entry = tables.entry
_log = tables.log
FACT_KINDS: Final = frozenset({"item", "calendar", "officer", "office"})
"""Subjects that say what an office knows of itself."""
Row = tuple[int, int, int, bytes, str, bytes, bytes | None]


class Taken(NamedTuple):
    """The office whose feed a batch belongs to, and what is answered."""

    office: int
    reply: PushReply


class LostHere(Problem):
    """A gap because this centre no longer holds what it once acknowledged, or never did."""

    def __init__(self, office: int, expected: int) -> None:
        super().__init__("gap", expected=expected)
        self.office = office


class EarlyHere(Problem):
    """A gap because the batches before this one are still on their way."""

    def __init__(self, expected: int) -> None:
        super().__init__("gap", expected=expected)


class StolenHere(Problem):
    """A batch that is signed rightly, by a device that was stolen: an administrator decides."""

    def __init__(self, office: int, device: str) -> None:
        super().__init__("revoked", state="stolen")
        self.office = office
        self.device = device


def append_batch(
    connection: Connection,
    bringer: Device | None,
    batch: Batch,
    now_ms: int,
    *,
    admitted: bool = False,
) -> Taken:
    """Make the batch durable; entries held already are compared by hash and change nothing.

    The batch's own signature counts, whoever brings it: a device of the office, the lower centre
    that speaks for the office, or (None) an administrator with a stick. Raises Problem
    ``unknown_log``, ``bad_signature``, ``gap`` (``expected``; EarlyHere where it may yet close,
    else LostHere), ``fork`` (``at``: the first place whose contents differ) or StolenHere, unless
    an administrator here or at that lower centre ``admitted`` what a stolen device signed.
    """
    log = find_log(connection, batch.header.log, lock=True)
    if log is None:
        raise Problem("unknown_log")
    if bringer is not None and log.office != bringer.office:
        admitted = admitted or speaks_for(connection, bringer, log.office)
        if not admitted:
            raise Problem("unknown_log")
    owner = connection.execute(
        select(tables.device.c.signing_key, tables.device.c.state).where(
            tables.device.c.device == log.device
        )
    ).one()
    if not batch.is_signed_by(bytes(owner.signing_key)):
        raise Problem("bad_signature")
    if owner.state == "stolen" and not admitted and not _is_vouched(connection, bringer, log):
        raise StolenHere(log.office, log.device)
    if owner.state != CENTRE_STATE:
        _check_roles(batch)
    first = batch.header.frm
    if first > log.seq + 1:
        # Its sender was told that everything before what is on its way is durable here.
        if first - batch.header.ahead > log.seq + 1:
            raise LostHere(log.office, log.seq + 1)
        raise EarlyHere(log.seq + 1)
    _check_held(connection, log, batch)
    skip = log.seq - first + 1
    if skip >= batch.header.n:
        return Taken(log.office, PushReply(acked=log.seq, new=0, server_time=now_ms))
    _store(connection, log, batch, skip, now_ms)
    last, new = batch.seq(batch.header.n - 1), batch.header.n - skip
    return Taken(log.office, PushReply(acked=last, new=new, server_time=now_ms))


def _is_vouched(connection: Connection, bringer: Device | None, log: KeptLog) -> bool:
    return bringer is not None and speaks_for(connection, bringer, log.office)


def _check_roles(batch: Batch) -> None:
    """No desk speaks as the centre."""
    for position, event in enumerate(batch.events):
        if event.role == CENTRE_ROLE:
            raise Problem("bad_entry", seq=batch.seq(position), reason="entry.role")


def _check_held(connection: Connection, log: KeptLog, batch: Batch) -> None:
    """Compare the batch with what is held, before and inside it."""
    first, last = batch.header.frm, batch.seq(batch.header.n - 1)
    if _head_at(connection, log, first - 1) != batch.prev:
        raise Problem("fork", at=max(first - 1, 1))
    common = min(log.seq, last)
    if common < first or _head_at(connection, log, common) == batch.heads[common - first]:
        return
    held = connection.execute(
        select(_entry.c.seq, _entry.c.head)
        .where(_entry.c.office == log.office, _entry.c.number == log.number)
        .where(_entry.c.seq.between(first, common))
        .order_by(_entry.c.seq)
    )
    at = next(seq for seq, head in held if bytes(head) != batch.heads[seq - first])
    raise Problem("fork", at=at)


def _head_at(connection: Connection, log: KeptLog, seq: int) -> bytes:
    if seq == 0:
        return START
    if seq == log.seq:
        return log.head
    return bytes(
        connection.execute(
            select(_entry.c.head).where(
                _entry.c.office == log.office, _entry.c.number == log.number, _entry.c.seq == seq
            )
        ).scalar_one()
    )


def _store(connection: Connection, log: KeptLog, batch: Batch, skip: int, now_ms: int) -> None:
    erased = erased_before(connection, log.office, batch)
    put_rows(connection, _entry, _rows(log, batch, skip, erased))
    # From here on the office is locked: shortly, as every push of the office waits for it.
    place = connection.execute(
        update(tables.office)
        .where(tables.office.c.office == log.office)
        .values(place=tables.office.c.place + 1)
        .returning(tables.office.c.place)
    ).scalar_one()
    for subject, names in erased_before(connection, log.office, batch).items():
        # What was erased while the rows were on their way.
        if late := names - erased.get(subject, set()):
            drop_values(connection, log.office, subject, late)
    connection.execute(
        insert(tables.batch).values(
            office=log.office, place=place, number=log.number, frm=batch.header.frm,
            n=batch.header.n, size=batch.size, prev=batch.prev, sig=unb64(batch.header.sig, 64),
            received_at=now_ms,
        )
    )  # fmt: skip
    connection.execute(
        update(_log)
        .where(_log.c.office == log.office, _log.c.number == log.number)
        .values(seq=batch.seq(batch.header.n - 1), head=batch.heads[-1])
    )
    apply_erasures(connection, log.office, batch.events[skip:])
    if any(event.subject.kind in FACT_KINDS for event in batch.events[skip:]):
        connection.execute(insert(fact_batch).values(office=log.office, place=place))


def _rows(log: KeptLog, batch: Batch, skip: int, erased: dict[str, set[str]]) -> list[Row]:
    rows: list[Row] = []
    for position in range(skip, batch.header.n):
        entry, subject = batch.entries[position], batch.events[position].subject.id
        beside = entry.beside
        if gone := erased.get(subject):
            beside = {name: held for name, held in beside.items() if name not in gone}
        rows.append(
            (
                log.office, log.number, batch.seq(position), batch.heads[position], subject,
                entry.bytes, encode_beside(beside) or None,
            )
        )  # fmt: skip
    return rows
