"""Idle work waits for resting hands, but not for ever."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject

from ui.tending import LATEST_TICKS, REST_S, RestingTend


@pytest.fixture
def tended() -> list[int]:
    return []


def test_resting_hands_let_idle_work_go_on_at_every_tick(tended: list[int]) -> None:
    tend = RestingTend(QObject(), lambda _: tended.append(1), lambda: REST_S)
    for _ in range(3):
        tend.tick()
    assert len(tended) == 3


def test_hands_that_never_rest_hold_it_back_for_ten_seconds_at_most(tended: list[int]) -> None:
    tend = RestingTend(QObject(), lambda _: tended.append(1), lambda: 0.0)
    for _ in range(LATEST_TICKS - 1):
        tend.tick()
    assert tended == []
    tend.tick()
    assert len(tended) == 1
    tend.tick()
    assert len(tended) == 1


def test_idle_work_can_ask_whether_hands_still_rest() -> None:
    rested = [REST_S]
    asked: list[Callable[[], bool]] = []
    tend = RestingTend(QObject(), asked.append, lambda: rested[0])
    tend.tick()
    (rests,) = asked
    assert rests()
    rested[0] = 0.0
    assert not rests()
