"""The working calendar of a province as the office corrects it: weekend, hours, holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desk_app.ports.book import Book
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Event
from desk_app.records.jalali import format_jalali, local_datetime
from desk_app.records.workdays import WEEKDAYS, Spans, WorkCalendar, calendar_from
from desk_app.services.guard import LINE_LENGTH, needed, optional
from desk_app.services.office import set_calendar
from desk_app.services.shipped import calendar_data

MOST_CHANGES: Final = 400
"""So many holidays may differ from the shipped table."""


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """When a province's offices work, and every holiday, as an office would have it."""

    province: int
    weekend: frozenset[int]
    hours: tuple[Spans, ...]
    holidays: Mapping[date, str]
    source: str = ""
    """The instrument that says so."""


def keep_calendar(book: Book, own: OwnCalendar, now_ms: int) -> Event:
    """Set a province's calendar from now on, under a new version named by the moment.

    Only what differs from the shipped table travels. Raises NotAllowed, or UserMistake
    ``calendar.…`` and ``holiday.…``.
    """
    return set_calendar(book, own.province, _data(own, now_ms))


def as_calendar(own: OwnCalendar, standing: WorkCalendar, now_ms: int) -> WorkCalendar:
    """What a calendar would be if it were kept, with the closures that stand."""
    data = {**calendar_data(), **_data(own, now_ms)}
    return calendar_from(data, own.province, standing.closures.values())


def _data(own: OwnCalendar, now_ms: int) -> dict[str, Any]:
    shipped = calendar_data()
    told = {day.isoformat(): _named(name) for day, name in own.holidays.items()}
    before: dict[str, str] = shipped["holidays"]
    added = {day: name for day, name in sorted(told.items()) if before.get(day) != name}
    removed = sorted(before.keys() - told.keys())
    if len(added) + len(removed) > MOST_CHANGES:
        raise UserMistake(Mistake("holiday", "holiday.too_many", {"most": MOST_CHANGES}))
    rules = {
        "weekend": [WEEKDAYS[number] for number in sorted(own.weekend)],
        "hours": {
            WEEKDAYS[number]: [[_hour(first), _hour(last)] for first, last in spans]
            for number, spans in enumerate(own.hours)
            if spans and number not in own.weekend
        },
        "source": optional(own.source, "source", LINE_LENGTH),
    }
    of_all = {"default": rules} if own.province == 0 else {"provinces": {str(own.province): rules}}
    return {
        "version": f"{shipped['version']}+{_moment(now_ms)}",
        "added": added,
        "removed": removed,
        **of_all,
    }


def _named(name: str) -> str:
    return needed(name, "holiday_name", LINE_LENGTH)


def _moment(now_ms: int) -> str:
    here = local_datetime(now_ms)
    return f"{format_jalali(here.date()).replace('/', '')}-{here:%H%M%S}"


def _hour(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
