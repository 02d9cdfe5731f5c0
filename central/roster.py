"""A mission's hub: a centre with no line that knows the desks of an office, and carries onward.

The centre gives the hub a roster by stick: the office, its devices with their public keys, their
logs with their lanes. The hub pins the centre with the first roster and takes others from it
alone. What the hub took it passes on as it came, under the desks' own signatures.
"""

from typing import Final

from sqlalchemy import Connection, insert, select, update

from central.store import tables
from central.store.devices import is_of_an_office
from central.store.logs import Owner, find_log, register_log
from central.store.offices import Office, add_office, office_by_code
from desk_app.protocol.bundle import Opened
from desk_app.protocol.bundle_statements import KnownDevice, KnownLog, Statement
from desk_app.protocol.keys import KEY_BYTES, b64, unb64
from desk_app.protocol.messages import LogClaim
from desk_app.records.errors import DataDamaged, MachineFault

_HIGHER: Final = "higher_centre"
_device = tables.device
_log = tables.log


def roster_of(connection: Connection, office: Office) -> Statement:
    """What a hub must know of an office."""
    devices = connection.execute(
        select(
            _device.c.device, _device.c.name, _device.c.signing_key, _device.c.age_recipient,
            _device.c.state,
        )
        .where(_device.c.office == office.office, is_of_an_office)
        .order_by(_device.c.device)
    )  # fmt: skip
    logs = connection.execute(
        select(_log.c.device, _log.c.log, _log.c.lane, _log.c.reason, _log.c.previous,
               _log.c.previous_seq)
        .join(_device, _device.c.device == _log.c.device)
        .where(_log.c.office == office.office, is_of_an_office)
        .order_by(_log.c.number)
    )  # fmt: skip
    return Statement(
        office=office.names,
        devices=tuple(
            KnownDevice(
                device=row.device, name=row.name, signing_key=b64(bytes(row.signing_key)),
                age_recipient=row.age_recipient, state=row.state,
            )
            for row in devices
        ),
        known_logs=tuple(
            KnownLog(
                device=row.device, log=row.log, lane=row.lane, reason=row.reason,
                previous=row.previous, previous_seq=row.previous_seq,
            )
            for row in logs
        ),
    )  # fmt: skip


def take_roster(connection: Connection, opened: Opened, now_ms: int) -> int:
    """Let this hub know the desks of a roster; returns how many devices and logs were new.

    Raises MachineFault ``bundle.forged`` when another centre signed it than the one pinned.
    """
    _check_signer(connection, opened)
    told = opened.statement
    if told.office is None:
        raise DataDamaged("bundle.damaged")
    office = office_by_code(connection, told.office.code)
    if office is None:
        names = told.office
        office = add_office(connection, names.code, names.name, names.province)
    devices = sum(_enter(connection, office.office, device, now_ms) for device in told.devices)
    logs = sum(_begin(connection, office.office, log, now_ms) for log in told.known_logs)
    return devices + logs


def _check_signer(connection: Connection, opened: Opened) -> None:
    """The first roster pins its signer: it is handed over where the hub is made ready."""
    query = select(tables.meta.c.value).where(tables.meta.c.name == _HIGHER)
    pinned = connection.execute(query).scalar()
    try:
        public = unb64(pinned if pinned is not None else opened.sender, KEY_BYTES)
    except ValueError as error:
        raise DataDamaged("bundle.damaged") from error
    if not opened.is_signed_by(public):
        raise MachineFault("bundle.forged")
    if pinned is None:
        connection.execute(insert(tables.meta).values(name=_HIGHER, value=opened.sender))


def _enter(connection: Connection, office: int, known: KnownDevice, now_ms: int) -> bool:
    query = select(_device.c.state).where(_device.c.device == known.device)
    state = connection.execute(query).scalar()
    if state is None:
        connection.execute(
            insert(_device).values(
                device=known.device, office=office, name=known.name, app="",
                signing_key=unb64(known.signing_key, KEY_BYTES), state=known.state,
                age_recipient=known.age_recipient, enrolled_at=now_ms, seen_at=now_ms,
            )
        )  # fmt: skip
        return True
    if state != known.state:
        connection.execute(
            update(_device).where(_device.c.device == known.device).values(state=known.state)
        )
    return False


def _begin(connection: Connection, office: int, known: KnownLog, now_ms: int) -> bool:
    if find_log(connection, known.log) is not None:
        return False
    owner = Owner(office, known.device, known.reason, known.previous, known.previous_seq)
    register_log(connection, owner, LogClaim(log=known.log, lane=known.lane), now_ms)
    return True
