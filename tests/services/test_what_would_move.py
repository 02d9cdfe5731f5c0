"""Before a closure is announced it is told which promised dates it moves."""

from datetime import date

from desk_app.records.due import DeadlineRule
from desk_app.records.items import Service
from desk_app.records.workdays import Closure
from desk_app.services.office import announce_closure, set_items
from tests.db.desks import Desk
from tests.services.told import shown, took


def promised(desk: Desk) -> list[str]:
    """The due days of three requests, of three, four and ten working days."""
    days = []
    for place, amount in enumerate((3, 4, 10)):
        set_items(desk.book, [Service(f"90{place}", "خدمت", deadline=DeadlineRule(amount))])
        days.append(took(desk.book, f"موضوع {place}", service=f"90{place}").due)
    return days


def test_what_is_foretold_is_what_comes(desk: Desk) -> None:
    days = promised(desk)
    closed = Closure(date.fromisoformat(days[1]), "آلودگی هوا")
    calendar = desk.book.queries.calendar(8).with_closures([closed])
    foretold = desk.book.queries.moved_by(calendar, days[1])
    assert foretold.whole
    assert [one.due for one in foretold.moved] == days[1:]
    announce_closure(desk.book, 8, days[1], "آلودگی هوا")
    for one in foretold.moved:
        assert shown(desk.book, one.request_id).due == one.after > one.due
        assert one.visitor_name
        assert one.subject


def test_a_day_without_promises_moves_nothing(desk: Desk) -> None:
    days = promised(desk)
    later = date.fromisoformat(days[-1]).replace(year=2027)
    calendar = desk.book.queries.calendar(8).with_closures([Closure(later, "مناسبت")])
    assert desk.book.queries.moved_by(calendar, later.isoformat()).moved == ()


def test_calling_a_closure_off_moves_back(desk: Desk) -> None:
    days = promised(desk)
    announce_closure(desk.book, 8, days[1], "آلودگی هوا")
    open_again = desk.book.queries.calendar(8).with_closures([])
    moved = desk.book.queries.moved_by(open_again, days[1]).moved
    assert [one.after for one in moved] == days[1:]


def test_too_many_requests_to_look_at_are_told(desk: Desk) -> None:
    days = promised(desk)
    calendar = desk.book.queries.calendar(8)
    assert not desk.book.queries.moved_by(calendar, days[0], 2).whole
