"""Who waits for news of an office in this process, and how they hear of it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final

from desk_app.records.errors import DeskError

_log: Final = logging.getLogger("mizban.central")

WATCH_SECONDS: Final = 0.5
"""How often one look at the database shows what other processes appended."""


class _Waiter:
    """One long poll: what it has seen, and its bell."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.bell = asyncio.Event()


class News:
    """The long polls of one event loop; only that loop's thread may use it."""

    def __init__(self, places: Callable[[Sequence[int]], Awaitable[dict[int, int]]]) -> None:
        self._places = places
        self._beats: dict[int, int] = {}
        self._waiters: dict[int, set[_Waiter]] = {}
        self._watch: asyncio.Task[None] | None = None
        self._closed = False
        self._pushed = asyncio.Event()

    @property
    def waiting(self) -> int:
        """How many long polls wait now."""
        return sum(map(len, self._waiters.values()))

    def beat(self, office: int) -> int:
        """A mark to take before reading, so that nothing falls between reading and waiting."""
        return self._beats.get(office, 0)

    def changed(self, office: int) -> None:
        """Something was appended to the office's feed."""
        self._beats[office] = self.beat(office) + 1
        self._pushed.set()
        for waiter in self._waiters.get(office, ()):
            waiter.bell.set()

    async def wait(self, office: int, beat: int, place: int, seconds: float) -> bool:
        """Whether the feed moved past a place within the time; at once when it already has."""
        if self._closed or seconds <= 0:
            return False
        if self.beat(office) != beat:
            return True
        waiter = _Waiter(place)
        self._waiters.setdefault(office, set()).add(waiter)
        self._start_watch()
        try:
            async with asyncio.timeout(seconds):
                await waiter.bell.wait()
        except TimeoutError:
            return False
        finally:
            self._waiters[office].discard(waiter)
            if not self._waiters[office]:
                del self._waiters[office]
        return not self._closed

    async def pushed(self, seconds: float) -> None:
        """Until something was appended here since this was last asked, but no longer than told."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._pushed.wait()
        self._pushed.clear()

    def close(self) -> None:
        """Answer everyone who waits, and let nobody wait any more."""
        self._closed = True
        _log.info("answering %d long polls", self.waiting)
        for waiters in self._waiters.values():
            for waiter in waiters:
                waiter.bell.set()
        if self._watch is not None:
            self._watch.cancel()

    def _start_watch(self) -> None:
        if self._watch is None or self._watch.done():
            self._watch = asyncio.get_running_loop().create_task(self._look(), name="news")

    async def _look(self) -> None:
        """While anyone waits, ask the database what other processes appended."""
        while self._waiters:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                found = await self._places(list(self._waiters))
            except DeskError as error:
                _log.warning("feed places could not be read: %s", error.code)
                continue
            for office, place in found.items():
                for waiter in self._waiters.get(office, ()):
                    if place > waiter.place:
                        waiter.bell.set()
