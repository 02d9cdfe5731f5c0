"""Batches that came too early: each waits for the one before, whatever connection that takes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from central.store.append import EarlyHere, Taken

HELD_SECONDS: Final = 30.0
"""How long a batch waits for the one before it; then its sender is told of the gap."""
MOST_HELD: Final = 64
"""Batches that wait at once in this process; those beyond are told of the gap at once."""
_LOOK_SECONDS: Final = 1.0
"""How often it is looked whether another process took the one before."""


class Turns:
    """The batches that wait in one event loop; only that loop's thread may use it."""

    def __init__(self, held_seconds: float = HELD_SECONDS) -> None:
        self._held_seconds = held_seconds
        self._bells: dict[str, set[asyncio.Event]] = {}
        self._closed = False
        self.held = 0
        """How many batches wait now."""

    async def take(self, log: str, work: Callable[[], Awaitable[Taken]]) -> Taken:
        """What ``work`` gives for a batch of the log, asked again while it is early."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._held_seconds
        bell = asyncio.Event()
        self._bells.setdefault(log, set()).add(bell)
        try:
            while True:
                bell.clear()
                try:
                    taken = await work()
                except EarlyHere:
                    left = until - loop.time()
                    if left <= 0 or self._closed or self.held >= MOST_HELD:
                        raise
                    await self._wait(bell, min(left, _LOOK_SECONDS))
                else:
                    self._moved(log)
                    return taken
        finally:
            self._bells[log].discard(bell)
            if not self._bells[log]:
                del self._bells[log]

    def close(self) -> None:
        """Let nothing wait any more."""
        self._closed = True
        for log in list(self._bells):
            self._moved(log)

    async def _wait(self, bell: asyncio.Event, seconds: float) -> None:
        self.held += 1
        try:
            async with asyncio.timeout(seconds):
                await bell.wait()
        except TimeoutError:
            pass
        finally:
            self.held -= 1

    def _moved(self, log: str) -> None:
        for bell in self._bells[log]:
            bell.set()
