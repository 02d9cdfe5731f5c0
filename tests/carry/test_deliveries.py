"""A desk with a line delivers what others carried to it; devices out of use; hubs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from central.answering import Answering
from central.receiving import Receiving
from central.store.devices import find_device
from central.store.held import admit_held, waiting
from central.store.offices import office_by_code
from central.store.withdrawal import enter_stolen, retire_device
from desk_app.protocol.bundle_card import read_card, write_card
from desk_app.records.errors import MachineFault, Refused, UserMistake
from desk_app.sync.rounds import one_round
from tests.carry.trips import Desk, Traveller, files_in
from tests.centres import Headquarters, lite_url

Make = Callable[..., Traveller]


def device_of(away: Traveller) -> str:
    enrolment = away.book.enrolment()
    assert enrolment is not None
    return enrolment.device


def test_a_desk_with_a_line_delivers_anothers_files_and_brings_the_receipt(
    centre: Headquarters, joined: Make, stick: Path
) -> None:
    away, courier = joined(), joined()
    away.book.register(1100)
    away.out(stick)
    found = courier.take(*files_in(stick))
    assert (found.delivered, found.events, found.waiting, found.refused) == (2, 1100, 0, ())
    receipt = away.take(*files_in(stick))
    assert (receipt.acknowledged, len(receipt.passing)) == (1100, 2)
    assert away.unsent == 0
    assert centre.verify().problems == []


def test_without_a_line_the_files_are_kept_and_go_with_the_next(
    centre: Headquarters, joined: Make, stick: Path
) -> None:
    away, courier = joined(), joined()
    away.book.register(1100)
    away.out(stick)
    centre.stop()
    files = files_in(stick)
    found = courier.take(*files)
    assert (found.delivered, found.waiting) == (0, 2)
    for path in files:
        path.unlink()
    centre.start()
    found = courier.deliver_kept()
    assert (found.delivered, found.waiting, found.events) == (2, 0, 1100)
    assert courier.deliver_kept().delivered == 0
    assert centre.counts().events == 1100


def test_files_of_one_name_are_kept_apart(
    centre: Headquarters, joined: Make, tmp_path: Path
) -> None:
    courier = joined()
    letters = []
    for number in range(2):
        away = joined()
        away.book.register(1)
        away.out(tmp_path / f"stick{number}")
        (path,) = files_in(tmp_path / f"stick{number}")
        letters.append(path.rename(path.with_name("letter.mzc")))
    centre.stop()
    assert courier.take(*letters).waiting == 2
    centre.start()
    found = courier.deliver_kept()
    assert (found.delivered, found.waiting, found.events) == (2, 0, 2)


def test_a_file_that_the_centre_refuses_is_told_and_not_kept(
    centre: Headquarters, joined: Make, stick: Path
) -> None:
    away, courier = joined(), joined()
    away.book.register(1)
    away.book.logs[-1].log = "019c1f5a-0000-7000-8000-00000000abcd"
    away.book.logs[-1].lane = 0
    away.out(stick)
    found = courier.take(*files_in(stick))
    assert [one.code for one in found.refused] == ["bundle.unknown_log"]
    assert found.waiting == 0


def test_a_file_whose_predecessor_is_missing_is_told(
    centre: Headquarters, joined: Make, stick: Path
) -> None:
    away, courier = joined(), joined()
    away.book.register(1100)
    away.out(stick)
    first, second = files_in(stick)
    assert [one.code for one in courier.take(second).refused] == ["bundle.gap"]
    assert courier.take(first, second).refused == ()


def test_a_courier_whose_session_is_refused_keeps_the_files(
    centre: Headquarters, joined: Make, stick: Path
) -> None:
    away, courier = joined(), joined()
    away.book.register(1)
    away.out(stick)
    centre.database.write(lambda c: retire_device(c, device_of(courier)))
    with pytest.raises(Refused, match=r"line\.revoked"):
        courier.take(*files_in(stick))
    assert len(list(courier.kept.iterdir())) == 1


def test_what_a_retired_device_carried_is_taken(
    centre: Headquarters, desk: Desk, joined: Make, stick: Path
) -> None:
    away = joined()
    away.book.register(4)
    away.out(stick)
    centre.database.write(lambda c: retire_device(c, device_of(away)))
    assert desk.take(*files_in(stick)).new == 4
    found = away.take(*desk.answer(away, stick))
    assert found.acknowledged == 4


def test_what_a_stolen_device_carried_waits_for_an_administrator(
    centre: Headquarters, desk: Desk, joined: Make, stick: Path
) -> None:
    away = joined()
    away.book.register(4)
    away.out(stick)
    device = device_of(away)
    centre.database.write(lambda c: enter_stolen(c, device, 0, 1))
    found = desk.take(*files_in(stick))
    assert ([one.end for one in found.taken], found.new) == (["held"], 0)
    assert desk.answer(away, stick) == []
    assert [one.events for one in centre.database.read(waiting)] == [4]
    assert centre.database.write(lambda c: admit_held(c, device, 1)) == 4
    assert centre.verify().problems == []


def test_a_desks_own_set_is_left_on_the_stick(joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(1)
    away.out(stick)
    found = away.take(*files_in(stick))
    assert (found.delivered, len(found.passing)) == (0, 1)


@pytest.fixture
def hub(tmp_path: Path) -> Desk:
    """A centre with no line, on a laptop of the mission."""
    (tmp_path / "hub").mkdir()
    found = Headquarters(lite_url(tmp_path / "hub"))
    return Desk(found)


def bundles(centre: Headquarters) -> Answering:
    return Answering(centre.database, centre.clock.now_ms)


def receiving(centre: Headquarters) -> Receiving:
    return Receiving(centre.database, centre.clock.now_ms)


def give_roster(centre: Headquarters, hub: Desk) -> None:
    office = centre.database.read(lambda c: office_by_code(c, "k12"))
    assert office is not None
    to = bundles(hub.centre).secrets.recipient
    for made in bundles(centre).roster(office, to):
        receiving(hub.centre).take(made.data)


def carry_onward(hub: Desk, centre: Headquarters) -> int:
    office = hub.centre.database.read(lambda c: office_by_code(c, "k12"))
    assert office is not None
    made = bundles(hub.centre).onward(office, bundles(centre).secrets.recipient)
    taking = receiving(centre)
    return sum(taking.take(one.data).new for one in made)


def test_laptops_carry_to_a_hub_and_the_hub_carries_on_to_the_centre(
    centre: Headquarters, desk: Desk, hub: Desk, joined: Make, tmp_path: Path
) -> None:
    laptops = [joined() for _ in range(3)]
    give_roster(centre, hub)
    card = read_card(write_card(bundles(hub.centre).secrets.public))
    for number, away in enumerate(laptops):
        away.book.register(40 + number)
        away.out(tmp_path / f"to-hub{number}", hub=card)
        assert hub.take(*files_in(tmp_path / f"to-hub{number}")).refused == {}
        found = away.take(*hub.answer(away, tmp_path / f"to-hub{number}"))
        assert (found.refused, found.acknowledged) == ((), 0)
        assert away.unsent == 40 + number
    assert hub.centre.counts().events == 123
    assert hub.centre.verify().problems == []
    assert carry_onward(hub, centre) == 123
    assert carry_onward(hub, centre) == 0
    assert centre.verify().problems == []
    for number, away in enumerate(laptops):
        away.take(*desk.answer(away, tmp_path / f"home{number}"))
        assert away.unsent == 0
        assert one_round(away.book, away.book.clock, away.book.entropy).pushed == 0
    assert {away.book.contents() == laptops[0].book.contents() for away in laptops} == {True}
    hub.centre.close()


def test_only_what_a_hub_does_not_hold_goes_to_it_again(
    centre: Headquarters, hub: Desk, joined: Make, tmp_path: Path
) -> None:
    away = joined()
    give_roster(centre, hub)
    card = bundles(hub.centre).secrets.public
    away.book.register(5)
    away.out(tmp_path / "a", hub=card)
    hub.take(*files_in(tmp_path / "a"))
    away.take(*hub.answer(away, tmp_path / "a"))
    away.book.register(2)
    assert away.out(tmp_path / "b", hub=card).events == 2
    assert away.out(tmp_path / "c").events == 7
    hub.centre.close()


def test_a_log_begun_on_the_mission_reaches_the_centre_through_the_hub(
    centre: Headquarters, hub: Desk, joined: Make, tmp_path: Path
) -> None:
    away = joined()
    give_roster(centre, hub)
    away.book.register(2)
    away.book.continue_in(
        "019c1f5a-0000-7000-8000-00000000abcd", away.book.spare_lanes[0], "restore"
    )
    away.out(tmp_path / "a", hub=bundles(hub.centre).secrets.public)
    assert hub.take(*files_in(tmp_path / "a")).refused == {}
    carry_onward(hub, centre)
    assert centre.counts().requests == 2
    assert centre.verify().problems == []
    hub.centre.close()


def test_a_roster_of_another_centre_is_refused_and_a_newer_one_taken(
    centre: Headquarters, hub: Desk, joined: Make, tmp_path: Path
) -> None:
    first = joined()
    give_roster(centre, hub)
    joined()
    centre.database.write(lambda c: retire_device(c, device_of(first)))
    give_roster(centre, hub)
    found = hub.centre.database.read(lambda c: find_device(c, device_of(first)))
    assert found is not None
    assert found.state == "retired"
    assert hub.centre.counts().devices == 2
    (tmp_path / "far").mkdir()
    far = Headquarters(lite_url(tmp_path / "far"))
    with pytest.raises(MachineFault, match=r"bundle\.forged"):
        give_roster(far, hub)
    far.close()
    hub.centre.close()


def test_a_hub_with_nothing_carries_nothing_on(
    centre: Headquarters, hub: Desk, joined: Make
) -> None:
    joined()
    give_roster(centre, hub)
    assert carry_onward(hub, centre) == 0
    hub.centre.close()


@pytest.mark.parametrize(
    "text", ["", "mizban-hub-1", "mizban-hub-1 age1x AAAA", "other age1x AAAA", "mizban-hub-1 a b"]
)
def test_a_card_that_is_none_is_told(text: str) -> None:
    with pytest.raises(UserMistake, match=r"carry\.card"):
        read_card(text)
