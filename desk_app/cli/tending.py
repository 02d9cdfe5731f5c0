"""What the open desk does by itself: idle work, the clock's watch, backups, the mirror."""

import threading
from collections.abc import Callable
from typing import Final

from db.inspection import Inspection
from db.session import Session
from desk_app.bugs import keep_bug
from desk_app.cli.clock_watch import ClockWatch
from desk_app.cli.desk_backups import DeskBackups
from desk_app.cli.mirror_keeper import MirrorKeeper
from desk_app.cli.roaming import follow_officers
from desk_app.ports.changes import Changes
from desk_app.records.errors import DeskError

CLOSE_SECONDS: Final = 5.0


def _always() -> bool:
    return True


class Tending:
    """A thread that does a little whenever the window has nothing to do."""

    def __init__(self, session: Session, session_id: str, backups: DeskBackups) -> None:
        self._session = session
        self._backups = backups
        self._wanted = threading.Event()
        self._rests: Callable[[], bool] = _always
        self._closing = False
        self._officers_changed = False
        self._clock = ClockWatch(session, session_id)
        self._inspection = Inspection(session.where, session.keyring.data_key, session.witness)
        self.mirror = MirrorKeeper(session)
        """The mirror that is kept on this thread."""
        self._stop = session.book.subscribe(self._hear)
        self._thread = threading.Thread(target=self._run, name="tending", daemon=True)
        self._thread.start()

    def tend(self, rests: Callable[[], bool] = _always) -> None:
        """A few milliseconds of idle work on the thread; returns at once.

        ``rests``: whether hands rest as of now. While they do not, only what screens wait for is
        done: on a tired disk the next save would stand behind the rest.
        """
        self._rests = rests
        self._wanted.set()

    def close(self) -> None:
        """Stop after the step in hand, waiting a bounded time."""
        self._stop()
        self._closing = True
        self._wanted.set()
        self._thread.join(CLOSE_SECONDS)
        self.mirror.close()

    def _hear(self, changes: Changes) -> None:
        self.mirror.note(changes.own_events)
        if "officer" in changes.kinds or changes.everything:
            self._officers_changed = True

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if self._closing:
                return
            self._tried(self._idle)
            self._tried(self._clock.look)
            self._tried(self._follow)
            self._tried(self.mirror.keep)
            self._tried(self._backups.keep_up)
            self._tried(self._inspect)

    def _tried(self, step: Callable[[], None]) -> None:
        """One step; what fails is tried at the next idle moment."""
        try:
            step()
        except DeskError:
            return
        except Exception as bug:  # noqa: BLE001 - the border of this thread
            keep_bug(bug)

    def _idle(self) -> None:
        if self._session.book.tend(resting=self._rests()):
            self._wanted.set()

    def _inspect(self) -> None:
        if self._rests():
            self._inspection.step(self._session.clock.now_ms())

    def _follow(self) -> None:
        """Slots follow what the record says of officers, wherever it was written."""
        if self._officers_changed:
            self._officers_changed = False
            follow_officers(self._session)
