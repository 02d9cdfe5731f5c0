"""Visits into their table."""

import json
from collections.abc import Mapping
from typing import Any, Final

from db.names import key_of
from db.projection.loading import load
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
_FIND: Final = "SELECT * FROM visit WHERE key = ?"
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
        for key in sorted(keys):
            first = keys[key]
            row = self._fold(key, first)
            old = None if first else self._row_of(key)
            if row == old:
                continue
            if old is not None:
                self._db.execute("DELETE FROM visit WHERE key = ?", (key,))
                self._tally.visit(old, -1)
            if row is not None:
                self._db.execute(insert_into(tables.visit), tuple(row[name] for name in _COLUMNS))
                self._tally.visit(row, 1)

    def _row_of(self, key: bytes) -> Row | None:
        found = self._db.execute(_FIND, (key,)).fetchone()
        return dict(zip(_COLUMNS, found, strict=True)) if found else None

    def _fold(self, key: bytes, first: Recorded | None) -> Row | None:
        loaded = load(self._db, "visit", key, first)
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
