"""Promised dates, and effective ones after a closure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.records.due import (
    DeadlineRule,
    DueDate,
    Reason,
    Unit,
    deadline_rule,
    moved,
    promised,
)
from desk_app.records.errors import UserMistake
from desk_app.records.jalali import at_desk, from_jalali
from desk_app.records.workdays import Closure
from desk_app.services.shipped import shipped_calendar

SATURDAY = date(2026, 11, 21)
TEN = at_desk(SATURDAY, 600)
KNOWN = shipped_calendar(8)
UNITS: list[Unit] = ["working_days", "days", "hours"]
RULES = st.builds(DeadlineRule, st.integers(0, 60), st.sampled_from(UNITS))


def test_each_unit_promises_its_own_day() -> None:
    assert promised(DeadlineRule(10, "working_days"), TEN, KNOWN) == DueDate(date(2026, 12, 5))
    assert promised(DeadlineRule(30, "days"), TEN, KNOWN) == DueDate(date(2026, 12, 21))
    assert promised(DeadlineRule(3, "hours"), TEN, KNOWN) == DueDate(
        SATURDAY, at_desk(SATURDAY, 780)
    )


def test_a_last_day_that_is_closed_gives_way_to_the_next_open_one() -> None:
    assert promised(DeadlineRule(5, "days"), TEN, KNOWN).day == date(2026, 11, 28)
    new_year = at_desk(from_jalali(1405, 12, 20), 600)
    assert promised(DeadlineRule(10, "days"), new_year, KNOWN).day == from_jalali(1406, 1, 7)


def test_what_comes_in_at_night_belongs_to_the_desks_day() -> None:
    late = at_desk(SATURDAY, 23 * 60 + 50)
    assert promised(DeadlineRule(1), late, KNOWN).day == date(2026, 11, 22)


def test_a_later_closure_moves_the_date_and_says_why() -> None:
    rule = DeadlineRule(10)
    printed = promised(rule, TEN, KNOWN)
    snow = Closure(date(2026, 11, 30), "برف", "مصوبهٔ کارگروه، ۹ آذر ۱۴۰۵", date(2026, 11, 30))
    now = shipped_calendar(8, [snow, Closure(date(2027, 2, 1), "دور")])
    effective, reasons = moved(printed, rule, TEN, now)
    assert effective == DueDate(date(2026, 12, 6))
    assert reasons == (Reason(date(2026, 11, 30), "برف", "مصوبهٔ کارگروه، ۹ آذر ۱۴۰۵"),)


def test_only_what_lies_in_the_way_is_a_reason() -> None:
    known = [
        Closure(SATURDAY, "روز ثبت"),
        Closure(date(2026, 11, 22), "پیش‌تر اعلام‌شده", announced=date(2026, 11, 1)),
        Closure(date(2026, 11, 23), "کوتاه", hours=((480, 600),)),
        Closure(date(2026, 12, 21), "برف"),
    ]
    printed = promised(DeadlineRule(30, "days"), TEN, shipped_calendar(8, known[:3]))
    effective, reasons = moved(printed, DeadlineRule(30, "days"), TEN, shipped_calendar(8, known))
    assert effective.day == date(2026, 12, 22)
    assert [reason.name for reason in reasons] == ["برف"]
    late = shipped_calendar(8, known[:3])
    _, reasons = moved(promised(DeadlineRule(3), TEN, KNOWN), DeadlineRule(3), TEN, late)
    assert [reason.name for reason in reasons] == ["پیش‌تر اعلام‌شده"]


def test_a_shortened_day_moves_a_deadline_in_hours() -> None:
    rule = DeadlineRule(3, "hours")
    printed = promised(rule, TEN, KNOWN)
    heat = Closure(SATURDAY, "گرما", hours=((360, 660),))
    effective, reasons = moved(printed, rule, TEN, shipped_calendar(8, [heat]))
    assert effective == DueDate(date(2026, 11, 22), at_desk(date(2026, 11, 22), 540))
    assert [reason.name for reason in reasons] == ["گرما"]


def test_a_corrected_holiday_table_names_the_holiday() -> None:
    rule = DeadlineRule(30, "days")
    printed = DueDate(date(2026, 12, 22))
    start = at_desk(date(2026, 11, 23), 600)
    effective, reasons = moved(printed, rule, start, KNOWN)
    assert effective.day == date(2026, 12, 26)
    assert [reason.day for reason in reasons] == [date(2026, 12, 23)]


def test_nothing_moves_while_nothing_changes() -> None:
    printed = promised(DeadlineRule(10), TEN, KNOWN)
    assert moved(printed, DeadlineRule(10), TEN, KNOWN) == (printed, ())


@given(RULES, st.integers(0, 400), st.sets(st.integers(0, 90), max_size=10))
def test_the_effective_date_is_never_earlier_than_the_printed_one(
    rule: DeadlineRule, hours: int, closed: set[int]
) -> None:
    received = TEN + hours * 3_600_000
    before = shipped_calendar(8, [Closure(SATURDAY + timedelta(days=n), "برف") for n in closed])
    for printed_by, now in ((KNOWN, before), (before, KNOWN)):
        printed = promised(rule, received, printed_by)
        effective, reasons = moved(printed, rule, received, now)
        assert effective.day >= printed.day
        assert (effective == printed) == (not reasons)


def test_a_rule_is_checked_before_it_is_taken() -> None:
    assert deadline_rule(15, "days", "بخشنامه") == DeadlineRule(15, "days", "بخشنامه")
    assert DeadlineRule(15, "days", "ب").to_data() == {"amount": 15, "unit": "days", "source": "ب"}
    for amount, unit, code in (
        (-1, "days", "deadline.amount"),
        (3_651, "days", "deadline.amount"),
        (1, "weeks", "deadline.unit"),
    ):
        with pytest.raises(UserMistake) as refused:
            deadline_rule(amount, unit)
        assert refused.value.code == code
