"""Real books for every test of storage."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.desks import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A named office's desk with the sample catalogue."""
    made = make_desk(tmp_path / "desk")
    yield made
    made.book.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """Another desk of the same office, with nothing in it."""
    made = make_desk(tmp_path / "other", seed=2, lane=500_000, found=False)
    yield made
    made.book.close()
