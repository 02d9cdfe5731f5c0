"""Working days and office hours of a province: shipped table, announced closures, arithmetic.

Nothing here is a rule of the program: weekend, hours, holidays and closures are data with a
version. Weekdays count from Saturday (0) to Friday (6); times are minutes of the desk's day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.jalali import at_desk, local_datetime, weekday

Spans = tuple[tuple[int, int], ...]

WEEKDAYS: Final = (
    "saturday",
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
)
_MINUTE: Final = 60_000


@dataclass(frozen=True, slots=True)
class Closure:
    """A day closed, or shortened to ``hours``, by an announcement."""

    day: date
    reason: str
    instrument: str = ""
    announced: date | None = None
    hours: Spans = ()
    """The spans that stay open, in minutes of the day; empty when closed all day."""
    province: int = 0
    """The province it is announced for; 0 is the office's own."""
    event: str = ""
    """The event that announced it, by which it is called off; empty where none did."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When the offices of a province work, as known in one version."""

    version: str
    province: int
    weekend: frozenset[int]
    hours: tuple[Spans, ...]
    """Open spans of each weekday, from Saturday."""
    holidays: Mapping[date, str]
    closures: Mapping[date, Closure] = field(default_factory=dict)
    known_until: date = date.max
    """The last day the holiday table covers; later dates know only the weekend."""
    estimated: frozenset[date] = frozenset()
    """Holidays whose lunar date is only estimated and may shift by a day."""

    def with_closures(self, closures: Iterable[Closure]) -> "WorkCalendar":
        """The calendar with these closures instead, those of other provinces left out.

        Of two on one day the one that closes it wholly stands.
        """
        ours = [each for each in closures if each.province in {0, self.province}]
        ours.sort(key=lambda each: not each.hours)
        return replace(self, closures={each.day: each for each in ours})

    def is_working_day(self, day: date) -> bool:
        """Whether the offices work on this day, if only for part of it."""
        closure = self.closures.get(day)
        if closure is not None and not closure.hours:
            return False
        return weekday(day) not in self.weekend and day not in self.holidays

    def why_closed(self, day: date) -> str:
        """The reason of an announced closure, the holiday's name, or empty."""
        closure = self.closures.get(day)
        return closure.reason if closure is not None else self.holidays.get(day, "")

    def next_working_day(self, day: date) -> date:
        """The day itself if the offices work, else the first one after it on which they do."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th working day after a day; with 0, the day itself or the next working one.

        The day of receipt is not counted.
        """
        if count == 0:
            return self.next_working_day(day)
        for _ in range(count):
            day = self.next_working_day(day + timedelta(days=1))
        return day

    def open_spans(self, day: date) -> Spans:
        """The spans of a day in which the offices are open, in minutes from midnight."""
        if not self.is_working_day(day):
            return ()
        closure = self.closures.get(day)
        return closure.hours if closure is not None else self.hours[weekday(day)]

    def add_working_hours(self, ms: int, hours: int) -> int:
        """The instant at which so many open hours have passed since ``ms``.

        What comes in while the offices are closed begins to count when they open.
        """
        left = hours * 60 * _MINUTE
        day = local_datetime(ms).date()
        while True:
            for first, last in self.open_spans(day):
                start = max(ms, at_desk(day, first))
                room = at_desk(day, last) - start
                if room >= left and room > 0:
                    return start + left
                left -= max(0, room)
            day += timedelta(days=1)


def calendar_from(
    data: Mapping[str, Any], province: int = 0, closures: Iterable[Closure] = ()
) -> WorkCalendar:
    """The calendar of a province (0: none in particular) from its data and the known closures.

    ``data``: ``version``, ``known_until``, ``holidays`` {ISO date: name}, ``default`` and
    ``provinces`` {number: …} with ``weekend`` [weekday] and ``hours`` {weekday: [["07:00",
    "14:30"]]}; an office that corrects the table says ``added`` {ISO date: name} and
    ``removed`` [ISO date]. Raises UserMistake ``calendar.shape``, ``calendar.hours`` or
    ``calendar.no_working_day``.
    """
    try:
        rules = {**data["default"], **data.get("provinces", {}).get(str(province), {})}
        weekend = frozenset(WEEKDAYS.index(name) for name in rules["weekend"])
        hours = tuple(spans_from(rules["hours"].get(name, ())) for name in WEEKDAYS)
        calendar = WorkCalendar(
            version=str(data["version"]),
            province=province,
            weekend=weekend,
            hours=hours,
            holidays=_holidays(data),
            known_until=date.fromisoformat(data["known_until"]),
            estimated=frozenset(map(date.fromisoformat, data.get("estimated", ()))),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as wrong:
        raise UserMistake(Mistake("calendar", "calendar.shape")) from wrong
    if not any(spans and number not in weekend for number, spans in enumerate(hours)):
        raise UserMistake(Mistake("weekend", "calendar.no_working_day"))
    return calendar.with_closures(closures)


def _holidays(data: Mapping[str, Any]) -> dict[date, str]:
    """The holidays of the table, as the office corrected it."""
    told = {**data["holidays"], **data.get("added", {})}
    removed = set(map(date.fromisoformat, data.get("removed", ())))
    named = {date.fromisoformat(day): str(name) for day, name in told.items()}
    return {day: name for day, name in named.items() if day not in removed}


def spans_from(pairs: Iterable[Iterable[str]]) -> Spans:
    """Open spans from pairs of ``HH:MM``; UserMistake ``calendar.hours`` when out of order."""
    spans = tuple((_minute(first), _minute(last)) for first, last in pairs)
    edges = [edge for span in spans for edge in span]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise UserMistake(Mistake("hours", "calendar.hours"))
    return spans


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    minute = int(hours) * 60 + int(minutes)
    if not 0 <= minute <= 24 * 60 or not 0 <= int(minutes) < 60:
        raise UserMistake(Mistake("hours", "calendar.hours"))
    return minute
