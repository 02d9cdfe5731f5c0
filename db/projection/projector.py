"""The one way from stored events to tables: subjects touched, projected whole, calendars first."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from db.names import key_of
from db.projection.calendars import Calendars
from db.projection.facts import KINDS, Facts
from db.projection.loading import load_all
from db.projection.parking import Parking
from db.projection.requests import Requests
from db.projection.tally import Tally
from db.projection.visits import Visits
from desk_app.records.fold import Recorded

Touched = Mapping[tuple[str, bytes], Recorded | None]
"""Subjects by kind and key; with the event of one that has no other."""

_MOVED: Final = (
    "INSERT OR IGNORE INTO waiting(kind, subject) "
    "SELECT 'request', key FROM request WHERE open = 1 AND due <> '' AND due >= ?"
)
_OF_PROVINCE: Final = " AND province = ?"
_ANNOUNCED: Final = "SELECT name, data ->> '$.date' FROM fact WHERE kind = 'calendar' AND event = ?"


class Projector:
    """Projects within the transaction of one connection."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self.woke = False
        """Whether a calendar event of this transaction may have moved due dates."""
        self._tally = Tally()
        self.calendars = Calendars(db)
        self._requests = Requests(db, self.calendars, self._tally)
        self._visits = Visits(db, self._tally)
        self._facts = Facts(db, self._tally)
        self._parking = Parking(db, self._tally)

    def begin(self) -> None:
        """A new transaction: what was read in an earlier one may have changed."""
        self.woke = False
        self.calendars.refresh()

    def project(self, touched: Touched) -> None:
        """Bring the tables of these subjects up to date.

        Requests whose due date a calendar event may move are left waiting for the next slice.
        """
        by_kind: defaultdict[str, dict[bytes, Recorded | None]] = defaultdict(dict)
        for (kind, key), first in touched.items():
            by_kind[kind][key] = first
        self._calendar_first(set(by_kind.pop("calendar", ())))
        for kind, keys in by_kind.items():
            if kind == "request":
                self._requests.project(keys)
            elif kind == "visit":
                self._visits.project(keys)
            elif kind in KINDS:
                self._facts.project(kind, set(keys))
            else:
                self._park(kind, set(keys))
        self._tally.put_down(self._db)

    def _calendar_first(self, keys: set[bytes]) -> None:
        if not keys:
            return
        fresh = self._facts.project("calendar", keys)
        self.calendars.refresh()
        self.woke = self.woke or bool(fresh)
        for fact in fresh:
            self._wake(fact)

    def _wake(self, fact: dict[str, Any]) -> None:
        """Let open requests wait whose due day the fact may move."""
        province, day = fact.get("province", 0), fact.get("date", "")
        if fact["type"] == "ClosureCancelled":
            found = self._db.execute(_ANNOUNCED, (key_of(fact["announced"]),)).fetchone()
            if found is None:
                return
            province, day = int(found[0]), found[1]
        if province:
            self._db.execute(_MOVED + _OF_PROVINCE, (day, province))
        else:
            self._db.execute(_MOVED, (day,))

    def _park(self, kind: str, keys: set[bytes]) -> None:
        """A kind of subject that this program does not know."""
        self._parking.begin()
        for key, loaded in load_all(self._db, kind, dict.fromkeys(keys)).items():
            self._parking.keep(kind, key, loaded.parked)
