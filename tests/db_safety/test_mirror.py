"""The mirror on a stick: in time, torn anywhere, read by whoever may open the book."""

import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from db import segments
from db.check import check
from db.going_on import Means, go_on
from db.line_book import DeskLineBook
from db.mirror import EVERY_RECORDS, Mirror, mirrors_on, reach_of, read_mirror
from db.restore import restore_from_mirror
from desk_app.records.bodies import Erased
from desk_app.records.errors import MachineFault, NotAllowed
from desk_app.records.event import Draft, Subject, read_event
from desk_app.records.kinds_of_event import body_data
from tests.db_safety.conftest import HandClock
from tests.db_safety.desks import PASSWORD, USER, Desk, codes_in, register


def mirrored(desk: Desk, stick: Path, count: int) -> list[str]:
    """Record so many requests, each one mirrored at once; their codes."""
    session = desk.open()
    mirror = Mirror(stick, session)
    codes = []
    for _ in range(count):
        codes.append(register(session))
        mirror.catch_up()
    mirror.close()
    session.close()
    return codes


def identity_of(desk: Desk) -> tuple[str, str]:
    session = desk.open()
    found = session.keyring.identity
    session.close()
    return found


def entries_in(folder: Path, identity: tuple[str, str]) -> list[tuple[str, int]]:
    return [(e.log, e.seq) for frame in read_mirror(folder, *identity) for e in frame.events]


def test_a_mirror_is_due_after_twenty_records_or_two_minutes(
    desk: Desk, tmp_path: Path, clock: HandClock
) -> None:
    session = desk.open()
    mirror = Mirror(tmp_path, session)
    assert not mirror.is_due()
    assert [mirror.note(1) for _ in range(EVERY_RECORDS)] == [False] * 19 + [True]
    mirror.catch_up()
    assert not mirror.note(1)
    clock.pass_seconds(119)
    assert not mirror.is_due()
    clock.pass_seconds(1)
    assert mirror.is_due()
    mirror.close()
    session.close()


def test_a_lost_computer_is_replaced_by_mirror_and_password_alone(
    desk: Desk, tmp_path: Path
) -> None:
    session = desk.open()
    scan = session.scans.keep(b"a scanned page")
    session.close()
    codes = mirrored(desk, tmp_path / "stick", 25)
    shutil.rmtree(desk.folder)
    shutil.rmtree(desk.around.home or Path())
    with pytest.raises(NotAllowed):
        restore_from_mirror(tmp_path / "stick", desk.folder, USER, "wrong one", desk.around)
    session, restored = restore_from_mirror(
        tmp_path / "stick", desk.folder, USER, PASSWORD, desk.around
    )
    assert codes_in(session) == set(codes)
    assert restored.events == 26
    assert session.book.officer.role == "admin"
    assert session.scans.read(scan) == b"a scanned page"
    assert not register(session).startswith(str(desk.lane))
    session.close()


def test_a_stick_pulled_out_anywhere_holds_every_frame_before(desk: Desk, tmp_path: Path) -> None:
    mirrored(desk, tmp_path / "stick", 10)
    identity = identity_of(desk)
    (folder,) = mirrors_on(tmp_path / "stick")
    (path,) = segments.segments(folder)
    whole = path.read_bytes()
    chance = random.Random(11)
    before = 0
    for cut in sorted(chance.randrange(len(whole)) for _ in range(40)):
        path.write_bytes(whole[:cut] + os.urandom(chance.randrange(600)))
        found = entries_in(folder, identity)
        assert found == found[:1] + [(found[0][0], seq) for seq in range(2, len(found) + 1)]
        assert len(found) >= before
        before = len(found)


def test_a_torn_mirror_goes_on_where_its_whole_frames_end(desk: Desk, tmp_path: Path) -> None:
    first = mirrored(desk, tmp_path / "stick", 10)
    identity = identity_of(desk)
    (folder,) = mirrors_on(tmp_path / "stick")
    (path,) = segments.segments(folder)
    path.write_bytes(path.read_bytes()[:-100])
    assert next(iter(reach_of(folder, *identity)[0].values())) == 10
    second = mirrored(desk, tmp_path / "stick", 3)
    assert [seq for _, seq in entries_in(folder, identity)] == list(range(1, 15))
    around = replace(desk.around, home=tmp_path / "other")
    session, _ = restore_from_mirror(tmp_path / "stick", tmp_path / "new", USER, PASSWORD, around)
    assert codes_in(session) == {*first, *second}
    session.close()


def test_a_mirror_with_a_segment_missing_is_written_again(desk: Desk, tmp_path: Path) -> None:
    for _ in range(3):
        mirrored(desk, tmp_path / "stick", 2)
    identity = identity_of(desk)
    (folder,) = mirrors_on(tmp_path / "stick")
    paths = segments.segments(folder)
    assert len(paths) == 3
    paths[1].unlink()
    mirrored(desk, tmp_path / "stick", 1)
    assert {seq for _, seq in entries_in(folder, identity)} == set(range(1, 9))


def test_a_stick_that_is_gone_is_told_and_recording_goes_on(desk: Desk, tmp_path: Path) -> None:
    session = desk.open()
    stick = tmp_path / "stick"
    stick.write_bytes(b"no folder")
    mirror = Mirror(stick, session)
    with pytest.raises(MachineFault) as gone:
        mirror.catch_up()
    assert gone.value.code == "mirror.gone"
    register(session)
    stick.unlink()
    assert mirror.catch_up() == 2
    mirror.close()
    session.close()


def test_nothing_on_a_stick_is_readable(desk: Desk, tmp_path: Path) -> None:
    session = desk.open()
    register(session, "موضوع بسیار محرمانه")
    mirror = Mirror(tmp_path / "stick", session)
    mirror.catch_up()
    mirror.close()
    session.close()
    for path in (tmp_path / "stick").rglob("*"):
        assert path.is_dir() or "محرمانه".encode() not in path.read_bytes()
        assert path.is_dir() or b"Registered" not in path.read_bytes()


def test_an_erased_value_is_in_no_segment_either(desk: Desk, tmp_path: Path) -> None:
    session = desk.open()
    register(session, "erase me")
    mirror = Mirror(tmp_path / "stick", session)
    mirror.catch_up()
    with session.book.reader.look() as db:
        (data,) = db.execute("SELECT bytes FROM event WHERE type = 'Registered'").fetchone()
    event = read_event(data)
    with session.book.writing() as pen:
        body = body_data(Erased(values=event.held))
        pen.write(Draft(subject=Subject(*event.subject), type="Erased", body=body))
    mirror.catch_up()
    frames = list(read_mirror(mirrors_on(tmp_path / "stick")[0], *session.keyring.identity))
    entries = [entry for frame in frames for entry in frame.events]
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert not any(b"erase me" in entry.beside for entry in entries)
    register(session)
    assert mirror.catch_up() == 1
    mirror.close()
    session.close()


def test_a_new_officer_reads_what_is_mirrored_from_then_on(desk: Desk, tmp_path: Path) -> None:
    session = desk.open()
    mirror = Mirror(tmp_path / "stick", session)
    mirror.catch_up()
    session.keyring.admit("maryam", "maryam-password")
    register(session)
    mirror.catch_up()
    mirror.close()
    session.close()
    maryam = slots_identity(desk)
    (folder,) = mirrors_on(tmp_path / "stick")
    assert [seq for _, seq in entries_in(folder, maryam)] == [2]


def slots_identity(desk: Desk) -> tuple[str, str]:
    session = desk.open("maryam", "maryam-password")
    found = session.keyring.identity
    session.close()
    return found


def test_a_folder_without_a_mirror_or_with_several_is_told(desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(MachineFault) as none:
        restore_from_mirror(stick, tmp_path / "new", USER, PASSWORD, desk.around)
    assert none.value.code == "mirror.none"
    mirrored(desk, stick, 1)
    shutil.copytree(mirrors_on(stick)[0], stick / "mizban-other")
    with pytest.raises(MachineFault) as several:
        restore_from_mirror(stick, tmp_path / "new", USER, PASSWORD, desk.around)
    assert several.value.code == "mirror.several"
    around = replace(desk.around, home=tmp_path / "other")
    session, _ = restore_from_mirror(
        stick / "mizban-other", tmp_path / "new", USER, PASSWORD, around, means=Means()
    )
    session.close()


def test_a_book_of_several_logs_comes_back_from_its_mirror(desk: Desk, tmp_path: Path) -> None:
    first = mirrored(desk, tmp_path / "stick", 3)
    session, _ = go_on(desk.folder, USER, PASSWORD, "fork", desk.around, needed=False)
    session.close()
    second = mirrored(desk, tmp_path / "stick", 2)
    around = replace(desk.around, home=tmp_path / "other")
    session, restored = restore_from_mirror(
        tmp_path / "stick", tmp_path / "new", USER, PASSWORD, around
    )
    assert codes_in(session) == {*first, *second}
    lanes = [log.lane for log in DeskLineBook(session.book).own_logs()]
    assert len(set(lanes)) == 3
    assert lanes[-1] == restored.went_on.lane
    assert check(session) == []
    session.close()


def test_going_on_takes_in_a_later_log_that_only_the_mirror_knows(
    desk: Desk, tmp_path: Path
) -> None:
    older = desk.copy_to(tmp_path / "older")
    session, _ = go_on(desk.folder, USER, PASSWORD, "fork", desk.around, needed=False)
    session.close()
    lost = mirrored(desk, tmp_path / "stick", 2)
    shutil.rmtree(desk.folder)
    shutil.copytree(older, desk.folder)
    means = Means(tmp_path / "stick")
    session, went_on = go_on(desk.folder, USER, PASSWORD, "behind", desk.around, means=means)
    assert codes_in(session) == set(lost)
    assert went_on.brought_in == 3
    assert check(session) == []
    session.close()
