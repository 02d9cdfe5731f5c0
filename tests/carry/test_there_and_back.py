"""What a desk records reaches the centre by stick, and the answer comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desk_app.records.errors import MachineFault, Refused
from desk_app.records.event import Subject
from tests.carry.trips import Desk, Traveller, files_in
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook, all_agree

Make = Callable[..., Traveller]


def test_what_was_carried_is_durable_and_acknowledged(
    centre: Headquarters, desk: Desk, joined: Make, stick: Path
) -> None:
    away = joined()
    away.book.register(1200)
    out = away.out(stick)
    assert (out.files, out.events) == (2, 1200)
    taken = desk.take(*files_in(stick))
    assert (taken.new, taken.refused) == (1200, {})
    assert centre.counts().events == 1200
    assert centre.verify().problems == []
    answers = desk.answer(away, stick)
    found = away.take(*answers)
    assert (found.acknowledged, found.refused, found.missing) == (1200, (), ())
    assert away.unsent == 0


def test_a_second_import_changes_nothing(
    centre: Headquarters, desk: Desk, joined: Make, stick: Path
) -> None:
    away = joined()
    away.book.register(30)
    away.out(stick)
    desk.take(*files_in(stick))
    places = centre.counts()
    again = desk.take(*files_in(stick))
    assert (again.new, [one.end for one in again.taken]) == (0, ["known"])
    assert centre.counts() == places
    (answer,) = desk.answer(away, stick)
    away.take(answer)
    before, cursor = away.book.contents(), away.book.cursor()
    found = away.take(answer)
    assert (found.files, found.events, found.known, found.acknowledged) == (1, 0, 1, 0)
    assert (away.book.contents(), away.book.cursor()) == (before, cursor)


def test_two_desks_that_only_carry_end_with_the_same_events(
    centre: Headquarters, desk: Desk, joined: Make, tmp_path: Path
) -> None:
    first, second = joined(), joined()
    sticks = [tmp_path / "a", tmp_path / "b"]
    for _ in range(2):
        for away, folder in zip((first, second), sticks, strict=True):
            away.book.register(7)
            away.out(folder)
            desk.take(*files_in(folder))
        for away, folder in zip((first, second), sticks, strict=True):
            away.take(*desk.answer(away, folder))
    assert all_agree([first.book, second.book])
    assert centre.counts().events == 28


def test_carrying_and_the_line_may_take_turns(
    centre: Headquarters, desk: Desk, joined: Make, stick: Path
) -> None:
    from desk_app.sync.rounds import one_round

    away, home = joined(), joined()
    away.book.register(10)
    away.out(stick)
    away.book.register(5)
    went = one_round(away.book, away.book.clock, away.book.entropy)
    assert (went.state, went.pushed) == ("ok", 15)
    assert [one.end for one in desk.take(*files_in(stick)).taken] == ["known"]
    answers = desk.answer(away, stick)
    assert away.take(*answers).acknowledged == 0
    assert away.unsent == 0
    home.book.register(3)
    one_round(home.book, home.book.clock, home.book.entropy)
    assert one_round(away.book, away.book.clock, away.book.entropy).pulled == 3


def test_only_what_the_centre_does_not_hold_is_carried_again(
    desk: Desk, joined: Make, stick: Path
) -> None:
    away = joined()
    away.book.register(10)
    first = away.out(stick)
    desk.take(*files_in(stick))
    away.take(*desk.answer(away, stick))
    away.book.register(4)
    second = away.out(stick)
    assert (first.events, second.events) == (10, 4)
    assert not list(stick.glob(f"*{first.set}*"))


def test_a_clock_that_fell_back_does_not_make_a_newer_set_old(
    desk: Desk, joined: Make, stick: Path
) -> None:
    away, other = joined(), joined()
    away.book.register(1)
    away.out(stick)
    desk.take(*files_in(stick))
    away.take(*desk.answer(away, stick / "first"))
    away.book.clock.ms -= 20 * 365 * 86_400_000
    other.book.register(1)
    other.out(stick / "other")
    desk.take(*files_in(stick / "other"))
    away.out(stick / "second")
    assert desk.take(*files_in(stick / "second")).refused == {}
    found = away.take(*desk.answer(away, stick / "third"))
    assert (found.events, found.missing) == (1, ())


def test_nothing_to_carry_is_carried_as_a_question(
    centre: Headquarters, desk: Desk, joined: Make, stick: Path
) -> None:
    away, other = joined(), joined()
    other.book.register(3)
    other.out(stick / "other")
    desk.take(*files_in(stick / "other"))
    out = away.out(stick / "own")
    assert (out.files, out.events) == (1, 0)
    assert desk.take(*files_in(stick / "own")).refused == {}
    assert away.take(*desk.answer(away, stick / "own")).events == 3


def test_a_log_begun_in_the_field_is_registered_by_stick(
    centre: Headquarters, desk: Desk, joined: Make, stick: Path
) -> None:
    away = joined()
    away.book.register(3)
    lane = away.book.spare_lanes[0]
    away.book.continue_in("019c1f5a-0000-7000-8000-00000000abcd", lane, "restore")
    away.book.register(2)
    away.out(stick)
    taken = desk.take(*files_in(stick))
    assert taken.refused == {}
    away.take(*desk.answer(away, stick))
    assert away.unsent == 0
    assert centre.verify().problems == []
    assert lane not in away.book.spare_lanes
    assert len(away.book.spare_lanes) == 3


def test_a_quarantined_entry_is_left_behind_and_the_others_go_on_in_a_new_log(
    centre: Headquarters, desk: Desk, joined: Make, stick: Path
) -> None:
    away = joined()
    (sound,) = away.book.register()
    away.book.record("Noted", Subject("", "nobody"), {"note": 1})
    away.book.register(2)
    away.out(stick)
    taken = desk.take(*files_in(stick))
    assert list(taken.refused.values()) == ["bundle.bad_entry"]
    found = away.take(*desk.answer(away, stick))
    assert found.refused == ()
    assert len(away.book.own_logs()) == 2
    assert len(away.book.alarms) == 1
    away.out(stick)
    assert desk.take(*files_in(stick)).refused == {}
    away.take(*desk.answer(away, stick))
    assert away.unsent == 0
    held = centre.counts()
    assert (held.requests, held.events) == (3, 4)
    assert centre.verify().problems == []
    assert sound.id in {event.id for event in away.book.everything()}


def test_a_clone_that_carries_too_is_told_to_go_on_in_a_log_of_its_own(
    centre: Headquarters, desk: Desk, joined: Make, tmp_path: Path
) -> None:
    away = joined()
    away.book.register(2)
    twin = Traveller(away.book.copy(), tmp_path / "kept-twin")
    twin.book.spare_lanes = ()
    away.book.register(1)
    twin.book.register(1)
    away.out(tmp_path / "a")
    desk.take(*files_in(tmp_path / "a"))
    away.book.clock.pass_seconds(60)
    twin.out(tmp_path / "b")
    refused = desk.take(*files_in(tmp_path / "b")).refused
    assert list(refused.values()) == ["bundle.fork"]
    twin.take(*desk.answer(twin, tmp_path / "b"))
    assert len(twin.book.own_logs()) == 2
    twin.out(tmp_path / "b")
    assert desk.take(*files_in(tmp_path / "b")).refused == {}
    assert centre.counts().requests == 4


def test_a_restored_centre_is_given_again_what_it_lost(
    desk: Desk, joined: Make, stick: Path, tmp_path: Path
) -> None:
    import shutil

    from tests.centres import lite_url

    away = joined()
    shutil.copytree(tmp_path, tmp_path.with_name(tmp_path.name + "-backup"))
    away.book.register(5)
    away.out(stick)
    desk.take(*files_in(stick))
    away.take(*desk.answer(away, stick))
    assert away.unsent == 0
    restored = Headquarters(lite_url(tmp_path.with_name(tmp_path.name + "-backup")))
    restored_desk = Desk(restored)
    away.out(stick)
    assert restored_desk.take(*files_in(stick)).refused == {}
    away.take(*restored_desk.answer(away, stick))
    assert away.unsent == 5
    away.out(stick)
    assert restored_desk.take(*files_in(stick)).new == 5
    restored.close()


def test_a_desk_without_a_centre_or_its_key_cannot_carry(tmp_path: Path, stick: Path) -> None:
    alone = Traveller(MemoryBook(), tmp_path / "kept")
    with pytest.raises(Refused, match=r"line\.not_enrolled"):
        alone.out(stick)
    with pytest.raises(Refused, match=r"line\.not_enrolled"):
        alone.take(stick / "any.mzc")


def test_a_desk_that_joined_an_older_centre_needs_one_contact_first(
    centre: Headquarters, joined: Make, stick: Path
) -> None:
    from dataclasses import replace

    from desk_app.sync.rounds import one_round

    away = joined()
    mine = away.book.enrolment()
    assert mine is not None
    away.book.keep_enrolment(replace(mine, carry_recipient="", carry_key=""))
    with pytest.raises(MachineFault, match=r"carry\.no_key"):
        away.out(stick)
    one_round(away.book, away.book.clock, away.book.entropy)
    assert away.out(stick).files == 1
    assert away.book.enrolment() == mine
