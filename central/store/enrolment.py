"""How a desk joins an office: one code, one device, its logs with their lanes."""

import uuid

from sqlalchemy import Connection, insert, select, update

from central.store import tables
from central.store.carry_keys import carry_secrets
from central.store.devices import clean, slip_key
from central.store.hubs import note_hub
from central.store.lanes import spare_lanes
from central.store.logs import Owner, register_log
from central.store.offices import code_digest, office_at
from central.store.scopes import join_scopes
from desk_app.protocol.keys import b64, enrol_statement, is_signed, unb64
from desk_app.protocol.messages import EnrolReply, EnrolRequest
from desk_app.protocol.problems import Problem

_code = tables.enrol_code
_MAX_LOGS = 1000


def enrol_device(connection: Connection, request: EnrolRequest, now_ms: int) -> EnrolReply:
    """Enrol the desk that holds the code and the key; the same request again, the same answer.

    Raises Problem ``bad_signature``, ``bad_request`` or ``bad_code`` (unknown, expired, used).
    """
    signing_key = _checked_key(request)
    if len(request.logs) > _MAX_LOGS or not request.age_recipient.startswith("age1"):
        raise Problem("bad_request")
    row = connection.execute(
        select(_code.c.office, _code.c.expires_at, _code.c.device)
        .where(_code.c.digest == code_digest(request.code))
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise Problem("bad_code")
    if row.device is not None:
        device = _same_desk(connection, row.device, signing_key)
    elif row.expires_at <= now_ms:
        raise Problem("bad_code")
    else:
        device = _new_device(connection, row.office, request, signing_key, now_ms)
        note_hub(connection, code_digest(request.code), device)
    join_scopes(connection, row.office)
    owner = Owner(row.office, device, "enrol")
    logs = tuple(register_log(connection, owner, claim, now_ms) for claim in request.logs)
    return EnrolReply(
        device=device,
        office=office_at(connection, row.office).names,
        logs=logs,
        spare_lanes=spare_lanes(connection, row.office, device, now_ms),
        server_time=now_ms,
        slip_key=b64(slip_key(connection, device)),
        carry=carry_secrets(connection).public,
    )


def _checked_key(request: EnrolRequest) -> bytes:
    try:
        signing_key, signature = unb64(request.signing_key, 32), unb64(request.sig, 64)
    except ValueError as error:
        raise Problem("bad_signature") from error
    statement = enrol_statement(request.code, request.signing_key, request.age_recipient)
    if not is_signed(signing_key, signature, statement):
        raise Problem("bad_signature")
    return signing_key


def _same_desk(connection: Connection, device: str, signing_key: bytes) -> str:
    """The device that used the code; only the desk whose answer was lost may ask again."""
    row = connection.execute(
        select(tables.device.c.signing_key, tables.device.c.state).where(
            tables.device.c.device == device
        )
    ).one()
    if bytes(row.signing_key) != signing_key:
        raise Problem("bad_code")
    if row.state != "active":
        raise Problem("revoked", state=row.state)
    return device


def _new_device(
    connection: Connection, office: int, request: EnrolRequest, signing_key: bytes, now_ms: int
) -> str:
    device = str(uuid.uuid4())
    connection.execute(
        insert(tables.device).values(
            device=device, office=office, name=clean(request.name), app=clean(request.app),
            signing_key=signing_key, age_recipient=clean(request.age_recipient), state="active",
            enrolled_at=now_ms, seen_at=now_ms,
        )
    )  # fmt: skip
    connection.execute(
        update(_code).where(_code.c.digest == code_digest(request.code)).values(device=device)
    )
    return device
