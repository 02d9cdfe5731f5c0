"""Every LineBook passes one suite: the small one of these tests, and the encrypted book."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from desk_app.ports.line import LineBook
from desk_app.records.event import Draft, Subject
from tests.db.desks import Desk, make_desk
from tests.sync.line_book_suite import LineBookSuite, Pair
from tests.sync.memory_book import MemoryBook


@dataclass
class InMemory:
    book: MemoryBook

    @property
    def line(self) -> LineBook:
        return self.book

    def write(self, count: int) -> None:
        self.book.register(count)

    def known(self) -> set[bytes]:
        return self.book.contents()


@dataclass
class Encrypted:
    desk: Desk

    @property
    def line(self) -> LineBook:
        return self.desk.line

    def write(self, count: int) -> None:
        with self.desk.book.writing() as pen:
            for at in range(count):
                visit = Subject("visit", pen.new_id())
                body = {"started": at, "note": 0}
                pen.write(Draft(subject=visit, type="Visited", body=body, values=(f"یاد {at}",)))

    def known(self) -> set[bytes]:
        with self.desk.engines.reader.connect() as connection:
            return set(connection.execute(text("SELECT bytes FROM event")).scalars())


class TestTheSmallBookOfTheseTests(LineBookSuite):
    @pytest.fixture
    def pair(self) -> Pair:
        return Pair(InMemory(MemoryBook(1)), InMemory(MemoryBook(2, lane=421_508)))


class TestTheEncryptedBook(LineBookSuite):
    @pytest.fixture
    def pair(self, tmp_path: Path) -> Iterator[Pair]:
        desks = [
            make_desk(tmp_path / str(at), seed=at, lane=421_500 + at, found=False) for at in (1, 2)
        ]
        yield Pair(*(Encrypted(desk) for desk in desks))
        for desk in desks:
            desk.book.close()
