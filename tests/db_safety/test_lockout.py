"""Waiting after wrong passwords."""

from pathlib import Path

import pytest

from db.lockout import FREE_TRIES, LONGEST_WAIT_S, Lockout
from desk_app.records.errors import NotAllowed
from tests.db_safety.conftest import HandClock


def wait_of(lockout: Lockout) -> int:
    try:
        lockout.check("reza")
    except NotAllowed as waits:
        assert waits.code == "password.wait"
        return int(waits.params["seconds"])
    return 0


def test_the_wait_doubles_and_outlives_a_restart(tmp_path: Path, clock: HandClock) -> None:
    for _ in range(FREE_TRIES):
        assert wait_of(Lockout(tmp_path, clock)) == 0
        Lockout(tmp_path, clock).failed("reza")
    waits = []
    for _ in range(7):
        waits.append(wait_of(Lockout(tmp_path, clock)))
        Lockout(tmp_path, clock).failed("reza")
    assert waits == [30, 60, 120, 240, 480, LONGEST_WAIT_S, LONGEST_WAIT_S]


def test_the_wait_ends_and_the_right_password_ends_the_count(
    tmp_path: Path, clock: HandClock
) -> None:
    lockout = Lockout(tmp_path, clock)
    for _ in range(FREE_TRIES):
        lockout.failed("reza")
    lockout.check("maryam")
    clock.pass_seconds(29)
    assert wait_of(lockout) == 1
    clock.pass_seconds(1)
    assert wait_of(lockout) == 0
    lockout.succeeded("reza")
    lockout.failed("reza")
    assert wait_of(lockout) == 0


def test_a_clock_set_back_never_lengthens_the_wait(tmp_path: Path, clock: HandClock) -> None:
    lockout = Lockout(tmp_path, clock)
    for _ in range(FREE_TRIES):
        lockout.failed("reza")
    clock.pass_seconds(-100_000)
    with pytest.raises(NotAllowed):
        lockout.check("reza")
    assert wait_of(lockout) == 30
