"""Memory of a book in use: opened, listed, searched, saved into and tended.

What counts is the most resident memory of a process that does nothing else.
``MIZBAN_BENCH_ROWS`` sets the size.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import psutil

from benchmarks.books import FIRST_NAMES, ROOTS, made_book
from benchmarks.save import visit_of
from desk_app.services.visits import record_visit

ROWS: Final = 10_000
LIMIT_MB: Final = 250.0
BUSY: Final = 300


def work(folder: Path, rows: int) -> float:
    """Use the book as an officer would for a while; megabytes at the most."""
    chance = random.Random(2)
    process = psutil.Process()
    made = made_book(folder, rows)
    most = 0
    for at in range(BUSY):
        made.book.queries.find(f"{chance.choice(FIRST_NAMES)[:4]} {chance.choice(ROOTS)[:3]}")
        page = made.book.queries.latest(50)
        made.book.queries.latest(50, page[-1].request_id)
        made.book.queries.counts()
        record_visit(made.book, visit_of(chance))
        if at % 8 == 0:
            made.book.tend()
        most = max(most, process.memory_info().rss)
    made.book.close()
    return most / 1e6


def main() -> None:
    """Make the book in one process and use it in another, so that making does not count."""
    rows = int(os.environ.get("MIZBAN_BENCH_ROWS", ROWS))
    if len(sys.argv) > 1:
        print(json.dumps({
            "figure": f"memory of the book in use at {rows}",
            "value": work(Path(sys.argv[1]), rows), "unit": "MB", "limit": LIMIT_MB,
        }))
        return
    with tempfile.TemporaryDirectory(prefix="mizban-bench-") as scratch:
        folder = Path(os.environ.get("MIZBAN_BENCH_BOOKS") or scratch) / str(rows)
        made_book(folder, rows).book.close()
        subprocess.run(
            [sys.executable, "-m", "benchmarks.memory", str(folder)], check=True
        )


if __name__ == "__main__":
    main()
