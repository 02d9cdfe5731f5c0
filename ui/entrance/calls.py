"""Calls through the way in, off the window's thread, one after another."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeVar

from desk_app.ports.desk import Desk, Founded
from desk_app.records.errors import DeskError
from desk_app.tasks import TaskScope

if TYPE_CHECKING:
    from desk_app.ports.desk import Entrance

T = TypeVar("T")
LAST_WAIT_S: Final = 20.0
"""How long closing waits for a call that is under way."""


class Calls:
    """Asks the entrance and hands the answer back on the window's thread.

    A known fault goes to ``refused`` of the call, anything else to ``bugged``. A desk that is
    opened after nobody wants it any more is closed again.
    """

    def __init__(self, entrance: "Entrance", bugged: Callable[[BaseException], None]) -> None:
        self.entrance = entrance
        self._scope = TaskScope(bugged)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="entrance")
        self._tasks: set[asyncio.Task[None]] = set()
        self._under_way: set[asyncio.Future[Any]] = set()

    def ask(
        self,
        do: Callable[[], T],
        done: Callable[[T], object],
        refused: Callable[[DeskError], object],
    ) -> None:
        """Do something through the entrance."""
        task = self._scope.start(self._ask(do, done, refused), name="entrance")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def quiet(self) -> None:
        """Wait until no call is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Drop what was asked, wait a bounded time, close what was opened for nobody."""
        await self._scope.close()
        if self._under_way:
            ended, _ = await asyncio.wait(self._under_way, timeout=LAST_WAIT_S)
            for future in ended:
                await _close_opened(future)
        self._thread.shutdown(wait=False)

    async def _ask(
        self,
        do: Callable[[], T],
        done: Callable[[T], object],
        refused: Callable[[DeskError], object],
    ) -> None:
        future = asyncio.get_running_loop().run_in_executor(self._thread, do)
        self._under_way.add(future)
        try:
            answer = await asyncio.shield(future)
        except DeskError as fault:
            self._under_way.discard(future)
            refused(fault)
        except asyncio.CancelledError:
            raise
        except BaseException:
            self._under_way.discard(future)
            raise
        else:
            self._under_way.discard(future)
            done(answer)


async def _close_opened(future: "asyncio.Future[Any]") -> None:
    if future.cancelled() or future.exception() is not None:
        return
    opened = future.result()
    desk = opened.desk if isinstance(opened, Founded) else opened
    if isinstance(desk, Desk):
        await asyncio.to_thread(desk.close, "closed")
