"""Idle work of the desk has its moment: when hands rest, or when it has waited long enough."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

TICK_MS: Final = 500
REST_S: Final = 1.0
"""A save that was just asked for, and the next word, come before idle work on a tired disk."""
LATEST_TICKS: Final = 20


class RestingTend(QObject):
    """Calls ``tend`` every half second while hands rest, and every ten seconds while they do not.

    ``tend`` is given how to ask whether they rest. ``rested_s`` tells for how long nobody has
    touched anything, in seconds.
    """

    def __init__(
        self,
        parent: QObject,
        tend: Callable[[Callable[[], bool]], None],
        rested_s: Callable[[], float],
    ) -> None:
        super().__init__(parent)
        self._tend, self._rested_s = tend, rested_s
        self._waited = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin."""
        self._timer.start(TICK_MS)

    def stop(self) -> None:
        """Call it no more."""
        self._timer.stop()

    def tick(self) -> None:
        """Tend, or wait for a better moment."""
        self._waited += 1
        if self._rests() or self._waited >= LATEST_TICKS:
            self._waited = 0
            self._tend(self._rests)

    def _rests(self) -> bool:
        return self._rested_s() >= REST_S
