"""Desks of several offices on a real line, each with officers of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from central.store.offices import add_office
from db.book import DeskBook
from desk_app.ports.book import Officer
from desk_app.records.items import Unit
from desk_app.records.request import RequestState
from desk_app.services.office import set_items
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters
from tests.db.desks import Desk, make_desk

HERE, THERE = "k12", "k13"
UNITS = (
    Unit("fanni", "واحد فنی"),
    Unit("omran", "اداره عمران شهرستان", office=THERE),
    Unit("hoghoghi", "واحد حقوقی", office=HERE),
)


@dataclass
class Counter:
    """A desk at a counter of an office, and the books of those who sit at it."""

    desk: Desk
    office: str
    _books: dict[Officer, DeskBook] = field(default_factory=dict)

    def as_(self, officer: Officer) -> DeskBook:
        """The book in this officer's hand."""
        if officer not in self._books:
            self._books[officer] = self.desk.again(officer)
        self.desk.clock.pass_ms(1000)
        return self._books[officer]

    def join(self, centre: Headquarters) -> None:
        """Enrol with the centre."""
        candidate = Candidate(centre.address, centre.code(self.office))
        join_alone(self.desk.line, candidate, self.desk.clock, self.desk.entropy)

    def sync(self) -> tuple[int, int]:
        """One round that must come through; how many entries went and came."""
        done = one_round(self.desk.line, self.desk.clock, self.desk.entropy)
        assert done.state == "ok", done
        return done.pushed, done.pulled

    def state(self, request: str) -> RequestState:
        """The request as it stands in this book."""
        with self.desk.book.writing() as pen:
            found = pen.request(request)
        assert found is not None
        return found

    def holds(self, request: str) -> list[bytes]:
        """The bytes of every event on a request, in the order on which all agree."""
        from db.names import key_of

        query = text("SELECT bytes FROM event WHERE subject = :s ORDER BY id")
        with self.desk.engines.reader.connect() as connection:
            return list(connection.execute(query, {"s": key_of(request)}).scalars())

    def everything(self) -> set[bytes]:
        """The bytes of every event in this book."""
        with self.desk.engines.reader.connect() as connection:
            return set(connection.execute(text("SELECT bytes FROM event")).scalars())

    def close(self) -> None:
        """Let go of every book."""
        for book in self._books.values():
            book.close()
        self.desk.book.close()


@contextmanager
def counters(centre: Headquarters, folder: Path, *offices: str) -> Iterator[list[Counter]]:
    """Enrolled desks, one for each office named, that know the same units."""
    centre.database.write(lambda c: add_office(c, THERE, "اداره کل نمونه", 8))
    found = []
    for at, office in enumerate(offices):
        desk = make_desk(folder / str(at), seed=at + 1, lane=421_501 + at, found=False)
        counter = Counter(desk, office)
        counter.join(centre)
        found.append(counter)
    seen = set()
    for counter in found:
        if counter.office not in seen:
            seen.add(counter.office)
            set_items(counter.desk.book, UNITS)
    for counter in found * 2:
        counter.sync()
    try:
        yield found
    finally:
        for counter in found:
            counter.close()


def settle_all(centre: Headquarters, desks: list[Counter]) -> None:
    """Rounds until nobody has news, the centre passing on what concerns several offices."""
    for _ in range(2):
        for each in desks:
            each.sync()
        centre.project()
