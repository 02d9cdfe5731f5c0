"""The sync engine: a thread of its own that keeps book and centre agreed while the desk is open."""

import asyncio
import threading
from collections.abc import Callable, Sequence

from desk_app.ports.changes import Changes
from desk_app.ports.line import LineBook
from desk_app.ports.scan_line import ScanFile
from desk_app.sync.attendance import Attendance, Means
from desk_app.sync.states import SyncState


class SyncEngine:
    """Pushes own events as they are written and pulls news as it comes, until closed.

    ``on_state`` is called from the engine's thread with each new state. ``hear`` is what the book
    tells of every commit.
    """

    def __init__(
        self, book: LineBook, means: Means, on_state: Callable[[SyncState], None] | None = None
    ) -> None:
        self._book = book
        self._means = means
        self._on_state = on_state
        self._state = SyncState("working", since_ms=means.clock.now_ms())
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._attendance: Attendance | None = None
        self._thread = threading.Thread(target=self._in_thread, name="sync", daemon=True)

    @property
    def state(self) -> SyncState:
        """How the line stands now; safe from any thread."""
        return self._state

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()
        self._ready.wait()

    def hear(self, changes: Changes) -> None:
        """The book committed something; own events are sent at once. Safe from any thread."""
        if changes.own_events and self._attendance is not None:
            self._call(self._attendance.written.set)
        scans, arrived = self._means.scans, changes.requests
        if scans is not None and arrived and not changes.own_events:
            self._call(lambda: scans.hear(arrived))

    def retry(self) -> None:
        """Try again now, whatever the pause; after enrolment, or when somebody asks."""
        if self._attendance is not None:
            self._call(self._attendance.again.set)

    def want_scans(self, files: Sequence[ScanFile]) -> None:
        """Fetch these files of scans before everything else. Safe from any thread."""
        if (scans := self._means.scans) is not None:
            self._call(lambda: scans.want(files))

    def close(self, timeout: float = 10.0) -> bool:
        """Stop, and whether the thread ended in time (seconds); a commit is never undone."""
        if self._main is not None:
            self._call(self._main.cancel)
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _in_thread(self) -> None:
        asyncio.run(self._attend())

    async def _attend(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._attendance = Attendance(self._book, self._means, self._note)
        self._main = asyncio.create_task(self._attendance.run(), name="sync")
        self._ready.set()
        await asyncio.wait({self._main})

    def _note(self, state: SyncState) -> None:
        self._state = state
        if self._on_state is not None:
            self._on_state(state)

    def _call(self, act: Callable[[], object]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(act)
