"""Due dates: what is promised on the receipt, and where it moves when a closure comes later.

Reckoned as the Civil Procedure Code does (articles 443 to 445): the day of receipt does not
count, and a last day on which the offices are closed is followed by the next working day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal, cast

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.jalali import local_date
from desk_app.records.workdays import WorkCalendar

Unit = Literal["working_days", "days", "hours"]
UNITS: Final = ("working_days", "days", "hours")
LONGEST: Final = 3_650


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """How long an answer may take: working days, calendar days, or hours in which offices work."""

    amount: int
    unit: Unit = "working_days"
    source: str = ""
    """The instrument and its date that set the rule."""

    def to_data(self) -> dict[str, Any]:
        """The rule as a JSON-able dict."""
        return {"amount": self.amount, "unit": self.unit, "source": self.source}


@dataclass(frozen=True, slots=True)
class DueDate:
    """A promised or effective day, with the instant in ms since 1970 for deadlines in hours."""

    day: date
    instant: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a due date moved: the day that closed, its name and the instrument that says so."""

    day: date
    name: str
    instrument: str = ""


def deadline_rule(amount: int, unit: str, source: str = "") -> DeadlineRule:
    """A checked rule; UserMistake ``deadline.amount`` (0 to 3650) or ``deadline.unit``."""
    if unit not in UNITS:
        raise UserMistake(Mistake("deadline_unit", "deadline.unit"))
    if not 0 <= amount <= LONGEST:
        raise UserMistake(Mistake("deadline", "deadline.amount", {"last": LONGEST}))
    return DeadlineRule(amount, cast(Unit, unit), source)


def promised(rule: DeadlineRule, received_ms: int, calendar: WorkCalendar) -> DueDate:
    """When the answer to what came in at ``received_ms`` is due, by the calendar as known."""
    if rule.unit == "hours":
        instant = calendar.add_working_hours(received_ms, rule.amount)
        return DueDate(local_date(instant), instant)
    received = local_date(received_ms)
    if rule.unit == "days":
        return DueDate(calendar.next_working_day(received + timedelta(days=rule.amount)))
    return DueDate(calendar.add_working_days(received, rule.amount))


def moved(
    printed: DueDate, rule: DeadlineRule, received_ms: int, calendar: WorkCalendar
) -> tuple[DueDate, tuple[Reason, ...]]:
    """The effective due date by the calendar as it now stands, and what moved it.

    Never earlier than the printed one. The reasons are the announced closures that lie in the
    way, or, where a corrected table moved the date, the holidays there.
    """
    effective = promised(rule, received_ms, calendar)
    if (effective.day, effective.instant or 0) <= (printed.day, printed.instant or 0):
        return printed, ()
    received = local_date(received_ms)
    # The day of receipt does not count, unless the answer is due on it.
    after = received + timedelta(days=min(rule.amount, 1))
    first = {"hours": received, "days": printed.day}.get(rule.unit, after)
    closures = [
        closure
        for day, closure in sorted(calendar.closures.items())
        # A shortened day takes hours away, never a day.
        if first <= day <= effective.day and (rule.unit == "hours" or not closure.hours)
    ]
    # What was announced before the receipt had been reckoned with, unless nothing else explains it.
    since = [each for each in closures if each.announced is None or each.announced >= received]
    reasons = [Reason(each.day, each.reason, each.instrument) for each in since or closures]
    holidays = [
        Reason(day, name)
        for day, name in sorted(calendar.holidays.items())
        if first <= day <= effective.day
    ]
    return effective, tuple(reasons or holidays)
