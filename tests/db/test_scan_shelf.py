"""The files of scans as sync sees them: what waits, what came, what was erased meanwhile."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from db.erasing import COMING
from db.line_reads import BookLineReads
from desk_app.ports.scan_line import Described, ScanFile
from desk_app.records.errors import MachineFault
from desk_app.records.scan_names import is_scan_name, preview_name
from desk_app.services.correct import erase_personal
from tests.db.desks import carry, make_desk, register
from tests.sync.scan_desks import ScanDesk, page, scan_desk, small_picture

NAME = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ScanDesk]:
    found = scan_desk(tmp_path / "1", 1)
    yield found
    found.close()


def test_what_the_centre_does_not_hold_waits_the_oldest_first(desk: ScanDesk) -> None:
    assert desk.shelf.waiting() == []
    names = [desk.attach(page(size, size)) for size in (900, 500, 700)]
    for age, name in enumerate(names):
        os.utime(desk.folder / name, ns=(age, age))
    assert [waiting.name for waiting in desk.shelf.waiting()] == names
    desk.shelf.note_held(names[1])
    desk.shelf.note_held(names[1])
    assert [waiting.name for waiting in desk.shelf.waiting()] == [names[0], names[2]]
    desk.shelf.forget_held()
    assert len(desk.shelf.waiting()) == 3


def test_a_folder_that_did_not_change_is_not_read_again(desk: ScanDesk) -> None:
    names = [desk.attach(page(900, seed)) for seed in (1, 2)]
    os.utime(desk.folder, (0, 1))
    assert len(desk.shelf.waiting()) == 2
    # What changed behind the folder's back is not looked for.
    (desk.folder / names[0]).unlink()
    os.utime(desk.folder, (0, 1))
    assert len(desk.shelf.waiting()) == 2
    desk.shelf.note_held(names[1])
    assert [waiting.name for waiting in desk.shelf.waiting()] == names[:1]
    newer = desk.attach(page(900, 3))
    assert [waiting.name for waiting in desk.shelf.waiting()] == [newer]
    desk.shelf.forget_held()
    assert {waiting.name for waiting in desk.shelf.waiting()} == {names[1], newer}


def test_a_preview_is_made_once_of_what_can_be_drawn_and_is_not_small(desk: ScanDesk) -> None:
    large, small = desk.attach(page(100_000)), desk.attach(page(900))
    paper = desk.attach(b"%PDF" + bytes(100_000))
    preview = ScanFile(preview_name(large), preview=True)
    assert desk.shelf.make_preview(large) == desk.shelf.make_preview(large) == preview
    assert desk.store.preview(large) == small_picture(page(100_000))
    for name in (small, paper, NAME):
        assert desk.shelf.make_preview(name) is None
    desk.shelf.note_held(preview.name)
    assert desk.shelf.make_preview(large) is None


def test_a_scan_that_is_damaged_here_has_no_preview(desk: ScanDesk) -> None:
    name = desk.attach(page(100_000))
    (desk.folder / name).write_bytes(bytes(100_000))
    assert desk.shelf.make_preview(name) is None


def test_a_file_is_described_and_read_while_it_is_here(desk: ScanDesk) -> None:
    name = desk.attach(page(100_000))
    data, file = (desk.folder / name).read_bytes(), ScanFile(name)
    assert desk.shelf.describe(file) == Described(len(data), sha256(data).digest())
    assert desk.shelf.read(file, 90_000, 20_000) == data[90_000:]
    (desk.folder / name).unlink()
    assert desk.shelf.describe(file) is None
    assert desk.shelf.read(file, 0, 10) == b""


def test_what_comes_is_in_its_place_when_it_is_whole(desk: ScanDesk) -> None:
    for file in (ScanFile(NAME), ScanFile(NAME, preview=True)):
        assert desk.shelf.begun(file) == 0
        desk.shelf.take(file, 0, b"begun otherwise")
        desk.shelf.take(file, 5, b" and ended")
        assert desk.shelf.begun(file) == 15
        assert not desk.shelf.finish(file, bytes(32))
        assert desk.shelf.begun(file) == 0
        desk.shelf.take(file, 0, b"whole")
        assert not desk.shelf.is_here(file)
        assert desk.shelf.finish(file, sha256(b"whole").digest())
        assert desk.shelf.is_here(file)
    assert desk.shelf.waiting() == []
    assert not list(desk.folder.rglob("*" + COMING))


def test_names_that_are_none_lead_nowhere(desk: ScanDesk) -> None:
    for name in ("../book.db", "", NAME + "/x", NAME.upper()):
        assert not is_scan_name(name)
        with pytest.raises(MachineFault):
            desk.shelf.is_here(ScanFile(name))


def test_scans_of_other_desks_are_lacking_until_they_are_here_or_erased(
    desk: ScanDesk, tmp_path: Path
) -> None:
    other = make_desk(tmp_path / "2", seed=2, lane=421_502, found=False)
    there = ScanDesk(other)
    requests = [register(desk.desk) for _ in range(2)]
    names = [desk.attach(page(900, seed), told) for seed, told in enumerate(requests)]
    carry(desk.desk, other)
    asked = [told.id for told in requests]
    assert [lack.name for lack in there.shelf.lacking(asked)] == names
    assert desk.shelf.lacking(asked) == []
    erase_personal(other.book, asked[0], "دستور دادگاه")
    assert [lack.name for lack in there.shelf.lacking(asked)] == names[1:]
    there.close()


def test_an_erasure_takes_what_is_whole_and_what_is_coming(desk: ScanDesk) -> None:
    told = register(desk.desk)
    name = desk.attach(page(100_000), told)
    preview = desk.shelf.make_preview(name)
    assert preview is not None
    desk.shelf.take(ScanFile(name), 0, b"begun")
    erase_personal(desk.desk.book, told.id, "دستور دادگاه")
    assert not any(path.is_file() for path in desk.folder.rglob("*"))
    assert desk.shelf.waiting() == []


def test_scans_that_neither_centre_nor_copy_holds_are_at_risk(desk: ScanDesk) -> None:
    book, log = desk.desk.book, desk.desk.line.own_logs()[-1].log
    reads = BookLineReads(book)
    assert reads.at_risk().scans == 0
    first = desk.attach(page(900, 1))
    copied = desk.desk.line.own_logs()[-1].seq
    second = desk.attach(page(900, 2))
    assert reads.at_risk().scans == 2
    assert not reads.at_risk().safe
    assert reads.beyond({log: copied}).scans == 1
    assert reads.beyond({log: copied + 9}).scans == 0
    desk.shelf.note_held(second)
    assert reads.beyond({log: copied}).scans == 0
    assert reads.beyond({}).scans == 1
    desk.shelf.note_held(first)
    assert reads.at_risk().scans == 0
