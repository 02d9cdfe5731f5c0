"""Whatever happens, in whatever order it arrives: tables as kept, rebuilt and elsewhere agree."""

import os
import random
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from db.rebuild import fingerprint, rebuild
from desk_app.ports.line import Placed
from tests.db.desks import Desk, make_desk
from tests.db.happenings import Happenings

SOAK = bool(os.environ.get("MIZBAN_SOAK"))
BURST = 400 if SOAK else 25
SEEDS = st.integers(min_value=0, max_value=1 << 32)


class Replicas(RuleBasedStateMachine):
    """Three books hear of the same world in orders of their own."""

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        self.folder = Path(mkdtemp(prefix="mizban-replicas-"))
        self.world = Happenings(seed)
        self.desks = [
            make_desk(self.folder / str(at), seed=at + 1, lane=600_000 + at, found=False)
            for at in range(3)
        ]
        self.unheard: list[list[Placed]] = [[] for _ in self.desks]

    @rule(count=st.integers(min_value=1, max_value=BURST))
    def something_happens(self, count: int) -> None:
        for placed in self.world.happen(count):
            for unheard in self.unheard:
                unheard.append(placed)

    @rule(at=st.integers(min_value=0, max_value=2), seed=SEEDS, part=st.floats(0.1, 1.0))
    def some_arrives(self, at: int, seed: int, part: float) -> None:
        chance = random.Random(seed)
        unheard = self.unheard[at]
        chance.shuffle(unheard)
        heard = unheard[: int(len(unheard) * part) + 1]
        self.unheard[at] = unheard[len(heard) :]
        known = self.world.everything
        again = chance.sample(known, min(len(known), 3))
        self.desks[at].line.receive([*heard, *again], "c")

    @rule(at=st.integers(min_value=0, max_value=2))
    def the_kept_tables_are_the_rebuilt(self, at: int) -> None:
        check_rebuilt(self.desks[at])

    def teardown(self) -> None:
        if not hasattr(self, "desks"):
            return
        try:
            for desk, unheard in zip(self.desks, self.unheard, strict=True):
                desk.line.receive(unheard, "end")
            prints = [check_rebuilt(desk) for desk in self.desks]
            assert prints[0] == prints[1] == prints[2]
        finally:
            for desk in self.desks:
                desk.book.close()
            rmtree(self.folder)


@pytest.mark.parametrize("seed", range(2))
def test_many_events_shuffled_three_ways_end_alike(tmp_path: Path, seed: int) -> None:
    _shuffled(tmp_path, seed, 600, at_once=150)


@pytest.mark.soak
@pytest.mark.timeout(1_800)
def test_twenty_thousand_events_shuffled_three_ways_end_alike(tmp_path: Path) -> None:
    _shuffled(tmp_path, 77, 20_000, at_once=5_000)


def _shuffled(folder: Path, seed: int, count: int, *, at_once: int) -> None:
    entries = Happenings(seed).happen(count)
    prints = []
    for at in range(3):
        desk = make_desk(folder / str(at), seed=at + 1, lane=600_000 + at, found=False)
        chance = random.Random(at)
        left = chance.sample(entries, len(entries))
        while left:
            size = chance.randrange(1, at_once)
            desk.line.receive(left[:size], "c")
            left = left[size:]
        prints.append(check_rebuilt(desk))
        desk.book.close()
    assert prints[0] == prints[1] == prints[2]


def check_rebuilt(desk: Desk) -> dict[str, str]:
    with desk.engines.writer.connect() as connection:
        kept = fingerprint(connection)
        rebuild(connection)
        assert fingerprint(connection) == kept
    return kept


def test_replicas_agree_whatever_arrives_when() -> None:
    run_state_machine_as_test(
        Replicas,
        settings=settings(
            max_examples=20 if SOAK else 12,
            stateful_step_count=60 if SOAK else 12,
            deadline=None,
        ),
    )
