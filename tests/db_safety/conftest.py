"""What tests of the book's safety share: a clock, folders of their own, a desk."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.db_safety.desks import Desk, a_desk


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
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's witnesses lie."""
    folder = tmp_path / "state"
    monkeypatch.setenv("MIZBAN_WITNESS_DIR", str(folder))
    return folder


@pytest.fixture
def desk(tmp_path: Path, home: Path, clock: HandClock) -> Desk:
    """A desk that is set up and closed."""
    return a_desk(tmp_path / "desk", home, clock)
