"""Desks with scans for the tests of the line."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from db.blobs import ScanStore
from db.book import DeskBook
from db.engine import open_engines
from db.line_book import DeskLineBook
from db.scan_shelf import DeskScanShelf
from db.witness import Witness
from desk_app.ports.line import Enrolment
from desk_app.ports.scan_line import ScanFile, ScanView
from desk_app.records.ids import new_id
from desk_app.services.papers import attach_scan
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from desk_app.sync.scans import ScanTraffic
from desk_app.sync.states import Round
from tests.centres import Headquarters
from tests.db.desks import KEY, SUPERVISOR, Desk, Seeded, SetClock, Told, make_desk, register

JPEG = b"\xff\xd8\xff"


def small_picture(data: bytes) -> bytes:
    """Stands for a drawing: what it gives follows from the scan, and it draws JPEG alone."""
    return b"small " + data[3:2003] if data.startswith(JPEG) else b""


def page(size: int, seed: int = 1) -> bytes:
    """The bytes of a scan as a file calls itself, as good as random."""
    return JPEG + random.Random(seed).randbytes(size - len(JPEG))


@dataclass
class ScanDesk:
    """A counter with its book, its scans and its line."""

    desk: Desk
    shelf_type: type[DeskScanShelf] = DeskScanShelf
    picture: Callable[[bytes], bytes] = small_picture
    views: list[ScanView] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = ScanStore(self.folder, bytes(range(32)))
        self.shelf = self.shelf_type(self.desk.book, self.store, self.picture)
        self.traffic = ScanTraffic(self.shelf, self.views.append)

    @property
    def folder(self) -> Path:
        return self.desk.folder / "scans"

    def join(self, centre: Headquarters, office: str = "k12") -> None:
        self.join_at(centre, centre.address, office)

    def join_at(self, centre: Headquarters, address: str, office: str = "k12") -> None:
        candidate = Candidate(address, centre.code(office))
        join_alone(self.desk.line, candidate, self.desk.clock, self.desk.entropy)

    def through(self, address: str) -> None:
        """From now on the centre is reached at another address."""
        found = self.desk.line.enrolment()
        assert found is not None
        self.desk.line.keep_enrolment(
            Enrolment(
                address, found.fingerprint, found.device, found.office, found.signing_key,
                found.age_identity,
            ),
            (),
        )  # fmt: skip

    def attach(self, data: bytes, told: Told | None = None) -> str:
        """Register a request with a scan; the scan's name."""
        told = told or register(self.desk)
        attach_scan(self.desk.book, self.store, told.id, data)
        view = self.desk.book.queries.request(told.id)
        assert view is not None
        self.traffic.look()
        return str(view.documents[-1].facts["blob"])

    def key(self, request_id: str) -> str:
        view = self.desk.book.queries.request(request_id)
        assert view is not None
        return str(view.documents[-1].facts["key"])

    def sync(self) -> Round:
        return one_round(self.desk.line, self.desk.clock, self.desk.entropy, scans=self.traffic)

    def push_alone(self) -> Round:
        """Sync events and no scan."""
        return one_round(self.desk.line, self.desk.clock, self.desk.entropy)

    def fetch(self, name: str, *, preview: bool = False) -> Round:
        self.traffic.want([ScanFile(name, preview)])
        return self.sync()

    def close(self) -> None:
        self.desk.book.close()


class CountingShelf(DeskScanShelf):
    """A shelf that counts the bytes that went up and came down, by name."""

    def __init__(self, book: DeskBook, store: ScanStore, picture: Callable[[bytes], bytes]) -> None:
        super().__init__(book, store, picture)
        self.sent: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()

    def read(self, file: ScanFile, at: int, most: int) -> bytes:
        data = super().read(file, at, most)
        self.sent[file.name] += len(data)
        return data

    def take(self, file: ScanFile, at: int, data: bytes) -> None:
        super().take(file, at, data)
        self.taken[file.name] += len(data)


def scan_desk(
    folder: Path, seed: int, *, found: bool = False, shelf: type[DeskScanShelf] = DeskScanShelf
) -> ScanDesk:
    return ScanDesk(make_desk(folder, seed=seed, lane=421_500 + seed, found=found), shelf)


def opened_desk(folder: Path) -> Desk:
    """The desk that ``make_desk`` made in a folder, opened again."""
    clock, entropy = SetClock(), Seeded(99)
    engines = open_engines(folder / "book.db", KEY)
    witness = Witness(folder / "witness", new_id(clock.at, entropy(10)))
    book = DeskBook(engines, witness, clock, entropy, SUPERVISOR, "", folder)
    return Desk(book, DeskLineBook(book), clock, entropy, witness, engines, folder, "", "")
