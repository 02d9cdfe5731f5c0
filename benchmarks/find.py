"""Time of finding as the officer types, the first 50, newest first, in a warm book.

The mix: identity numbers, tracking codes, mobiles, names of two to six letters, two words; and,
apart, two common words that never stand in one request. ``MIZBAN_BENCH_ROWS`` sets the size.
"""

import random
import statistics
import time
from collections.abc import Callable
from itertools import combinations
from typing import Final, NamedTuple

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


class Spent(NamedTuple):
    """Milliseconds of each question: by the clock, and of the processor alone."""

    times: list[float]
    worked: list[float]


def timed(queries: DeskQueries, asked: list[str]) -> Spent:
    """Ask everything, one after another."""
    spent = Spent([], [])
    for text in asked:
        started, before = time.perf_counter(), time.thread_time()
        queries.find(text)
        spent.worked.append((time.thread_time() - before) * 1e3)
        spent.times.append((time.perf_counter() - started) * 1e3)
    return spent


def told(figure: str, spent: Spent, **limit: float) -> None:
    """Tell the tail of a kind of questions; a busy machine stretches ``value``, not ``worked``."""
    p50 = statistics.median(spent.times)
    tell(figure, tail(spent.times), "ms", p50=p50, worked=tail(spent.worked), **limit)


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
    every = Spent([], [])
    for texts in asked.values():
        timed(queries, texts)
    for kind, texts in asked.items():
        spent = timed(queries, texts)
        every.times.extend(spent.times)
        every.worked.extend(spent.worked)
        told(f"find at {rows}, {kind}, p99", spent)
    told(f"find at {rows}, mix, p99", every, limit=LIMIT_MS)
    pairs = [" ".join(pair) for pair in combinations(PLACES, 2)]
    timed(queries, pairs)
    apart = timed(queries, [chance.choice(pairs) for _ in range(ASKED)])
    told(f"find at {rows}, two common words apart, p99", apart, limit=DISJOINT_LIMIT_MS)
    made.close()


if __name__ == "__main__":
    main()
