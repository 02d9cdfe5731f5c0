"""The devices of the offices: how they join, open sessions and are put out of use."""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from central.store import tables
from central.store.database import setting
from desk_app.protocol.keys import b64, is_signed, session_statement, unb64
from desk_app.protocol.messages import SessionRequest
from desk_app.protocol.problems import Problem

TOKEN_LIFE_MS: Final = 12 * 3600 * 1000
"""How long a token is good."""

NONCE_LIFE_MS: Final = 120 * 1000
"""How long a nonce waits for its signature."""

STATES: Final = ("active", "retired", "stolen")

CENTRE_OFFICE: Final = 0
"""The number under which the centre stands among the devices whose logs are kept: no office."""

CENTRE_STATE: Final = "centre"
CENTRE_ROLE: Final = "centre"
"""Under which the centre writes; no desk's log may hold an event of this role."""

_device = tables.device
_session = tables.session
_SEEN_EVERY_MS: Final = 60_000
is_of_an_office: Final = _device.c.office != CENTRE_OFFICE
"""Holds for every device but the centre itself."""


@dataclass(frozen=True, slots=True)
class Device:
    """A device as enrolled; ``state`` is one of ``STATES``."""

    device: str
    office: int
    name: str
    app: str
    signing_key: bytes
    state: str
    enrolled_at: int
    seen_at: int


_COLUMNS: Final = (
    _device.c.device, _device.c.office, _device.c.name, _device.c.app, _device.c.signing_key,
    _device.c.state, _device.c.enrolled_at, _device.c.seen_at,
)  # fmt: skip


def find_device(connection: Connection, device: str) -> Device | None:
    """The device of an office by its id."""
    query = select(*_COLUMNS).where(_device.c.device == device, is_of_an_office)
    row = connection.execute(query).one_or_none()
    return row and Device(*row)


def all_devices(connection: Connection) -> list[Device]:
    """Every device of the offices, by office and age."""
    query = (
        select(*_COLUMNS)
        .where(is_of_an_office)
        .order_by(_device.c.office, _device.c.enrolled_at, _device.c.device)
    )
    return [Device(*row) for row in connection.execute(query)]


def set_state(connection: Connection, device: str, state: str) -> bool:
    """Put a device out of use (or back); its open sessions end. False when there is none."""
    done = connection.execute(
        update(_device).where(_device.c.device == device).values(state=state)
    ).rowcount
    connection.execute(delete(_session).where(_session.c.device == device))
    return bool(done)


def make_nonce(connection: Connection, device: str, now_ms: int) -> str:
    """A nonce that only this centre can have made, for this device, now."""
    start = now_ms.to_bytes(8, "big") + secrets.token_bytes(16)
    return b64(start + _seal(connection, device, start))


def open_session(
    connection: Connection, request: SessionRequest, now_ms: int
) -> tuple[str, Device]:
    """A token for a signed nonce. Raises Problem ``unauthorized`` or ``revoked``."""
    try:
        nonce, signature = unb64(request.nonce, 40), unb64(request.sig, 64)
    except ValueError as error:
        raise Problem("unauthorized") from error
    age = now_ms - int.from_bytes(nonce[:8], "big")
    fresh = 0 <= age <= NONCE_LIFE_MS
    if not fresh or not hmac.compare_digest(
        _seal(connection, request.device, nonce[:24]), nonce[24:]
    ):
        raise Problem("unauthorized")
    found = find_device(connection, request.device)
    statement = session_statement(request.device, request.nonce)
    if found is None or not is_signed(found.signing_key, signature, statement):
        raise Problem("unauthorized")
    _check_active(found)
    token = b64(secrets.token_bytes(32))
    connection.execute(delete(_session).where(_session.c.expires_at <= now_ms))
    connection.execute(
        insert(_session).values(
            digest=_digest(token), device=found.device, expires_at=now_ms + TOKEN_LIFE_MS
        )
    )
    connection.execute(
        update(_device)
        .where(_device.c.device == found.device)
        .values(seen_at=now_ms, app=clean(request.app) or found.app)
    )
    return token, found


def device_of_token(connection: Connection, token: str, now_ms: int) -> Device:
    """Who holds the token. Raises Problem ``unauthorized`` or ``revoked``."""
    row = connection.execute(
        select(*_COLUMNS)
        .join(_session, _session.c.device == _device.c.device)
        .where(_session.c.digest == _digest(token), _session.c.expires_at > now_ms)
    ).one_or_none()
    if row is None:
        raise Problem("unauthorized")
    found = Device(*row)
    _check_active(found)
    return found


def note_seen(connection: Connection, device: Device, now_ms: int) -> None:
    """Remember, to the minute, when the device was last heard."""
    if now_ms - device.seen_at >= _SEEN_EVERY_MS:
        connection.execute(
            update(_device).where(_device.c.device == device.device).values(seen_at=now_ms)
        )


def slip_key(connection: Connection, device: str) -> bytes:
    """What centre and device share for lanes that are read over the telephone: 32 bytes."""
    key = bytes.fromhex(setting(connection, "secret"))
    return hmac.digest(key, b"mizban-slip|" + device.encode(), "sha256")


def clean(text: str) -> str:
    """A name as told by a device: printable and at most 100 characters."""
    return "".join(letter for letter in text if letter.isprintable())[:100]


def _check_active(device: Device) -> None:
    if device.state != "active":
        raise Problem("revoked", state=device.state)


def _digest(token: str) -> str:
    return sha256(b"mizban-token|" + token.encode()).hexdigest()


def _seal(connection: Connection, device: str, start: bytes) -> bytes:
    key = bytes.fromhex(setting(connection, "secret"))
    return hmac.digest(key, b"mizban-nonce|" + device.encode() + b"|" + start, "sha256")[:16]
