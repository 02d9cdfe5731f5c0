"""Desks that carry to a centre and back, with a note book in memory."""

from dataclasses import dataclass, field
from pathlib import Path

from central.answering import Answering
from central.blobs import Blobs
from central.receiving import Receiving, TakenBundle
from desk_app.ports.carry import CarriedIn, CarriedOut, Carrying
from desk_app.protocol.bundle_files import as_damage, sorted_bundles
from desk_app.protocol.messages import CarryKeys
from desk_app.records.errors import MachineFault
from desk_app.sync.carry_in import CarryIn, CarryMeans
from desk_app.sync.carry_out import CarryOut, Trip
from tests.centres import Headquarters
from tests.sync.memory_book import MemoryBook


class MemoryNotes:
    """Remembers one desk's carrying."""

    def __init__(self) -> None:
        self.kept = Carrying()

    def carrying(self) -> Carrying:
        return self.kept

    def keep_carrying(self, carrying: Carrying) -> None:
        self.kept = carrying


@dataclass
class Traveller:
    """A desk in the field: its book, its notes, and the folder of what waits for a line."""

    book: MemoryBook
    kept: Path
    notes: MemoryNotes = field(default_factory=MemoryNotes)

    def out(self, folder: Path, hub: CarryKeys | None = None, copies: int = 1) -> CarriedOut:
        """Write what is not acknowledged to a stick."""
        going = CarryOut(self.book, self.notes, self.book.clock, self.book.entropy, "test")
        return going.write(Trip(folder, hub, copies))

    def take(self, *files: Path) -> CarriedIn:
        """Bring files from a stick."""
        means = CarryMeans(self.book.clock, self.book.entropy, self.kept, "test")
        return CarryIn(self.book, self.notes, means).read(files)

    def deliver_kept(self) -> CarriedIn:
        """Send what waits for a line."""
        means = CarryMeans(self.book.clock, self.book.entropy, self.kept, "test")
        return CarryIn(self.book, self.notes, means).deliver_kept()

    @property
    def unsent(self) -> int:
        """Own entries of the last log that the centre has not acknowledged."""
        last = self.book.own_logs()[-1]
        return last.seq - self.book.acknowledged(last.log)


@dataclass
class Desk:
    """The centre's side of a stick: what it took, and which files it refused by which code."""

    centre: Headquarters
    taken: list[TakenBundle] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def new(self) -> int:
        """Entries that were new."""
        return sum(one.new for one in self.taken)

    def take(self, *files: Path) -> "Desk":
        """What became of files, in the order in which they were made."""
        found = Desk(self.centre)
        database, now_ms, scans = self.centre.database, self.centre.clock.now_ms, self.centre.scans
        blobs = Blobs(database, scans, now_ms) if scans is not None else None
        receiving = Receiving(database, now_ms, blobs)
        for path in sorted_bundles(files):
            try:
                found.taken.append(receiving.take(path.read_bytes()))
            except MachineFault as fault:
                if fault.code != "bundle.passing":
                    found.refused[path.name] = as_damage(path, fault).code
        return found

    def answer(self, traveller: Traveller, folder: Path, *, feed: bool = True) -> list[Path]:
        """Answers for one desk, written to a stick."""
        from central.store.devices import find_device

        enrolment = traveller.book.enrolment()
        assert enrolment is not None
        device = self.centre.database.read(lambda c: find_device(c, enrolment.device))
        assert device is not None
        folder.mkdir(exist_ok=True)
        made = Answering(self.centre.database, self.centre.clock.now_ms).answer(device, feed=feed)
        for one in made:
            (folder / one.name).write_bytes(one.data)
        return [folder / one.name for one in made]


def files_in(folder: Path) -> list[Path]:
    """Everything on a stick."""
    return sorted(folder.iterdir())
