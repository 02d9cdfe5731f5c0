"""Python's garbage is collected on the window's thread only, a little at a time.

The cyclic collector runs on whichever thread happens to allocate; on any other it would destroy
QObjects there, which stops timers of other threads and aborts the program.
"""

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

TICK_MS: Final = 100
LONGEST_MS: Final = 20
_YOUNG: Final = 1500
_MIDDLE: Final = 10
_OLD: Final = 20


class GarbageRound(QObject):
    """Collects the youngest objects often, the older ones seldom.

    What survived a full collection that took over half of 20 ms is frozen, so that the next one
    looks only at what came after; ``rest`` thaws and collects all when nobody is working.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest_ms = 0.0
        self._rounds = 0
        self._middle_rounds = 0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(TICK_MS)

    def settle(self) -> None:
        """What was made to open the window stays for good and is never looked at again."""
        gc.collect()
        gc.freeze()

    def rest(self) -> None:
        """Collect everything, frozen objects too; for a locked or empty desk."""
        gc.unfreeze()
        self.settle()

    def tick(self) -> None:
        """Collect the generation whose turn it is, or nothing."""
        if gc.get_count()[0] < _YOUNG:
            return
        generation = self._turn()
        began = time.perf_counter()
        gc.collect(generation)
        took = (time.perf_counter() - began) * 1000
        self.longest_ms = max(self.longest_ms, took)
        if generation == 2 and took > LONGEST_MS / 2:
            gc.freeze()

    def stop(self) -> None:
        """Leave collecting to Python again; the window's thread is the only one left."""
        self._timer.stop()
        gc.enable()

    def _turn(self) -> int:
        self._rounds += 1
        if self._rounds % _MIDDLE:
            return 0
        self._middle_rounds += 1
        return 1 if self._middle_rounds % _OLD else 2
