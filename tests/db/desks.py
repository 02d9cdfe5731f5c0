"""Desks for tests: a real encrypted book in a folder, with a clock and chance of their own."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pyrage

from db import migrations
from db.book import DeskBook
from db.engine import Engines, open_engines
from db.founding import begin_book
from db.line_book import DeskLineBook
from db.witness import Witness
from desk_app.ports.book import OfficeFacts, Officer
from desk_app.ports.line import Placed
from desk_app.records import bodies as b
from desk_app.records.event import Draft, Event, Subject
from desk_app.records.ids import new_id
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Matter, OutsideNumber, Party, Person
from desk_app.services.office import NewOfficer, found_office
from desk_app.services.shipped import sample_items

START_MS = 1_797_000_000_000
"""An ordinary morning in December 2026."""
KEY = bytes(range(32))


@dataclass
class SetClock:
    """A clock that stands still until it is told otherwise."""

    at: int = START_MS

    def now_ms(self) -> int:
        return self.at

    def pass_ms(self, ms: int) -> None:
        self.at += ms


@dataclass
class Seeded:
    """Bytes that are the same at every run."""

    seed: int = 1
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def __call__(self, size: int, /) -> bytes:
        return self._random.randbytes(size)


SUPERVISOR = Officer("sara", "سارا امینی", "admin")


@dataclass
class Desk:
    """A book, what opens it, and the line's side of it."""

    book: DeskBook
    line: DeskLineBook
    clock: SetClock
    entropy: Seeded
    witness: Witness
    engines: Engines
    folder: Path
    log: str
    identity: str

    def again(self, officer: Officer = SUPERVISOR, identity: str = "") -> DeskBook:
        """The same book opened once more, as another process or officer would."""
        engines = open_engines(self.engines.path, KEY)
        return DeskBook(
            engines, self.witness, self.clock, self.entropy, officer, identity, self.folder
        )

    def entries(self) -> list[Placed]:
        """Everything that this desk wrote, log after log."""
        return [
            placed
            for position in self.line.own_logs()
            for placed in self.line.entries(position.log, 0, 1_000_000)
        ]


def make_desk(
    folder: Path, *, seed: int = 1, lane: int = 421_507, office: str = "1001", found: bool = True
) -> Desk:
    """A new desk; ``found`` names the office and gives it the governor's sample catalogue."""
    folder.mkdir(parents=True, exist_ok=True)
    clock, entropy = SetClock(), Seeded(seed)
    engines = open_engines(folder / "book.db", KEY)
    with engines.writer.begin() as connection:
        migrations.upgrade(connection)
    log = new_id(clock.at, entropy(10))
    begin_book(engines.writer, log=log, lane=lane, office=office, counter="3", entropy=entropy)
    witness = Witness(folder / "witness", new_id(clock.at, entropy(10)))
    identity = pyrage.x25519.Identity.generate()
    book = DeskBook(engines, witness, clock, entropy, SUPERVISOR, "", folder)
    if found:
        facts = OfficeFacts(office, "فرمانداری", "فرمانداری شهر نمونه", "3", 8)
        first = NewOfficer("sara", "سارا امینی", "admin", "", str(identity.to_public()))
        keys = (str(identity.to_public()),)
        found_office(book, facts, first, sample_items("governor"), keys)
    return Desk(
        book, DeskLineBook(book), clock, entropy, witness, engines, folder, log, str(identity)
    )


class Told(NamedTuple):
    """What a test registered."""

    id: str
    code: str
    event: Event


def register(
    desk: Desk | DeskBook,
    subject: str = "آسفالت کوچه",
    *,
    name: str = "علی احمدی",
    id_number: str = "0012345679",
    mobile: str = "09121234567",
    address: str = "",
    postal_code: str = "",
    audience: str = "",
    outside: tuple[OutsideNumber, ...] = (),
    **told: Any,
) -> Told:
    """Register a request with one applicant, as the pen's owner would."""
    book = desk if isinstance(desk, DeskBook) else desk.book
    first, _, last = name.partition(" ")
    person = Person(
        id_number=id_number,
        first_name=first,
        last_name=last,
        mobile=mobile,
        address=address,
        postal_code=postal_code,
    )
    matter = Matter(subject=subject, text="خواهشمند است رسیدگی گردد", outside=outside)
    with book.writing() as pen:
        body = b.Registered(
            **{
                "code": told.pop("code", "") or pen.next_code(),
                "follow_up": pen.follow_up(),
                "at": pen.now_ms,
                "kind": "request",
                "counter": "3",
                "matter": 0,
                "parties": (Party(role="applicant", person=1, id_kind="national"),),
                **told,
            }
        )
        request = pen.new_id()
        event = pen.write(
            Draft(
                subject=Subject("request", request),
                type="Registered",
                body=body_data(body),
                values=(matter, person),
                audience=audience,
            )
        )
    return Told(request, body.code, event)


def write(
    desk: Desk | DeskBook, request: str, name: str, body: b.Body, *values: Any, **more: Any
) -> Event:
    """Write one event on a request."""
    book = desk if isinstance(desk, DeskBook) else desk.book
    with book.writing() as pen:
        draft = Draft(
            subject=Subject("request", request),
            type=name,
            body=body_data(body),
            values=values,
            **more,
        )
        return pen.write(draft)


def carry(source: Desk, target: Desk, entries: Iterable[Placed] | None = None) -> None:
    """Bring entries of one desk to another, as a pull would."""
    target.line.receive(list(source.entries() if entries is None else entries), "c1")
