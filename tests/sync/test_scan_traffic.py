"""What moves scans, beside a centre that answers as a test wants: order, pauses, odd answers."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

import pytest

from desk_app.ports.line import Enrolment
from desk_app.ports.scan_line import Described, ScanFile, ScanView, Waiting
from desk_app.protocol.blobs import MAX_BLOB, PIECE, BlobHeld, Piece
from desk_app.protocol.problems import Problem
from desk_app.records.errors import MachineFault, Unreachable
from desk_app.records.scan_names import preview_name
from desk_app.sync import scans as scans_module
from desk_app.sync.http_line import HttpLine
from desk_app.sync.scan_moves import LineRate
from desk_app.sync.scans import ScanTraffic
from desk_app.sync.session import Session
from tests.sync.memory_book import MemoryBook

SCAN, OTHER = "a" * 40, "b" * 40


@dataclass
class MemoryShelf:
    """Files in memory; ``fault`` is raised where something comes."""

    files: dict[str, bytes] = field(default_factory=dict)
    coming: dict[str, bytes] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    named: list[Waiting] = field(default_factory=list)
    fault: MachineFault | None = None
    unwritable: MachineFault | None = None

    def waiting(self) -> list[Waiting]:
        return [
            Waiting(name, len(data)) for name, data in self.files.items() if name not in self.held
        ]

    def make_preview(self, scan: str) -> ScanFile | None:
        return None

    def describe(self, file: ScanFile) -> Described | None:
        data = self.files.get(file.name)
        return None if data is None else Described(len(data), sha256(data).digest())

    def read(self, file: ScanFile, at: int, most: int) -> bytes:
        return self.files.get(file.name, b"")[at : at + most]

    def note_held(self, name: str) -> None:
        if self.unwritable is not None:
            raise self.unwritable
        self.held.add(name)

    def forget_held(self) -> None:
        self.held.clear()

    def lacking(self, requests: Iterable[str]) -> list[Waiting]:
        return list(self.named)

    def is_here(self, file: ScanFile) -> bool:
        return file.name in self.files

    def begun(self, file: ScanFile) -> int:
        return len(self.coming.get(file.name, b""))

    def take(self, file: ScanFile, at: int, data: bytes) -> None:
        if self.fault is not None:
            raise self.fault
        self.coming[file.name] = self.coming.get(file.name, b"")[:at] + data

    def finish(self, file: ScanFile, digest: bytes) -> bool:
        data = self.coming.pop(file.name)
        if sha256(data).digest() != digest:
            return False
        self.files[file.name] = data
        self.held.add(file.name)
        return True


class OddLine(HttpLine):
    """A centre in memory; what stands in ``says`` is answered first."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:9", "")
        self.kept: dict[str, bytes] = {}
        self.whole: dict[str, bytes] = {}
        self.says: deque[BlobHeld | Piece | Exception | None] = deque()
        self.asked: list[str] = []

    async def blob_held(self, token: str, name: str) -> BlobHeld | None:
        self.asked.append(f"held {name[0]}")
        return None

    async def put_piece(self, token: str, name: str, piece: Piece) -> BlobHeld:
        self.asked.append(f"put {name[0]} {piece.at}")
        said = self._said()
        if isinstance(said, BlobHeld):
            return said
        data = self.kept[name] = self.kept.get(name, b"")[: piece.at] + piece.data
        return BlobHeld(len(data), piece.size, piece.digest, len(data) == piece.size)

    async def get_piece(self, token: str, name: str, at: int) -> Piece:
        self.asked.append(f"get {name[0]} {at}")
        said = self._said()
        if isinstance(said, Piece):
            return said
        if name not in self.whole:
            raise Problem("not_found")
        data = self.whole[name]
        if at >= len(data):
            raise Problem("bad_range", size=len(data))
        return Piece(at, data[at : at + PIECE], len(data), sha256(data).digest())

    def _said(self) -> BlobHeld | Piece | None:
        said = self.says.popleft() if self.says else None
        if isinstance(said, Exception):
            raise said
        return said


@dataclass
class Stage:
    """Traffic between a shelf and a line, both in memory."""

    shelf: MemoryShelf = field(default_factory=MemoryShelf)
    line: OddLine = field(default_factory=OddLine)
    views: list[ScanView] = field(default_factory=list)
    rate: LineRate = field(default_factory=LineRate)

    def __post_init__(self) -> None:
        self.traffic = ScanTraffic(self.shelf, self.views.append, self.rate)

    @property
    def view(self) -> ScanView:
        return self.views[-1]

    def session(self) -> Session:
        book = MemoryBook()
        enrolment = Enrolment("http://127.0.0.1:9", "", "d", "k12", bytes(32), "")
        return Session(book, enrolment, self.line, book.clock, "test")

    def carry(self) -> None:
        asyncio.run(self.traffic.carry(self.session()))

    def attend(self, until: Callable[[], bool]) -> None:
        """Attend until something is so."""

        async def attended() -> None:
            task = asyncio.create_task(self.traffic.attend(self.session()))
            while not until():
                await asyncio.sleep(0)
                if task.done():
                    break
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        asyncio.run(attended())


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_person_who_waits_comes_before_what_waits_to_be_sent(stage: Stage) -> None:
    stage.shelf.files[SCAN] = bytes(2 * PIECE)
    stage.line.whole[OTHER] = bytes(PIECE + 1)
    stage.traffic.want([ScanFile(OTHER)])
    stage.carry()
    assert stage.line.asked[:3] == ["get b 0", f"get b {PIECE}", "held a"]
    assert stage.view == ScanView(came=1)
    assert ScanView(waiting=1, percent=50, came=1) in stage.views
    assert [view.arriving.get(OTHER) for view in stage.views[:3]] == [0, 99, None]


def test_scans_wait_while_an_event_is_sent(stage: Stage) -> None:
    async def played() -> list[str]:
        stage.shelf.files[SCAN] = b"scan"
        stage.traffic.quiet.clear()
        task = asyncio.create_task(stage.traffic.carry(stage.session()))
        for _ in range(50):
            await asyncio.sleep(0.001)
        before = list(stage.line.asked)
        stage.traffic.quiet.set()
        await task
        return before

    assert asyncio.run(played()) == []
    assert stage.line.asked == ["held a", "put a 0"]


def test_after_no_room_it_is_tried_again_by_itself(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans_module, "PAUSE_S", 0.02)
    stage.shelf.files[SCAN] = b"scan"
    stage.line.says.append(Problem("quota", limit=1))
    stage.attend(lambda: SCAN in stage.shelf.held)
    assert any(view.code == "line.quota" and view.waiting == 1 for view in stage.views)
    assert stage.line.kept[SCAN] == b"scan"


def test_what_was_not_at_the_centre_is_asked_for_again_by_itself(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans_module, "FIRST_AGAIN_S", 0.02)
    stage = Stage()
    stage.shelf.named = [Waiting(SCAN, PIECE + 1)]
    stage.traffic.hear(["r"])
    preview = preview_name(SCAN)

    def later() -> bool:
        if len(stage.line.asked) == 2:
            stage.line.whole.update({SCAN: b"scan", preview: b"preview"})
        return SCAN in stage.shelf.files

    stage.attend(later)
    assert stage.line.asked[:2] == [f"get {preview[0]} 0", "get a 0"]
    assert stage.shelf.files == {SCAN: b"scan", preview: b"preview"}
    # Nobody asked: nobody is told that it was not there.
    assert not any(view.absent for view in stage.views)


def test_what_is_wanted_twice_and_missed_twice_is_told_once(stage: Stage) -> None:
    for _ in range(2):
        stage.traffic.want([ScanFile(SCAN)])
        stage.carry()
    assert stage.line.asked == ["get a 0"] * 2
    assert stage.view.absent == {SCAN: "scan.not_at_centre"}


def test_on_a_thin_line_nothing_comes_unasked(stage: Stage) -> None:
    stage.rate.went(PIECE, 100)
    stage.shelf.named = [Waiting(SCAN, 10)]
    stage.line.whole[SCAN] = b"scan"
    stage.traffic.hear(["r"])
    stage.carry()
    assert stage.line.asked == []
    stage.rate.went(10_000_000, 0.001)
    stage.carry()
    assert stage.shelf.files == {SCAN: b"scan"}
    stage.traffic.hear(["r"])
    stage.carry()
    assert stage.line.asked == ["get a 0"]


def test_a_restored_centre_is_offered_everything_anew(stage: Stage) -> None:
    stage.shelf.files[SCAN] = b"scan"
    stage.carry()
    asyncio.run(stage.traffic.offer_anew())
    stage.carry()
    assert stage.line.asked == ["held a", "put a 0"] * 2


def test_what_is_erased_on_the_way_is_let_go(stage: Stage) -> None:
    stage.shelf.files[SCAN] = bytes(2 * PIECE)
    stage.line.says.append(Problem("blob_erased"))
    stage.carry()
    assert stage.view == ScanView()
    stage.carry()
    assert stage.line.asked == ["held a", "put a 0"]
    assert stage.shelf.held == set()


@pytest.mark.parametrize("gone", ["before", "between"])
def test_a_file_that_is_gone_here_is_not_sent(stage: Stage, gone: str) -> None:
    stage.shelf.files[SCAN] = bytes(2 * PIECE)

    class Going(OddLine):
        async def blob_held(self, token: str, name: str) -> BlobHeld | None:
            stage.shelf.files.clear()
            return None

    if gone == "between":
        stage.line = Going()
    else:
        asyncio.run(stage.traffic.count())
        stage.shelf.files.clear()
    stage.carry()
    assert stage.line.kept == {}
    assert stage.view.waiting == 0


def test_the_centre_is_followed_where_it_holds_another_part(stage: Stage) -> None:
    stage.shelf.files[SCAN] = bytes(3 * PIECE)
    stage.line.says.extend([None, Problem("blob_offset", held=0)])
    stage.carry()
    assert stage.line.asked == [
        "held a", "put a 0", f"put a {PIECE}", "put a 0", f"put a {PIECE}", f"put a {2 * PIECE}",
    ]  # fmt: skip
    assert stage.line.kept == stage.shelf.files


@pytest.mark.parametrize(
    "said",
    [
        Problem("blob_offset", held=0),
        Problem("blob_offset", held=-1),
        Problem("blob_offset"),
        Problem("unauthorized"),
        Problem("revoked"),
        BlobHeld(0, 4, bytes(32), False),
    ],
)
def test_a_centre_that_makes_no_sense_ends_the_conversation(
    stage: Stage, said: BlobHeld | Exception
) -> None:
    class Shut(OddLine):
        async def session(self, request: object) -> object:  # type: ignore[override]
            raise Problem("revoked")

    stage.line = Shut()
    stage.shelf.files[SCAN] = b"scan"
    stage.line.says.append(said)
    with pytest.raises((Problem, Unreachable)):
        stage.carry()
    assert stage.shelf.held == set()


def test_a_scan_that_the_centre_holds_otherwise_is_not_sent(stage: Stage) -> None:
    class Holding(OddLine):
        whole_here = True

        async def blob_held(self, token: str, name: str) -> BlobHeld | None:
            return BlobHeld(9, 9, bytes(32), self.whole_here)

    stage.line = Holding()
    stage.shelf.files[SCAN] = b"scan"
    stage.carry()
    assert stage.view.code == "line.blob_differs"
    assert stage.line.kept == {}
    # What was only begun is begun anew.
    again = Stage(shelf=stage.shelf, line=Holding())
    again.line.whole_here = False  # type: ignore[attr-defined]
    again.carry()
    assert again.line.kept == stage.shelf.files


def test_a_fault_of_the_own_disk_is_told_at_the_scan_that_came(stage: Stage) -> None:
    stage.shelf.fault = MachineFault("disk.full")
    stage.line.whole[SCAN] = b"scan"
    stage.traffic.want([ScanFile(SCAN)])
    stage.carry()
    assert stage.view.absent == {SCAN: "disk.full"}
    assert stage.view.arriving == {}


def test_a_book_that_cannot_be_written_is_no_affair_of_the_line(stage: Stage) -> None:
    stage.shelf.unwritable = MachineFault("disk.full")
    stage.shelf.files[SCAN] = b"scan"
    with pytest.raises(MachineFault):
        stage.carry()


def test_a_damaged_file_is_told_and_fetched_anew_when_it_is_wanted_again(stage: Stage) -> None:
    stage.line.says.append(Piece(0, b"wrong", 5, bytes(32)))
    stage.line.whole[SCAN] = b"right"
    stage.traffic.want([ScanFile(SCAN)])
    stage.carry()
    assert stage.view.absent == {SCAN: "line.bad_digest"}
    stage.traffic.want([ScanFile(SCAN)])
    stage.carry()
    assert stage.shelf.files == {SCAN: b"right"}
    assert stage.view.absent == {}


def test_a_beginning_that_is_longer_than_the_file_is_dropped_once(stage: Stage) -> None:
    stage.line.whole[SCAN] = b"right"
    stage.shelf.coming[SCAN] = b"something longer"
    stage.traffic.want([ScanFile(SCAN)])
    stage.carry()
    assert stage.shelf.files == {SCAN: b"right"}
    stage.shelf.coming[OTHER] = b"begun"
    stage.line.says.extend([Problem("bad_range", size=0)] * 2)
    stage.traffic.want([ScanFile(OTHER)])
    stage.carry()
    assert stage.view.absent == {OTHER: "line.bad_range"}


@pytest.mark.parametrize(
    "said",
    [
        Piece(0, b"", 5, bytes(32)),
        Piece(0, b"x", MAX_BLOB + 1, bytes(32)),
        Problem("internal"),
    ],
)
def test_a_piece_that_makes_no_sense_ends_the_conversation(
    stage: Stage, said: Piece | Exception
) -> None:
    stage.line.says.append(said)
    stage.traffic.want([ScanFile(SCAN)])
    with pytest.raises((Problem, Unreachable)):
        stage.carry()
    # The wish stands until the line does.
    assert list(stage.view.arriving) == [SCAN]
