"""Memory of the whole desk in use: the window, and the book open, listed, searched, saved into.

What counts is the most resident memory of a process that does nothing else.
``MIZBAN_BENCH_ROWS`` sets the size.
"""

import asyncio
import random
import subprocess
import sys
from pathlib import Path
from typing import Final

import psutil

from benchmarks.at_desk import AtDesk, in_window
from benchmarks.books import kept_folder, rows_wanted
from benchmarks.matters import FIRST_NAMES, ROOTS
from benchmarks.save import visit_of
from benchmarks.told import tell
from desk_app.services.visits import record_visit

LIMIT_MB: Final = 250.0
BUSY: Final = 40
"""Rounds of looking for a name, leafing through lists and saving a visit."""


def work(folder: Path) -> float:
    """Use the desk as an officer would for a while; megabytes at the most."""
    chance = random.Random()
    process = psutil.Process()
    most = 0

    async def use(desk: AtDesk) -> None:
        nonlocal most
        book = desk.open_desk.desk.book
        queries = book.queries
        for _ in range(BUSY):
            desk.open_desk.frame.open("find")
            await desk.hands.type(f"{chance.choice(FIRST_NAMES)[:4]} {chance.choice(ROOTS)[:3]}")
            page = await asyncio.to_thread(queries.latest, 50)
            await asyncio.to_thread(queries.latest, 50, page[-1].request_id)
            await asyncio.to_thread(queries.counts)
            desk.open_desk.frame.open("today")
            await asyncio.to_thread(record_visit, book, visit_of(chance))
            await asyncio.sleep(0.05)
            most = max(most, process.memory_info().rss)

    in_window(folder, use)
    return most / 1e6


def main() -> None:
    """Make the book in one process and use it in another, so that making does not count."""
    rows = rows_wanted()
    if len(sys.argv) > 1:
        most = work(Path(sys.argv[1]))
        tell(f"memory of the desk in use at {rows}", most, "MB", limit=LIMIT_MB)
        return
    subprocess.run([sys.executable, "-m", "benchmarks.memory", str(kept_folder(rows))], check=True)


if __name__ == "__main__":
    main()
