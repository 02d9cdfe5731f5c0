"""The effective due date: what was promised, moved by closures that came later or by extension."""

from datetime import date
from typing import Protocol

from desk_app.records.bodies import Promise
from desk_app.records.days import day_of
from desk_app.records.due import DueDate, Reason, deadline_rule, moved
from desk_app.records.errors import UserMistake
from desk_app.records.request import RequestState, in_hand
from desk_app.records.workdays import WorkCalendar


class Calendars(Protocol):
    """The working calendars of the provinces, as they now read."""

    def of(self, province: int) -> WorkCalendar:
        """The calendar of a province (0: none in particular)."""
        ...


def effective_due(state: RequestState, calendars: Calendars) -> tuple[str, tuple[Reason, ...]]:
    """The effective day (ISO date, empty for none) and the closures that moved it.

    An extension stands as it was given; only a request in hand is moved by closures.
    """
    if extended := iso_day(state.extended_due):
        return extended.isoformat(), ()
    if state.promise is None or state.registered is None:
        return "", ()
    return promise_now(state.promise, state.registered.at, calendars if in_hand(state) else None)


def promise_now(
    promise: Promise, received_ms: int, calendars: Calendars | None
) -> tuple[str, tuple[Reason, ...]]:
    """Where a promise now stands, and what moved it; as printed without calendars."""
    printed = iso_day(promise.date)
    if printed is None:
        return "", ()
    if calendars is None:
        return printed.isoformat(), ()
    return _moved(promise, printed, received_ms, calendars.of(promise.province))


def iso_day(text: object) -> date | None:
    """The day of an ISO date; None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None


def _moved(
    promise: Promise, printed: date, received_ms: int, calendar: WorkCalendar
) -> tuple[str, tuple[Reason, ...]]:
    received = day_of(received_ms)
    last = printed.isoformat()
    same_table = calendar.version == promise.calendar
    if same_table and not any(received <= day.isoformat() <= last for day in calendar.closures):
        return printed.isoformat(), ()
    try:
        rule = deadline_rule(promise.amount, promise.unit)
        due = DueDate(printed, promise.at or None)
        found, reasons = moved(due, rule, received_ms, calendar)
    except (UserMistake, OverflowError, ValueError):
        return printed.isoformat(), ()
    return found.day.isoformat(), reasons
