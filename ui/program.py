"""The desk on the screen from its first paint to its clean end."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ui.desk_window import DeskWindow
from ui.loop import run

if TYPE_CHECKING:
    import asyncio
    import datetime as dt

    from desk_app.ports.desk import Desk, Entrance


def now() -> "dt.datetime":
    """The moment on the machine's clock, in the zone of the desk, as its papers say it."""
    from desk_app.records.jalali import local_datetime

    return local_datetime(time.time_ns() // 1_000_000)


def main(
    entrance: "Entrance", settings_folder: Path | None = None, argv: Sequence[str] = ()
) -> int:
    """Run the window over a way in until it is closed; the exit status.

    ``settings_folder`` keeps the habits of the window; without one it is the platform's.
    """
    folder = settings_folder if settings_folder is not None else _usual_folder()

    async def live(window: DeskWindow, end: "asyncio.Event") -> None:
        sitting = Sitting(window, entrance)
        sitting.begin()
        try:
            await end.wait()
        finally:
            await sitting.close()

    return run(list(argv) or sys.argv[:1], folder, lambda: DeskWindow(now, folder), live)


class Sitting:
    """What goes on in the window between its first paint and its end: officers come and go."""

    def __init__(self, window: DeskWindow, entrance: "Entrance") -> None:
        from desk_app.tasks import TaskScope
        from ui.entrance.calls import Calls

        self._window, self._entrance = window, entrance
        self._scope = TaskScope(window.bugs.caught)
        self.calls: Calls = Calls(entrance, window.bugs.caught)
        window.threshold.entered.connect(self._on_entered)
        window.signed_out.connect(self._on_signed_out)
        window.switched.connect(self._on_switched)

    def begin(self) -> None:
        """Look what lies in the data folder."""
        self._window.threshold.begin(self.calls)

    async def close(self) -> None:
        """Close the desk, the entrance and every thread, waiting a bounded time for each."""
        import asyncio

        if self._window.signed_in is not None:
            self._window.wait("entrance.leaving")
        await self._scope.close()
        await self._end_desk("closed")
        await self.calls.close()
        if self._window.threshold.opened is not None:
            await asyncio.to_thread(self._window.threshold.opened.close, "closed")
        await asyncio.to_thread(self._entrance.close)

    def _on_entered(self, desk: "Desk") -> None:
        self._window.furnish(desk)

    def _on_signed_out(self) -> None:
        if self._window.signed_in is not None and not self._scope.busy:
            self._window.wait("entrance.leaving")
            self._scope.start(self._change_officer(), name="sign out")

    def _on_switched(self, user: str, password: str) -> None:
        if self._window.signed_in is not None and not self._scope.busy:
            self._window.wait("access.switch.going")
            self._scope.start(self._switch(user, password), name="switch")

    async def _switch(self, user: str, password: str) -> None:
        await self._end_desk("left")
        self._window.threshold.sign_in(user, password)

    async def _change_officer(self) -> None:
        await self._end_desk("left")
        self.begin()

    async def _end_desk(self, why: str) -> None:
        import asyncio

        open_desk = self._window.signed_in
        if open_desk is None:
            return
        self._window.put_sheets_away()
        await asyncio.shield(open_desk.close(why))
        self._window.strip()


def _usual_folder() -> Path:
    import platformdirs

    return platformdirs.user_config_path("mizban", appauthor=False)
