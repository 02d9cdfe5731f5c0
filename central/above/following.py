"""The rounds with the centre above while this one serves: every few seconds, slower on failure."""

import logging
import random
import threading
from collections.abc import Callable
from typing import Final

from central.above.line import UpLine
from central.above.rounds import one_round
from central.store.above import Link, link_above
from central.store.database import Database
from desk_app.bugs import keep_bug
from desk_app.records.errors import DeskError

_log: Final = logging.getLogger("mizban.central")
EVERY_SECONDS: Final = 5.0
LONGEST_PAUSE_SECONDS: Final = 300.0


class Following:
    """A thread that keeps a centre and the one above it alike; used inside ``with``.

    A centre that joins another while it serves is noticed at the next look.
    """

    def __init__(self, database: Database, now_ms: Callable[[], int]) -> None:
        self._database = database
        self._now_ms = now_ms
        self._ended = threading.Event()
        self._line: UpLine | None = None
        self._link: Link | None = None
        self._thread = threading.Thread(target=self._run, name="above", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the round under way and end."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        pause = EVERY_SECONDS
        try:
            while not self._ended.wait(pause):
                pause = EVERY_SECONDS if self._went_well() else self._longer(pause)
        finally:
            self._hang_up()

    def _went_well(self) -> bool:
        """One round, when there is a centre above."""
        try:
            link = self._database.read(link_above)
            if link is None:
                return True
            if self._line is None or self._link is None or self._link.device != link.device:
                self._hang_up()
                self._line, self._link = UpLine(link.address, link.fingerprint), link
            done = one_round(self._database, self._now_ms, self._line)
        except DeskError as error:
            _log.warning("the centre above waits: %s", error.code)
            return False
        except Exception as error:  # noqa: BLE001  a bug must not end the thread
            _log.error("the round above met a bug, kept as %s", keep_bug(error))
            return False
        if done.problem:
            _log.warning("the centre above waits: %s", done.problem)
        return not done.problem

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _longer(self, pause: float) -> float:
        """A random pause of up to twice the last one, so that many do not come back at once."""
        most = min(2 * max(pause, EVERY_SECONDS), LONGEST_PAUSE_SECONDS)
        return EVERY_SECONDS + random.random() * (most - EVERY_SECONDS)  # noqa: S311
