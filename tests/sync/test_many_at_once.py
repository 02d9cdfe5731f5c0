"""Many desks push while others read: nobody misses an event, nobody sees one twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

from desk_app.records.event import Entry
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook

PUSHERS = 6
ROUNDS = 8


def test_a_reader_beside_concurrent_writers_misses_nothing(any_centre: Headquarters) -> None:
    books = [MemoryBook(at, lane=400_000 + at) for at in range(1, PUSHERS + 1)]
    reader = MemoryBook(99, lane=500_000)
    for book in [*books, reader]:
        any_centre.enrol(book)
    done = threading.Event()

    def push(book: MemoryBook) -> None:
        for _ in range(ROUNDS):
            book.register(5)
            assert one_round(book, book.clock, book.entropy).state == "ok"

    def read() -> int:
        rounds = 0
        while not done.is_set():
            assert one_round(reader, reader.clock, reader.entropy).state == "ok"
            rounds += 1
        return rounds

    with ThreadPoolExecutor(PUSHERS + 1) as threads:
        reading = threads.submit(read)
        pushing = [threads.submit(push, book) for book in books]
        for each in pushing:
            each.result()
        done.set()
        assert reading.result() > 0
    one_round(reader, reader.clock, reader.entropy)
    written = {data for book in books for log in book.logs for data in _bytes(log.entries)}
    assert reader.contents() == written
    assert reader.received == len(written) == PUSHERS * ROUNDS * 5
    assert any_centre.verify().problems == []


def test_one_log_pushed_from_two_places_at_once_is_stored_once(any_centre: Headquarters) -> None:
    book = MemoryBook(1)
    any_centre.enrol(book)
    book.register(300)
    twin = book.copy()
    with ThreadPoolExecutor(2) as threads:
        rounds = [
            threads.submit(one_round, each, each.clock, each.entropy) for each in (book, twin)
        ]
        assert {each.result().state for each in rounds} == {"ok"}
    assert len(book.logs) == len(twin.logs) == 1
    assert any_centre.counts().events == 300
    verdict = any_centre.verify()
    assert (verdict.events, verdict.problems) == (300, [])


def test_desks_enrolling_at_once_get_lanes_of_their_own(any_centre: Headquarters) -> None:
    codes = [any_centre.code() for _ in range(6)]
    from desk_app.sync.enrol import Candidate, join_new

    def join(at: int) -> set[int]:
        book = MemoryBook(at)
        candidate = Candidate(any_centre.address, codes[at])
        joined = join_new(candidate, book.clock, book.entropy)
        return {joined.lane, *joined.spare_lanes}

    with ThreadPoolExecutor(6) as threads:
        lanes = list(threads.map(join, range(6)))
    assert all(len(found) == 4 for found in lanes)
    assert len(set().union(*lanes)) == 24


def _bytes(entries: list[Entry]) -> list[bytes]:
    return [entry.bytes for entry in entries]
