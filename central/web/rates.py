"""How often one peer may ask: allowances that fill up again with time."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desk_app.protocol.problems import Problem

MOST_PEERS: Final = 50_000
"""Of how many peers the spending is remembered; the one that asked longest ago is forgotten."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and so many a second after that."""

    at_once: float
    a_second: float


class Rate:
    """One allowance for each of many peers. ``clock`` tells seconds that never go back."""

    def __init__(self, allowance: Allowance, clock: Callable[[], float]) -> None:
        self._allowance = allowance
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def check(self, peer: str) -> None:
        """Raise Problem ``slow_down`` with ``retry_after`` (seconds) while nothing is left."""
        left = self._now(peer)
        if left < 1:
            wait = math.ceil((1 - left) / self._allowance.a_second)
            raise Problem("slow_down", retry_after=wait)

    def spend(self, peer: str) -> None:
        """One less for the peer."""
        self._left[peer] = (max(self._now(peer) - 1, 0.0), self._clock())
        self._left.move_to_end(peer)
        if len(self._left) > MOST_PEERS:
            self._left.popitem(last=False)

    def take(self, peer: str) -> None:
        """Check, and spend what was there."""
        self.check(peer)
        self.spend(peer)

    def _now(self, peer: str) -> float:
        left, at = self._left.get(peer, (self._allowance.at_once, self._clock()))
        gained = (self._clock() - at) * self._allowance.a_second
        return min(left + gained, self._allowance.at_once)
