"""A receipt can be seen before anything is recorded, and reads as the recorded one will."""

from desk_app.records.persons import Person
from desk_app.services.foreseen import foreseen
from desk_app.services.parties import PartyTold
from tests.db.desks import Desk
from tests.services.told import ALI, asked, shown, took


def test_what_is_foreseen_is_what_is_recorded_but_for_the_numbers(desk: Desk) -> None:
    asks = asked(papers_lacking=("فیش آب",))
    office, now = desk.book.queries.office(), desk.clock.now_ms()
    before = foreseen(desk.book, office, now, asks)
    after = shown(desk.book, took(desk.book, papers_lacking=("فیش آب",)).request_id)
    numbers = {"code", "follow_up", "at", "visit"}

    def printed(told: dict[str, object]) -> dict[str, object]:
        return {name: value for name, value in told.items() if name not in numbers}

    assert printed(before.registered) == printed(after.registered)
    assert before.registered["outcome"] == "papers"
    assert (before.promised, before.hit.subject) == (after.promised, after.hit.subject)
    assert [one.person for one in before.parties] == [ALI]


def test_it_has_no_number_that_could_be_taken_for_a_real_one(desk: Desk) -> None:
    view = foreseen(desk.book, desk.book.queries.office(), desk.clock.now_ms(), asked())
    assert (view.hit.request_id, view.hit.tracking_code, view.follow_up) == ("", "", "")
    assert view.registered["code"] == view.registered["follow_up"] == ""


def test_half_typed_fields_stand_as_they_are_and_nothing_is_written(desk: Desk) -> None:
    typed = PartyTold(person=Person(id_number="04", first_name=" زه", mobile="0912"))
    before = desk.book.queries.counts().events
    asks = asked("", kind="", service="هیچ", parties=(typed, PartyTold()))
    view = foreseen(desk.book, desk.book.queries.office(), desk.clock.now_ms(), asks)
    assert [one.person and one.person.first_name for one in view.parties] == [" زه", None]
    assert view.registered["kind_title"] == "درخواست"
    assert desk.book.queries.counts().events == before
