"""A desk on a weak machine: two cores, 4 GB, a disk of 80 accesses a second and 20 ms a flush.

The disk is simulated by ``slow_disk.c``, put before the C library of a process of its own, which
is kept to two cores and in which all that lies in the data folder has to be read from that disk
first. A real officer's keys are played through the real window: signing in, visits, finding while
typing. Program files count as read before, as on a machine that has been on since morning; the
memory told is the most that was resident, of 4 GB. ``MIZBAN_BENCH_ROWS`` sets the size.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import psutil

from benchmarks.books import around_of, kept_folder, make, rows_wanted
from benchmarks.matters import FIRST_NAMES, ROOTS
from benchmarks.played import Officer, at_entrance
from benchmarks.told import tell
from benchmarks.visitors import visitors
from desk_app.cli.house import House
from ui.pages.find.page import FindPage

SOURCE: Final = Path(__file__).with_name("slow_disk.c")
IOPS, FLUSH_MS, CORES = 80, 20, 2
SAVE_MS, KEY_MS, MEMORY_MB, SIGN_IN_S = 300.0, 100.0, 400.0, 3.0
VISITS, NAMES = 40, 40
PAUSE_S: Final = 0.15
"""Between two letters of somebody who types well."""


def tired_disk(folder: Path) -> Path:
    """The library that slows files down; ends the run where it cannot be made."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        raise SystemExit("The tired disk needs Linux and a C compiler.")
    library = folder / "slow_disk.so"
    how = (compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE))
    subprocess.run(how, check=True)
    return library


def on_weak_machine(book: Path, visits: int, names: int) -> None:
    """Measure in a process of its own, whose figures go to standard output as they come."""
    with tempfile.TemporaryDirectory(prefix="mizban-weak-") as scratch:
        told = Path(scratch) / "told"
        settings = {
            "LD_PRELOAD": str(tired_disk(Path(scratch))),
            "SLOW_WATCH": str(book),
            "SLOW_IOPS": str(IOPS),
            "SLOW_FLUSH_MS": str(FLUSH_MS),
            "SLOW_TOLD": str(told),
        }
        inside = (str(book), f"--visits={visits}", f"--names={names}")
        subprocess.run(
            [sys.executable, "-m", "benchmarks.weak", "--inside", *inside],
            env=os.environ | settings,
            check=True,
        )
        reads, writes, flushes = map(int, told.read_text(encoding="ascii").split())
        tell("accesses of the disk for reading", reads, "", writes=writes, flushes=flushes)


class Measured:
    """What was found in one spell of work."""

    def __init__(self) -> None:
        self.saves: list[float] = []
        self.letters: list[float] = []
        self.finds: list[float] = []
        self.sign_in_s = 0.0
        self.most = 0

    async def work(self, officer: Officer, folder: Path, visits: int, names: int) -> None:
        """Sign in, serve visitors, look for names."""
        process = psutil.Process()
        self.sign_in_s = await officer.sign_in()
        await officer.set_printer_up(folder / "papers")
        # Numbers that the book has not seen in an earlier run: a known visitor fills in.
        for visitor in visitors(visits, random.randrange(10**8)):
            self.saves.append(await officer.serve(visitor))
            self.most = max(self.most, process.memory_info().rss)
        await self._write(officer, "تقاضای رسیدگی به آسفالت معبر و روشنایی کوچه دارم")
        await self._find(officer, names)
        self.most = max(self.most, process.memory_info().rss)

    async def _write(self, officer: Officer, text: str) -> None:
        """Type a text into the intake; how long each letter needs to the screen."""
        await officer.hands.go_to("intake.body")
        for letter in text:
            began = time.perf_counter()
            await officer.hands.type(letter)
            self.letters.append(await officer.screen.shows() - began)

    async def _find(self, officer: Officer, names: int) -> None:
        """Look for names letter by letter; how long from a key to the results on the screen."""
        chance = random.Random(4)
        await officer.hands.press("Alt+2")
        page = officer.desk.frame.stack.page
        assert isinstance(page, FindPage)
        work = officer.desk.place.work
        for _ in range(names):
            for letter in f"{chance.choice(FIRST_NAMES)[:4]} {chance.choice(ROOTS)[:3]}":
                began = time.perf_counter()
                await officer.hands.type(letter)
                self.letters.append(await officer.screen.shows() - began)
                await work.quiet()
                self.finds.append(await officer.screen.shows(page.results) - began)
            await officer.hands.press("Ctrl+A", "Backspace")
            await work.quiet()


def inside(book: Path, visits: int, names: int) -> None:
    """Measure here, on the weak machine, and tell the figures."""
    psutil.Process().cpu_affinity(list(range(CORES)))
    found, rows = Measured(), rows_wanted()

    async def work(officer: Officer) -> None:
        await found.work(officer, book, visits, names)

    at_entrance(House(book, home=around_of(book).home), book, work)
    on = f"on a weak machine at {rows}"
    tell(f"sign-in to intake {on}", found.sign_in_s, "s", limit=SIGN_IN_S)
    p50 = statistics.median(found.saves) * 1e3
    tell(f"longest save {on}", max(found.saves) * 1e3, "ms", limit=SAVE_MS, p50=p50)
    for name, times in (("a letter", found.letters), ("results of a letter", found.finds)):
        p50, longest = statistics.median(times) * 1e3, max(times) * 1e3
        figure = f"from key to {name} on the screen, p99, {on}"
        tell(figure, tail(times) * 1e3, "ms", limit=KEY_MS, p50=p50, longest=longest)
    tell(f"memory {on}", found.most / 1e6, "MB", limit=MEMORY_MB)


def tail(times: list[float]) -> float:
    """The 99th percentile; of few the longest."""
    return max(times) if len(times) < 100 else statistics.quantiles(times, n=100)[98]


def main() -> None:
    """Make or take the book, then measure on the tired disk; ``--inside`` is that process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.weak", description=__doc__)
    parser.add_argument("book", nargs="?", type=Path, help="a folder for a new small book")
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--names", type=int, default=NAMES)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        inside(asked.book, asked.visits, asked.names)
        return
    book: Path = asked.book or kept_folder(rows_wanted())
    if asked.book:
        make(book, rows_wanted())
    on_weak_machine(book.resolve(), asked.visits, asked.names)


if __name__ == "__main__":
    main()
