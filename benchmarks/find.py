"""Time of finding as the officer types, the first 50, newest first, in a warm book.

The mix: identity numbers, tracking codes, mobiles, names of two to six letters, two words; and,
apart, two common words that never stand in one request. ``MIZBAN_BENCH_ROWS`` sets the size.
"""

import random
import statistics
import time
from collections.abc import Callable
from typing import Final

from benchmarks.books import kept_folder, open_made, rows_wanted
from benchmarks.matters import FIRST_NAMES, PLACES, ROOTS, SUBJECTS
from benchmarks.told import tell
from db.queries.desk import DeskQueries

ASKED: Final = 300
"""Questions of each kind."""
LIMIT_MS, DISJOINT_LIMIT_MS = 5.0, 20.0


def questions(chance: random.Random, known: list[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Typed texts by kind; ``known``: code, identity number and mobile of some requests."""

    def of_known(place: int, least: int) -> Callable[[], str]:
        def one() -> str:
            whole = chance.choice(known)[place]
            return whole[: chance.randint(least, len(whole))]

        return one

    def name() -> str:
        return chance.choice(FIRST_NAMES + ROOTS)[: chance.randint(2, 6)]

    def two() -> str:
        return f"{name()} {chance.choice((name(), chance.choice(SUBJECTS).split()[0]))}"

    ways = {
        "code": of_known(0, 6),
        "id": of_known(1, 4),
        "mobile": of_known(2, 5),
        "name": name,
        "two words": two,
    }
    return {kind: [way() for _ in range(ASKED)] for kind, way in ways.items()}


def known_numbers(queries: DeskQueries, chance: random.Random) -> list[tuple[str, str, str]]:
    """Code, identity number and mobile of requests found by chance names."""
    found: list[tuple[str, str, str]] = []
    while len(found) < 100:
        hits = queries.find(f"{chance.choice(FIRST_NAMES)} {chance.choice(ROOTS)[:3]}")
        for hit in hits[:5]:
            view = queries.request(hit.request_id)
            assert view is not None
            person = view.parties[0].person
            assert person is not None
            found.append((hit.tracking_code, person.id_number, person.mobile))
    return found


def timed(queries: DeskQueries, asked: list[str]) -> list[float]:
    """Milliseconds of each question."""
    times = []
    for text in asked:
        started = time.perf_counter()
        queries.find(text)
        times.append((time.perf_counter() - started) * 1e3)
    return times


def tail(times: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(times, n=100)[98]


def main() -> None:
    """Ask everything once to warm the book, then once for the figures."""
    rows = rows_wanted()
    chance = random.Random(11)
    made = open_made(kept_folder(rows))
    queries = made.book.queries
    asked = questions(chance, known_numbers(queries, chance))
    every: list[float] = []
    for texts in asked.values():
        timed(queries, texts)
    for kind, texts in asked.items():
        times = timed(queries, texts)
        every += times
        p50 = statistics.median(times)
        tell(f"find at {rows}, {kind}, p99", tail(times), "ms", p50=p50)
    p50 = statistics.median(every)
    tell(f"find at {rows}, mix, p99", tail(every), "ms", limit=LIMIT_MS, p50=p50)
    apart = timed(queries, [" ".join(PLACES[:2])] * 50)
    figure = f"find at {rows}, two common words apart, p99"
    tell(figure, tail(apart), "ms", limit=DISJOINT_LIMIT_MS, p50=statistics.median(apart))
    made.close()


if __name__ == "__main__":
    main()
