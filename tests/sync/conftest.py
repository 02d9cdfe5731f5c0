"""Desks and centres for the tests of the line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.centres import Headquarters, lite_url, new_database, postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres() as server:
        yield server


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    """A centre on SQLite that is serving."""
    found = Headquarters(lite_url(tmp_path))
    found.start()
    yield found
    found.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Headquarters]:
    """A centre that is serving, on each of the two databases."""
    if request.param == "sqlite":
        url = lite_url(tmp_path)
    else:
        url = new_database(request.getfixturevalue("postgres_server"))
    found = Headquarters(url)
    found.start()
    yield found
    found.close()
