"""The office's own weekend, hours and holidays, laid over the shipped table."""

from dataclasses import replace
from datetime import date

import pytest

from desk_app.records.errors import NotAllowed, UserMistake
from desk_app.records.workdays import WorkCalendar
from desk_app.services.office import announce_closure
from desk_app.services.office_calendar import MOST_CHANGES, OwnCalendar, as_calendar, keep_calendar
from tests.db.desks import Desk
from tests.services.conftest import As

ONE_DAY = date(2026, 12, 30)


def own(calendar: WorkCalendar) -> OwnCalendar:
    return OwnCalendar(calendar.province, calendar.weekend, calendar.hours, calendar.holidays)


def standing(desk: Desk, province: int = 8) -> WorkCalendar:
    return desk.book.queries.calendar(province)


def test_weekend_hours_and_holidays_are_kept_and_read_back(desk: Desk) -> None:
    before = own(standing(desk))
    named = {day: name for day, name in before.holidays.items() if day != min(before.holidays)}
    wished = replace(
        before,
        weekend=frozenset({5, 6}) - {5},
        hours=(*before.hours[:5], ((450, 720),), ()),
        holidays={**named, ONE_DAY: "روز شهر"},
        source="ابلاغ ۱۲",
    )
    keep_calendar(desk.book, wished, desk.clock.at)
    found = standing(desk)
    assert found.weekend == {6}
    assert found.hours[5] == ((450, 720),)
    assert found.holidays == wished.holidays
    assert not found.is_working_day(ONE_DAY)
    assert found.version.startswith("ir-1405.1+1405")
    assert standing(desk, 5) != found


def test_a_calendar_of_no_province_is_the_default(desk: Desk) -> None:
    wished = replace(own(standing(desk, 0)), weekend=frozenset({0, 6}))
    keep_calendar(desk.book, wished, desk.clock.at)
    assert standing(desk, 0).weekend == {0, 6}


def test_what_would_be_is_what_comes_with_the_closures_that_stand(desk: Desk) -> None:
    announce_closure(desk.book, 8, "2026-12-29", "آلودگی هوا")
    wished = replace(own(standing(desk)), weekend=frozenset({6}))
    told = as_calendar(wished, standing(desk), desk.clock.at)
    keep_calendar(desk.book, wished, desk.clock.at)
    assert told == standing(desk)


def test_two_changes_in_one_second_are_refused_not_mixed_up(desk: Desk) -> None:
    keep_calendar(desk.book, own(standing(desk)), desk.clock.at)
    with pytest.raises(UserMistake, match=r"calendar\.version"):
        keep_calendar(desk.book, own(standing(desk)), desk.clock.at)


def test_a_holiday_has_a_name_and_not_everything_is_one(desk: Desk) -> None:
    now = own(standing(desk))
    with pytest.raises(UserMistake, match=r"holiday_name\.missing"):
        keep_calendar(desk.book, replace(now, holidays={ONE_DAY: " "}), desk.clock.at)
    with pytest.raises(UserMistake, match=r"calendar\.no_working_day"):
        keep_calendar(desk.book, replace(now, weekend=frozenset(range(7))), desk.clock.at)
    many = {date.fromordinal(ONE_DAY.toordinal() + step): "روز" for step in range(MOST_CHANGES)}
    with pytest.raises(UserMistake, match=r"holiday\.too_many"):
        keep_calendar(desk.book, replace(now, holidays=many), desk.clock.at)


def test_only_who_leads_changes_the_calendar(desk: Desk, signed_in: As) -> None:
    with pytest.raises(NotAllowed):
        keep_calendar(signed_in("officer"), own(standing(desk)), desk.clock.at)
