"""Killed with −9 at any instant while two processes register: nothing acknowledged is lost."""

import multiprocessing
import random
import sys
import threading
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from db.check import check
from tests.db_safety.desks import Desk, codes_in
from tests.faults.writing import acknowledged_in, write

KILLS = (25, pytest.param(500, marks=pytest.mark.soak))
if sys.platform == "win32":
    CONTEXT = multiprocessing.get_context("spawn")
else:
    CONTEXT = multiprocessing.get_context("forkserver")
PATIENCE_S = 60


def start(desk: Desk, acknowledged: Path) -> BaseProcess:
    process = CONTEXT.Process(target=write, args=(desk.folder, desk.around.home, acknowledged))
    process.start()
    return process


def wait_for_codes(process: BaseProcess, path: Path, count: int) -> None:
    pause = threading.Event()
    for _ in range(PATIENCE_S * 1000):
        if len(acknowledged_in(path)) >= count:
            return
        assert process.is_alive(), "a writer ended by itself"
        pause.wait(0.001)
    raise AssertionError("a writer got stuck")


@pytest.mark.parametrize("kills", KILLS)
def test_no_acknowledged_row_is_lost_and_no_code_is_given_twice(
    desk: Desk, tmp_path: Path, kills: int
) -> None:
    chance = random.Random(1404)
    CONTEXT.set_forkserver_preload(["tests.faults.writing"])
    paths = [tmp_path / f"acknowledged-{number}" for number in range(kills + 2)]
    running = [(start(desk, path), path) for path in paths[:2]]
    try:
        for path in paths[2:]:
            process, its_path = running.pop(chance.randrange(2))
            wait_for_codes(process, its_path, chance.randrange(1, 12))
            # Some part of the next registration passes before the blow falls.
            threading.Event().wait(chance.uniform(0, 0.004))
            process.kill()
            process.join()
            process.close()
            running.append((start(desk, path), path))
        for process, path in running:
            wait_for_codes(process, path, 1)
    finally:
        for process, _ in running:
            process.kill()
            process.join()
            process.close()
    acknowledged = [code for path in paths for code in acknowledged_in(path)]
    assert len(acknowledged) > kills
    assert len(set(acknowledged)) == len(acknowledged)
    session = desk.open()
    assert session.book.read_only_reason is None
    assert set(acknowledged) - codes_in(session) == set()
    with session.book.reader.look() as db:
        codes = [code for (code,) in db.execute("SELECT code FROM request")]
    assert len(set(codes)) == len(codes)
    assert check(session) == []
    session.close()
