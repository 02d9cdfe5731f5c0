"""A visit with its matters, with none, or back for an old one."""

from typing import Any

import pytest

from desk_app.records.errors import UserMistake
from desk_app.records.jalali import local_date
from desk_app.services.visits import RecordVisit, end_visit, record_visit
from tests.db.desks import Desk
from tests.services.told import asked, last, mistakes, shown, took


def visit(desk: Desk, outcome: str = "taken", **told: Any) -> RecordVisit:
    return RecordVisit(started=desk.clock.at - 60_000, outcome=outcome, **told)


def visits_today(desk: Desk) -> tuple[int, dict[str, int]]:
    day = desk.book.queries.day(local_date(desk.clock.at).isoformat())
    return day.visits, day.by_outcome


def test_one_visit_brings_two_matters_in_one_transaction(desk: Desk) -> None:
    changes: list[Any] = []
    desk.book.subscribe(changes.append)
    two = visit(desk, matters=(asked("آب"), asked("برق")))
    recorded = record_visit(desk.book, two)
    assert len(changes) == 1
    assert changes[0].requests == {taken.request_id for taken in recorded.taken}
    for taken in recorded.taken:
        assert shown(desk.book, taken.request_id).registered["visit"] == recorded.visit_id
    assert visits_today(desk) == (1, {"taken": 1})


def test_two_matters_of_one_visit_do_not_repeat_each_other(desk: Desk) -> None:
    twice = visit(desk, matters=(asked("آب"), asked("آب")))
    assert len(record_visit(desk.book, twice).taken) == 2
    with pytest.raises(UserMistake, match="repeat"):
        record_visit(desk.book, twice)


def test_a_visit_goes_on_with_the_next_matter_and_stays_one(desk: Desk) -> None:
    first = record_visit(desk.book, visit(desk, "informed"))
    assert first.so_far.requests == ()
    second = record_visit(desk.book, visit(desk, matters=(asked("آب"),), so_far=first.so_far))
    more = visit(desk, "done", matters=(asked("آب"),), so_far=second.so_far, note="زنگ زد")
    third = record_visit(desk.book, more)
    assert third.visit_id == second.visit_id == first.visit_id
    assert third.so_far.requests == (second.taken[0].request_id, third.taken[0].request_id)
    assert visits_today(desk) == (1, {"taken": 1})
    for taken in (*second.taken, *third.taken):
        assert shown(desk.book, taken.request_id).registered["visit"] == first.visit_id
    assert last(desk.book, third.taken[0].request_id).facts["text"] == "زنگ زد"


def test_a_sealed_matter_is_not_counted_with_the_visit_that_goes_on(desk: Desk) -> None:
    first = record_visit(desk.book, visit(desk, matters=(asked("آب"),)))
    secret = asked("بدرفتاری", kind="complaint", about_office=True)
    second = record_visit(desk.book, visit(desk, matters=(secret,), so_far=first.so_far))
    assert second.taken[0].audience
    assert second.so_far.requests == first.so_far.requests


def test_a_visit_with_one_wrong_matter_is_not_recorded_at_all(desk: Desk) -> None:
    with pytest.raises(UserMistake):
        record_visit(desk.book, visit(desk, matters=(asked("آب"), asked(kind=""))))
    assert visits_today(desk) == (0, {})
    assert desk.book.queries.counts().requests == 0


def test_whoever_only_asks_gives_no_name(desk: Desk) -> None:
    command = visit(desk, "informed", service="109", topic="t1", note="نشانی را پرسید")
    recorded = record_visit(desk.book, command)
    assert recorded.taken == ()
    assert visits_today(desk) == (1, {"informed": 1})


def test_a_visitor_is_shown_the_way_to_another_agency(desk: Desk) -> None:
    record_visit(desk.book, visit(desk, "agency", agency="a2"))
    assert visits_today(desk) == (1, {"agency": 1})


def test_coming_back_is_told_on_the_request(desk: Desk) -> None:
    taken = took(desk.book)
    command = visit(desk, "followed", follows=(taken.request_id,), note="پرسید چه شد")
    recorded = record_visit(desk.book, command)
    item = last(desk.book, taken.request_id)
    assert (item.type, item.facts["visit"]) == ("Called", recorded.visit_id)
    assert (item.facts["by"], item.facts["text"]) == ("visitor", "پرسید چه شد")


def test_coming_back_without_a_word_is_told_too(desk: Desk) -> None:
    taken = took(desk.book)
    record_visit(desk.book, visit(desk, "followed", follows=(taken.request_id,)))
    assert "text" not in last(desk.book, taken.request_id).facts


def test_the_end_of_a_visit_may_change_what_became_of_it(desk: Desk) -> None:
    recorded = record_visit(desk.book, visit(desk, "informed"))
    end_visit(desk.book, recorded.visit_id)
    assert visits_today(desk) == (1, {"informed": 1})
    end_visit(desk.book, recorded.visit_id, "taken", 1)
    assert visits_today(desk) == (1, {"taken": 1})
    with pytest.raises(UserMistake, match=r"outcome\.unknown"):
        end_visit(desk.book, recorded.visit_id, "lost")


def test_a_visit_names_what_the_office_knows(desk: Desk) -> None:
    strange = visit(
        desk,
        "lost",
        channel="pigeon",
        service="999",
        topic="t999",
        agency="a999",
        note="م" * 20_001,
    )
    with pytest.raises(UserMistake) as wrong:
        record_visit(desk.book, strange)
    assert mistakes(wrong) == {
        ("outcome", "outcome.unknown"),
        ("channel", "channel.unknown"),
        ("service", "service.unknown"),
        ("topic", "topic.unknown"),
        ("agency", "agency.unknown"),
        ("note", "text.too_long"),
    }


def test_a_visit_for_a_request_that_is_not_here_is_refused(desk: Desk) -> None:
    with pytest.raises(UserMistake, match="not_here"):
        record_visit(desk.book, visit(desk, "followed", follows=("nowhere",)))
