"""The working calendar of each province: the shipped table, what replaced it, the closures."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from db.names import key_of, text_of
from desk_app.records.errors import DeskError
from desk_app.records.jalali import local_date
from desk_app.records.workdays import Closure, WorkCalendar, calendar_from

_CLOSURES: Final = (
    "SELECT type, event, hlc, data FROM fact WHERE kind = 'calendar' AND name IN (?, '0', '') "
    "ORDER BY hlc, event"
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
        own: dict[str, Any] = {}
        announced: dict[str, Closure] = {}
        cancelled: set[str] = set()
        for kind, event, hlc, text in rows:
            data = json.loads(text)
            if kind == "CalendarSet" and data.get("province", 0) in (province, 0):
                own = data["data"]
            elif kind == "ClosureAnnounced":
                if (closure := _closure(data, hlc, text_of(event))) is not None:
                    announced[event.hex()] = closure
            elif kind == "ClosureCancelled":
                cancelled.add(key_of(data["announced"]).hex())
        closures = [found for event, found in announced.items() if event not in cancelled]
        return _calendar(own, province, closures)


def _closure(data: dict[str, Any], hlc: int, event: str) -> Closure | None:
    try:
        day = date.fromisoformat(data["date"])
        announced = local_date(hlc >> 16)
    except (ValueError, OverflowError):
        return None
    hours = tuple((start, end) for start, end in data.get("hours", ()))
    return Closure(day, data["reason"], data.get("instrument", ""), announced, hours, event=event)


def _calendar(own: dict[str, Any], province: int, closures: list[Closure]) -> WorkCalendar:
    """The office's own table where it reads as one, laid over the shipped one."""
    shipped = shipped_table()
    if own:
        try:
            return calendar_from({**shipped, **own}, province, closures)
        except DeskError:
            pass
    return calendar_from(shipped, province, closures)
