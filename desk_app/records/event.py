"""Events and the bytes they are kept as.

An *event* says that something happened to a *subject*. Its canonical bytes (JSON, keys sorted,
defaults left out) are hashed into the chain and never change. Personal values travel beside them:
the bytes hold only ``sha256(salt ‖ value)`` for each, listed in ``held`` and named by position
from the body, so that a value can be erased everywhere while chain and counts stand.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec

from desk_app.records.errors import DeskError

MAX_ENTRY_BYTES: Final = 64 * 1024
"""An entry with its values is never larger; longer texts are refused where they are typed."""


class BadEntry(DeskError):
    """Bytes that are no event, or values that do not fit their hashes (code ``entry.*``)."""


class Subject(NamedTuple):
    """What an event is about: its kind (``request``, ``visit`` …) and id."""

    kind: str
    id: str


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An event as its author means it: the book adds id, clock, actor and place."""

    subject: Subject
    type: str
    v: int = 1
    body: dict[str, Any] = {}
    values: tuple[Any, ...] = ()
    replaces: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    audience: str = ""


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The envelope and body as the canonical bytes hold them."""

    id: str
    hlc: int
    actor: str
    role: str
    office: str
    subject: Subject
    type: str
    v: int
    body: dict[str, Any]
    held: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    audience: str = ""

    @property
    def order(self) -> tuple[int, str]:
        """The place in the one order that all replicas agree on."""
        return self.hlc, self.id


class Held(msgspec.Struct, frozen=True, array_like=True):
    """A personal value beside the bytes: its salt (base64url) and canonical JSON."""

    salt: str
    value: msgspec.Raw


class Entry(NamedTuple):
    """What is stored and sent: canonical bytes, and the values beside them by their hash."""

    bytes: bytes
    beside: Mapping[str, Held]


_canonical = msgspec.json.Encoder(order="deterministic")
_event = msgspec.json.Decoder(Event)
_beside = msgspec.json.Decoder(dict[str, Held])


def canonical(value: object) -> bytes:
    """The one JSON form of a value that is hashed."""
    return _canonical.encode(value)


def commitment(salt: bytes, value: bytes) -> str:
    """``sha256(salt ‖ value)`` as unpadded base64url."""
    return _b64(sha256(salt + value).digest())


def commitment_of(held: Held) -> str:
    """The hash that stands for a held value; raises BadEntry ``entry.salt``."""
    try:
        salt = _unb64(held.salt)
    except ValueError as error:
        raise BadEntry("entry.salt") from error
    return commitment(salt, bytes(held.value))


def hold(values: tuple[Any, ...], event_salt: bytes) -> dict[str, Held]:
    """The personal values by their hashes, in order.

    Each salt is derived from the event's own random salt (16 bytes) and the position, so that a
    wire may send one salt for all while none is erased.
    """
    held: dict[str, Held] = {}
    for position, value in enumerate(values):
        salt = salt_at(event_salt, position)
        raw = canonical(value)
        held[commitment(salt, raw)] = Held(_b64(salt), msgspec.Raw(raw))
    return held


def salt_at(event_salt: bytes, position: int) -> bytes:
    """The salt of the value at a position: 16 bytes."""
    return sha256(event_salt + position.to_bytes(2, "big")).digest()[:16]


def write_entry(event: Event, beside: Mapping[str, Held]) -> Entry:
    """The entry of an event whose ``held`` names the given values."""
    entry = Entry(_canonical.encode(event), beside)
    if len(entry.bytes) + sum(len(held.value) for held in beside.values()) > MAX_ENTRY_BYTES:
        raise BadEntry("entry.too_large")
    return entry


def read_event(data: bytes) -> Event:
    """The event of canonical bytes; raises BadEntry when they are none."""
    try:
        return _event.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadEntry("entry.not_an_event") from error


def check_beside(event: Event, beside: Mapping[str, Held]) -> None:
    """Raise BadEntry unless every value beside the bytes is one that the bytes name."""
    for name, held in beside.items():
        if name not in event.held:
            raise BadEntry("entry.value_not_named")
        if commitment_of(held) != name:
            raise BadEntry("entry.value_changed")


def encode_beside(beside: Mapping[str, Held]) -> bytes:
    """The stored form of the values beside an entry; empty when there are none."""
    return _canonical.encode(beside) if beside else b""


def decode_beside(data: bytes) -> dict[str, Held]:
    """The values beside an entry from their stored form."""
    if not data:
        return {}
    try:
        return _beside.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadEntry("entry.values") from error


# Not the base64 module's: these are asked for at every value of every event that comes or goes.
def _b64(data: bytes) -> str:
    text = b2a_base64(data, newline=False).decode()
    return text.rstrip("=").replace("+", "-").replace("/", "_")


def _unb64(text: str) -> bytes:
    plain = text.replace("-", "+").replace("_", "/")
    return a2b_base64(plain + "=" * (-len(text) % 4))
