"""Events about anything but requests and visits: each a row, by what it names."""

import json
from typing import Any, Final

from db.names import key_of
from db.projection.loading import Loaded, load_all
from db.projection.parking import Parking
from db.projection.tally import Tally
from db.tables import projection as tables
from db.tables.shape import insert_into
from desk_app.records import bodies as b
from desk_app.records import presence_bodies as presence
from desk_app.records.event import BadEntry, Event, canonical
from desk_app.records.kinds_of_event import body_data, body_of

KINDS: Final = ("item", "calendar", "officer", "office", "reserve", "session", "look")
"""Subjects whose events are facts."""
_BUMP: Final = "INSERT INTO stamp(name, n) VALUES(?, 1) ON CONFLICT(name) DO UPDATE SET n = n + 1"
_OF: Final = "SELECT kind, name, hlc, event FROM fact WHERE subject = ? AND kind = ?"
_DROP: Final = "DELETE FROM fact WHERE kind = ? AND name = ? AND hlc = ? AND event = ?"


class Facts:
    """Projects facts within one transaction."""

    def __init__(self, db: Any, tally: Tally) -> None:
        self._db = db
        self._parking = Parking(db, tally)

    def project(self, kind: str, keys: set[bytes]) -> list[dict[str, Any]]:
        """Bring the facts of these subjects up to date; returns calendar facts that are new."""
        fresh: list[dict[str, Any]] = []
        self._parking.begin()
        loaded = load_all(self._db, kind, dict.fromkeys(keys))
        for key in sorted(keys):
            fresh += self._one(kind, key, loaded[key])
        self._db.execute(_BUMP, (kind,))
        return fresh

    def _one(self, kind: str, key: bytes, loaded: Loaded) -> list[dict[str, Any]]:
        parked = list(loaded.parked)
        rows: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        for event, _ in loaded.recorded:
            try:
                row = _row(kind, key, event, body_of(event))
            except BadEntry as bad:
                parked.append((key_of(event.id), bad.code))
            else:
                rows[row[:4]] = row
        self._parking.keep(kind, key, parked)
        before = set(self._db.execute(_OF, (key, kind)).fetchall())
        for gone in before - rows.keys():
            self._db.execute(_DROP, gone)
        new = [row for place, row in rows.items() if place not in before]
        self._db.executemany(insert_into(tables.fact), new)
        gone_too = [{"type": "CalendarSet", "province": 0}] if before - rows.keys() else []
        return [{"type": row[4], **json.loads(row[9])} for row in new] + gone_too


def _row(kind: str, key: bytes, event: Event, body: b.Body) -> tuple[Any, ...]:
    data = canonical(body_data(body)).decode()
    return (
        kind,
        _name(body, event),
        event.hlc,
        key_of(event.id),
        event.type,
        key,
        event.actor,
        event.role,
        event.office,
        data,
    )


def _name(body: b.Body, event: Event) -> str:
    """What the fact is about: facts of one name replace each other in their order."""
    match body:
        case b.ItemSet() | b.ItemDropped() | b.ItemMapped():
            name = f"{body.item}/{body.key}"
        case b.ClosureAnnounced() | b.CalendarSet():
            name = str(body.province)
        case b.OfficerSet() | b.OfficerWithdrawn():
            name = body.user
        case b.KeysPublished():
            name = "keys/" + body.audience
        case b.OfficeNamed():
            name = "name/" + event.office
        case b.CodesReserved():
            name = str(body.lane)
        case presence.Looked():
            name = body.request
        case (
            presence.SignedIn() | presence.SignedOut() | presence.ClockStepped() | b.BookContinued()
        ):
            name = event.actor
        case _:
            name = ""
    return name
