"""Pages of the feed in their order, several on their way at once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import NamedTuple

from desk_app.protocol.batch import Batch, read_batches
from desk_app.protocol.limits import MAX_PAGE_INFLATED
from desk_app.protocol.line import Page, Wanted
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import inflate
from desk_app.records.errors import Unreachable
from desk_app.sync.pace import BatchSize

Ask = Callable[[Wanted], Awaitable[Page]]


class Read(NamedTuple):
    """A page that came, and its batches, whose chains hold."""

    page: Page
    batches: list[Batch]


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
        self._flying: deque[asyncio.Task[Read]] = deque()

    async def next(self) -> Read | None:
        """The next page; None behind the last.

        Raises what asking for it raised, or Unreachable ``line.damaged`` when it is not whole.
        """
        self._ask_on()
        if not self._flying:
            return None
        found = await self._flying[0]
        self._flying.popleft()
        page = found.page
        if page.more and not self._flying and self._next is None:
            self._next = Wanted(page.cursor, self._without)
        self._ask_on()
        return found

    async def close(self) -> None:
        """Give up what is on its way."""
        for coming in self._flying:
            coming.cancel()
        await asyncio.gather(*self._flying, return_exceptions=True)

    def _ask_on(self) -> None:
        if self._next is not None and len(self._flying) < self._size.in_flight:
            wanted = replace(self._next, limit=self._size.events, onward=self._go_on)
            self._next = None
            self._flying.append(asyncio.create_task(self._fetched(wanted), name="sync pulls"))

    def _go_on(self, cursor: str, more: bool) -> None:
        if more:
            self._next = Wanted(cursor, self._without)
            self._ask_on()

    async def _fetched(self, wanted: Wanted) -> Read:
        clock = asyncio.get_running_loop()
        asked = clock.time()
        page = await self._ask(wanted)
        if not wanted.wait:
            self._size.went(clock.time() - asked)
        return Read(page, await asyncio.to_thread(_read, page))


def _read(page: Page) -> list[Batch]:
    try:
        return read_batches(inflate(page.parcel.data, page.parcel.encoding, MAX_PAGE_INFLATED))
    except Problem as problem:
        raise Unreachable("line.damaged", problem=problem.code) from problem
