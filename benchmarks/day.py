"""The window's stalls in a played day of 150 visits with line, printer, mirror and backup at work.

By real keys through the real window, on no screen. The centre is a process of its own, each
receipt goes to a folder that stands for the printer, a stick is mirrored to, and a backup begins
after every thirtieth visit. Beside the longest beat stands the most that the window's thread
worked between two beats: processor time, which a busy machine does not stretch.
"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.books import WISHES, around_of
from benchmarks.played import Officer, at_entrance
from benchmarks.stall import Spell, Spent
from benchmarks.told import tell
from benchmarks.visitors import visitors
from desk_app.cli.house import House
from desk_app.cli.mirror_keeper import MIRROR_FOLDER
from desk_app.ports.desk import LineState
from ui.stall import LIMIT_MS

VISITS: Final = 150
BACKUP_EVERY: Final = 30
BREATH_S: Final = 0.6
"""Between two visitors hands rest at least so long: idle work has its moment, as on a real day."""
_OFFICE: Final = "1001"
_ADDRESS: Final = re.compile(r"http://[\d.:]+")


def centre(folder: Path, *command: str) -> list[str]:
    """A command of the centre whose data lie in a folder."""
    return [sys.executable, "-m", "central", *command, "--data", str(folder)]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A centre in a process of its own, which knows one office; its address."""
    added = ("office", "add", "--code", _OFFICE, "--name", WISHES.office_name, "--province", "8")
    subprocess.run(centre(folder, *added), check=True, stdout=subprocess.DEVNULL)
    told = folder / "told"
    with (
        told.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            centre(folder, "serve", "--listen", "127.0.0.1:0"), stdout=log, stderr=log
        ) as running,
    ):
        try:
            while not (address := _ADDRESS.search(told.read_text(encoding="utf-8"))):
                assert running.poll() is None, "the centre ended"
                time.sleep(0.05)
            yield address.group()
        finally:
            running.terminate()


def enrolled(folder: Path, data: Path, address: str) -> House:
    """A new desk of that office, its way in."""
    asked = centre(folder, "enrol-code", "--office", _OFFICE)
    told = subprocess.run(asked, check=True, capture_output=True, encoding="utf-8").stdout
    house = House(data, home=around_of(data).home)
    founded = house.set_up(replace(WISHES, central=address, enrol_code=told.split()[-1]))
    founded.desk.close("left")
    return house


class PlayedDay:
    """One day; ``backups`` counts those that were made while visitors were served."""

    def __init__(self, folder: Path, visits: int) -> None:
        self._folder, self._visits = folder, visits
        self.backups = self._begun = 0
        self.counts: dict[str, int] = {}
        self.spent: Spent | None = None

    async def play(self, officer: Officer) -> None:
        """Sign in, serve everybody, wait until all is on paper and with the centre."""
        await officer.sign_in()
        await self._settings(officer)
        spell = Spell(officer.window)
        wanted = 0
        for number, visitor in enumerate(visitors(self._visits), 1):
            await officer.serve(visitor)
            wanted += visitor.requests
            await asyncio.sleep(BREATH_S)
            if number % BACKUP_EVERY == 0 or self._visits <= BACKUP_EVERY:
                self._back_up(officer)
        for keys in ("Alt+2", "Alt+3", "Alt+1"):
            await officer.hands.press(keys)
        await officer.hands.until(lambda: len(officer.papers) == wanted, "every receipt")
        self.spent = spell.end()
        await self._compare(officer, wanted)

    async def _settings(self, officer: Officer) -> None:
        desk = officer.desk.desk
        await officer.set_printer_up(self._folder / "papers")
        await asyncio.to_thread(desk.backups.keep_in, self._folder / "backups")
        stick = str(self._folder / "stick")
        await asyncio.to_thread(desk.book.set_setting, MIRROR_FOLDER, stick)

    def _back_up(self, officer: Officer) -> None:
        """Begin a backup behind the officer's back, as the desk does when one is due."""
        desk = officer.desk.desk

        def made() -> None:
            desk.backups.back_up()
            self.backups += 1

        self._begun += 1
        asyncio.get_running_loop().run_in_executor(None, made)

    async def _compare(self, officer: Officer, wanted: int) -> None:
        """Wait until stick, backup and centre have everything, then count."""
        desk, hands = officer.desk.desk, officer.hands
        await hands.until(lambda: self.backups == self._begun, "the last backup")
        await hands.until(self._mirrored, "the first writing to the stick")
        counts = await asyncio.to_thread(desk.book.queries.counts)
        while counts.unsent:
            # What is recorded at the end, such as a paper that came out, is sent a moment later.
            await hands.until(
                lambda: desk.line.view().state is LineState.UP_TO_DATE, "everything with the centre"
            )
            await asyncio.sleep(0.05)
            counts = await asyncio.to_thread(desk.book.queries.counts)
        self.counts = {
            "visits": len(officer.visits),
            "requests": counts.requests,
            "wanted": wanted,
            "receipts": len(officer.papers),
            "unsent": counts.unsent,
            "backups": self.backups,
            "mirrored": self._mirrored(),
            "keys": hands.keys,
        }

    def _mirrored(self) -> int:
        """How many files lie on the stick."""
        return sum(1 for file in (self._folder / "stick").rglob("*") if file.is_file())


def play(folder: Path, visits: int) -> PlayedDay:
    """A new office with its centre, and one day in it."""
    for name in ("centre", "stick"):
        (folder / name).mkdir()
    day = PlayedDay(folder, visits)
    with serving(folder / "centre") as address:
        house = enrolled(folder / "centre", folder / "data", address)
        at_entrance(house, folder, day.play)
    return day


def main() -> None:
    """Play the day in a folder that is thrown away, and tell its stalls and its counts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.day", description=__doc__)
    parser.add_argument("--visits", type=int, default=VISITS)
    visits: int = parser.parse_args().visits
    with tempfile.TemporaryDirectory(prefix="mizban-bench-") as scratch:
        day = play(Path(scratch), visits)
    assert day.spent is not None
    beats = day.spent.beats
    tell(
        f"longest stall of the window in a day of {visits} visits",
        beats.longest,
        "ms",
        limit=LIMIT_MS,
        p99=beats.p99,
        beats=beats.beats,
        worked=day.spent.worked_ms,
        where=day.spent.where,
        **day.counts,
    )


if __name__ == "__main__":
    main()
