"""Rows read from pages of a table without its tree (SQLite file format, sections 1.6 and 2).

What is found this way needs no schema and no root page, so it survives their loss.
"""

from collections.abc import Callable, Iterator
from typing import Final

from db.pages import USABLE

Value = int | str | bytes | None
Read = Callable[[int], bytes | None]
_TABLE_LEAF: Final = 0x0D
_INDEX_LEAF: Final = 0x0A
_INDEX_INSIDE: Final = 0x02
_MOST_IN_TABLE: Final = USABLE - 35
_MOST_IN_INDEX: Final = (USABLE - 12) * 64 // 255 - 23
_LEAST: Final = (USABLE - 12) * 32 // 255 - 23
_FIXED: Final = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}


def rows(page: bytes, number: int, read: Read) -> Iterator[tuple[int, tuple[Value, ...]]]:
    """The rowid and values of each row of a table's leaf; nothing for any other page.

    ``read`` gives the content of overflow pages. Rows that do not read whole are left out.
    """
    start = 100 if number == 1 else 0
    if page[start] == _TABLE_LEAF:
        for begin in _pointers(page, start, 8):
            try:
                size, at = _varint(page, begin)
                rowid, at = _varint(page, at)
                row = _row(page, at, size, _MOST_IN_TABLE, read)
            except (IndexError, UnicodeDecodeError, ValueError):
                continue
            if row is not None:
                yield rowid, row


def keyed_rows(page: bytes, number: int, read: Read) -> Iterator[tuple[Value, ...]]:
    """The values of each row of a page of an index or of a table without rowid."""
    start = 100 if number == 1 else 0
    if page[start] in (_INDEX_LEAF, _INDEX_INSIDE):
        inside = page[start] == _INDEX_INSIDE
        for begin in _pointers(page, start, 12 if inside else 8):
            try:
                size, at = _varint(page, begin + 4 * inside)
                row = _row(page, at, size, _MOST_IN_INDEX, read)
            except (IndexError, UnicodeDecodeError, ValueError):
                continue
            if row is not None:
                yield row


def _pointers(page: bytes, start: int, header: int) -> Iterator[int]:
    for place in range(int.from_bytes(page[start + 3 : start + 5], "big")):
        pointer = start + header + 2 * place
        yield int.from_bytes(page[pointer : pointer + 2], "big")


def _row(page: bytes, at: int, size: int, most: int, read: Read) -> tuple[Value, ...] | None:
    payload = _payload(page, at, size, most, read)
    return None if payload is None else tuple(_record(payload))


def _payload(page: bytes, at: int, size: int, most: int, read: Read) -> bytes | None:
    if size <= most:
        return page[at : at + size]
    local = _LEAST + (size - _LEAST) % (USABLE - 4)
    if local > most:
        local = _LEAST
    found = page[at : at + local]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while len(found) < size:
        more = read(following) if following else None
        if more is None:
            return None
        following = int.from_bytes(more[:4], "big")
        found += more[4 : 4 + size - len(found)]
    return found


def _record(payload: bytes) -> Iterator[Value]:
    header, at = _varint(payload, 0)
    kinds = []
    while at < header:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    for kind in kinds:
        size = (kind - 12) // 2 if kind >= 12 else _FIXED[kind]
        data = payload[at : at + size]
        if len(data) != size:
            raise ValueError("the row is cut")
        at += size
        yield _value(kind, data)


def _value(kind: int, data: bytes) -> Value:
    if kind >= 12:
        return data.decode() if kind % 2 else data
    if kind in (0, 8, 9):
        return {0: None, 8: 0, 9: 1}[kind]
    if kind == 7:
        raise ValueError("no table that is saved holds fractions")
    return int.from_bytes(data, "big", signed=True)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    return value << 8 | data[at], at + 1
