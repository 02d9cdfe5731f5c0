"""The working calendar of each province: the shipped table, what replaced it, the closures."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from db.names import text_of
from desk_app.records.told_calendar import CalendarFact, told_calendar
from desk_app.records.workdays import WorkCalendar

_CLOSURES: Final = (
    "SELECT type, event, hlc, data FROM fact WHERE kind = 'calendar' AND name IN (?, '0', '') "
    # Of two whole tables the centre's stands, else the later.
    "ORDER BY role = 'centre', hlc, event"
)
_STAMP: Final = "SELECT n FROM stamp WHERE name = 'calendar'"


@cache
def shipped_table() -> Mapping[str, Any]:
    """The shipped table of holidays, weekends and hours."""
    text = files("resources").joinpath("calendar", "ir.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data


class Calendars:
    """Calendars by province as the facts stand in one connection, each reckoned once."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self._stamp = 0
        self._known: dict[int, WorkCalendar] = {}

    def of(self, province: int) -> WorkCalendar:
        """The calendar of a province (0: none in particular)."""
        if province not in self._known:
            self._known[province] = self._read(province)
        return self._known[province]

    def refresh(self) -> None:
        """Read again what is asked for, if calendar facts changed since."""
        row = self._db.execute(_STAMP).fetchone()
        stamp = row[0] if row else 0
        if stamp != self._stamp:
            self._stamp = stamp
            self._known.clear()

    def _read(self, province: int) -> WorkCalendar:
        rows = self._db.execute(_CLOSURES, (str(province),)).fetchall()
        facts = [
            CalendarFact(kind, text_of(event), hlc, json.loads(data))
            for kind, event, hlc, data in rows
        ]
        return told_calendar(shipped_table(), province, facts)
