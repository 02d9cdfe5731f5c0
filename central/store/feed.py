"""Pull: the feed of one office, in the order in which its batches became durable.

A cursor is opaque to desks: the epoch of the office's feed, a dot, and a place. A cursor of
another epoch, or beyond the end, reads from the start: the centre was restored from a backup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, select

from central.store import tables
from central.store.offices import Office, office_at
from desk_app.protocol.batch import Header, write_lines
from desk_app.protocol.keys import b64
from desk_app.protocol.limits import MAX_PAGE_BYTES, MAX_PAGE_EVENTS
from desk_app.records.event import Entry, decode_beside

_batch = tables.batch
_entry = tables.entry
_log = tables.log
_BATCHES_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Batches as lines, the place in the feed after them, and whether more waits.

    ``ahead`` says that the cursor asked for lay beyond all that is here: something was lost.
    """

    lines: bytes
    epoch: str
    place: int
    more: bool
    ahead: bool

    @property
    def cursor(self) -> str:
        """Where the next page begins."""
        return f"{self.epoch}.{self.place}"


def read_feed(
    connection: Connection, office_number: int, cursor: str, without: str, limit: int
) -> FeedPage:
    """The page after a cursor, leaving out the batches of one log that its desk wrote itself."""
    office = office_at(connection, office_number)
    after, ahead = _place(office, cursor)
    waiting = _batches(connection, office, after, without)
    taken = _within(waiting, limit)
    more = len(taken) < len(waiting) or len(waiting) == _BATCHES_AT_ONCE
    last = taken[-1].place if more else office.place
    lines = _lines(connection, office, taken) if taken else b""
    return FeedPage(lines, office.epoch, last, more, ahead)


def feed_places(connection: Connection, offices: Sequence[int]) -> dict[int, int]:
    """How far the feeds of some offices reach."""
    query = select(tables.office.c.office, tables.office.c.place)
    rows = connection.execute(query.where(tables.office.c.office.in_(offices)))
    return {row.office: row.place for row in rows}


def _place(office: Office, cursor: str) -> tuple[int, bool]:
    epoch, _, place = cursor.partition(".")
    if epoch != office.epoch or not (place.isascii() and place.isdigit()) or len(place) > 18:
        return 0, False
    ahead = int(place) > office.place
    return (0 if ahead else int(place)), ahead


def _batches(connection: Connection, office: Office, after: int, without: str) -> list[Row[Any]]:
    query = (
        select(_batch, _log.c.log, _log.c.device)
        .join(_log, and_(_log.c.office == _batch.c.office, _log.c.number == _batch.c.number))
        .where(_batch.c.office == office.office, _batch.c.place > after)
        .where(_log.c.log != without)
        .order_by(_batch.c.place)
        .limit(_BATCHES_AT_ONCE)
    )
    return list(connection.execute(query))


def _within(waiting: list[Row[Any]], limit: int) -> list[Row[Any]]:
    """The first of the batches that fit one page; at least one."""
    events = size = taken = 0
    for row in waiting:
        events, size = events + row.n, size + row.size
        if taken and (events > min(limit, MAX_PAGE_EVENTS) or size > MAX_PAGE_BYTES):
            break
        taken += 1
    return waiting[:taken]


def _lines(connection: Connection, office: Office, taken: list[Row[Any]]) -> bytes:
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
        .where(_batch.c.office == office.office)
        .where(_batch.c.place.in_([row.place for row in taken]))
        .order_by(_batch.c.place, _entry.c.seq)
    )
    heads: dict[int, bytes] = {}
    entries: dict[int, list[Entry]] = {row.place: [] for row in taken}
    for place, head, data, beside in rows:
        heads[place] = bytes(head)
        entries[place].append(Entry(bytes(data), decode_beside(bytes(beside or b""))))
    return b"".join(
        write_lines(_header(row, heads[row.place]), entries[row.place]) for row in taken
    )


def _header(row: Row[Any], head: bytes) -> Header:
    return Header(
        log=row.log, frm=row.frm, n=row.n, prev=b64(bytes(row.prev)), head=b64(head),
        sig=b64(bytes(row.sig)), device=row.device, at=row.received_at,
    )  # fmt: skip
