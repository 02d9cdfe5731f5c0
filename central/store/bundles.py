"""What the centre remembers of bundles: files taken, statements to answer, entries refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from central.store import tables
from central.store.bundle_tables import bundle, bundle_sender, quarantined
from central.store.devices import Device
from central.store.logs import Owner, find_log, register_log
from desk_app.protocol.bundle import Label
from desk_app.protocol.bundle_statements import QuarantinedEntry, Statement
from desk_app.protocol.messages import LogClaim, LogRequest

_LONGEST_REASON: Final = 60
_statement: Final = msgspec.json.Decoder(Statement)


@dataclass(frozen=True, slots=True)
class Sender:
    """A desk's newest statement, with its exact bytes and signature."""

    office: int
    device: str
    said: bytes
    sig: bytes

    @property
    def statement(self) -> Statement:
        """What it says."""
        return _statement.decode(self.said)


def note_bundle(
    connection: Connection, device: Device, label: Label, now_ms: int, scan: str = ""
) -> None:
    """Remember that a file was taken; again changes nothing."""
    if not is_taken(connection, device, label):
        connection.execute(
            insert(bundle).values(
                office=device.office, set_name=label.set, number=label.number, of_files=label.of,
                device=device.device, made_at=label.at, taken_at=now_ms, scan=scan,
            )
        )  # fmt: skip


def is_taken(connection: Connection, device: Device, label: Label) -> bool:
    """Whether a file was taken before."""
    at = _at(device.office, label.set)
    known = select(bundle.c.number).where(*at, bundle.c.number == label.number)
    return connection.execute(known).first() is not None


def missing_of(connection: Connection, office: int, name: str, of: int) -> list[int]:
    """The numbers of a set's files that were never taken."""
    query = select(bundle.c.number).where(*_at(office, name))
    taken = set(connection.execute(query).scalars())
    return [number for number in range(1, of + 1) if number not in taken]


def scans_of(connection: Connection, device: Device, name: str) -> tuple[str, ...]:
    """The scans of a device's set that were taken."""
    query = select(bundle.c.scan).where(
        *_at(device.office, name), bundle.c.device == device.device, bundle.c.scan != ""
    )
    return tuple(connection.execute(query.order_by(bundle.c.number)).scalars())


def is_noted(connection: Connection, device: Device, statement: Statement) -> bool:
    """Whether a statement as new as this one was noted already."""
    row = _noted(connection, device)
    return row is not None and row >= statement.at


def note_statement(
    connection: Connection, device: Device, statement: Statement, said: bytes, sig: bytes
) -> None:
    """Keep what a desk states in a new set: it is to be answered, and may be passed on."""
    if is_noted(connection, device, statement):
        return
    own = (bundle_sender.c.office == device.office, bundle_sender.c.device == device.device)
    connection.execute(delete(bundle_sender).where(*own))
    connection.execute(
        insert(bundle_sender).values(
            office=device.office, device=device.device, set_name=statement.set,
            made_at=statement.at, said=said, sig=sig, answered_at=0,
        )
    )  # fmt: skip


def register_logs(
    connection: Connection, device: Device, requests: Sequence[LogRequest], now_ms: int
) -> None:
    """Register the logs that a desk began without a line; those that are here are not touched."""
    for request in requests:
        # A lane can be asked for on the line alone: a stick may be read twice, or never.
        if request.lane and find_log(connection, request.log) is None:
            owner = Owner(
                device.office, device.device, request.reason, request.previous[:36],
                max(0, min(request.previous_seq, 1 << 60)),
            )  # fmt: skip
            claim = LogClaim(log=request.log, lane=request.lane)
            register_log(connection, owner, claim, now_ms)


def quarantine(connection: Connection, office: int, entry: QuarantinedEntry) -> None:
    """Remember an entry that can never be taken; its desk is told in the answer."""
    at = (
        quarantined.c.office == office, quarantined.c.log == entry.log,
        quarantined.c.seq == entry.seq,
    )  # fmt: skip
    if connection.execute(select(quarantined.c.seq).where(*at)).first() is None:
        reason = entry.reason[:_LONGEST_REASON]
        connection.execute(
            insert(quarantined).values(office=office, log=entry.log, seq=entry.seq, reason=reason)
        )


def quarantined_of(connection: Connection, device: Device) -> tuple[QuarantinedEntry, ...]:
    """The refused entries of a device's logs."""
    query = (
        select(quarantined.c.log, quarantined.c.seq, quarantined.c.reason)
        .join(tables.log, tables.log.c.log == quarantined.c.log)
        .where(quarantined.c.office == device.office, tables.log.c.device == device.device)
        .order_by(quarantined.c.log, quarantined.c.seq)
    )
    return tuple(
        QuarantinedEntry(log=log, seq=seq, reason=reason)
        for log, seq, reason in connection.execute(query)
    )


def senders(connection: Connection, office: int | None = None) -> list[Sender]:
    """The newest statement of every desk that carried, of one office or of all."""
    columns = (
        bundle_sender.c.office, bundle_sender.c.device, bundle_sender.c.said, bundle_sender.c.sig,
    )  # fmt: skip
    query = select(*columns).order_by(bundle_sender.c.office, bundle_sender.c.device)
    if office is not None:
        query = query.where(bundle_sender.c.office == office)
    return [
        Sender(number, device, bytes(said), bytes(sig))
        for number, device, said, sig in connection.execute(query)
    ]


def due(connection: Connection) -> list[str]:
    """The devices whose newest set was not answered yet."""
    query = select(bundle_sender.c.device).where(bundle_sender.c.answered_at == 0)
    return list(connection.execute(query.order_by(bundle_sender.c.device)).scalars())


def note_answered(connection: Connection, device: str, name: str, now_ms: int) -> None:
    """Remember that a set was answered."""
    connection.execute(
        update(bundle_sender)
        .where(bundle_sender.c.device == device, bundle_sender.c.set_name == name)
        .values(answered_at=now_ms)
    )


def _noted(connection: Connection, device: Device) -> int | None:
    query = select(bundle_sender.c.made_at).where(
        bundle_sender.c.office == device.office, bundle_sender.c.device == device.device
    )
    return connection.execute(query).scalar()


def _at(office: int, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (bundle.c.office == office, bundle.c.set_name == name)
