"""Time of the line on loopback: pushing until durable, pulling until verified and durable.

The floor is PostgreSQL's binary COPY of the same rows under the same indexes, on the server that
the tests bring along, right before each turn. Both desks keep real encrypted books; the centre is
a process of its own, on PostgreSQL and on SQLite. Behind a pull comes the projection; its floor is
the same rows inserted as they are into the same encrypted tables and index.
``MIZBAN_BENCH_ROWS`` sets the size, to ten thousand events at most.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.arrival import raw_inserts
from benchmarks.books import WISHES, MadeBook, around_of, made_book, open_made, rows_wanted
from benchmarks.line_centre import (
    ServedCentre,
    copy_seconds,
    entry_rows,
    new_database,
    postgres,
    serving,
)
from benchmarks.told import tell
from db.clock import SYSTEM_CLOCK, SYSTEM_ENTROPY
from db.line_book import DeskLineBook
from desk_app.cli.founding import Manner, found_desk
from desk_app.ports.changes import Changes
from desk_app.protocol.line import Page, Parcel, Wanted
from desk_app.protocol.messages import PushReply
from desk_app.sync.conversation import Conversation
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.http_line import CONNECTIONS, HttpLine

MOST_REQUESTS: Final = 5_000
"""Each comes with its visit: ten thousand events."""
TURNS: Final = 3
PUSH_BOUND, PULL_BOUND, PROJECTION_BOUND, BYTES_LIMIT = 5.0, 3.5, 2.5, 200.0


class Turn(NamedTuple):
    """Seconds of one turn, and what went over the wire."""

    copy: float
    push: float
    pull: float
    project: float
    raw: float
    bytes_each: float


class _Weighed(HttpLine):
    """A line that knows how many bytes were pushed and pulled."""

    pushed_bytes = pulled_bytes = 0

    async def push(self, token: str, parcel: Parcel) -> PushReply:
        """Push, and weigh."""
        self.pushed_bytes += len(parcel.data)
        return await super().push(token, parcel)

    async def pull(self, token: str, wanted: Wanted) -> Page:
        """Pull, and weigh."""
        page = await super().pull(token, wanted)
        self.pulled_bytes += len(page.parcel.data)
        return page


class _Halved(DeskLineBook):
    """A book that knows when everything fetched was durable and its projection began."""

    durable = 0.0

    def catch_up(self) -> Changes:
        """Project, and note when that began."""
        self.durable = time.perf_counter()
        return super().catch_up()


async def pushed(made: MadeBook, connections: int = CONNECTIONS) -> tuple[float, float]:
    """Seconds until everything waiting was durable at the centre, and bytes an event."""
    book = DeskLineBook(made.book)
    enrolment = book.enrolment()
    assert enrolment is not None
    async with _Weighed(enrolment.central, enrolment.fingerprint, connections) as line:
        talk = Conversation(book, enrolment, line, SYSTEM_CLOCK, SYSTEM_ENTROPY, "bench")
        await talk.open()
        waiting, started = talk.unsent, time.perf_counter()
        await talk.push()
        spent = time.perf_counter() - started
        assert talk.unsent == 0
        return spent, line.pushed_bytes / waiting


async def pulled(made: MadeBook) -> tuple[float, float, float]:
    """Seconds until everything was verified and durable, of the projection behind; the bytes."""
    book = _Halved(made.book)
    enrolment = book.enrolment()
    assert enrolment is not None
    async with _Weighed(enrolment.central, enrolment.fingerprint) as line:
        talk = Conversation(book, enrolment, line, SYSTEM_CLOCK, SYSTEM_ENTROPY, "bench")
        await talk.open()
        started = time.perf_counter()
        await talk.pull()
        projected = time.perf_counter() - book.durable
        return book.durable - started, projected, line.pulled_bytes


def new_desk(folder: Path, centre: ServedCentre) -> None:
    """A desk in a new folder that joined the centre, closed."""
    wishes = replace(WISHES, central=centre.address, enrol_code=centre.code())
    found_desk(folder, wishes, Manner(), around_of(folder)).session.close()


def turn(folder: Path, rows: int, server: str, centre: ServedCentre) -> Turn:
    """One turn of everything, side by side."""
    fetcher, sender = folder / "fetcher", folder / "sender"
    new_desk(fetcher, centre)
    with closing(made_book(sender, rows)) as made:
        candidate = Candidate(centre.address, centre.code())
        join_alone(DeskLineBook(made.book), candidate, SYSTEM_CLOCK, SYSTEM_ENTROPY)
        with made.book.reader.look() as db:
            entries = entry_rows(db)
        copy = copy_seconds(server, entries)
        push, bytes_each = asyncio.run(pushed(made))
    with closing(open_made(fetcher)) as made:
        pull, project, _ = asyncio.run(pulled(made))
        assert made.book.queries.counts().requests == rows
        return Turn(copy, push, pull, project, raw_inserts(made, folder / "raw.db"), bytes_each)


def told(name: str, turns: list[Turn]) -> None:
    """Tell the median of each figure."""
    middle = Turn(*(statistics.median(column) for column in zip(*turns, strict=True)))
    times = {"push": (middle.push, PUSH_BOUND), "pull": (middle.pull, PULL_BOUND)}
    for figure, (spent, bound) in times.items():
        what = f"{figure} through a centre on {name}"
        tell(what, spent * 1e3, "ms", floor=middle.copy * 1e3, bound=bound)
    tell(
        f"projection behind a pull from {name}",
        middle.project * 1e3, "ms", floor=middle.raw * 1e3, bound=PROJECTION_BOUND,
    )  # fmt: skip
    tell(f"bytes of an event towards {name}", middle.bytes_each, "B", limit=BYTES_LIMIT)


def main() -> None:
    """Turn by turn on each database, from new desks and a new centre each time."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.line", description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS)
    wanted: int = parser.parse_args().turns
    rows = min(rows_wanted(), MOST_REQUESTS)
    with postgres() as server, tempfile.TemporaryDirectory(prefix="mizban-bench-") as scratch:
        for name in ("PostgreSQL", "SQLite"):
            turns = []
            for number in range(wanted):
                folder = Path(scratch) / f"{name}{number}"
                url = new_database(server) if name == "PostgreSQL" else ""
                with serving(folder / "centre", url) as centre:
                    turns.append(turn(folder, rows, server, centre))
            told(name, turns)


if __name__ == "__main__":
    main()
