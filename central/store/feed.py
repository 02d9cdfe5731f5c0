"""Pull: the feed of one office, in the order in which its batches became durable.

A cursor is opaque to desks: the epoch of the office's feed, a dot, and a place. A cursor of
another epoch, or beyond the end, reads from the start: the centre was restored from a backup.
At a place stands a batch of the office, or one of a scope that the office belongs to.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select

from central.store import tables
from central.store.offices import Office, office_at
from central.store.scope_tables import carried
from desk_app.protocol.batch import Header, write_lines
from desk_app.protocol.keys import b64
from desk_app.protocol.limits import MAX_PAGE_BYTES, MAX_PAGE_EVENTS
from desk_app.records.event import Entry, decode_beside

_batch = tables.batch
_entry = tables.entry
_log = tables.log
_device = tables.device
_BATCHES_AT_ONCE: Final = 500
_Batches = tuple[list[Entry], bytes]


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
    lines = _lines(connection, taken) if taken else b""
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
    """The next batches: those of the office's logs, and of scopes where they stand in its feed."""
    own = _described(_batch.c.place, _batch, without).where(
        _batch.c.office == office.office, _batch.c.place > after
    )
    same = and_(_batch.c.office == carried.c.of_office, _batch.c.place == carried.c.of_place)
    scopes = _described(carried.c.place, carried.join(_batch, same), without).where(
        carried.c.office == office.office, carried.c.place > after
    )
    found: list[Row[Any]] = []
    for query, place in ((own, _batch.c.place), (scopes, carried.c.place)):
        found += connection.execute(query.order_by(place).limit(_BATCHES_AT_ONCE))
    return sorted(found, key=lambda row: int(row.place))[:_BATCHES_AT_ONCE]


def _described(place: ColumnElement[int], source: Any, without: str) -> Select[Any]:
    here = and_(_log.c.office == _batch.c.office, _log.c.number == _batch.c.number)
    whose = source.join(_log, here).join(_device, _device.c.device == _log.c.device)
    return (
        select(
            place.label("place"), _batch.c.office, _batch.c.place.label("of_place"), _batch.c.frm,
            _batch.c.n, _batch.c.size, _batch.c.prev, _batch.c.sig, _batch.c.received_at,
            _log.c.log, _log.c.device, _device.c.signing_key,
        )
        .select_from(whose)
        .where(_log.c.log != without)
    )  # fmt: skip


def _within(waiting: list[Row[Any]], limit: int) -> list[Row[Any]]:
    """The first of the batches that fit one page; at least one."""
    events = size = taken = 0
    for row in waiting:
        events, size = events + row.n, size + row.size
        if taken and (events > min(limit, MAX_PAGE_EVENTS) or size > MAX_PAGE_BYTES):
            break
        taken += 1
    return waiting[:taken]


def _lines(connection: Connection, taken: list[Row[Any]]) -> bytes:
    wanted: defaultdict[int, list[int]] = defaultdict(list)
    for row in taken:
        wanted[row.office].append(row.of_place)
    found: dict[tuple[int, int], _Batches] = {}
    for office, places in wanted.items():
        found |= _entries(connection, office, places)
    parts = []
    for row in taken:
        entries, head = found[row.office, row.of_place]
        parts.append(write_lines(_header(row, head), entries))
    return b"".join(parts)


def _entries(
    connection: Connection, office: int, places: list[int]
) -> dict[tuple[int, int], _Batches]:
    """The entries of some batches of an office, with the head after each batch."""
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
        .where(_batch.c.office == office)
        .where(_batch.c.place.in_(places))
        .order_by(_batch.c.place, _entry.c.seq)
    )
    heads: dict[int, bytes] = {}
    entries: dict[int, list[Entry]] = {place: [] for place in places}
    for place, head, data, beside in rows:
        heads[place] = bytes(head)
        entries[place].append(Entry(bytes(data), decode_beside(bytes(beside or b""))))
    return {(office, place): (entries[place], heads[place]) for place in places}


def _header(row: Row[Any], head: bytes) -> Header:
    return Header(
        log=row.log, frm=row.frm, n=row.n, prev=b64(bytes(row.prev)), head=b64(head),
        sig=b64(bytes(row.sig)), device=row.device, key=b64(bytes(row.signing_key)),
        at=row.received_at,
    )  # fmt: skip
