"""Pull: the feed of one office, in the order in which its batches became durable.

A first reading begins with facts and goes backwards from the newest; see ``central.store.cursor``.
At a place stands a batch of the office, or one of a scope that the office belongs to.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select

from central.store import tables
from central.store.cursor import Position, read_position
from central.store.offices import Office, office_at
from central.store.scope_tables import carried, fact_batch
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
    """Batches as lines, the cursor behind them, and whether more waits.

    ``place`` is how far the feed reached. ``ahead`` says that the cursor asked for lay beyond all
    that is here: something was lost.
    """

    lines: bytes
    cursor: str
    place: int
    more: bool
    ahead: bool


def read_feed(
    connection: Connection, office_number: int, cursor: str, without: str, limit: int
) -> FeedPage:
    """The page after a cursor, leaving out the batches of one log that its desk wrote itself."""
    office = office_at(connection, office_number)
    at, ahead = read_position(office, cursor)
    reading = _Reading(connection, office, without, limit)
    taken: list[Row[Any]] = []
    while not taken and at != Position(office.place):
        at, taken = reading.step(at)
    lines = _lines(connection, taken) if taken else b""
    more = at != Position(office.place)
    return FeedPage(lines, at.written(office.epoch), at.reach, more, ahead)


def feed_places(connection: Connection, offices: Sequence[int]) -> dict[int, int]:
    """How far the feeds of some offices reach."""
    query = select(tables.office.c.office, tables.office.c.place)
    rows = connection.execute(query.where(tables.office.c.office.in_(offices)))
    return {row.office: row.place for row in rows}


class _Reading:
    """One look at a feed: whole batches, as many as a page takes."""

    def __init__(self, connection: Connection, office: Office, without: str, limit: int) -> None:
        self._connection = connection
        self._office = office
        self._without = without
        self._limit = limit

    def step(self, at: Position) -> tuple[Position, list[Row[Any]]]:
        """The next batches in the order in which they are told, and the position after them.

        Without batches the position is another step's.
        """
        if at.facts is not None:
            return self._facts(at, at.facts)
        if at.reach < self._office.place:
            return self._news(at)
        return self._back(at)

    def _facts(self, at: Position, after: int) -> tuple[Position, list[Row[Any]]]:
        waiting = self._batches(lambda place: place.between(after + 1, at.reach), facts=True)
        taken, whole = self._within(waiting)
        facts = None if whole else int(taken[-1].place)
        return replace(at, facts=facts), taken

    def _news(self, at: Position) -> tuple[Position, list[Row[Any]]]:
        """What became durable since; told before what is older."""
        waiting = self._batches(lambda place: place > at.reach)
        taken, whole = self._within(waiting)
        return replace(at, reach=self._office.place if whole else int(taken[-1].place)), taken

    def _back(self, at: Position) -> tuple[Position, list[Row[Any]]]:
        """The newest of what is left, within a page in the order of the feed."""
        waiting = self._batches(lambda place: place < at.below, facts=False, newest=True)
        taken, whole = self._within(waiting)
        return replace(at, below=0 if whole else int(taken[-1].place)), taken[::-1]

    def _within(self, waiting: list[Row[Any]]) -> tuple[list[Row[Any]], bool]:
        """The first of the batches that fit one page, at least one; whether that is all."""
        taken = _fitting(waiting, self._limit)
        return taken, len(taken) == len(waiting) < _BATCHES_AT_ONCE

    def _batches(
        self,
        where: Callable[[ColumnElement[int]], ColumnElement[bool]],
        *,
        facts: bool | None = None,
        newest: bool = False,
    ) -> list[Row[Any]]:
        """The next batches: those of the office's logs, and of scopes where they stand in its feed.

        ``facts``: only those with facts, which those of a scope are too, or only the others.
        """
        office = self._office.office
        own = _described(_batch.c.place, _batch, self._without).where(
            _batch.c.office == office, where(_batch.c.place)
        )
        if facts is not None:
            marked = select(fact_batch.c.place).where(fact_batch.c.office == office)
            has_facts = _batch.c.place.in_(marked)
            own = own.where(has_facts if facts else ~has_facts)
        queries = [(own, _batch.c.place)]
        if facts is not False:
            same = and_(
                _batch.c.office == carried.c.of_office, _batch.c.place == carried.c.of_place
            )
            scopes = _described(carried.c.place, carried.join(_batch, same), self._without)
            scopes = scopes.where(carried.c.office == office, where(carried.c.place))
            queries.append((scopes, carried.c.place))
        found: list[Row[Any]] = []
        for query, place in queries:
            ordered = query.order_by(place.desc() if newest else place)
            found += self._connection.execute(ordered.limit(_BATCHES_AT_ONCE))
        found.sort(key=lambda row: int(row.place), reverse=newest)
        return found[:_BATCHES_AT_ONCE]


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


def _fitting(waiting: list[Row[Any]], limit: int) -> list[Row[Any]]:
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
