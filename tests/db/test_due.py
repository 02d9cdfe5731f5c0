"""The effective due date follows closures and extensions, whatever arrived when."""

import random

import pytest

from desk_app.records import bodies as b
from desk_app.records.due import DeadlineRule, promised
from desk_app.records.event import Draft, Event, Subject
from desk_app.records.jalali import format_jalali, local_date
from desk_app.records.kinds_of_event import body_data
from desk_app.services.shipped import shipped_calendar
from tests.db.desks import START_MS, Desk, Told, carry, register, write
from tests.db.test_replicas import check_rebuilt

RULE = DeadlineRule(7)
PRINTED = promised(RULE, START_MS, shipped_calendar(8)).day
"""Seven working days after the morning on which the tests begin."""
CLOSED = shipped_calendar(8).add_working_days(local_date(START_MS), 2)
MOVED = shipped_calendar(8).add_working_days(PRINTED, 1).isoformat()
"""One working day later, for one closure before it."""


def _promised(desk: Desk, province: int = 8) -> Told:
    promise = b.Promise(
        date=PRINTED.isoformat(),
        amount=RULE.amount,
        unit=RULE.unit,
        province=province,
        calendar=shipped_calendar().version,
    )
    return register(desk, promise=promise)


def _calendar(desk: Desk, name: str, body: b.Body) -> Event:
    with desk.book.writing() as pen:
        draft = Draft(subject=Subject("calendar", "8"), type=name, body=body_data(body))
        return pen.write(draft)


def _close(desk: Desk, day: str, province: int = 8) -> Event:
    body = b.ClosureAnnounced(province=province, date=day, reason="آلودگی هوا", instrument="مصوبه")
    return _calendar(desk, "ClosureAnnounced", body)


def _due(desk: Desk, told: Told) -> str:
    view = desk.book.queries.request(told.id)
    assert view is not None
    assert view.promised == PRINTED.isoformat()
    assert desk.book.queries.find(told.code)[0].due == view.due
    return view.due


def test_a_later_closure_moves_the_due_date_and_says_why(desk: Desk) -> None:
    told = _promised(desk)
    assert _due(desk, told) == PRINTED.isoformat()
    _close(desk, CLOSED.isoformat())
    assert _due(desk, told) == MOVED
    view = desk.book.queries.request(told.id)
    assert view is not None
    assert view.due_reasons == (f"{format_jalali(CLOSED)} آلودگی هوا (مصوبه)",)


@pytest.mark.parametrize("province, moves", [(8, True), (0, True), (9, False)])
def test_a_closure_moves_the_requests_of_its_province(
    desk: Desk, province: int, *, moves: bool
) -> None:
    told = _promised(desk)
    _close(desk, CLOSED.isoformat(), province)
    assert (_due(desk, told) != PRINTED.isoformat()) is moves


def test_a_closure_called_off_moves_the_due_date_back(desk: Desk) -> None:
    told = _promised(desk)
    closure = _close(desk, CLOSED.isoformat())
    _calendar(desk, "ClosureCancelled", b.ClosureCancelled(announced=closure.id))
    assert _due(desk, told) == PRINTED.isoformat()


def test_a_closed_request_keeps_its_date_until_it_is_opened_again(desk: Desk) -> None:
    told = _promised(desk)
    write(desk, told.id, "Closed", b.StatusChange())
    _close(desk, CLOSED.isoformat())
    assert _due(desk, told) == PRINTED.isoformat()
    with desk.book.writing() as pen:
        state = pen.request(told.id)
    assert state is not None
    write(desk, told.id, "Reopened", b.StatusChange(), replaces=state.heads("status"))
    assert _due(desk, told) == MOVED


def test_an_extension_stands_as_it_was_given(desk: Desk) -> None:
    told = _promised(desk)
    write(desk, told.id, "Extended", b.Extended(due="2027-01-05", reason=0), "نیاز به بازدید")
    _close(desk, CLOSED.isoformat())
    assert _due(desk, told) == "2027-01-05"
    view = desk.book.queries.request(told.id)
    assert view is not None
    assert view.due_reasons == ("نیاز به بازدید",)


def test_a_table_of_the_offices_own_replaces_the_shipped_one(desk: Desk) -> None:
    told = _promised(desk)
    hours = {"saturday": [["08:00", "12:00"]]}
    data = {
        "version": "own-1",
        "provinces": {},
        "default": {"weekend": ["thursday", "friday", "wednesday"], "hours": hours},
    }
    _calendar(desk, "CalendarSet", b.CalendarSet(province=8, data=data))
    assert _due(desk, told) > PRINTED.isoformat()
    assert desk.book.queries.calendar(8).version == "own-1"
    assert desk.book.queries.calendar(9).version == shipped_calendar().version


def test_closures_and_requests_may_arrive_in_any_order(desk: Desk, other: Desk) -> None:
    requests = [_promised(desk) for _ in range(5)]
    first = _close(desk, CLOSED.isoformat())
    requests.append(_promised(desk, province=0))
    _close(desk, PRINTED.isoformat(), 0)
    _calendar(desk, "ClosureCancelled", b.ClosureCancelled(announced=first.id))
    entries = desk.entries()
    random.Random(3).shuffle(entries)
    for placed in entries:
        other.line.receive([placed], "c")
    assert [_due(desk, told) for told in requests] == [_due(other, told) for told in requests]
    assert check_rebuilt(desk) == check_rebuilt(other)


@pytest.mark.parametrize("joined_first", [True, False])
def test_no_closure_moves_what_is_followed_up_under_another(desk: Desk, joined_first: bool) -> None:
    told, into = _promised(desk), _promised(desk)
    if joined_first:
        write(desk, told.id, "Joined", b.Joined(into=into.id))
    _close(desk, CLOSED.isoformat())
    if not joined_first:
        write(desk, told.id, "Joined", b.Joined(into=into.id))
    assert (_due(desk, told), _due(desk, into)) == (PRINTED.isoformat(), MOVED)
    assert check_rebuilt(desk)


def test_more_requests_than_one_save_projects_are_moved_by_idle_work(desk: Desk) -> None:
    requests = [_promised(desk) for _ in range(230)]
    _close(desk, CLOSED.isoformat())
    while desk.book.tend(1_000):
        pass
    assert {_due(desk, told) for told in requests} == {MOVED}
    carry(desk, desk)
    assert check_rebuilt(desk)


def test_overdue_and_due_today_are_counted_among_the_open(desk: Desk) -> None:
    late, closed = _promised(desk), _promised(desk)
    write(desk, closed.id, "Closed", b.StatusChange())
    assert desk.book.queries.day(PRINTED.isoformat()).due_today == 1
    assert desk.book.queries.day(MOVED).overdue == 1
    write(desk, late.id, "Voided", b.StatusChange())
    assert desk.book.queries.day(MOVED).overdue == 0


def test_a_deadline_that_no_rule_allows_leaves_the_printed_date(desk: Desk) -> None:
    day = PRINTED.isoformat()
    endless = b.Promise(date=day, amount=10**6, unit="moons", province=8, calendar="x")
    told = register(desk, promise=endless)
    assert _due(desk, told) == PRINTED.isoformat()
