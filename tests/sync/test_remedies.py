"""Each trouble of the line has one remedy, whatever it is called."""

from desk_app.protocol.problems import STATUS
from desk_app.sync.states import REMEDIES, remedy_of

WORTH_TRYING_AGAIN = {"slow_down", "internal", "busy"}


def test_every_refusal_of_the_centre_is_known() -> None:
    refusals = {f"line.{code}" for code in STATUS} - {f"line.{code}" for code in WORTH_TRYING_AGAIN}
    assert refusals - REMEDIES.keys() == set()


def test_a_stolen_device_is_told_otherwise_than_a_retired_one() -> None:
    assert remedy_of("line.revoked") == remedy_of("line.revoked", {"state": "retired"}) == "retired"
    assert remedy_of("line.revoked", {"state": "stolen"}) == "stolen"


def test_what_is_unknown_lies_with_the_centre_or_with_the_machine() -> None:
    assert remedy_of("line.of_tomorrow") == "centre"
    assert remedy_of("disk.full") == "machine"
