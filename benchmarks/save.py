"""Time of saving one visit with one request of two parties: encrypted, with index and witness.

Each person is looked up first, as the window does while the number is typed, which is not counted.
The floor is a write and fdatasync of as many bytes as the save put into the write-ahead log and
the witness, over a file that is long enough already, right after each save. Idle work is done
between saves and not counted, as between two visitors. Sizes: ten thousand requests, and
``MIZBAN_BENCH_ROWS``.
"""

import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.books import SMALL, MadeBook, kept_folder, made_book, open_made, rows_wanted
from benchmarks.matters import person_at
from benchmarks.told import tell
from desk_app.services.parties import PartyTold
from desk_app.services.register import RegisterRequest
from desk_app.services.visits import RecordVisit, record_visit

SAVES = 1_000
BETWEEN_VISITORS = 8
FRAME = 4_096 + 24
WITNESS = 4_096
MEDIAN_BOUND, TAIL_BOUND, FLAT_BOUND = 9.0, 12.0, 1.2


class Spent(NamedTuple):
    """Of each save: its time and that of its floor in ms, the processor's part, bytes written."""

    times: list[float]
    worked: list[float]
    floors: list[float]
    sizes: list[int]


def visit_of(chance: random.Random) -> RecordVisit:
    """A visitor with one matter and two parties."""
    matter = RegisterRequest(
        kind="request",
        subject=f"آسفالت کوچه {chance.randrange(10**6)}",
        text="خواهشمند است دستور فرمایید نسبت به موضوع رسیدگی گردد",
        parties=(
            PartyTold(person=person_at(chance), established="card"),
            PartyTold(person=person_at(chance), role="presenter", relation="مادر"),
        ),
    )
    now = time.time_ns() // 1_000_000
    return RecordVisit(started=now, outcome="taken", matters=(matter,))


def frames(db: Any) -> int:
    """How many pages stand in the write-ahead log."""
    found: int = db.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1]
    return found


def measure(made: MadeBook, saves: int) -> Spent:
    """Save so many visits, with idle work and the floor between them."""
    chance = random.Random()
    watched = made.engines.writer.raw_connection()
    db = watched.driver_connection
    floor_file = os.open(made.folder / "floor", os.O_RDWR | os.O_CREAT)
    os.pwrite(floor_file, bytes(4 << 20), 0)
    os.fsync(floor_file)
    spent = Spent([], [], [], [])
    for at in range(saves + 50):
        visit = visit_of(chance)
        for party in visit.matters[0].parties:
            made.book.queries.known_person(party.person.key)
        before = frames(db)
        started, worked = time.perf_counter(), time.thread_time()
        record_visit(made.book, visit)
        worked, saved = time.thread_time() - worked, time.perf_counter() - started
        after = frames(db)
        size = (after - before if after > before else after) * FRAME + WITNESS
        data = os.urandom(size)
        started = time.perf_counter()
        os.pwrite(floor_file, data, 0)
        os.fdatasync(floor_file)
        floor = time.perf_counter() - started
        if at >= 50:
            spent.times.append(saved * 1e3)
            spent.worked.append(worked * 1e3)
            spent.floors.append(floor * 1e3)
            spent.sizes.append(size)
        if at % BETWEEN_VISITORS == 0:
            made.book.tend()
    os.close(floor_file)
    watched.close()
    return spent


def tail(times: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(times, n=100)[98]


def report(rows: int, made: MadeBook) -> float:
    """Measure at one size and print its figures; returns the median in ms."""
    try:
        spent = measure(made, SAVES)
    finally:
        made.close()
    median, floor = statistics.median(spent.times), statistics.median(spent.floors)
    tell(
        f"save at {rows}, p50",
        median,
        "ms",
        floor=floor,
        bound=MEDIAN_BOUND,
        worked=statistics.median(spent.worked),
        bytes=statistics.median(spent.sizes),
    )
    times, floors = tail(spent.times), tail(spent.floors)
    tell(f"save at {rows}, p99", times, "ms", floor=floors, bound=TAIL_BOUND)
    return median


def main() -> None:
    """Measure a small book and, where asked, a large one beside it."""
    with tempfile.TemporaryDirectory(prefix="mizban-bench-") as scratch:
        small = report(SMALL, made_book(Path(scratch) / "book", SMALL))
    if (rows := rows_wanted()) != SMALL:
        large = report(rows, open_made(kept_folder(rows)))
        tell(f"save at {rows} beside {SMALL}", large, "ms", floor=small, bound=FLAT_BOUND)


if __name__ == "__main__":
    main()
