"""The stall watch sees where the window stood still, and garbage is collected on its thread."""

import asyncio
import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui.garbage import GarbageRound
from ui.stall import StallWatch


def stand_still(watch: StallWatch) -> None:
    """Hold the window's thread until the sampler has seen it."""
    while not any("in stand_still" in stall.where for stall in list(watch.stalls)):
        pass


@pytest.fixture
def watch() -> Iterator[StallWatch]:
    made = StallWatch(limit_ms=20)
    yield made
    made.stop()


async def test_a_stall_is_kept_with_the_line_it_stood_at(watch: StallWatch) -> None:
    stand_still(watch)
    await asyncio.sleep(0)
    seen = next(stall for stall in watch.stalls if "in stand_still" in stall.where)
    assert seen.late_ms > 20


def test_beats_are_counted_and_the_longest_is_known(watch: StallWatch, qapp: QApplication) -> None:
    stand_still(watch)
    while watch.beats().beats < 3:
        qapp.processEvents()
    beats = watch.beats()
    assert beats.longest > 20
    assert beats.p50 <= beats.p99 <= beats.longest + 1


class Held:
    """Something whose end is seen, as that of a painter is."""

    def __init__(self, ends: list[str]) -> None:
        self.ends = ends

    def __del__(self) -> None:
        self.ends.append(threading.current_thread().name)


def test_being_watched_keeps_nothing_alive_that_a_call_held(watch: StallWatch) -> None:
    ends: list[str] = []

    def paints(depth: int) -> int:
        held = Held(ends)
        return sum(range(200)) if not depth else paints(depth - 1) + len(held.ends)

    seen = 0
    while seen < 12:
        paints(8)
        if len(watch.stalls) > 0:
            watch.stalls.clear()
            watch.overlook()
            seen += 1
    assert set(ends) == {threading.main_thread().name}


def test_a_stopped_watch_leaves_no_thread(watch: StallWatch) -> None:
    watch.stop()
    assert "stall watch" not in {thread.name for thread in threading.enumerate()}


class Ring:
    """Something that only the collector can take away."""

    def __init__(self, gone: list[str]) -> None:
        self.me = self
        self.gone = gone

    def __del__(self) -> None:
        self.gone.append(threading.current_thread().name)


@pytest.fixture
def garbage() -> Iterator[GarbageRound]:
    made = GarbageRound()
    yield made
    made.stop()
    # The suite collects between tests only.
    gc.disable()


def test_garbage_goes_on_the_windows_thread_only(garbage: GarbageRound) -> None:
    gone: list[str] = []

    def works() -> None:
        Ring(gone)
        [[n] for n in range(50_000)]

    worker = threading.Thread(target=works)
    worker.start()
    worker.join()
    assert gone == []
    kept = [[n] for n in range(3000)]
    garbage.tick()
    assert gone == [threading.main_thread().name]
    assert len(kept) == 3000


def test_little_garbage_is_left_lying(garbage: GarbageRound) -> None:
    gone: list[str] = []
    gc.collect()
    Ring(gone)
    garbage.tick()
    assert gone == []


def test_old_garbage_has_its_turn(garbage: GarbageRound) -> None:
    gone: list[str] = []
    ring = Ring(gone)
    gc.collect()
    del ring
    for _ in range(200):
        kept = [[n] for n in range(2000)]
        garbage.tick()
        if gone:
            break
        del kept
    assert gone == [threading.main_thread().name]


def test_what_the_start_made_is_never_looked_at_until_rest(garbage: GarbageRound) -> None:
    gone: list[str] = []
    ring = Ring(gone)
    garbage.settle()
    del ring
    gc.collect()
    assert gone == []
    garbage.rest()
    assert gone == [threading.main_thread().name]
