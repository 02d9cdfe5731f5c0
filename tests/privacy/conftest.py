"""Desks and a centre for the tests of privacy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.centres import Headquarters, lite_url
from tests.db.desks import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A governor's office; Sara, its administrator, holds the keys of both audiences."""
    made = make_desk(tmp_path / "desk")
    first = made.book
    made.book = made.again(identity=made.identity)
    yield made
    made.book.close()
    first.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """Another counter of the same office, with nothing in it yet and no key of an audience."""
    made = make_desk(tmp_path / "other", seed=2, lane=500_000, found=False)
    yield made
    made.book.close()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    """A centre on SQLite that is serving."""
    (tmp_path / "centre").mkdir()
    found = Headquarters(lite_url(tmp_path / "centre"))
    found.start()
    yield found
    found.close()
