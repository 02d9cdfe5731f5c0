"""Retired and stolen devices: what still comes of them, and which codes are doubtful."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from central.store.devices import find_device
from central.store.held import admit_held, refuse_held, waiting
from central.store.taking import take_batch
from central.store.thefts import flagged_lanes, is_flagged
from central.store.withdrawal import (
    LastHeld,
    enter_stolen,
    last_held,
    reinstate_device,
    retire_device,
)
from desk_app.protocol.batch import read_batch
from desk_app.protocol.problems import Problem
from desk_app.records.codes import make_code
from desk_app.records.errors import UserMistake
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters, lite_url, new_database, postgres
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Speaker


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Headquarters]:
    lite = request.param == "sqlite"
    url = lite_url(tmp_path) if lite else new_database(request.getfixturevalue("server"))
    found = Headquarters(url)
    found.start()
    yield found
    found.close()


@pytest.fixture
def lost(centre: Headquarters) -> MemoryBook:
    """A desk that synced four requests and has three more."""
    book = MemoryBook(1, clock=centre.clock)
    centre.enrol(book)
    book.register(4)
    assert one_round(book, book.clock, book.entropy).pushed == 4
    book.clock.pass_seconds(60)
    book.register(3)
    return book


@pytest.fixture
def colleague(centre: Headquarters) -> Iterator[Speaker]:
    book = MemoryBook(2, lane=421_508)
    centre.enrol(book)
    with Speaker(centre.address, book) as speaker:
        speaker.log_in()
        yield speaker


def device(book: MemoryBook) -> str:
    found = book.enrolment()
    assert found is not None
    return found.device


def steal(centre: Headquarters, book: MemoryBook, since: int | None = None) -> None:
    at = centre.clock.ms if since is None else since
    centre.database.write(lambda c: enter_stolen(c, device(book), at, centre.clock.ms))


def carried(centre: Headquarters, book: MemoryBook, first: int, count: int) -> int:
    """Bring part of a desk's log by stick; how many entries were new."""
    with Speaker(centre.address, book) as hand:
        batch = read_batch(hand.batch(first, count))
    return take_batch(centre.database, lambda _: None, batch, centre.clock.ms).reply.new


def test_the_report_names_what_was_last_acknowledged(
    centre: Headquarters, lost: MemoryBook
) -> None:
    log = lost.own_logs()[0]
    told = centre.database.write(lambda c: retire_device(c, device(lost)))
    (last,) = told.logs
    assert (told.state, last.log, last.lane, last.seq) == ("retired", log.log, log.lane, 4)
    assert last.at is not None
    assert last.at <= centre.clock.ms - 60_000


def test_a_log_of_which_nothing_came_says_so(centre: Headquarters) -> None:
    book = MemoryBook(3)
    centre.enrol(book)
    log = book.own_logs()[0]
    found = centre.database.read(lambda c: last_held(c, device(book)))
    assert found == (LastHeld(log.log, log.lane, 0, None),)


def test_what_a_retired_device_recorded_may_be_carried_in(
    centre: Headquarters, lost: MemoryBook, colleague: Speaker
) -> None:
    centre.database.write(lambda c: retire_device(c, device(lost)))
    found = one_round(lost, lost.clock, lost.entropy)
    assert (found.state, found.detail, found.unsent) == ("refused", "line.revoked", 3)
    assert carried(centre, lost, 5, 2) == 2
    with Speaker(centre.address, lost) as hand:
        answer = colleague.push(hand.batch(7, 1))
    assert (answer.status, answer.member("acked")) == (200, 7), "another desk brings the rest"
    assert centre.counts().requests == 7
    assert centre.verify().problems == []


def test_what_a_stolen_device_signed_waits_for_an_administrator(
    centre: Headquarters, lost: MemoryBook, colleague: Speaker
) -> None:
    steal(centre, lost)
    with Speaker(centre.address, lost) as hand:
        batch = hand.batch(5, 3)
    for _ in range(2):
        answer = colleague.push(batch)
        assert (answer.status, answer.code, answer.member("state")) == (403, "revoked", "stolen")
    with pytest.raises(Problem, match="revoked"):
        carried(centre, lost, 5, 3)
    assert centre.counts().events == 4
    (held,) = centre.database.read(waiting)
    assert (held.office, held.device, held.first, held.batches, held.events) == (
        "k12", device(lost), 5, 1, 3,
    )  # fmt: skip
    assert centre.database.write(lambda c: admit_held(c, device(lost), centre.clock.ms)) == 3
    assert centre.database.read(waiting) == []
    assert centre.counts().requests == 7
    assert centre.verify().problems == []


def test_what_is_refused_is_never_stored(centre: Headquarters, lost: MemoryBook) -> None:
    steal(centre, lost)
    for first, count in ((5, 2), (7, 1)):
        with pytest.raises(Problem, match="revoked"):
            carried(centre, lost, first, count)
    assert centre.database.write(lambda c: refuse_held(c, device(lost))) == 3
    assert centre.database.read(waiting) == []
    assert centre.counts().events == 4


def test_a_forged_batch_of_a_stolen_device_does_not_even_wait(
    centre: Headquarters, lost: MemoryBook, colleague: Speaker
) -> None:
    steal(centre, lost)
    with Speaker(centre.address, lost) as hand:
        assert colleague.push(hand.batch(5, 3, key=bytes(32))).code == "bad_signature"
    assert centre.database.read(waiting) == []


def test_what_waits_and_does_not_follow_changes_nothing(
    centre: Headquarters, lost: MemoryBook
) -> None:
    steal(centre, lost)
    with pytest.raises(Problem, match="revoked"):
        carried(centre, lost, 7, 1)
    with pytest.raises(Problem, match="gap"):
        centre.database.write(lambda c: admit_held(c, device(lost), centre.clock.ms))
    assert len(centre.database.read(waiting)) == 1
    assert centre.counts().events == 4


def test_codes_made_after_the_theft_are_flagged(centre: Headquarters, lost: MemoryBook) -> None:
    steal(centre, lost)
    lane = lost.logs[0].lane
    codes = [make_code(lane, serial) for serial in (1, 4, 5, 7)]
    found = centre.database.read(lambda c: [is_flagged(c, code) for code in codes])
    assert found == [False, False, True, True]
    (spare, *_) = lost.spare_lanes
    assert centre.database.read(lambda c: is_flagged(c, make_code(spare, 1)))
    assert not centre.database.read(lambda c: is_flagged(c, make_code(999_999, 1)))


def test_a_code_made_between_the_theft_and_its_entry_is_flagged(
    centre: Headquarters, lost: MemoryBook
) -> None:
    when = centre.clock.ms
    assert one_round(lost, lost.clock, lost.entropy).pushed == 3
    centre.clock.pass_seconds(60)
    lost.register()
    assert one_round(lost, lost.clock, lost.entropy).pushed == 1
    steal(centre, lost, since=when + 30_000)
    lane = lost.logs[0].lane
    found = centre.database.read(lambda c: flagged_lanes(c, 1, device(lost)))
    assert [flag.after for flag in found if flag.lane == lane] == [7]


def test_what_an_administrator_admits_from_before_the_theft_is_not_flagged(
    centre: Headquarters, lost: MemoryBook
) -> None:
    centre.clock.pass_seconds(60)
    steal(centre, lost)
    lost.register()
    with pytest.raises(Problem, match="revoked"):
        carried(centre, lost, 5, 4)
    centre.database.write(lambda c: admit_held(c, device(lost), centre.clock.ms))
    lane = lost.logs[0].lane
    found = centre.database.read(lambda c: flagged_lanes(c, 1, device(lost)))
    assert [flag.after for flag in found if flag.lane == lane] == [7]


def test_entered_twice_the_earlier_theft_stands(centre: Headquarters, lost: MemoryBook) -> None:
    steal(centre, lost, since=0)
    steal(centre, lost)
    found = centre.database.read(lambda c: flagged_lanes(c, 1))
    assert {flag.after for flag in found} == {-1}


def test_the_desks_of_the_office_hear_which_codes_are_doubtful(
    centre: Headquarters, lost: MemoryBook, colleague: Speaker
) -> None:
    steal(centre, lost)
    flagged = colleague.log_in().member("flagged")
    assert {"lane": lost.logs[0].lane, "after": 4} in (flagged if isinstance(flagged, list) else [])


def test_a_device_that_was_found_is_as_before(centre: Headquarters, lost: MemoryBook) -> None:
    steal(centre, lost)
    told = centre.database.write(lambda c: reinstate_device(c, device(lost)))
    assert (told.state, told.flagged) == ("active", ())
    assert one_round(lost, lost.clock, lost.entropy).pushed == 3
    found = centre.database.read(lambda c: find_device(c, device(lost)))
    assert found is not None
    assert found.state == "active"


def test_a_device_that_is_not_here_is_named(centre: Headquarters) -> None:
    with pytest.raises(UserMistake) as caught:
        centre.database.write(lambda c: retire_device(c, "nobody"))
    assert caught.value.code == "device.not_here"
