"""The history of rounds: each is told once, with what moved in it and how it ended."""

import queue

from desk_app.ports.changes import Changes
from desk_app.ports.line_page import ALL_WELL, RoundTold
from desk_app.sync.attendance import Means
from desk_app.sync.engine import SyncEngine
from desk_app.sync.rounds_told import RoundsTold
from tests.centres import Headquarters
from tests.sync.memory_book import HandClock, MemoryBook

PATIENCE = 30.0


class Talk:
    """Counts of a conversation."""

    pushed = 0
    pulled = 0


def test_what_moved_is_told_once_and_a_round_lasts_from_its_beginning() -> None:
    clock, told, talk = HandClock(), list[RoundTold](), Talk()
    begun = clock.ms
    rounds = RoundsTold(clock, told.append)
    rounds.begin()
    rounds.of(talk)
    talk.pushed, talk.pulled = 5, 2
    clock.ms += 300
    rounds.end()
    talk.pulled = 3
    rounds.end()
    assert told == [
        RoundTold(begun, 300, 5, 2),
        RoundTold(begun + 300, 0, 0, 1),
    ]


def test_a_round_that_fails_keeps_why() -> None:
    clock, told = HandClock(), list[RoundTold]()
    rounds = RoundsTold(clock, told.append)
    rounds.begin()
    rounds.end("line.busy", {"seconds": 9})
    assert (told[0].code, told[0].params, told[0].sent) == ("line.busy", {"seconds": 9}, 0)


def test_nobody_needs_to_keep_them() -> None:
    rounds = RoundsTold(HandClock(), None)
    rounds.begin()
    rounds.end()


def test_the_engine_tells_its_rounds(centre: Headquarters) -> None:
    desk = MemoryBook(1)
    centre.enrol(desk)
    desk.register(2)
    rounds: queue.Queue[RoundTold] = queue.Queue()
    means = Means(desk.clock, desk.entropy, "test", chance=lambda _: 0.05, keep_round=rounds.put)
    engine = SyncEngine(desk, means)
    engine.start()
    first = rounds.get(timeout=PATIENCE)
    desk.register(1)
    engine.hear(Changes(own_events=1))
    second = rounds.get(timeout=PATIENCE)
    centre.stop()
    broken = rounds.get(timeout=PATIENCE)
    while broken.code == ALL_WELL:
        broken = rounds.get(timeout=PATIENCE)
    assert engine.close(PATIENCE)
    assert (first.sent, first.code) == (2, ALL_WELL)
    assert (second.sent, second.code) == (1, ALL_WELL)
    assert broken.code.startswith("line.")


def test_an_office_alone_has_no_rounds() -> None:
    desk, rounds = MemoryBook(1), queue.Queue[RoundTold]()
    states: queue.Queue[str] = queue.Queue()
    means = Means(desk.clock, desk.entropy, "test", keep_round=rounds.put)
    engine = SyncEngine(desk, means, lambda state: states.put(state.kind))
    engine.start()
    assert states.get(timeout=PATIENCE) == "not_enrolled"
    assert engine.close(PATIENCE)
    assert rounds.empty()
