"""A province's working calendar as the events of an office tell it, laid over a shipped table."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from desk_app.records.errors import DeskError
from desk_app.records.hlc import wall_ms
from desk_app.records.jalali import local_date
from desk_app.records.workdays import Closure, WorkCalendar, calendar_from


class CalendarFact(NamedTuple):
    """An event about a calendar: its type, id, clock reading and body as plain data."""

    type: str
    event: str
    hlc: int
    data: Mapping[str, Any]


def told_calendar(
    shipped: Mapping[str, Any], province: int, facts: Iterable[CalendarFact]
) -> WorkCalendar:
    """The calendar of a province (0: none in particular); facts come in their order.

    What replaced the table counts where it reads as one; a closure counts until it is called off.
    """
    own: Mapping[str, Any] = {}
    announced: dict[str, Closure] = {}
    cancelled: set[str] = set()
    for fact in facts:
        if fact.type == "CalendarSet" and fact.data.get("province", 0) in (province, 0):
            own = fact.data["data"]
        elif fact.type == "ClosureAnnounced":
            if (closure := _closure(fact)) is not None:
                announced[fact.event] = closure
        elif fact.type == "ClosureCancelled":
            cancelled.add(fact.data["announced"])
    closures = [found for event, found in announced.items() if event not in cancelled]
    return _over(shipped, own, province, closures)


def _closure(fact: CalendarFact) -> Closure | None:
    data = fact.data
    try:
        day = date.fromisoformat(data["date"])
        announced = local_date(wall_ms(fact.hlc))
    except (ValueError, OverflowError):
        return None
    hours = tuple((start, end) for start, end in data.get("hours", ()))
    return Closure(
        day, data["reason"], data.get("instrument", ""), announced, hours, event=fact.event
    )


def _over(
    shipped: Mapping[str, Any], own: Mapping[str, Any], province: int, closures: list[Closure]
) -> WorkCalendar:
    if own:
        try:
            return calendar_from({**shipped, **own}, province, closures)
        except DeskError:
            pass
    return calendar_from(shipped, province, closures)
