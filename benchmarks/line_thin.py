"""Pushing and pulling through 300 ms there and back, one packet in a hundred lost, 1 Mbit/s.

The line is a proxy that behaves as TCP does over such a link: connections share its rate, each has
a window that grows with what is acknowledged and shrinks when a packet is lost, and what is behind
a lost packet waits for it. The floor is what the bytes take at the line's full rate, so that the
bound of 1.25 is four fifths of the line; pushing on one connection is told beside it.
``MIZBAN_BENCH_ROWS`` sets the size, to ten thousand events at most.
"""

import asyncio
import random
import tempfile
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.books import MadeBook, made_book, open_made, rows_wanted
from benchmarks.line import MOST_REQUESTS, new_desk, pulled, pushed
from benchmarks.line_centre import serving
from benchmarks.told import tell
from db.clock import SYSTEM_CLOCK, SYSTEM_ENTROPY
from db.line_book import DeskLineBook
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.http_line import CONNECTIONS

BYTES_A_SECOND: Final = 125_000.0
THERE_AND_BACK_S: Final = 0.3
LOST: Final = 0.01
SEGMENT: Final = 1448
FIRST_WINDOW: Final = 10.0
"""Segments that a fresh connection sends before it hears of any (RFC 6928)."""
SHRINK: Final = 0.7
"""What a lost packet leaves of the window (CUBIC, RFC 9438)."""
BOUND: Final = 1.25
SEED: Final = 7


class Link:
    """One direction of a line that several connections share."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._free_at = 0.0

    def sent(self, size: int, now: float) -> tuple[float, bool]:
        """When so many bytes have left, behind all that was sent before; whether they are lost."""
        self._free_at = max(self._free_at, now) + size / BYTES_A_SECOND
        return self._free_at, self._chance.random() < LOST


class Flow:
    """One direction of one connection: bytes in order, under a window of its own."""

    def __init__(self, link: Link, writer: asyncio.StreamWriter) -> None:
        self._link = link
        self._writer = writer
        self._window = FIRST_WINDOW
        self._starting = True
        self._under_way = 0
        self._last_arrival = 0.0
        self._shrunk_until = 0.0
        self._moved = asyncio.Event()
        self._coming: deque[bytes] = deque()

    async def run(self, reader: asyncio.StreamReader) -> None:
        """Carry everything to the end of the connection."""
        loop = asyncio.get_running_loop()
        while data := await reader.read(SEGMENT):
            while self._under_way >= int(self._window):
                self._moved.clear()
                await self._moved.wait()
            self._under_way += 1
            left, lost = self._link.sent(len(data), loop.time())
            if lost:
                self._shrink(left)
            arrival = left + THERE_AND_BACK_S / 2 + lost * THERE_AND_BACK_S
            self._last_arrival = max(self._last_arrival, arrival)
            self._coming.append(data)
            loop.call_at(self._last_arrival, self._arrive)
            loop.call_at(arrival + THERE_AND_BACK_S / 2, self._acknowledged)
        await asyncio.sleep(max(0.0, self._last_arrival - loop.time()))

    def _arrive(self) -> None:
        data = self._coming.popleft()
        if not self._writer.is_closing():
            self._writer.write(data)

    def _acknowledged(self) -> None:
        self._under_way -= 1
        self._window += 1 if self._starting else 1 / self._window
        self._moved.set()

    def _shrink(self, now: float) -> None:
        if now >= self._shrunk_until:
            self._shrunk_until = now + THERE_AND_BACK_S
            self._starting = False
            self._window = max(2.0, self._window * SHRINK)


@asynccontextmanager
async def thin_line(port: int) -> AsyncIterator[int]:
    """The port of a thin line to another port of this machine."""
    chance = random.Random(SEED)
    up, down = Link(chance), Link(chance)
    flows: set[asyncio.Task[None]] = set()

    async def carry(link: Link, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await Flow(link, writer).run(reader)
        except ConnectionError:
            return
        finally:
            writer.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(THERE_AND_BACK_S)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        for flow in (carry(up, reader, far_writer), carry(down, far_reader, writer)):
            task = asyncio.create_task(flow)
            flows.add(task)
            task.add_done_callback(flows.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0, limit=SEGMENT)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(flows):
            task.cancel()
        await asyncio.gather(*flows, return_exceptions=True)


def leading(made: MadeBook, port: int) -> None:
    """Let the desk reach its centre at another port of this machine."""
    book = DeskLineBook(made.book)
    enrolment = book.enrolment()
    assert enrolment is not None
    book.keep_enrolment(replace(enrolment, central=f"http://127.0.0.1:{port}"))


async def push_through(made: MadeBook, port: int, connections: int) -> tuple[float, float]:
    """Seconds until everything waiting was durable, and the bytes that took."""
    waiting = made.book.queries.counts().unsent
    async with thin_line(port) as thin:
        leading(made, thin)
        seconds, each = await pushed(made, connections)
    return seconds, each * waiting


async def pull_through(made: MadeBook, port: int) -> tuple[float, float]:
    """Seconds until everything was verified and durable, and the bytes that took."""
    async with thin_line(port) as thin:
        leading(made, thin)
        seconds, _, size = await pulled(made)
    return seconds, size


def main() -> None:
    """Push the same events on several connections and on one, each to a centre of its own."""
    rows = min(rows_wanted(), MOST_REQUESTS)
    with tempfile.TemporaryDirectory(prefix="mizban-bench-") as scratch:
        for connections in (1, CONNECTIONS):
            folder = Path(scratch) / str(connections)
            with serving(folder / "centre") as centre:
                port = int(centre.address.rpartition(":")[2])
                new_desk(folder / "fetcher", centre)
                with closing(made_book(folder / "sender", rows)) as made:
                    candidate = Candidate(centre.address, centre.code())
                    join_alone(DeskLineBook(made.book), candidate, SYSTEM_CLOCK, SYSTEM_ENTROPY)
                    spent = asyncio.run(push_through(made, port, connections))
                if connections == 1:
                    told("push through a thin line, one connection", spent)
                    continue
                told("push through a thin line", spent, bound=BOUND)
                with closing(open_made(folder / "fetcher")) as made:
                    spent = asyncio.run(pull_through(made, port))
                told("pull through a thin line", spent, bound=BOUND)


def told(figure: str, spent: tuple[float, float], **bound: float) -> None:
    """Tell seconds beside those that the bytes take at the line's full rate."""
    seconds, size = spent
    tell(figure, seconds, "s", floor=size / BYTES_A_SECOND, **bound)


if __name__ == "__main__":
    main()
