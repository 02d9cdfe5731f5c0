"""What tests of the book's safety share: a clock, chance from a seed, folders of their own."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.keys import Cost

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
"""Argon2 at a cost that protects nothing and takes no time."""


@dataclass
class HandClock:
    """A clock that stands until it is set."""

    ms: int = 1_795_000_000_000

    def now_ms(self) -> int:
        return self.ms

    def pass_seconds(self, seconds: int) -> None:
        self.ms += seconds * 1000


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def entropy() -> Callable[[int], bytes]:
    return random.Random(7).randbytes


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where this test's witnesses lie."""
    folder = tmp_path / "state"
    monkeypatch.setenv("MIZBAN_WITNESS_DIR", str(folder))
    yield folder
