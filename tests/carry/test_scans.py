"""Scans go with the events on a stick, and stay marked as unsent until the centre says so."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from central.store.blob_rows import find_blob
from central.store.offices import office_by_code
from central.store.withdrawal import enter_stolen
from db.carry_notes import DeskCarryNotes
from db.line_book import DeskLineBook
from db.scan_shelf import DeskScanShelf
from db.session import Session
from desk_app.ports.carry import CarriedIn, CarriedOut
from desk_app.protocol.bundle_files import sorted_bundles
from desk_app.sync import carry_out
from desk_app.sync.carry_in import CarryIn, CarryMeans
from desk_app.sync.carry_out import CarryOut, Trip
from desk_app.sync.enrol import Candidate, join_alone
from tests.carry.trips import Desk, files_in
from tests.centres import Headquarters, lite_url
from tests.db_safety.desks import a_desk, register
from tests.sync.memory_book import HandClock


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    """A centre that keeps scans."""
    found = Headquarters(lite_url(tmp_path), scans=tmp_path / "scans-of-the-centre")
    found.start()
    yield found
    found.close()


@pytest.fixture
def session(
    centre: Headquarters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A desk that joined and has two scans."""
    monkeypatch.setenv("MIZBAN_WITNESS_DIR", str(tmp_path / "state"))
    opened = a_desk(tmp_path / "laptop", tmp_path / "state", HandClock()).open()
    joining = Candidate(centre.address, centre.code())
    join_alone(DeskLineBook(opened.book), joining, opened.clock, opened.entropy)
    register(opened)
    for page in (b"first page " * 9000, b"second"):
        opened.scans.keep(page)
    yield opened
    opened.close()


def shelf(session: Session) -> DeskScanShelf:
    return DeskScanShelf(session.book, session.scans, lambda _: b"")


def out(session: Session, folder: Path) -> CarriedOut:
    book, notes = DeskLineBook(session.book), DeskCarryNotes(session.book)
    going = CarryOut(book, notes, session.clock, session.entropy, shelf=shelf(session))
    return going.write(Trip(folder))


def into(session: Session, *files: Path) -> CarriedIn:
    book, notes = DeskLineBook(session.book), DeskCarryNotes(session.book)
    means = CarryMeans(session.clock, session.entropy, session.where.path / "carried")
    return CarryIn(book, notes, replace(means, shelf=shelf(session))).read(files)


def answers(desk: Desk, session: Session, folder: Path) -> list[Path]:
    from central.answering import Answering
    from central.store.devices import find_device

    mine = DeskLineBook(session.book).enrolment()
    assert mine is not None
    device = desk.centre.database.read(lambda c: find_device(c, mine.device))
    assert device is not None
    folder.mkdir(exist_ok=True)
    for made in Answering(desk.centre.database, desk.centre.clock.now_ms).answer(device):
        (folder / made.name).write_bytes(made.data)
    return files_in(folder)


def held(centre: Headquarters, name: str) -> bool:
    office = centre.database.read(lambda c: office_by_code(c, "k12"))
    assert office is not None
    row = centre.database.read(lambda c: find_blob(c, office.office, name))
    return row is not None and row.whole


def test_scans_reach_the_centre_by_stick_and_are_carried_once(
    centre: Headquarters, desk: Desk, session: Session, stick: Path
) -> None:
    names = [scan.name for scan in shelf(session).waiting()]
    made = out(session, stick)
    assert (made.scans, made.files) == (2, 3)
    assert made.events > 0
    taken = desk.take(*files_in(stick))
    assert (taken.refused, taken.new) == ({}, made.events)
    assert [held(centre, name) for name in names] == [True, True]
    again = desk.take(*files_in(stick))
    assert {one.end for one in again.taken} == {"known"}
    found = into(session, *answers(desk, session, stick / "answer"))
    assert (found.refused, found.acknowledged) == ((), made.events)
    assert shelf(session).waiting() == []
    assert out(session, stick).scans == 0


def test_scans_wait_where_the_stick_has_no_room_for_them(
    desk: Desk, session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carry_out, "free_bytes", lambda _: 10_000_000)
    made = out(session, stick)
    assert (made.scans, made.files) == (0, 1)


def test_a_scan_that_is_erased_on_the_way_leaves_a_file_that_says_nothing(
    desk: Desk, session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DeskScanShelf, "read", lambda *_: b"")
    assert out(session, stick).scans == 2
    taken = desk.take(*files_in(stick))
    assert (taken.refused, taken.taken[-1].missing) == ({}, ())


def test_a_centre_that_takes_no_scans_takes_the_events(
    centre: Headquarters, desk: Desk, session: Session, stick: Path
) -> None:
    made = out(session, stick)
    bare = Headquarters(centre.url)
    taken = Desk(bare).take(*files_in(stick))
    bare.close()
    assert set(taken.refused.values()) == {"bundle.no_scans"}
    assert taken.new == made.events


def test_scans_of_a_stolen_device_are_not_taken(
    centre: Headquarters, desk: Desk, session: Session, stick: Path
) -> None:
    names = [scan.name for scan in shelf(session).waiting()]
    out(session, stick)
    mine = DeskLineBook(session.book).enrolment()
    assert mine is not None
    centre.database.write(lambda c: enter_stolen(c, mine.device, 0, 1))
    taken = desk.take(*sorted_bundles(files_in(stick)))
    assert {one.end for one in taken.taken} == {"held"}
    assert [held(centre, name) for name in names] == [False, False]
