"""Who gave out a code that is not here, and lists by service and officer."""

import pytest

from desk_app.ports.queries import Filter
from desk_app.records import bodies as b
from desk_app.records.codes import make_code
from desk_app.records.errors import UserMistake
from tests.db.desks import START_MS, Desk, carry, register, write

MINUTE = 60_000


def test_a_code_of_a_counter_that_was_heard_names_it_and_its_last_record(
    desk: Desk, other: Desk
) -> None:
    told = register(other, "پل روستا", counter="4")
    other.clock.pass_ms(MINUTE)
    write(other, told.id, "Noted", b.Noted(text=0), "پیگیری شد")
    carry(other, desk)
    found = desk.book.queries.issuer(make_code(500_000, 77))
    assert (found.lane, found.own, found.counter) == (500_000, False, "4")
    assert (found.office, found.office_name) == ("1001", "فرمانداری شهر نمونه")
    assert found.last_at == START_MS + MINUTE


def test_nothing_is_made_up_of_a_lane_that_was_never_heard(desk: Desk) -> None:
    register(desk, "آسفالت")
    found = desk.book.queries.issuer(make_code(600_001, 1))
    assert (found.own, found.counter, found.office, found.last_at) == (False, "", "", 0)


def test_a_code_of_this_desk_is_known_as_its_own(desk: Desk) -> None:
    assert desk.book.queries.issuer(make_code(421_507, 900)).own
    register(desk, "آسفالت")
    found = desk.book.queries.issuer(make_code(421_507, 900))
    assert (found.own, found.counter) == (True, "3")


def test_a_number_that_is_no_code_has_no_issuer(desk: Desk) -> None:
    with pytest.raises(UserMistake):
        desk.book.queries.issuer("42150700012314")


def test_lists_are_narrowed_to_a_service_and_to_an_officer(desk: Desk) -> None:
    first = register(desk, "آسفالت", service="s1")
    second = register(desk, "آب روستا", service="s2")
    third = register(desk, "برق روستا", service="s1")
    queries = desk.book.queries

    def shown(text: str = "", **narrow: object) -> list[str]:
        asked = Filter(**narrow)  # type: ignore[arg-type]
        hits = queries.find(text, 50, asked) if text else queries.latest(50, "", asked)
        return [hit.request_id for hit in hits]

    assert shown(services=frozenset({"s1"})) == [third.id, first.id]
    assert shown(services=frozenset({"s1", "s2"})) == [third.id, second.id, first.id]
    assert shown("روستا", services=frozenset({"s1"})) == [third.id]
    assert shown(officer="sara") == [third.id, second.id, first.id]
    assert shown(officer="omid") == []
    write(desk, second.id, "Assigned", b.Assigned(holder="omid"))
    write(desk, third.id, "Assigned", b.Assigned(holder="sara"))
    assert shown(officer="omid") == [second.id]
    assert shown("آب", officer="omid") == [second.id]
    assert shown(officer="sara") == [third.id, second.id, first.id]
    assert shown(officer="sara", services=frozenset({"s2"})) == [second.id]


def test_what_was_found_goes_on_page_by_page(desk: Desk) -> None:
    made = [register(desk, f"آب روستای {at}").id for at in range(5)][::-1]
    register(desk, "برق")
    first = desk.book.queries.find("روستای", 2)
    assert [hit.request_id for hit in first] == made[:2]
    rest = desk.book.queries.find("روستای", 9, before=first[-1].request_id)
    assert [hit.request_id for hit in rest] == made[2:]
    assert desk.book.queries.find("روستای", 9, before="nowhere") == []
