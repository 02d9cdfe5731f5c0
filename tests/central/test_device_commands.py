"""Devices put out of use by command: the report, what waits, and who decides."""

from collections.abc import Iterator

import pytest

from desk_app.protocol.problems import Problem
from desk_app.sync.rounds import one_round
from tests.central.conftest import CommandLine
from tests.central.test_command_line import enrolled, serving
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Speaker


@pytest.fixture
def office(central: CommandLine) -> Iterator[tuple[CommandLine, str]]:
    """A centre with an office, serving."""
    central("office", "add", "--code", "k12", "--name", "فرمانداری")
    with serving(central) as (_, address):
        yield central, address


def test_a_device_that_is_not_there_is_named(central: CommandLine) -> None:
    for word in ("retire", "stolen", "reinstate", "admit", "refuse"):
        found = central("device", word, "nobody")
        assert (found.status, found.out) == (1, "")
        assert "nobody" in found.err


def test_an_instant_that_is_none_is_a_wrong_use(central: CommandLine) -> None:
    found = central("device", "stolen", "nobody", "--since", "yesterday")
    assert (found.status, found.out) == (2, "")
    assert "yesterday" in found.err


def test_a_theft_is_reported_and_what_comes_of_it_is_decided(
    office: tuple[CommandLine, str],
) -> None:
    central, address = office
    lost: MemoryBook = enrolled(central, address, requests=4)
    assert one_round(lost, lost.clock, lost.entropy).pushed == 4
    lost.register(2)
    mine = lost.enrolment()
    assert mine is not None
    told = central("device", "stolen", mine.device).json
    (log,) = told["logs"]
    assert (told["state"], log["seq"], log["lane"]) == ("stolen", 4, lost.logs[0].lane)
    assert log["at"].endswith("+00:00")
    assert {"lane": log["lane"], "after": 4} in told["flagged_lanes"]
    colleague = enrolled(central, address)
    with Speaker(address, lost) as thief, Speaker(address, colleague) as hand:
        hand.log_in()
        found = hand.push(thief.batch(5, 2)).problem
    assert isinstance(found, Problem)
    assert found.params["state"] == "stolen"
    (waiting,) = central("device", "waiting").lines
    assert (waiting["device"], waiting["first"], waiting["events"]) == (mine.device, 5, 2)
    assert central("device", "admit", mine.device).json == {"device": mine.device, "events": 2}
    assert central("device", "waiting").lines == []
    assert central("verify").json["events"] == 6
    told = central("device", "reinstate", mine.device).json
    assert (told["state"], told["flagged_lanes"]) == ("active", [])
    said = central("device", "retire", mine.device, as_json=False, language="fa").out
    assert "هنوز با فلش پذیرفته می‌شود" in said
    assert "تا رویداد ۶ رسیده است" in said
