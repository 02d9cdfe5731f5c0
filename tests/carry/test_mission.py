"""A laptop dies on the third day of a mission: a spare goes on from the mirror, nothing is lost."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from central.store.lane_slip import lease_by_slip
from db.carry_notes import DeskCarryNotes
from db.check import check
from db.going_on import SLIP_KEY, Means
from db.line_book import DeskLineBook
from db.mirror import Mirror
from db.restore import restore_from_mirror
from db.session import Session
from desk_app.ports.carry import CarriedIn
from desk_app.ports.line import Enrolment
from desk_app.records.errors import MachineFault
from desk_app.sync.carry_in import CarryIn, CarryMeans
from desk_app.sync.carry_out import CarryOut, Trip
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from tests.carry.trips import Desk, files_in
from tests.centres import Headquarters
from tests.db_safety.desks import PASSWORD, USER, a_desk, codes_in, register
from tests.db_safety.desks import Desk as Laptop
from tests.sync.memory_book import HandClock


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    """A laptop with a book of its own, not joined yet."""
    monkeypatch.setenv("MIZBAN_WITNESS_DIR", str(tmp_path / "state"))
    return a_desk(tmp_path / "laptop", tmp_path / "state", HandClock())


@contextmanager
def at_work(session: Session, stick: Path) -> Iterator[Mirror]:
    """The session, mirrored to a stick as it goes, closed at the end."""
    mirror = Mirror(stick, session)
    try:
        yield mirror
    finally:
        mirror.close()
        session.close()


def join(session: Session, centre: Headquarters) -> str:
    """Enrol as the desk's program does; the device."""
    book = DeskLineBook(session.book)
    joining = Candidate(centre.address, centre.code())
    joined = join_alone(book, joining, session.clock, session.entropy)
    session.book.set_setting(SLIP_KEY, joined.slip_key.hex())
    return joined.enrolment.device


def out(session: Session, folder: Path) -> int:
    """Carry out; how many entries."""
    book, notes = DeskLineBook(session.book), DeskCarryNotes(session.book)
    going = CarryOut(book, notes, session.clock, session.entropy)
    return going.write(Trip(folder)).events


def into(session: Session, *files: Path) -> CarriedIn:
    """Bring answers."""
    means = CarryMeans(session.clock, session.entropy, session.where.path / "carried")
    notes = DeskCarryNotes(session.book)
    return CarryIn(DeskLineBook(session.book), notes, means).read(files)


def answers(desk: Desk, device: str, folder: Path) -> list[Path]:
    """The centre's answers for a device."""
    from central.answering import Answering
    from central.store.devices import find_device

    found = desk.centre.database.read(lambda c: find_device(c, device))
    assert found is not None
    folder.mkdir()
    for made in Answering(desk.centre.database, desk.centre.clock.now_ms).answer(found):
        (folder / made.name).write_bytes(made.data)
    return files_in(folder)


def test_a_spare_goes_on_from_the_mirror_and_everything_reaches_the_centre_once(
    centre: Headquarters, desk: Desk, laptop: Laptop, tmp_path: Path
) -> None:
    mirror_stick, day_two = tmp_path / "mirror", tmp_path / "day-two"
    mirror_stick.mkdir()
    session = laptop.open()
    device = join(session, centre)
    # Made ready before the mission: a lane on paper.
    _, slip = centre.database.write(lambda c: lease_by_slip(c, device, centre.clock.ms))
    centre.stop()
    with at_work(session, mirror_stick) as mirror:
        codes = {register(session) for _ in range(30)}
        mirror.catch_up()
        out(session, day_two)
        codes |= {register(session) for _ in range(15)}
        mirror.catch_up()
    shutil.rmtree(laptop.folder)
    shutil.rmtree(tmp_path / "state")
    spare_around = replace(laptop.around, home=tmp_path / "state-of-spare")
    with pytest.raises(MachineFault, match=r"lane\.none"):
        restore_from_mirror(mirror_stick, tmp_path / "too-early", USER, PASSWORD, spare_around)
    session, restored = restore_from_mirror(
        mirror_stick, tmp_path / "spare", USER, PASSWORD, spare_around, means=Means(slip=slip)
    )
    assert codes_in(session) == codes
    with at_work(session, mirror_stick) as mirror:
        codes |= {register(session) for _ in range(10)}
        mirror.catch_up()
        assert len(codes) == 55
        assert restored.went_on.lane != laptop.lane
        out(session, tmp_path / "day-three")
        for stick in ("day-three", "day-two", "day-three"):
            assert desk.take(*files_in(tmp_path / stick)).refused == {}
        assert centre.counts().requests == 55
        found = into(session, *answers(desk, device, tmp_path / "answers"))
        assert (found.refused, found.missing) == ((), ())
        assert codes_in(session) == codes
        assert check(session) == []
        centre.start()
        went = one_round(DeskLineBook(session.book), session.clock, session.entropy)
        assert (went.state, went.unsent) == ("ok", 0)
        assert codes_in(session) == codes
    assert centre.counts().requests == 55
    assert centre.verify().problems == []


def test_an_answer_that_was_taken_before_the_loss_is_read_again_after_it(
    centre: Headquarters, desk: Desk, laptop: Laptop, tmp_path: Path
) -> None:
    other = a_desk(tmp_path / "other", tmp_path / "state", HandClock())
    mirror_stick = tmp_path / "mirror"
    mirror_stick.mkdir()
    far, session = other.open(), laptop.open()
    for each in (far, session):
        join(each, centre)
    theirs = {register(far) for _ in range(5)}
    one_round(DeskLineBook(far.book), far.clock, far.entropy)
    far.close()
    mine: Enrolment | None = DeskLineBook(session.book).enrolment()
    assert mine is not None
    with at_work(session, mirror_stick) as mirror:
        own = {register(session)}
        out(session, tmp_path / "stick")
        desk.take(*files_in(tmp_path / "stick"))
        files = answers(desk, mine.device, tmp_path / "answers")
        assert into(session, *files).events > 0
        assert into(session, *files).events == 0
        mirror.catch_up()
    shutil.rmtree(laptop.folder)
    spare = replace(laptop.around, home=tmp_path / "state-of-spare")
    _, slip = centre.database.write(lambda c: lease_by_slip(c, mine.device, centre.clock.ms))
    session, _ = restore_from_mirror(
        mirror_stick, tmp_path / "spare", USER, PASSWORD, spare, means=Means(slip=slip)
    )
    assert codes_in(session) == own
    into(session, *files)
    assert codes_in(session) == own | theirs
    session.close()
