"""Waiting after wrong passwords, kept across restarts beside the witness.

It slows down whoever sits at the counter's keyboard; against a carried-away folder stands the cost
of Argon2id.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from db import platform
from desk_app.ports.clock import Clock
from desk_app.records.errors import NotAllowed

FREE_TRIES: Final = 5
"""So many wrong passwords in a row cost nothing; each further one doubles the wait."""
FIRST_WAIT_S: Final = 30
LONGEST_WAIT_S: Final = 15 * 60


class _Wrong(msgspec.Struct, frozen=True):
    times: int
    last_ms: int


class Lockout:
    """Wrong passwords by user."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / "attempts"
        self._clock = clock

    def check(self, user: str) -> None:
        """Raise NotAllowed ``password.wait`` while the user has to wait."""
        wrong = self._read().get(user)
        if wrong is None or wrong.times < FREE_TRIES:
            return
        wait = min(LONGEST_WAIT_S, FIRST_WAIT_S << min(wrong.times - FREE_TRIES, 10)) * 1000
        # A clock that was set back counts as no time passed, never as a longer wait.
        passed = max(0, self._clock.now_ms() - wrong.last_ms)
        if passed < wait:
            raise NotAllowed("password.wait", seconds=-(-(wait - passed) // 1000))

    def failed(self, user: str) -> None:
        """One more wrong password."""
        wrongs = self._read()
        times = wrongs[user].times + 1 if user in wrongs else 1
        self._write(wrongs | {user: _Wrong(times, self._clock.now_ms())})

    def succeeded(self, user: str) -> None:
        """The right password: what was wrong before no longer counts."""
        wrongs = self._read()
        if wrongs.pop(user, None):
            self._write(wrongs)

    def _read(self) -> dict[str, _Wrong]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, _Wrong])
        except (OSError, ValueError):
            return {}

    def _write(self, wrongs: dict[str, _Wrong]) -> None:
        # A disk that takes nothing must not keep anybody from reading the book.
        with suppress(OSError):
            platform.make_private_folder(self._path.parent)
            platform.replace_file(self._path, msgspec.json.encode(wrongs))
