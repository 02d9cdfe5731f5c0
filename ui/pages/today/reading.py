"""What the page of a day reads at once, and the lists behind its figures."""

import datetime as dt
from dataclasses import dataclass, replace

from desk_app.ports.days import DayCounts, together
from desk_app.ports.queries import Counts, Filter, Queries
from ui.pages.find.asking import day_before, of_day


@dataclass(frozen=True, slots=True)
class DayRead:
    """The figures of a day as of an instant, ms since 1970."""

    day: dt.date
    counters: tuple[DayCounts, ...]
    whole: DayCounts
    counts: Counts
    at_ms: int

    @property
    def own(self) -> DayCounts | None:
        """The counter of this desk."""
        return next((one for one in self.counters if one.own), None)


def read_day(queries: Queries, day: dt.date, at_ms: int) -> DayRead:
    """Read a day; every figure is kept up with what is recorded, none is counted here."""
    counters = queries.days(day.isoformat())
    return DayRead(day, counters, together(counters), queries.counts(), at_ms)


def behind(name: str, day: dt.date, counter: str = "") -> Filter:
    """The requests that a figure of a day counts, of one counter or of all."""
    since, until = of_day(day)
    narrows = {
        "requests": Filter(since=since, until=until),
        "overdue": Filter(due_until=day_before(day)),
        "due": Filter(due_since=day.isoformat(), due_until=day.isoformat()),
        "unprinted": Filter(only_unprinted=True),
        "unsent": Filter(only_unsent=True),
        "conflicts": Filter(only_conflicts=True),
        "unheard": Filter(only_unheard=True),
    }
    return replace(narrows[name], counter=counter)


def taken_by(officer: str, day: dt.date, counter: str = "") -> Filter:
    """The requests that an officer took on a day."""
    return replace(behind("requests", day, counter), taken_by=officer)


def of_kind(kind: str, day: dt.date, counter: str = "") -> Filter:
    """The requests of a kind that were taken on a day."""
    return replace(behind("requests", day, counter), kinds=frozenset({kind}))
