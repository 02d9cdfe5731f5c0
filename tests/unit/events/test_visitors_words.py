"""What visitors write themselves waits on their request until the office takes it up."""

from typing import Any

import pytest

from desk_app.records.fold import fold_request
from desk_app.records.request import is_unheard
from tests.unit.events.making import REQUEST, event, registered

DEEDS: dict[str, dict[str, Any]] = {
    "Called": {},
    "Noted": {"text": 0},
    "Answered": {"result": "granted"},
    "Told": {"answer": "a", "channel": "sms"},
    "Referred": {"unit": "u"},
    "Extended": {"due": "2030-01-01"},
    "Closed": {},
}


@pytest.mark.parametrize("deed", DEEDS)
def test_it_waits_until_a_deed_takes_it_up(deed: str) -> None:
    told, asked = registered(), event(5, "AskedAgain", {"channel": "electronic"})
    assert not is_unheard(fold_request(REQUEST, [told]))
    assert is_unheard(fold_request(REQUEST, [told, asked]))
    later = event(6, deed, DEEDS[deed])
    assert not is_unheard(fold_request(REQUEST, [told, asked, later]))
    again = event(7, "Complained", {"about": "delay"})
    assert is_unheard(fold_request(REQUEST, [again, told, later, asked]))


def test_a_paper_that_is_printed_takes_nothing_up() -> None:
    asked = event(5, "AskedAgain", {})
    printed = event(6, "Printed", {"document": "receipt", "copy": 2, "paper": "a6"})
    assert is_unheard(fold_request(REQUEST, [registered(), asked, printed]))
