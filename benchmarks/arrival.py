"""Time for 40,000 events to arrive and to be projected, and the stall a save meets meanwhile.

The floor of projection is a raw insert of the same rows into the same encrypted tables, with the
same index text, in transactions of the same size.
"""

import os
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final

from benchmarks.books import MadeBook, made_book
from benchmarks.matters import make_requests
from benchmarks.save import visit_of
from benchmarks.told import tell
from db import migrations
from db.arrival import Arrival
from db.engine import open_engines
from db.idle import project_behind
from db.line_book import AT_ONCE, DeskLineBook
from db.names import text_of
from db.projection.loading import load
from db.projection.request_rows import index_text
from db.tables import projection
from db.tables.shape import columns_of, insert_into
from desk_app.ports.line import Placed
from desk_app.records.fold import fold_request
from desk_app.services.visits import record_visit

EVENTS: Final = 40_000
HERE: Final = 2_000
"""Requests that are in the book before anything arrives."""
LOG: Final = "0d5b6c1e-0000-7000-8000-000000000001"
PAGE: Final = 1_000
BOUND: Final = 2.5
ROWS_AT_ONCE: Final = 250


def arriving(count: int) -> list[Placed]:
    """Entries of another desk, in the order in which it wrote them."""
    entries = [
        entry
        for made in make_requests(count // 2, seed=5, lane=500_000)
        for _, _, _, entry in made.entries
    ]
    return [Placed(LOG, seq, entry) for seq, entry in enumerate(entries, 1)]


def store(made: MadeBook, placed: list[Placed]) -> float:
    """Seconds until everything is stored; its subjects wait."""
    started = time.perf_counter()
    for at in range(0, len(placed), AT_ONCE):
        with made.book.transaction() as turn:
            Arrival(turn).take(placed[at : at + AT_ONCE])
    return time.perf_counter() - started


def project(made: MadeBook) -> float:
    """Seconds until every table shows it."""
    started = time.perf_counter()
    project_behind(made.book.writer, made.book.publish)
    return time.perf_counter() - started


def receive(line: DeskLineBook, placed: list[Placed]) -> None:
    """Let everything arrive in pages, as a pull brings it."""
    for at in range(0, len(placed), PAGE):
        line.receive(placed[at : at + PAGE], str(at))


def raw_inserts(made: MadeBook, into: Path) -> float:
    """Seconds to insert the rows of every computed table, and the index text, by statement."""
    engines = open_engines(into, bytes(32))
    with engines.writer.begin() as connection:
        migrations.upgrade(connection)
    read = made.engines.reader.raw_connection()
    source: Any = read.driver_connection
    tables = [table for table in projection.TABLES if table is not projection.request]
    rows = [
        (insert_into(table), source.execute(f"SELECT * FROM {table.name}").fetchall())  # noqa: S608
        for table in tables
    ]
    requests = source.execute("SELECT * FROM request ORDER BY n").fetchall()
    key_at = columns_of(projection.request).index("key")
    words = [
        (
            row[0],
            index_text(
                fold_request(text_of(row[key_at]), load(source, "request", row[key_at]).recorded)
            ),
        )
        for row in requests
    ]
    rows.append((insert_into(projection.request), requests))
    rows.append(("INSERT INTO request_words(rowid, t) VALUES(?, ?)", words))
    written = engines.writer.raw_connection()
    db: Any = written.driver_connection
    started = time.perf_counter()
    for statement, every in rows:
        for at in range(0, len(every), ROWS_AT_ONCE):
            db.execute("BEGIN IMMEDIATE")
            db.executemany(statement, every[at : at + ROWS_AT_ONCE])
            db.execute("COMMIT")
    seconds = time.perf_counter() - started
    written.close()
    read.close()
    engines.dispose()
    return seconds


def saves_meanwhile(made: MadeBook, stop: threading.Event) -> list[float]:
    """Milliseconds of saves, one each tenth of a second, until told to stop."""
    chance = random.Random(3)
    times: list[float] = []
    while not stop.wait(0.1):
        visit = visit_of(chance)
        started = time.perf_counter()
        record_visit(made.book, visit)
        times.append((time.perf_counter() - started) * 1e3)
    return times


def main() -> None:
    """Let everything arrive alone, then in another book beside saves."""
    placed = arriving(int(os.environ.get("MIZBAN_BENCH_EVENTS", EVENTS)))
    with tempfile.TemporaryDirectory(prefix="mizban-bench-") as scratch:
        alone = made_book(Path(scratch) / "alone", HERE)
        stored = store(alone, placed)
        tell(f"{len(placed)} events stored", stored, "s")
        seconds = project(alone)
        floor = raw_inserts(alone, Path(scratch) / "raw.db")
        figure = f"{len(placed)} events projected beside raw inserts of the rows"
        tell(figure, seconds, "s", floor=floor, bound=BOUND)
        alone.close()
        beside = made_book(Path(scratch) / "beside", HERE)
        stop, times = threading.Event(), list[float]()
        saver = threading.Thread(target=lambda: times.extend(saves_meanwhile(beside, stop)))
        saver.start()
        receive(DeskLineBook(beside.book), placed)
        stop.set()
        saver.join()
        beside.close()
        p50 = statistics.median(times)
        tell("the longest save while they arrive", max(times), "ms", p50=p50)


if __name__ == "__main__":
    main()
