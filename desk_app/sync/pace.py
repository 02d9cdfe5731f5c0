"""How much to send at once, and how long to wait after a failure."""

from collections.abc import Callable
from typing import Final

from desk_app.protocol.limits import MAX_EVENTS

FIRST_EVENTS: Final = 100
FIRST_PAGE: Final = 500
QUICK_SECONDS: Final = 5.0
THIN_SECONDS: Final = 1.0
"""Where a batch takes longer, bytes cost more than the work of saving them."""
MAX_PUSH_BYTES: Final = 256 * 1024
"""A batch is cut until it compresses to this, so that a line lost in the middle costs little."""
IN_FLIGHT: Final = 4
"""Batches on their way at once: one connection reaches half of a line that loses packets."""

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 300.0


class BatchSize:
    """How many events the next batch holds: doubled while the line is quick, halved when not."""

    def __init__(self, first: int = FIRST_EVENTS, quick: float = QUICK_SECONDS) -> None:
        self._quick = quick
        self._each = 0.0
        self.events = first
        self.in_flight = IN_FLIGHT
        """How many may be on their way: after a failure one, and one more with each success."""
        self.thin = False
        """Whether the line is so slow that bytes should be saved."""

    @property
    def fitting(self) -> int:
        """How many events to try, by the compressed size of the last ones."""
        most = int(MAX_PUSH_BYTES * 0.9 / self._each) if self._each else self.events
        return max(1, min(self.events, most))

    def weighed(self, events: int, size: int) -> None:
        """So many events took so many bytes compressed."""
        self._each = size / events

    def went(self, seconds: float) -> None:
        """A batch came through in that time."""
        self.in_flight = min(self.in_flight + 1, IN_FLIGHT)
        self.thin = seconds > THIN_SECONDS
        if seconds < self._quick:
            self.events = min(self.events * 2, MAX_EVENTS)

    def failed(self) -> bool:
        """A batch did not come through; whether a smaller one can be tried."""
        smaller = self.events > 1
        self.events = max(self.events // 2, 1)
        self.in_flight = 1
        return smaller


class Backoff:
    """Pauses between tries: up to 1 s, then twice as long each time, up to 5 minutes.

    ``chance`` draws evenly between 0 and its argument (full jitter), so that twenty thousand desks
    whose centre comes back do not come back as one.
    """

    def __init__(self, chance: Callable[[float], float]) -> None:
        self._chance = chance
        self._tries = 0

    def pause(self, at_least: float = 0.0) -> float:
        """Seconds until the next try; never less than the centre asked for."""
        longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._tries, 20))
        self._tries += 1
        return max(at_least, self._chance(longest))

    def reset(self) -> None:
        """A try came through."""
        self._tries = 0
