"""A town with a visitor's page, on each of the two databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.centres import lite_url, new_database, postgres
from tests.public.visitors import Town, close_town, town_at


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres() as server:
        yield server


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    found = town_at(lite_url(tmp_path))
    yield found
    close_town(found)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    if request.param == "sqlite":
        url = lite_url(tmp_path)
    else:
        url = new_database(request.getfixturevalue("postgres_server"))
    found = town_at(url)
    yield found
    close_town(found)
