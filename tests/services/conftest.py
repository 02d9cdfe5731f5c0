"""Real encrypted books for every test of a service."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.book import DeskBook
from desk_app.ports.book import Officer
from tests.db.desks import Desk, make_desk

As = Callable[[str], DeskBook]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A governor's office with its sample catalogue.

    Sara, its administrator, is signed in with the key of both audiences.
    """
    made = make_desk(tmp_path / "desk")
    first = made.book
    made.book = made.again(identity=made.identity)
    yield made
    made.book.close()
    first.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """Another counter of the same office, with a lane of its own and nothing in it yet."""
    made = make_desk(tmp_path / "other", seed=2, lane=500_000, found=False)
    yield made
    made.book.close()


@pytest.fixture
def signed_in(desk: Desk) -> Iterator[As]:
    """Opens the book for an officer of a role, without any key of an audience."""
    opened: list[DeskBook] = []

    def sign_in(role: str) -> DeskBook:
        book = desk.again(Officer(f"one-{role}", "علی کاظمی", role))
        opened.append(book)
        return book

    yield sign_in
    for book in opened:
        book.close()
