"""Pages of the feed in their order, several on their way at once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace

from desk_app.protocol.line import Page, Wanted
from desk_app.sync.pace import BatchSize

Ask = Callable[[Wanted], Awaitable[Page]]


class Pages:
    """What follows a cursor: each page is asked for as soon as it is known where it begins.

    That is told at the head of the page before, by a line that hears it so early; otherwise when
    that page has come. To be closed, whatever happened.
    """

    def __init__(self, ask: Ask, wanted: Wanted, size: BatchSize) -> None:
        self._ask = ask
        self._size = size
        self._without = wanted.without
        self._next: Wanted | None = wanted
        self._flying: deque[asyncio.Task[Page]] = deque()

    async def next(self) -> Page | None:
        """The next page; None behind the last. Raises what asking for it raised."""
        self._ask_on()
        if not self._flying:
            return None
        page = await self._flying[0]
        self._flying.popleft()
        if page.more and not self._flying and self._next is None:
            self._next = Wanted(page.cursor, self._without)
        self._ask_on()
        return page

    async def close(self) -> None:
        """Give up what is on its way."""
        for coming in self._flying:
            coming.cancel()
        await asyncio.gather(*self._flying, return_exceptions=True)

    def _ask_on(self) -> None:
        if self._next is not None and len(self._flying) < self._size.in_flight:
            wanted = replace(self._next, limit=self._size.events, onward=self._go_on)
            self._next = None
            self._flying.append(asyncio.create_task(self._timed(wanted), name="sync pulls"))

    def _go_on(self, cursor: str, more: bool) -> None:
        if more:
            self._next = Wanted(cursor, self._without)
            self._ask_on()

    async def _timed(self, wanted: Wanted) -> Page:
        clock = asyncio.get_running_loop()
        asked = clock.time()
        page = await self._ask(wanted)
        if not wanted.wait:
            self._size.went(clock.time() - asked)
        return page
