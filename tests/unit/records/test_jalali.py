"""The Jalali calendar against an independent one, and dates as people type them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from desk_app.records.errors import UserMistake
from desk_app.records.jalali import (
    at_desk,
    format_jalali,
    from_jalali,
    instant_of,
    is_leap,
    iso_jalali,
    local_date,
    local_datetime,
    long_jalali,
    month_length,
    month_name,
    parse_jalali,
    to_jalali,
    weekday,
    weekday_name,
)
from desk_app.records.text import to_persian_digits

INDEPENDENT: Any = JalaliDate
FIRST, LAST = from_jalali(1178, 1, 1), from_jalali(1600, 12, 29)
DAYS = st.dates(FIRST, LAST)


def test_every_day_from_1900_to_2099_agrees_with_an_independent_calendar() -> None:
    day = date(1900, 1, 1)
    while day < date(2100, 1, 1):
        other = INDEPENDENT(day)
        assert to_jalali(day) == (other.year, other.month, other.day)
        day += timedelta(days=1)


def test_every_new_year_of_the_range_agrees_with_an_independent_calendar() -> None:
    for year in range(1178, 1601):
        assert from_jalali(year, 1, 1) == INDEPENDENT(year, 1, 1).to_gregorian()


@given(DAYS)
def test_a_date_goes_to_jalali_and_back(day: date) -> None:
    assert from_jalali(*to_jalali(day)) == day


@given(DAYS)
def test_a_written_date_is_read_back(day: date) -> None:
    for text in (format_jalali(day), iso_jalali(day), iso_jalali(day).replace("-", "")):
        assert parse_jalali(text) == day
        assert parse_jalali(to_persian_digits(text)) == day


def test_months_fill_the_year() -> None:
    assert [is_leap(year) for year in (1399, 1403, 1404, 1408)] == [True, True, False, True]
    for year in (1403, 1404):
        assert sum(month_length(year, month) for month in range(1, 13)) == 365 + is_leap(year)


def test_a_date_is_written_short_and_long() -> None:
    day = date(2026, 11, 21)
    assert format_jalali(day) == "1405/08/30"
    assert iso_jalali(day) == "1405-08-30"
    assert long_jalali(day) == "شنبه ۳۰ آبان ۱۴۰۵"
    assert long_jalali(day, "en") == "Saturday 30 Aban 1405"
    assert weekday(day) == 0
    assert weekday_name(6) == "جمعه"
    assert month_name(12, "en") == "Esfand"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("14050830", (1405, 8, 30)),
        ("690105", (1369, 1, 5)),
        ("050105", (1405, 1, 5)),
        ("200105", (1420, 1, 5)),
        ("210105", (1321, 1, 5)),
        ("1370/1/5", (1370, 1, 5)),
        ("۱۳۷۰-۱-۵", (1370, 1, 5)),
        ("٧٠/١/٥", (1370, 1, 5)),
        ("5/1/1370", (1370, 1, 5)),
        (" ۱۳۷۰ / ۰۱ / ۰۵ ", (1370, 1, 5)),
        ("1370.01.05", (1370, 1, 5)),
        ("\u200f1370/01/05\u200e", (1370, 1, 5)),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, wanted: tuple[int, int, int]) -> None:
    assert to_jalali(parse_jalali(typed)) == wanted


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "date.format"),
        ("فردا", "date.format"),
        ("1405", "date.format"),
        ("140508301", "date.format"),
        ("140/8/30", "date.format"),
        ("1405/8/300", "date.format"),
        ("30/8/140", "date.format"),
        ("1405²/8/3", "date.format"),
        ("2026/11/21", "date.year"),
        ("10000101", "date.year"),
        ("1405/13/01", "date.month"),
        ("1405/00/01", "date.month"),
        ("1405/07/31", "date.day"),
        ("1404/12/30", "date.day"),
        ("1404/12/00", "date.day"),
    ],
)
def test_what_is_no_date_says_why_and_names_its_field(typed: str, code: str) -> None:
    with pytest.raises(UserMistake) as refused:
        parse_jalali(typed, "birth")
    assert refused.value.code == code
    assert refused.value.mistakes[0].field == "birth"


@given(st.text(max_size=12) | st.text("0123456789۰۱۲/- ", max_size=12))
def test_reading_a_date_ends_in_a_date_or_a_mistake(typed: str) -> None:
    try:
        assert FIRST <= parse_jalali(typed) <= from_jalali(1600, 12, month_length(1600, 12))
    except UserMistake as mistake:
        assert mistake.code.startswith("date.")


@pytest.mark.parametrize("day", [date(1, 1, 1), FIRST - timedelta(days=1), date(9999, 12, 31)])
def test_a_day_outside_the_range_is_refused(day: date) -> None:
    with pytest.raises(UserMistake, match=r"date\.year"):
        to_jalali(day)


def test_the_hour_at_the_desk_carries_irans_offset() -> None:
    ms = instant_of(datetime(2026, 11, 21, 20, 45, tzinfo=UTC))
    assert local_datetime(ms).isoformat() == "2026-11-22T00:15:00+03:30"
    assert local_date(ms) == date(2026, 11, 22)
    summer = instant_of(datetime(2021, 7, 1, 8, 0, tzinfo=UTC))
    assert local_datetime(summer).isoformat() == "2021-07-01T12:30:00+04:30"


@given(st.integers(-(10**12), 10**13))
def test_an_instant_goes_to_the_desk_and_back(ms: int) -> None:
    assert instant_of(local_datetime(ms)) == ms


def test_a_minute_of_the_day_is_an_instant() -> None:
    assert local_datetime(at_desk(date(2026, 11, 21), 7 * 60 + 30)).isoformat() == (
        "2026-11-21T07:30:00+03:30"
    )
    assert local_date(at_desk(date(2026, 11, 21), 24 * 60)) == date(2026, 11, 22)
