"""Visits into their table."""

import json
from collections.abc import Mapping
from operator import itemgetter
from typing import Any, Final

from db.asking import rows_in
from db.names import key_of
from db.projection.loading import Loaded, load_all
from db.projection.parking import Parking
from db.projection.tally import Tally
from db.tables import projection as tables
from db.tables.shape import columns_of, insert_into
from desk_app.records.bodies import Visited, VisitEnded
from desk_app.records.days import LATEST_MS
from desk_app.records.event import BadEntry, Event
from desk_app.records.fold import Recorded
from desk_app.records.kinds_of_event import body_of

_COLUMNS: Final = columns_of(tables.visit)
_VALUES: Final = itemgetter(*_COLUMNS)
_FIND: Final = "SELECT * FROM visit WHERE key IN ({})"
_MOST: Final = 1 << 31
Row = dict[str, Any]


class Visits:
    """Projects visits within one transaction."""

    def __init__(self, db: Any, tally: Tally) -> None:
        self._db = db
        self._tally = tally
        self._parking = Parking(db, tally)

    def project(self, keys: Mapping[bytes, Recorded | None]) -> None:
        """Bring the rows of these visits up to what is stored of them."""
        self._parking.begin()
        loaded = load_all(self._db, "visit", keys)
        before = self._rows_of([key for key, first in keys.items() if first is None])
        fresh: list[tuple[Any, ...]] = []
        for key in sorted(keys):
            row, old = self._fold(key, loaded[key], keys[key]), before.get(key)
            if row == old:
                continue
            if old is not None:
                self._db.execute("DELETE FROM visit WHERE key = ?", (key,))
                self._tally.visit(old, -1)
            if row is not None:
                fresh.append(_VALUES(row))
                self._tally.visit(row, 1)
        self._db.executemany(insert_into(tables.visit), fresh)

    def _rows_of(self, keys: list[bytes]) -> dict[bytes, Row]:
        return {
            row[0]: dict(zip(_COLUMNS, row, strict=True)) for row in rows_in(self._db, _FIND, keys)
        }

    def _fold(self, key: bytes, loaded: Loaded, first: Recorded | None) -> Row | None:
        parked = list(loaded.parked)
        row: Row | None = None
        ends: list[VisitEnded] = []
        for event, _ in sorted(loaded.recorded, key=lambda each: each.event.order):
            try:
                body = body_of(event)
            except BadEntry as bad:
                parked.append((key_of(event.id), bad.code))
                continue
            if not _sound(body):
                parked.append((key_of(event.id), "entry.body"))
            elif isinstance(body, Visited):
                row = row or _begun(key, event, body)
            elif isinstance(body, VisitEnded):
                ends.append(body)
        if parked or first is None:
            self._parking.keep("visit", key, parked)
        if row is not None and ends:
            last = ends[-1]
            row |= {"ended": last.at, "requests": last.requests}
            row["outcome"] = last.outcome or row["outcome"]
        return row


def _sound(body: object) -> bool:
    if isinstance(body, Visited):
        return 0 <= body.started <= LATEST_MS
    if isinstance(body, VisitEnded):
        return 0 <= body.at <= LATEST_MS and 0 <= body.requests <= _MOST
    return True


def _begun(key: bytes, event: Event, body: Visited) -> Row:
    return {
        "key": key,
        "hlc": event.hlc,
        "started": body.started,
        "ended": 0,
        "counter": body.counter,
        "channel": body.channel,
        "outcome": body.outcome,
        "service": body.service,
        "topic": body.topic,
        "agency": body.agency,
        "follows": json.dumps(body.follows) if body.follows else "",
        "requests": 0,
        "office": event.office,
        "actor": event.actor,
    }
