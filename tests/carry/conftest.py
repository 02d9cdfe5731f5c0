"""A centre, desks that joined it, and sticks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.carry.trips import Desk, Traveller
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    """A centre on SQLite that is serving."""
    found = Headquarters(lite_url(tmp_path))
    found.start()
    yield found
    found.close()


@pytest.fixture
def desk(centre: Headquarters) -> Desk:
    """The centre's desk at which sticks arrive."""
    return Desk(centre)


@pytest.fixture
def joined(centre: Headquarters, tmp_path: Path) -> Callable[..., Traveller]:
    """Makes desks that joined the centre and have its keys for carrying."""
    made: list[Traveller] = []

    def make(office: str = "k12") -> Traveller:
        seed = len(made) + 1
        book = MemoryBook(seed, lane=421_500 + seed)
        centre.enrol(book, office)
        made.append(Traveller(book, tmp_path / f"kept{seed}"))
        return made[-1]

    return make


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
