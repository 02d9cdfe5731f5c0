"""The printed date, and the effective one that closures and extensions move."""

from datetime import date, timedelta
from typing import Any

import pytest

from desk_app.records.due import DeadlineRule
from desk_app.records.errors import UserMistake
from desk_app.records.items import Kind, Service
from desk_app.records.jalali import local_date
from desk_app.services.office import announce_closure, cancel_closure, set_calendar, set_items
from desk_app.services.standing import extend_due
from tests.db.desks import Desk
from tests.services.told import last, mistakes, shown, took


def offer(desk: Desk, amount: int, unit: Any) -> None:
    set_items(desk.book, [Service("900", "خدمت", deadline=DeadlineRule(amount, unit))])


@pytest.mark.parametrize(("amount", "unit"), [(3, "working_days"), (10, "days"), (4, "hours")])
def test_a_service_promises_in_its_own_unit(desk: Desk, amount: int, unit: str) -> None:
    offer(desk, amount, unit)
    taken = took(desk.book, service="900")
    promise = shown(desk.book, taken.request_id).registered["promise"]
    assert (promise["amount"], promise["unit"], promise["province"]) == (amount, unit, 8)
    assert bool(promise.get("at")) == (unit == "hours")
    assert taken.due >= local_date(desk.clock.at).isoformat()


def test_a_kind_promises_where_the_service_does_not(desk: Desk) -> None:
    set_items(desk.book, [Kind("petition", "عریضه", DeadlineRule(5, "days"))])
    promise = shown(desk.book, took(desk.book, kind="عریضه").request_id).registered["promise"]
    assert (promise["amount"], promise["unit"]) == (5, "days")


def test_what_came_on_paper_is_due_from_the_day_it_came(desk: Desk) -> None:
    offer(desk, 30, "days")
    now = took(desk.book, service="900")
    week_ago = desk.clock.at - 7 * 86_400_000
    earlier = took(desk.book, "دیگر", service="900", taken_at=week_ago)
    assert earlier.due < now.due


@pytest.mark.parametrize(("amount", "unit"), [(3, "working_days"), (10, "days"), (4, "hours")])
def test_a_closure_moves_the_due_date_and_never_the_printed_one(
    desk: Desk, amount: int, unit: str
) -> None:
    offer(desk, amount, unit)
    taken = took(desk.book, service="900")
    closed = announce_closure(desk.book, 8, taken.due, "آلودگی هوا", "ابلاغ ۱۲")
    view = shown(desk.book, taken.request_id)
    assert view.promised == taken.due
    assert view.due > taken.due
    assert "آلودگی هوا" in view.due_reasons[0]
    assert "ابلاغ ۱۲" in view.due_reasons[0]
    cancel_closure(desk.book, 8, closed.id)
    assert shown(desk.book, taken.request_id).due == taken.due


def test_a_closure_elsewhere_moves_nothing(desk: Desk) -> None:
    taken = took(desk.book)
    announce_closure(desk.book, 9, taken.due, "برف")
    assert shown(desk.book, taken.request_id).due == taken.due


def test_a_closure_needs_a_day_and_a_reason(desk: Desk) -> None:
    with pytest.raises(UserMistake) as wrong:
        announce_closure(desk.book, 8, "فردا", "برف")
    assert mistakes(wrong) == {("date", "date.format")}
    with pytest.raises(UserMistake) as wrong:
        announce_closure(desk.book, 8, "", "برف")
    assert mistakes(wrong) == {("date", "date.missing")}
    with pytest.raises(UserMistake) as wrong:
        announce_closure(desk.book, 8, "2025-12-20", "برف")
    assert mistakes(wrong) == {("date", "closure.long_past")}
    with pytest.raises(UserMistake) as wrong:
        announce_closure(desk.book, 8, "2026-12-20", " ")
    assert mistakes(wrong) == {("reason", "reason.missing")}


def test_an_office_sets_its_own_week(desk: Desk) -> None:
    offer(desk, 5, "working_days")
    first = took(desk.book, service="900")
    six_days = {"weekend": ["friday"], "hours": {}}
    hours = {day: [["07:00", "13:00"]] for day in ("saturday", "sunday", "monday", "tuesday")}
    hours |= {day: [["07:00", "13:00"]] for day in ("wednesday", "thursday")}
    data = {"version": "tehran-2", "provinces": {"8": {**six_days, "hours": hours}}}
    set_calendar(desk.book, 8, data)
    assert desk.book.queries.calendar(8).version == "tehran-2"
    second = took(desk.book, "دیگر", service="900")
    assert second.due <= first.due
    with pytest.raises(UserMistake) as wrong:
        set_calendar(desk.book, 8, data)
    assert mistakes(wrong) == {("version", "calendar.version")}
    with pytest.raises(UserMistake, match="shape"):
        set_calendar(desk.book, 8, {"version": "x", "holidays": []})


def test_an_extension_moves_the_due_date_with_its_reason(desk: Desk) -> None:
    taken = took(desk.book)
    later = (date.fromisoformat(taken.due) + timedelta(days=20)).isoformat()
    extend_due(desk.book, taken.request_id, later.replace("-", ""), "استعلام از استان")
    view = shown(desk.book, taken.request_id)
    assert (view.promised, view.due) == (taken.due, later)
    assert view.due_reasons == ("استعلام از استان",)
    assert last(desk.book, taken.request_id).facts["due"] == later


def test_an_extension_ends_after_the_printed_day_and_after_today(desk: Desk) -> None:
    taken = took(desk.book)
    for due, code in (
        (taken.due, "due.not_later"),
        ("2020-01-01", "date.past"),
        ("بعداً", "date.format"),
    ):
        with pytest.raises(UserMistake) as wrong:
            extend_due(desk.book, taken.request_id, due, "دلیل")
        assert mistakes(wrong) == {("due", code)}
    with pytest.raises(UserMistake) as wrong:
        extend_due(desk.book, taken.request_id, "2030-01-01", "")
    assert mistakes(wrong) == {("reason", "reason.missing")}


def test_a_request_without_a_promise_may_be_given_a_day(desk: Desk) -> None:
    set_items(desk.book, [Kind("petition", "عریضه")])
    taken = took(desk.book, kind="عریضه")
    assert taken.due == ""
    extend_due(desk.book, taken.request_id, "2030-01-01", "قرار با متقاضی")
    assert shown(desk.book, taken.request_id).due == "2030-01-01"
