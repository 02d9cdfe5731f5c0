"""The effective due date: what was promised, moved by closures that came later or by extension."""

from datetime import date
from typing import Final

from db.projection.calendars import Calendars
from db.projection.days import day_of
from desk_app.records.bodies import Promise
from desk_app.records.due import DueDate, Reason, deadline_rule, moved
from desk_app.records.errors import UserMistake
from desk_app.records.request import RequestState, in_hand

LATEST_MS: Final = 4_102_444_800_000
"""An instant after the year 2099, or before 1970, is no instant of this desk."""


def effective_due(state: RequestState, calendars: Calendars) -> tuple[str, tuple[Reason, ...]]:
    """The effective day (ISO date, empty for none) and the closures that moved it.

    An extension stands as it was given; only a request in hand is moved by closures.
    """
    if extended := iso_day(state.extended_due):
        return extended.isoformat(), ()
    promise = state.promise
    printed = iso_day(promise.date) if promise else None
    if promise is None or printed is None or state.registered is None:
        return "", ()
    if in_hand(state):
        return _moved(promise, printed, state.registered.at, calendars)
    return printed.isoformat(), ()


def iso_day(text: object) -> date | None:
    """The day of an ISO date; None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None


def _moved(
    promise: Promise, printed: date, received_ms: int, calendars: Calendars
) -> tuple[str, tuple[Reason, ...]]:
    calendar = calendars.of(promise.province)
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
