"""One entry as one line of a batch.

``{"e":<bytes>}`` carries the exact canonical bytes. Where values still lie beside them,
``"b":[[salt,value],null,…]`` names them by their position in the event's ``held``, and ``"a"``
may stand for ``"e"``: the same bytes with each hash whose value is sent replaced by ``~`` and the
position. The reader puts the hashes back from what it was sent, so they need not travel.
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from desk_app.records.event import (
    MAX_ENTRY_BYTES,
    BadEntry,
    Entry,
    Event,
    Held,
    commitment_of,
    read_event,
)

_MAX_SUBJECT: Final = 200
_MAX_LINE: Final = 2 * MAX_ENTRY_BYTES
_LAST_READING: Final = (1 << 63) - 1
_LAST_VERSION: Final = 1_000_000
_MARK: Final = b'"~'
_ABSENT: Final = msgspec.Raw(b"")
_Named = tuple[int, str, Held]
"""A value with its position in ``held`` and the hash that stands there for it."""
_ID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class _Line(msgspec.Struct, frozen=True, gc=False):
    e: msgspec.Raw = _ABSENT
    a: msgspec.Raw = _ABSENT
    b: list[Held | None] = []


class _HeldOnly(msgspec.Struct, frozen=True, gc=False):
    held: list[str] = []


_line = msgspec.json.Decoder(_Line)
_held_only = msgspec.json.Decoder(_HeldOnly)
_encode = msgspec.json.encode


def write_line(data: bytes, beside: Mapping[str, Held]) -> bytes:
    """The line of an entry, without its line feed."""
    if not beside:
        return b'{"e":' + data + b"}"
    names = _held_only.decode(data).held
    told = b',"b":' + _encode([beside.get(name) for name in names]) + b"}"
    present = [(at, name) for at, name in enumerate(names) if name in beside]
    short = data
    for at, name in present:
        short = short.replace(_quoted(name), _mark(at))
    # Where nothing looked like a mark before, the reader puts back what was taken.
    if _MARK not in data or _restored(short, present) == data:
        return b'{"a":' + short + told
    return b'{"e":' + data + told


def read_line(line: bytes) -> tuple[Entry, Event]:
    """The entry of a line and its event, every value checked against its hash.

    Raises BadEntry for one that is damaged, too large or names its subject in no usable way.
    """
    if len(line) > _MAX_LINE:
        raise BadEntry("entry.too_large")
    try:
        found = _line.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadEntry("entry.line") from error
    data, names = _exact(found)
    event = read_event(data)
    _check_names(event)
    if len(found.b) > len(event.held):
        raise BadEntry("entry.value_not_named")
    beside, size = {}, len(data)
    for at, name, held in names or _named(found):
        if name != event.held[at]:
            raise BadEntry("entry.value_changed")
        beside[name] = held
        size += len(held.value)
    if size > MAX_ENTRY_BYTES:
        raise BadEntry("entry.too_large")
    return Entry(data, beside), event


def _exact(found: _Line) -> tuple[bytes, list[_Named]]:
    """The entry's bytes, and its values where they had to be hashed for that."""
    if exact := bytes(found.e):
        return exact, []
    short = bytes(found.a)
    if not short:
        raise BadEntry("entry.line")
    names = _named(found)
    return _restored(short, [(at, name) for at, name, _ in names]), names


def _named(found: _Line) -> list[_Named]:
    return [(at, commitment_of(held), held) for at, held in enumerate(found.b) if held is not None]


def _restored(short: bytes, names: list[tuple[int, str]]) -> bytes:
    for at, name in names:
        short = short.replace(_mark(at), _quoted(name))
    return short


def _mark(at: int) -> bytes:
    return f'"~{at}"'.encode()


def _quoted(name: str) -> bytes:
    return f'"{name}"'.encode()


def _check_names(event: Event) -> None:
    if not _ID.fullmatch(event.id):
        raise BadEntry("entry.id")
    if not (0 <= event.hlc <= _LAST_READING and 0 < event.v <= _LAST_VERSION):
        raise BadEntry("entry.number")
    for text in (*event.subject, event.type):
        if "\0" in text or not 0 < len(text) <= _MAX_SUBJECT:
            raise BadEntry("entry.subject")
