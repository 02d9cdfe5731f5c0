"""Working days and office hours, on the shipped calendar and on invented ones."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.records.errors import UserMistake
from desk_app.records.jalali import at_desk, from_jalali, local_date, local_datetime
from desk_app.records.workdays import Closure, WorkCalendar, calendar_from, spans_from
from desk_app.services.shipped import calendar_data, shipped_calendar

WEEK = ("saturday", "sunday", "monday", "tuesday", "wednesday", "thursday", "friday")
SATURDAY = date(2026, 11, 21)


def data(**changes: Any) -> dict[str, Any]:
    return {
        "version": "test",
        "known_until": "2030-01-01",
        "default": {
            "weekend": ["thursday", "friday"],
            "hours": {day: [["08:00", "12:00"], ["13:00", "15:00"]] for day in WEEK[:5]},
        },
        "holidays": {"2026-11-24": "عید"},
        **changes,
    }


def calendar(*closures: Closure) -> WorkCalendar:
    return calendar_from(data(), closures=closures)


def moment(day: date, hour: int, minute: int = 0) -> int:
    return at_desk(day, hour * 60 + minute)


CALENDARS = st.builds(
    lambda closed: calendar(*(Closure(day, "برف") for day in closed)),
    st.sets(st.dates(SATURDAY, SATURDAY + timedelta(days=60)), max_size=20),
)
DAYS = st.dates(SATURDAY - timedelta(days=20), SATURDAY + timedelta(days=60))


def test_weekends_holidays_and_closures_are_no_working_days() -> None:
    week = [SATURDAY + timedelta(days=n) for n in range(7)]
    closed = calendar(Closure(SATURDAY, "آلودگی هوا"))
    assert [closed.is_working_day(day) for day in week] == [0, 1, 1, 0, 1, 0, 0]
    assert closed.why_closed(SATURDAY) == "آلودگی هوا"
    assert closed.why_closed(date(2026, 11, 24)) == "عید"
    assert closed.why_closed(date(2026, 11, 22)) == ""


def test_the_day_of_receipt_is_not_counted() -> None:
    assert calendar().add_working_days(SATURDAY, 1) == date(2026, 11, 22)
    assert calendar().add_working_days(SATURDAY, 3) == date(2026, 11, 25)
    assert calendar().add_working_days(SATURDAY, 4) == date(2026, 11, 28)
    assert calendar().add_working_days(date(2026, 11, 27), 0) == date(2026, 11, 28)
    assert calendar().add_working_days(SATURDAY, 0) == SATURDAY


@given(CALENDARS, DAYS, st.integers(1, 30), st.integers(1, 30))
def test_working_days_add_up(known: WorkCalendar, day: date, one: int, other: int) -> None:
    whole = known.add_working_days(day, one + other)
    assert known.add_working_days(known.add_working_days(day, one), other) == whole
    between = [day + timedelta(days=n) for n in range(1, (whole - day).days + 1)]
    assert sum(map(known.is_working_day, between)) == one + other
    assert known.is_working_day(whole)


@given(CALENDARS, DAYS, DAYS, st.integers(0, 20))
def test_a_further_closure_never_brings_a_day_nearer(
    known: WorkCalendar, day: date, closed: date, count: int
) -> None:
    later = calendar(*known.closures.values(), Closure(closed, "برف"))
    assert later.add_working_days(day, count) >= known.add_working_days(day, count)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (moment(SATURDAY, 9), 2, moment(SATURDAY, 11)),
        (moment(SATURDAY, 11), 2, moment(SATURDAY, 14)),
        (moment(SATURDAY, 6), 1, moment(SATURDAY, 9)),
        (moment(SATURDAY, 12, 30), 1, moment(SATURDAY, 14)),
        (moment(SATURDAY, 14), 1, moment(SATURDAY, 15)),
        (moment(SATURDAY, 14), 2, moment(date(2026, 11, 22), 9)),
        (moment(SATURDAY, 20), 0, moment(date(2026, 11, 22), 8)),
        (moment(date(2026, 11, 25), 14), 2, moment(date(2026, 11, 28), 9)),
        (moment(date(2026, 11, 23), 15), 6, moment(date(2026, 11, 25), 15)),
    ],
)
def test_only_open_hours_pass(start: int, hours: int, end: int) -> None:
    assert local_datetime(calendar().add_working_hours(start, hours)) == local_datetime(end)


def test_a_closure_of_another_province_does_not_count() -> None:
    elsewhere, here = Closure(SATURDAY, "سیل", province=7), Closure(SATURDAY, "سیل", province=8)
    assert shipped_calendar(8, [elsewhere]).is_working_day(SATURDAY)
    assert not shipped_calendar(8, [here]).is_working_day(SATURDAY)


def test_a_day_that_is_both_shortened_and_closed_is_closed() -> None:
    short, whole = Closure(SATURDAY, "گرما", hours=((360, 600),)), Closure(SATURDAY, "طوفان")
    for known in (calendar(short, whole), calendar(whole, short)):
        assert not known.is_working_day(SATURDAY)
        assert known.why_closed(SATURDAY) == "طوفان"


def test_a_shortened_day_is_a_working_day_with_fewer_hours() -> None:
    short = calendar(Closure(SATURDAY, "گرما", hours=spans_from([("06:00", "10:00")])))
    assert short.is_working_day(SATURDAY)
    assert short.open_spans(SATURDAY) == ((360, 600),)
    assert short.add_working_hours(moment(SATURDAY, 9), 2) == moment(date(2026, 11, 22), 9)
    assert calendar().open_spans(date(2026, 11, 26)) == ()


@given(CALENDARS, DAYS, st.integers(0, 24 * 60), st.integers(1, 20), st.integers(1, 20))
def test_working_hours_add_up(
    known: WorkCalendar, day: date, minute: int, one: int, other: int
) -> None:
    start = at_desk(day, minute)
    halfway = known.add_working_hours(start, one)
    assert known.add_working_hours(halfway, other) == known.add_working_hours(start, one + other)
    assert known.is_working_day(local_date(halfway))


def test_a_province_has_its_own_weekend_and_hours() -> None:
    rules = {"5": {"weekend": ["friday"]}, "6": {"hours": {"sunday": [["10:00", "11:00"]]}}}
    own = data(provinces=rules)
    assert calendar_from(own, 5).weekend == {6}
    assert calendar_from(own, 6).hours[1] == ((600, 660),)
    assert calendar_from(own, 7) == calendar_from(data(), 7)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"default": {}}, "calendar.shape"),
        ({"default": {"weekend": ["someday"], "hours": {}}}, "calendar.shape"),
        ({"holidays": {"1405/01/01": "عید"}}, "calendar.shape"),
        ({"holidays": ["2026-01-01"]}, "calendar.shape"),
        ({"known_until": ""}, "calendar.shape"),
        ({"default": {"weekend": list(WEEK), "hours": {}}}, "calendar.no_working_day"),
        ({"default": {"weekend": ["friday"], "hours": {}}}, "calendar.no_working_day"),
        ({"default": {"weekend": [], "hours": {"friday": [["9", "10"]]}}}, "calendar.shape"),
        ({"default": {"weekend": [], "hours": {"friday": [["9:00", "9:00"]]}}}, "calendar.hours"),
        ({"default": {"weekend": [], "hours": {"friday": [["9:00", "25:00"]]}}}, "calendar.hours"),
        ({"default": {"weekend": [], "hours": {"friday": [["9:70", "11:00"]]}}}, "calendar.hours"),
        (
            {
                "default": {
                    "weekend": [],
                    "hours": {"friday": [["9:00", "11:00"], ["10:00", "12:00"]]},
                }
            },
            "calendar.hours",
        ),
    ],
)
def test_a_calendar_that_cannot_be_reckoned_with_is_refused(
    changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(UserMistake) as refused:
        calendar_from(data(**changes))
    assert refused.value.code == code


def test_the_shipped_calendar_knows_the_fixed_holidays_of_each_year() -> None:
    known = shipped_calendar()
    for year in range(1400, 1421):
        for month, day in ((1, 1), (1, 2), (1, 12), (1, 13), (3, 14), (3, 15), (11, 22)):
            assert from_jalali(year, month, day) in known.holidays
    assert known.known_until == from_jalali(1421, 1, 1) - timedelta(days=1)
    assert max(known.holidays) <= known.known_until


def test_the_shipped_calendar_marks_what_is_only_estimated() -> None:
    known = shipped_calendar()
    assert known.estimated <= known.holidays.keys()
    assert min(known.estimated) > date(2026, 12, 31)
    assert from_jalali(1410, 1, 1) not in known.estimated


def test_the_shipped_calendar_has_a_line_for_each_province() -> None:
    for number in range(1, 32):
        known = shipped_calendar(number)
        assert known.province == number
        assert 6 in known.weekend
        assert known.add_working_days(SATURDAY, 30) > SATURDAY + timedelta(days=30)
    assert not shipped_calendar(8).is_working_day(date(2026, 11, 26))
    assert shipped_calendar(5).is_working_day(date(2026, 11, 26))


def test_an_office_adds_names_and_removes_holidays_of_the_table() -> None:
    shipped = data(holidays={"2026-11-24": "عید", "2026-11-25": "شهادت"})
    own = {"added": {"2026-11-24": "عید فطر", "2026-11-28": "روز شهر"}, "removed": ["2026-11-25"]}
    assert calendar_from(shipped | own).holidays == {
        date(2026, 11, 24): "عید فطر",
        date(2026, 11, 28): "روز شهر",
    }


def test_every_weekend_pattern_offered_makes_a_calendar() -> None:
    offered = calendar_data()["patterns"]
    weekends = {calendar_from({**calendar_data(), "default": rule}).weekend for rule in offered}
    assert weekends == {frozenset({5, 6}), frozenset({6}), frozenset({0, 6})}


def test_hours_are_irans_hours() -> None:
    seven = shipped_calendar(27).add_working_hours(moment(SATURDAY, 0), 0)
    assert datetime.fromtimestamp(seven / 1000, UTC).hour == 3
