"""The longest time that the window stood still while 40,000 events arrived and an officer typed.

The real window, on no screen, looks for names letter by letter in a book of ten thousand
requests; a thread of its own lets the line's book receive the events of another desk in pages, as
a pull does. Beside it stands the longest beat of the same typing before anything arrived: what
the machine and the window alone cost.
"""

import asyncio
import os
import random
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.arrival import EVENTS, arriving, receive
from benchmarks.at_desk import AtDesk, in_window
from benchmarks.books import SMALL, made_book
from benchmarks.matters import FIRST_NAMES, ROOTS
from benchmarks.told import tell
from db.book import DeskBook
from db.line_book import DeskLineBook
from desk_app.ports.line import Placed
from ui.stall import Beats, Stall, StallWatch

LIMIT_MS: Final = 50.0
PAUSE_S: Final = 0.15
"""Between two letters of somebody who types well."""
NAMES_BEFORE: Final = 12


async def type_names(desk: AtDesk, chance: random.Random, arrival: asyncio.Future[None]) -> None:
    """Look for one name after another until the arrival is over."""
    while not arrival.done():
        await type_name(desk, chance)


async def type_name(desk: AtDesk, chance: random.Random) -> None:
    """Look for a name by its letters, and take them away again."""
    for letter in f"{chance.choice(FIRST_NAMES)} {chance.choice(ROOTS)}":
        await desk.hands.type(letter)
        await asyncio.sleep(PAUSE_S)
    await desk.hands.press("Ctrl+A", "Backspace")


def measure(folder: Path, placed: list[Placed]) -> tuple[Beats, Beats, str]:
    """The beats before and during the arrival, and where the window stood longest."""
    found: list[Beats] = []
    where: list[str] = []

    async def work(desk: AtDesk) -> None:
        chance = random.Random(9)
        desk.open_desk.frame.open("find")
        await type_name(desk, chance)
        watch = StallWatch(desk.window)
        for _ in range(NAMES_BEFORE):
            await type_name(desk, chance)
        watch.stop()
        found.append(watch.beats())
        book = desk.open_desk.desk.book
        assert isinstance(book, DeskBook)
        loop = asyncio.get_running_loop()
        watch = StallWatch(desk.window)
        arrival = loop.run_in_executor(None, receive, DeskLineBook(book), placed)
        await type_names(desk, chance, arrival)
        await arrival
        watch.stop()
        found.append(watch.beats())
        worst = max(watch.stalls, default=Stall(0.0, ""))
        where.append(worst.where)

    in_window(folder, work)
    return found[0], found[1], where[0]


def main() -> None:
    """Measure once, in a book of its own."""
    placed = arriving(int(os.environ.get("MIZBAN_BENCH_EVENTS", EVENTS)))
    with tempfile.TemporaryDirectory(prefix="mizban-bench-") as scratch:
        folder = Path(scratch) / "book"
        made_book(folder, SMALL).close()
        before, during, where = measure(folder, placed)
    tell(
        f"longest stall of the window while {len(placed)} events arrive",
        during.longest,
        "ms",
        limit=LIMIT_MS,
        p99=during.p99,
        before=before.longest,
        p99_before=before.p99,
        where=where,
    )


if __name__ == "__main__":
    main()
