"""One entry as one line of a batch.

``{"e":<bytes>}`` carries the exact canonical bytes. Where values still lie beside them,
``"b":[[salt,value],null,…]`` names them by their position in the event's ``held``, and ``"a"``
may stand for ``"e"``: the same bytes with each hash whose value is sent replaced by ``~`` and the
position. The reader puts the hashes back from what it was sent, so they need not travel.
"""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Final

import msgspec

from desk_app.records.event import (
    MAX_ENTRY_BYTES,
    BadEntry,
    Entry,
    Event,
    Held,
    check_beside,
    commitment,
    read_event,
)
from desk_app.records.ids import id_bytes, id_text

_MAX_SUBJECT: Final = 200
_MAX_LINE: Final = 2 * MAX_ENTRY_BYTES
_Pair = tuple[str, msgspec.Raw]
_ABSENT: Final = msgspec.Raw(b"")


class _Line(msgspec.Struct, frozen=True):
    e: msgspec.Raw = _ABSENT
    a: msgspec.Raw = _ABSENT
    b: list[_Pair | None] = []


class _HeldOnly(msgspec.Struct, frozen=True):
    held: list[str] = []


_line = msgspec.json.Decoder(_Line)
_held_only = msgspec.json.Decoder(_HeldOnly)
_encode = msgspec.json.encode


def write_line(data: bytes, beside: Mapping[str, Held]) -> bytes:
    """The line of an entry, without its line feed."""
    if not beside:
        return b'{"e":' + data + b"}"
    names = _held_only.decode(data).held
    pairs = [beside.get(name) for name in names]
    told = b',"b":' + _encode([(held.salt, held.value) if held else None for held in pairs]) + b"}"
    present = [(at, name) for at, name in enumerate(names) if name in beside]
    short = data
    for at, name in present:
        short = short.replace(_quoted(name), _mark(at))
    if _restored(short, present) == data:
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
    data = _exact(found)
    try:
        event = read_event(data)
    except RecursionError as error:
        raise BadEntry("entry.not_an_event") from error
    _check_names(event)
    if len(found.b) > len(event.held):
        raise BadEntry("entry.value_not_named")
    beside = {name: Held(*pair) for name, pair in zip(event.held, found.b, strict=False) if pair}
    check_beside(event, beside)
    if len(data) + sum(len(bytes(held.value)) for held in beside.values()) > MAX_ENTRY_BYTES:
        raise BadEntry("entry.too_large")
    return Entry(data, beside), event


def _exact(found: _Line) -> bytes:
    if exact := bytes(found.e):
        return exact
    short = bytes(found.a)
    if not short:
        raise BadEntry("entry.line")
    names = [(at, _named(pair)) for at, pair in enumerate(found.b) if pair is not None]
    return _restored(short, names)


def _named(pair: _Pair) -> str:
    salt, value = pair
    try:
        return commitment(urlsafe_b64decode(salt + "=" * (-len(salt) % 4)), bytes(value))
    except ValueError as error:
        raise BadEntry("entry.salt") from error


def _restored(short: bytes, names: list[tuple[int, str]]) -> bytes:
    for at, name in names:
        short = short.replace(_mark(at), _quoted(name))
    return short


def _mark(at: int) -> bytes:
    return f'"~{at}"'.encode()


def _quoted(name: str) -> bytes:
    return f'"{name}"'.encode()


def _check_names(event: Event) -> None:
    try:
        named = id_text(id_bytes(event.id)) == event.id
    except ValueError:
        named = False
    if not named:
        raise BadEntry("entry.id")
    for text in (*event.subject, event.type):
        if "\0" in text or not 0 < len(text) <= _MAX_SUBJECT:
            raise BadEntry("entry.subject")
