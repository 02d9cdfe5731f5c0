"""Two desks and a centre: everything arrives once, whatever is repeated."""

from desk_app.sync.rounds import one_round
from desk_app.sync.states import Round
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook, all_agree


def sync(book: MemoryBook) -> Round:
    return one_round(book, book.clock, book.entropy)


def two_desks(centre: Headquarters) -> tuple[MemoryBook, MemoryBook]:
    first, second = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (first, second):
        centre.enrol(book)
    return first, second


def test_every_request_of_two_desks_arrives_once(any_centre: Headquarters) -> None:
    first, second = two_desks(any_centre)
    first.register(130)
    second.register(250)
    assert sync(first) == Round("ok", 130, 0, 0)
    assert sync(second) == Round("ok", 250, 130, 0)
    assert sync(first) == Round("ok", 0, 250, 0)
    assert all_agree([first, second])
    counts = any_centre.counts()
    assert (counts.events, counts.requests, counts.devices, counts.alarms) == (380, 380, 2, 0)
    assert any_centre.verify().problems == []


def test_a_round_with_nothing_new_changes_nothing(any_centre: Headquarters) -> None:
    first, second = two_desks(any_centre)
    first.register(5)
    for _ in range(3):
        for book in (first, second):
            sync(book)
    assert second.received == 5
    assert first.received == 0
    assert sync(first) == Round("ok", 0, 0, 0)
    assert any_centre.counts().events == 5


def test_personal_values_reach_the_other_desk_and_fit_their_hashes(centre: Headquarters) -> None:
    first, second = two_desks(centre)
    (made,) = first.register()
    sync(first)
    sync(second)
    assert second.values_of(made) == len(made.held) == 2


def test_an_erased_person_is_gone_everywhere(any_centre: Headquarters) -> None:
    first, second = two_desks(any_centre)
    (made,) = first.register()
    sync(first)
    sync(second)
    second.erase(made)
    sync(second)
    sync(first)
    late = MemoryBook(3, lane=421_509)
    any_centre.enrol(late)
    sync(late)
    assert [book.values_of(made) for book in (first, second, late)] == [0, 0, 0]
    assert all_agree([first, second, late])
    assert any_centre.values_kept() == 0
    assert any_centre.verify().problems == []


def test_a_value_that_was_erased_before_it_arrived_is_not_kept(any_centre: Headquarters) -> None:
    first, second = two_desks(any_centre)
    (made,) = first.register()
    second.receive(first.entries(first.own_logs()[-1].log, 0, 10), "")
    second.erase(made)
    sync(second)
    sync(first)
    late = MemoryBook(3, lane=421_509)
    any_centre.enrol(late)
    sync(late)
    assert late.values_of(made) == 0
    assert any_centre.values_kept() == 0
    assert any_centre.verify().problems == []


def test_offices_do_not_see_each_other(centre: Headquarters) -> None:
    from central.store.offices import add_office

    centre.database.write(lambda c: add_office(c, "k13", "دفتر دیگر", 8))
    first, stranger = MemoryBook(1), MemoryBook(2, lane=421_508)
    centre.enrol(first)
    centre.enrol(stranger, "k13")
    first.register(3)
    sync(first)
    assert sync(stranger).pulled == 0


def test_the_desk_notes_what_the_centres_clock_says(centre: Headquarters) -> None:
    book = MemoryBook(1)
    centre.enrol(book)
    centre.clock.pass_seconds(600)
    sync(book)
    assert book.contacts[-1] == (book.clock.ms, centre.clock.ms)


def test_an_office_that_began_alone_joins_with_its_history(any_centre: Headquarters) -> None:
    alone = MemoryBook(1, lane=777_001)
    made = alone.register(1000)
    joined = any_centre.enrol(alone)
    assert (joined.lane, joined.log) == (777_001, alone.own_logs()[-1].log)
    assert sync(alone) == Round("ok", 1000, 0, 0)
    counts = any_centre.counts()
    assert (counts.events, counts.requests, counts.alarms) == (1000, 1000, 0)
    assert alone.own_logs()[-1].lane == 777_001
    assert any_centre.verify().problems == []
    assert made[0].body["code"].startswith("777001")


def test_an_office_whose_lane_was_given_to_another_goes_on_in_a_new_one(
    any_centre: Headquarters,
) -> None:
    first, second = MemoryBook(1, lane=500_000), MemoryBook(2, lane=500_000)
    first.register(3)
    second.register(4)
    any_centre.enrol(first)
    joined = any_centre.enrol(second)
    assert joined.lane != 500_000
    assert sync(first).state == "ok"
    assert sync(second).state == "ok"
    assert sync(first).state == "ok"
    assert all_agree([first, second])
    kinds = {problem["problem"] for problem in any_centre.verify().problems}
    assert kinds == {"lane_twice", "code_twice"}
    assert any_centre.counts().requests == 7
