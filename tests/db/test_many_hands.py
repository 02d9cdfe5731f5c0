"""Several processes at one book, a disk that is full, a connection that broke."""

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db.book import DeskBook
from db.clock import SystemClock
from db.engine import open_engines
from db.witness import Witness
from desk_app.ports.changes import Changes
from desk_app.records.chain import heads
from desk_app.records.errors import MachineFault
from tests.db.desks import KEY, SUPERVISOR, Desk, register
from tests.db.test_replicas import check_rebuilt

EACH = 25


def _opened(folder: Path, book: str, wait_s: float = 60.0) -> DeskBook:
    witness = Witness(folder / "witness", book, wait_s=wait_s)
    engines = open_engines(folder / "book.db", KEY)
    return DeskBook(engines, witness, SystemClock(), os.urandom, SUPERVISOR, "", folder)


def _register_many(folder: str, name: str, done: "multiprocessing.Queue[list[str]]") -> None:
    book = _opened(Path(folder), name)
    done.put([register(book, mobile=f"0912{at:07d}").code for at in range(EACH)])
    book.close()


def test_several_processes_write_one_chain_and_no_code_twice(desk: Desk) -> None:
    context = multiprocessing.get_context("spawn")
    done: multiprocessing.Queue[list[str]] = context.Queue()
    arguments = (str(desk.folder), desk.witness.book, done)
    hands = [context.Process(target=_register_many, args=arguments) for _ in range(3)]
    for hand in hands:
        hand.start()
    codes = [code for _ in hands for code in done.get(timeout=200)]
    for hand in hands:
        hand.join(60)
        assert hand.exitcode == 0
    assert len(set(codes)) == 3 * EACH
    assert desk.book.queries.counts().requests == 3 * EACH
    position = desk.line.own_logs()[-1]
    entries = desk.line.entries(position.log, 0, 10_000)
    assert [placed.seq for placed in entries] == list(range(1, position.seq + 1))
    assert heads(bytes(32), [placed.entry.bytes for placed in entries])[-1] == position.head
    assert desk.book.queries.alarms() == []
    check_rebuilt(desk)


def test_threads_of_one_process_take_turns(desk: Desk) -> None:
    def work(_: int) -> int:
        for _ in range(10):
            register(desk)
        return len(desk.book.queries.latest())

    with ThreadPoolExecutor(4) as threads:
        assert max(threads.map(work, range(4))) == 40
    assert desk.book.queries.counts().requests == 40


def test_what_another_process_wrote_is_told_to_listeners(desk: Desk) -> None:
    heard: list[Changes] = []
    desk.book.tend()
    desk.book.subscribe(heard.append)
    other = _opened(desk.folder, desk.witness.book)
    register(other)
    other.close()
    desk.book.tend()
    assert [changes.everything for changes in heard] == [True]
    desk.book.tend()
    assert len(heard) == 1


def test_a_book_that_is_held_answers_in_bounded_time(desk: Desk) -> None:
    other = _opened(desk.folder, desk.witness.book, wait_s=0.05)
    with desk.book.writing(), pytest.raises(MachineFault, match=r"book\.locked"):
        register(other)
    other.close()


def test_a_full_disk_writes_nothing_and_is_got_over(desk: Desk) -> None:
    register(desk)
    before = desk.book.queries.counts(), desk.witness.read()
    with desk.book.writer.alone() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(MachineFault, match=r"disk\.full"):
        for _ in range(200):
            register(desk, "س" * 5_000)
    reached = desk.book.queries.counts().requests
    assert desk.book.queries.counts().events == before[0].events + reached - 1
    record = desk.witness.read()
    assert record is not None
    assert record.seq == desk.line.own_logs()[-1].seq
    told = register(desk, "پس از پاک شدن جا")
    assert desk.book.queries.latest(1)[0].request_id == told.id
    check_rebuilt(desk)


def test_a_connection_that_broke_is_replaced(desk: Desk) -> None:
    register(desk)
    with desk.book.writer.alone() as db:
        db.execute("PRAGMA query_only=ON")
    with pytest.raises(MachineFault, match=r"disk\.read_only"):
        register(desk)
    told = register(desk)
    assert desk.book.queries.latest(1)[0].request_id == told.id


def test_a_wrong_key_opens_nothing(desk: Desk) -> None:
    register(desk)
    desk.book.close()
    engines = open_engines(desk.engines.path, bytes(32))
    book = DeskBook(engines, desk.witness, desk.clock, desk.entropy, SUPERVISOR, "", desk.folder)
    with pytest.raises(MachineFault, match=r"book\.damaged"):
        book.queries.latest()
    with pytest.raises(MachineFault, match=r"book\.damaged"):
        register(book)
    with pytest.raises(ValueError, match="32 bytes"):
        open_engines(desk.engines.path, b"short")
