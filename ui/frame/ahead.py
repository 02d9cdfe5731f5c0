"""Pages are built before they are asked for, in small steps, while nobody touches anything."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from ui.frame.stack import PageStack

STEP_MS: Final = 120
REST_S: Final = 0.4
"""How long hands must have rested: longer than between two letters, shorter than a glance."""


class BuildAhead(QObject):
    """Takes one step in each restful moment until every page of a stack stands.

    Ends with the stack at the latest. ``rested_s`` tells for how long nobody has touched
    anything, in seconds.
    """

    def __init__(self, stack: PageStack, rested_s: Callable[[], float]) -> None:
        super().__init__(stack)
        self._stack, self._rested_s = stack, rested_s
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)

    def start(self) -> None:
        """Begin; it ends by itself."""
        self._timer.start(STEP_MS)

    def stop(self) -> None:
        """Build no more."""
        self._timer.stop()

    def step(self) -> None:
        """Take one step, if hands rest."""
        if self._rested_s() >= REST_S and not self._stack.build_ahead():
            self._timer.stop()
