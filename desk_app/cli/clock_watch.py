"""Jumps of the machine's clock, and its distance from the centre's, kept in the record."""

import time
from collections.abc import Callable

from db.line_book import DeskLineBook
from db.session import Session
from desk_app.records.hlc import wall_ms
from desk_app.services.presence import CLOCK_STEP_MS, note_clock_step


def behind_last_record(session: Session) -> int:
    """By how many ms the clock stands before the last own event; 0 for less than five minutes."""
    with session.book.reader.look() as db:
        (last,) = db.execute("SELECT max(clock) FROM log WHERE own = 1").fetchone()
    behind = wall_ms(last) - session.clock.now_ms()
    return behind if behind > CLOCK_STEP_MS else 0


class ClockWatch:
    """Compares the wall clock with one that nobody can set; used by one thread.

    ``steady_ms`` counts milliseconds and never jumps.
    """

    def __init__(
        self,
        session: Session,
        session_id: str,
        steady_ms: Callable[[], int] = lambda: time.monotonic_ns() // 1_000_000,
    ) -> None:
        self._session = session
        self._session_id = session_id
        self._steady_ms = steady_ms
        self._ahead = session.clock.now_ms() - steady_ms() + behind_last_record(session)
        self._told_distance = False

    def look(self) -> None:
        """Record a step of more than five minutes, and once a distance as long from the centre."""
        wall = self._session.clock.now_ms()
        step = wall - self._steady_ms() - self._ahead
        if abs(step) > CLOCK_STEP_MS:
            self._ahead += step
            self._note(wall - step, wall, "machine")
        _, distance = DeskLineBook(self._session.book).contact()
        far = abs(distance) > CLOCK_STEP_MS
        if far and not self._told_distance:
            self._note(wall, wall + distance, "centre")
        self._told_distance = far

    def _note(self, before: int, after: int, against: str) -> None:
        note_clock_step(self._session.book, self._session_id, before, after, against)
