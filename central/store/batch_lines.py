"""Stored batches as lines again: the headers that were signed, the bytes that were hashed."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, select

from central.store import tables
from desk_app.protocol.batch import Header, write_lines
from desk_app.protocol.keys import b64
from desk_app.records.event import Entry, decode_beside

_batch = tables.batch
_entry = tables.entry


class _Stored(NamedTuple):
    """A batch's entries and the head after them."""

    entries: list[Entry]
    head: bytes


def lines_at(connection: Connection, office: int, places: Collection[int]) -> dict[int, bytes]:
    """The batches at some places of an office's own feed, as a lower centre or desk pushes them."""
    found: dict[int, _Stored] = {}
    rows = connection.execute(
        select(_batch.c.place, _entry.c.head, _entry.c.data, _entry.c.beside)
        .join(
            _entry,
            and_(
                _entry.c.office == _batch.c.office,
                _entry.c.number == _batch.c.number,
                _entry.c.seq.between(_batch.c.frm, _batch.c.frm + _batch.c.n - 1),
            ),
        )
        .where(_batch.c.office == office, _batch.c.place.in_(places))
        .order_by(_batch.c.place, _entry.c.seq)
    )
    for place, head, data, beside in rows:
        before = found.get(place, _Stored([], b""))
        before.entries.append(Entry(bytes(data), decode_beside(bytes(beside or b""))))
        found[place] = before._replace(head=bytes(head))
    log = tables.log
    headers = connection.execute(
        select(_batch, log.c.log)
        .join(log, and_(log.c.office == _batch.c.office, log.c.number == _batch.c.number))
        .where(_batch.c.office == office, _batch.c.place.in_(places))
    )
    return {
        row.place: write_lines(_header(row, found[row.place].head), found[row.place].entries)
        for row in headers
    }


def _header(row: Any, head: bytes) -> Header:
    return Header(
        log=row.log, frm=row.frm, n=row.n, prev=b64(bytes(row.prev)), head=b64(head),
        sig=b64(bytes(row.sig)),
    )  # fmt: skip
