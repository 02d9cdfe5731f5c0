"""The rounds of one attendance as history tells them: when, how much, how each ended."""

from typing import Final, Protocol

from desk_app.ports.clock import Clock
from desk_app.ports.line_page import ALL_WELL, KeepRound, RoundTold

NOTHING_MOVED: Final = (0, 0)


class Moved(Protocol):
    """What counts entries that went over the line, in both directions."""

    @property
    def pushed(self) -> int:
        """Entries made durable so far."""
        ...

    @property
    def pulled(self) -> int:
        """Entries fetched so far."""
        ...


class RoundsTold:
    """Hands every round over as it ends; what moved is told once."""

    def __init__(self, clock: Clock, keep: KeepRound | None) -> None:
        self._clock, self._keep = clock, keep
        self._talk: Moved | None = None
        self._told = NOTHING_MOVED
        self._begun: int | None = None

    def begin(self) -> None:
        """A round begins now; one that is never begun, as when news come, takes no time."""
        self._begun = self._clock.now_ms()

    def of(self, talk: Moved) -> None:
        """From now on it is this conversation that moves entries."""
        self._talk, self._told = talk, NOTHING_MOVED

    def end(self, code: str = ALL_WELL, params: dict[str, str | int] | None = None) -> None:
        """The round has ended, well or with the code of a fault."""
        now_ms = self._clock.now_ms()
        begun = now_ms if self._begun is None else self._begun
        moved = (self._talk.pushed, self._talk.pulled) if self._talk else NOTHING_MOVED
        sent, received = moved[0] - self._told[0], moved[1] - self._told[1]
        self._told, self._begun = moved, None
        if self._keep is not None:
            took_ms = max(0, now_ms - begun)
            self._keep(RoundTold(begun, took_ms, sent, received, code, params or {}))
