"""Time of a trip by stick: out of an encrypted book, and into a centre on each database.

The floor of carrying out is writing and flushing the same bytes; of carrying in, PostgreSQL's
binary COPY of the same rows for the one, inserting the same rows as they are into the same SQLite
tables for the other. The second import is told, too. ``MIZBAN_BENCH_ROWS`` sets the size, to
twenty thousand requests at most: with their visits forty thousand events.
"""

import os
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.books import MadeBook, made_book, rows_wanted
from benchmarks.line_centre import (
    ServedCentre,
    copy_seconds,
    entry_rows,
    new_database,
    postgres,
    serving,
)
from benchmarks.told import tell
from central.receiving import Receiving
from central.store.database import Database
from db.carry_notes import DeskCarryNotes
from db.clock import SYSTEM_CLOCK, SYSTEM_ENTROPY
from db.line_book import DeskLineBook
from desk_app.protocol.bundle_files import sorted_bundles
from desk_app.sync.carry_out import CarryOut, Trip
from desk_app.sync.enrol import Candidate, join_alone

MOST_REQUESTS: Final = 20_000
TURNS: Final = 3
OUT_LIMIT_MS, IN_LIMIT_MS = 10_000.0, 10_000.0
_TABLE: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "CREATE TABLE floor(office INT, number INT, seq INT, head BLOB NOT NULL, subject TEXT NOT NULL,"
    " data BLOB NOT NULL, beside BLOB, PRIMARY KEY(office, number, seq))",
    "CREATE INDEX floor_subject ON floor(office, subject)",
)


class Turn(NamedTuple):
    """Seconds of one turn."""

    written: float
    out: float
    floor: float
    into: float
    again: float


def written_seconds(folder: Path, files: list[Path]) -> float:
    """Writing the same files once more, each flushed."""
    contents = [path.read_bytes() for path in files]
    folder.mkdir()
    started = time.perf_counter()
    for number, data in enumerate(contents):
        with (folder / str(number)).open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    return time.perf_counter() - started


def inserted_seconds(folder: Path, made: MadeBook) -> float:
    """Inserting the same rows into a plain SQLite table with the same indexes, at once."""
    with made.book.reader.look() as db:
        rows = entry_rows(db)
    with closing(sqlite3.connect(folder / "floor.db")) as db:
        for statement in _TABLE:
            db.execute(statement)
        started = time.perf_counter()
        db.executemany("INSERT INTO floor VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        db.commit()
        return time.perf_counter() - started


def into_seconds(centre: ServedCentre, files: list[Path]) -> tuple[float, int]:
    """Until everything was durable, and how many entries were new."""
    with closing(Database(centre.url)) as database:
        started = time.perf_counter()
        receiving = Receiving(database, SYSTEM_CLOCK.now_ms)
        new = sum(receiving.take(path.read_bytes()).new for path in sorted_bundles(files))
        return time.perf_counter() - started, new


def turn(folder: Path, rows: int, server: str, url: str) -> Turn:
    """One trip, with its floors right beside it; the centre does not serve meanwhile."""
    with closing(made_book(folder / "sender", rows)) as made:
        book = DeskLineBook(made.book)
        with serving(folder / "centre", url) as centre:
            joining = Candidate(centre.address, centre.code())
            join_alone(book, joining, SYSTEM_CLOCK, SYSTEM_ENTROPY)
        going = CarryOut(book, DeskCarryNotes(made.book), SYSTEM_CLOCK, SYSTEM_ENTROPY, "bench")
        started = time.perf_counter()
        out = going.write(Trip(folder / "stick"))
        spent = time.perf_counter() - started
        files = sorted((folder / "stick").iterdir())
        written = written_seconds(folder / "again", files)
        if url:
            with made.book.reader.look() as db:
                floor = copy_seconds(server, entry_rows(db))
        else:
            floor = inserted_seconds(folder, made)
    into, new = into_seconds(centre, files)
    again, more = into_seconds(centre, files)
    if (new, more) != (out.events, 0):
        raise RuntimeError(f"{new} and {more} of {out.events} events were new")
    return Turn(written, spent, floor, into, again)


def told(name: str, turns: list[Turn]) -> None:
    """Tell the median of each figure."""
    middle = Turn(*(statistics.median(column) for column in zip(*turns, strict=True)))
    tell(f"carry out ({name})", middle.out * 1e3, "ms", limit=OUT_LIMIT_MS)
    tell(f"writing and flushing the same files ({name})", middle.written * 1e3, "ms")
    tell(f"carry in, {name}", middle.into * 1e3, "ms", limit=IN_LIMIT_MS)
    what = "inserting" if name == "SQLite" else "COPY of"
    tell(f"{what} the same rows, {name}", middle.floor * 1e3, "ms")
    tell(f"carry in again, {name}", middle.again * 1e3, "ms", limit=IN_LIMIT_MS)


def main() -> None:
    """Turn by turn on each database, from a new desk and a new centre each time."""
    rows = min(rows_wanted(), MOST_REQUESTS)
    with postgres() as server, tempfile.TemporaryDirectory(prefix="mizban-bench-") as scratch:
        for name in ("SQLite", "PostgreSQL"):
            turns = []
            for number in range(TURNS):
                folder = Path(scratch) / f"{name}{number}"
                url = new_database(server) if name == "PostgreSQL" else ""
                turns.append(turn(folder, rows, server, url))
            told(name, turns)


if __name__ == "__main__":
    main()
