"""The calendar of an office as its announcements tell it, and where promised dates move by it."""

from datetime import date
from typing import Any

from desk_app.records.bodies import Promise, Registered
from desk_app.records.effective_due import effective_due, iso_day, promise_now
from desk_app.records.jalali import at_desk
from desk_app.records.request import RequestState
from desk_app.records.told_calendar import CalendarFact, told_calendar
from desk_app.records.workdays import WorkCalendar
from desk_app.services.shipped import calendar_data

MONDAY = date(2026, 12, 14)


def fact(type_: str, name: str, **data: Any) -> CalendarFact:
    return CalendarFact(type_, name, at_desk(MONDAY, 600) << 16, data)


def closure(name: str, day: str, province: int = 8) -> CalendarFact:
    return fact("ClosureAnnounced", name, date=day, reason="آلودگی هوا", province=province)


def told(*facts: CalendarFact) -> WorkCalendar:
    return told_calendar(calendar_data(), 8, facts)


def test_a_closure_counts_until_it_is_called_off() -> None:
    announced = closure("a", "2026-12-15")
    assert MONDAY.replace(day=15) in told(announced).closures
    assert told(announced).closures[date(2026, 12, 15)].announced == MONDAY
    assert told(announced, fact("ClosureCancelled", "b", announced="a")).closures == {}


def test_what_does_not_read_as_a_day_or_a_table_leaves_the_shipped_one() -> None:
    far = CalendarFact("ClosureAnnounced", "c", 1 << 70, {"date": "2026-12-15", "reason": "x"})
    odd = fact("CalendarSet", "d", province=8, data={"weekend": "never"})
    rules = {"8": {"weekend": ["someday"]}}
    broken = fact("CalendarSet", "e", province=8, data={"provinces": rules})
    assert told(closure("a", "tomorrow"), far, broken).closures == {}
    assert told(broken) == told(odd) == told()


def test_a_table_of_the_office_lies_over_the_shipped_one() -> None:
    own = fact("CalendarSet", "d", province=8, data={"version": "ours"})
    assert told(own).version == "ours"
    assert told(fact("CalendarSet", "d", province=9, data={"version": "theirs"})) == told()


class Calendars:
    def __init__(self, *facts: CalendarFact) -> None:
        self._calendar = told(*facts)

    def of(self, province: int) -> WorkCalendar:
        return self._calendar


def test_a_promise_moves_with_closures_and_not_without_calendars() -> None:
    received = at_desk(MONDAY, 600)
    version = str(calendar_data()["version"])
    promise = Promise(
        date="2026-12-15", amount=1, unit="working_days", province=8, calendar=version
    )
    moved, reasons = promise_now(promise, received, Calendars(closure("a", "2026-12-15")))
    assert (moved, [each.name for each in reasons]) == ("2026-12-16", ["آلودگی هوا"])
    assert promise_now(promise, received, Calendars()) == ("2026-12-15", ())
    assert promise_now(promise, received, None) == ("2026-12-15", ())
    assert promise_now(Promise(date="soon"), received, None) == ("", ())
    strange = Promise(date="2026-12-15", amount=-1, unit="moons", calendar="other")
    assert promise_now(strange, received, Calendars()) == ("2026-12-15", ())


def test_a_request_without_a_promise_is_due_on_no_day() -> None:
    state = RequestState("r", registered=Registered(code="", follow_up="", at=0, kind="request"))
    assert effective_due(state, Calendars()) == ("", ())
    assert effective_due(RequestState("r"), Calendars()) == ("", ())


def test_a_day_is_an_iso_date_and_nothing_else() -> None:
    assert iso_day("2026-12-15") == date(2026, 12, 15)
    assert [iso_day(odd) for odd in ("", "2026-13-01", "20261215", 5, None)] == [None] * 5
