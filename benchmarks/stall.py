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
import time
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from benchmarks.arrival import EVENTS, arriving, receive
from benchmarks.at_desk import AtDesk, in_window
from benchmarks.books import SMALL, made_book
from benchmarks.matters import FIRST_NAMES, ROOTS
from benchmarks.told import tell
from db.book import DeskBook
from db.line_book import DeskLineBook
from desk_app.ports.line import Placed
from ui.stall import BEAT_MS, Beats, Stall, StallWatch

LIMIT_MS: Final = 50.0
PAUSE_S: Final = 0.15
"""Between two letters of somebody who types well."""
NAMES_BEFORE: Final = 12


class Spent(NamedTuple):
    """What was found in a span of time; where the window stood longest."""

    beats: Beats
    worked_ms: float
    where: str


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


class Spell:
    """A span of time in the window: its beats, and the most that its thread worked between two.

    Work is processor time, which a busy machine does not stretch as it stretches the clock.
    """

    def __init__(self, window: QWidget) -> None:
        self._watch = StallWatch(window)
        self._at = time.thread_time()
        self._most = 0.0
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(BEAT_MS)

    def end(self) -> Spent:
        """Stop; what was found."""
        self._timer.stop()
        self._watch.stop()
        worst = max(self._watch.stalls, default=Stall(0.0, ""))
        return Spent(self._watch.beats(), self._most * 1e3, worst.where)

    def _on_beat(self) -> None:
        now = time.thread_time()
        self._most = max(self._most, now - self._at)
        self._at = now


def measure(folder: Path, placed: list[Placed]) -> tuple[Spent, Spent]:
    """The same typing before and during the arrival."""
    found: list[Spent] = []

    async def work(desk: AtDesk) -> None:
        chance = random.Random(9)
        desk.open_desk.frame.open("find")
        await type_name(desk, chance)
        spell = Spell(desk.window)
        for _ in range(NAMES_BEFORE):
            await type_name(desk, chance)
        found.append(spell.end())
        book = desk.open_desk.desk.book
        assert isinstance(book, DeskBook)
        loop = asyncio.get_running_loop()
        spell = Spell(desk.window)
        arrival = loop.run_in_executor(None, receive, DeskLineBook(book), placed)
        await type_names(desk, chance, arrival)
        await arrival
        found.append(spell.end())

    in_window(folder, work)
    return found[0], found[1]


def main() -> None:
    """Measure once, in a book of its own."""
    placed = arriving(int(os.environ.get("MIZBAN_BENCH_EVENTS", EVENTS)))
    with tempfile.TemporaryDirectory(prefix="mizban-bench-") as scratch:
        folder = Path(scratch) / "book"
        made_book(folder, SMALL).close()
        before, during = measure(folder, placed)
    tell(
        f"longest stall of the window while {len(placed)} events arrive",
        during.beats.longest,
        "ms",
        limit=LIMIT_MS,
        p99=during.beats.p99,
        worked=during.worked_ms,
        before=before.beats.longest,
        p99_before=before.beats.p99,
        worked_before=before.worked_ms,
        where=during.where,
    )


if __name__ == "__main__":
    main()
