"""A day counter by counter: each figure equals a plain count, from kept figures and indexes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from db.book import DeskBook
from db.queries import days
from desk_app.ports.book import Officer
from desk_app.ports.queries import Filter
from desk_app.records import bodies as b
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from tests.db.desks import START_MS, Desk, carry, register, write

DAY = "2026-12-11"
MINUTE = 60_000


def visit(desk: Desk, outcome: str, counter: str = "3", **told: Any) -> str:
    """A visit at a counter of this desk's log."""
    with desk.book.writing() as pen:
        body = b.Visited(started=pen.now_ms, counter=counter, outcome=outcome, **told)
        name = pen.new_id()
        pen.write(Draft(subject=Subject("visit", name), type="Visited", body=body_data(body)))
    return name


@pytest.fixture
def morning(desk: Desk, other: Desk) -> Iterator[Desk]:
    """Counter 3, this desk, and counter 4, heard of over the line."""
    due = b.Promise(date="2026-12-10")
    visit(desk, "taken")
    visit(desk, "informed")
    late = register(desk, "آب", promise=due)
    register(desk, "برق", promise=b.Promise(date=DAY))
    done = register(desk, "گاز", promise=due)
    write(desk, done.id, "Closed", b.StatusChange())
    write(desk, late.id, "Printed", b.Printed(document="receipt", copy=1, paper="a5"))
    write(desk, late.id, "Prioritised", b.Prioritised(priority="urgent"))
    write(desk, late.id, "Prioritised", b.Prioritised(priority="critical"))
    other.clock.at = START_MS + 20 * MINUTE
    register(other, "تلفن", counter="4", promise=due)
    visit(other, "taken", "4")
    carry(other, desk)
    yield desk


def test_each_counter_has_its_own_figures_and_together_they_are_the_offices(morning: Desk) -> None:
    third, fourth = morning.book.queries.days(DAY)
    assert (third.counter, third.own, fourth.counter, fourth.own) == ("3", True, "4", False)
    assert (third.visits, third.requests, third.overdue, third.due_today) == (2, 3, 1, 1)
    assert (third.unprinted, third.conflicts) == (2, 1)
    assert third.by_outcome == {"taken": 1, "informed": 1}
    assert (fourth.visits, fourth.requests, fourth.overdue, fourth.due_today) == (1, 1, 1, 0)
    assert (fourth.unprinted, fourth.conflicts, fourth.by_officer) == (1, 0, {"sara": 1})
    whole = morning.book.queries.day(DAY)
    assert (whole.visits, whole.requests, whole.overdue, whole.due_today) == (3, 4, 2, 1)
    assert (whole.unprinted, whole.conflicts) == (3, 1)
    assert whole.by_outcome == {"taken": 2, "informed": 1}
    counts = morning.book.queries.counts()
    assert (counts.unprinted, counts.conflicts) == (whole.unprinted, whole.conflicts)


def test_another_counter_is_told_as_of_its_newest_record(morning: Desk, other: Desk) -> None:
    assert [one.as_of for one in morning.book.queries.days(DAY)] == [0, START_MS + 20 * MINUTE]
    other.clock.pass_ms(MINUTE)
    visit(other, "informed", "4")
    assert morning.book.queries.days(DAY)[1].as_of == START_MS + 20 * MINUTE
    carry(other, morning)
    assert morning.book.queries.days(DAY)[1].as_of == START_MS + 21 * MINUTE


def test_a_counter_that_was_long_silent_and_has_no_figure_is_not_named(morning: Desk) -> None:
    for name in morning.book.queries.latest():
        write(morning, name.request_id, "Voided", b.StatusChange())
    assert [one.counter for one in morning.book.queries.days("2026-12-12")] == ["3", "4"]
    assert [one.counter for one in morning.book.queries.days("2027-02-01")] == ["3"]


def test_every_figure_is_the_length_of_the_list_behind_it(morning: Desk) -> None:
    queries = morning.book.queries
    for one in queries.days(DAY):
        lists = {
            "overdue": Filter(due_until="2026-12-10"),
            "due_today": Filter(due_since=DAY, due_until=DAY),
            "unprinted": Filter(only_unprinted=True),
            "conflicts": Filter(only_conflicts=True),
            "requests": Filter(taken_by="sara"),
        }
        for name, every in lists.items():
            narrow = replace(every, counter=one.counter)
            assert len(queries.latest(narrow=narrow)) == getattr(one, name), (one.counter, name)
        assert len(queries.visits_of(DAY, counter=one.counter)) == one.visits
        for outcome, count in one.by_outcome.items():
            assert len(queries.visits_of(DAY, outcome, one.counter)) == count


def test_visits_of_a_day_come_newest_first_and_are_told_whole(morning: Desk) -> None:
    rows = morning.book.queries.visits_of(DAY)
    assert [row.started for row in rows] == sorted((row.started for row in rows), reverse=True)
    newest = rows[0]
    assert (newest.officer, newest.channel, newest.recorded) == ("sara", "desk", newest.started)
    assert morning.book.queries.visits_of("2026-12-12") == []
    assert len(morning.book.queries.visits_of(DAY, limit=1)) == 1


def as_officer(desk: Desk, role: str) -> DeskBook:
    return desk.again(Officer("omid", "امید", role))


def test_an_officer_sees_the_figures_of_the_own_counter_alone(morning: Desk) -> None:
    book = as_officer(morning, "officer")
    assert [one.counter for one in book.queries.days(DAY)] == ["3"]
    assert book.queries.day(DAY).visits == 2
    assert {row.counter for row in book.queries.visits_of(DAY)} == {"3"}
    assert book.queries.visits_of(DAY, counter="4") == []
    assert book.queries.parked() == []
    book.close()
    leads = as_officer(morning, "supervisor")
    assert len(leads.queries.days(DAY)) == 2
    leads.close()


def test_what_was_set_aside_is_listed_with_why_and_where(morning: Desk) -> None:
    told = register(morning, "پست")
    with morning.book.writing() as pen:
        strange = Draft(subject=Subject("request", told.id), type="Teleported")
        pen.write(strange)
        pen.write(Draft(subject=Subject("ticket", pen.new_id()), type="Called"))
    found = {one.kind: one for one in morning.book.queries.parked()}
    assert (found["request"].request_id, found["request"].why) == (told.id, "unknown")
    assert found["request"].type == "Teleported"
    assert (found["ticket"].request_id, found["ticket"].type) == ("", "Called")
    assert morning.book.queries.counts().parked == len(found)


def test_no_figure_is_read_from_more_than_its_own_rows(desk: Desk) -> None:
    visits = days.VISITS.format(" AND outcome = ?")
    with desk.book.reader.look() as db:
        plans = [
            " ".join(row[3] for row in db.execute("EXPLAIN QUERY PLAN " + sql, values))
            for sql, values in (
                (days.DAY, ("", "")),
                (days.STANDING, ("",)),
                (visits, (b"", b"", "", 0, 0, "", 0)),
                (days.PARKED, (1,)),
            )
        ]
    day, standing, visited, parked = plans
    assert "SEARCH tally USING PRIMARY KEY (day=? AND office=?)" in day
    assert "SEARCH tally USING PRIMARY KEY (day=? AND office=?)" in standing
    assert "SEARCH visit USING PRIMARY KEY (key>? AND key<?)" in visited
    assert "SEARCH e USING INDEX event_id" in parked
    assert "SEARCH r USING COVERING INDEX request_key" in parked
