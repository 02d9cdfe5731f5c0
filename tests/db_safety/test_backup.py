"""Backups and restores: verified, thinned out, never over a book in use."""

import shutil
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from db.backup import backups_in, read_manifest, to_keep, unpack
from db.copies import copy_book, verify_copy
from db.restore import restore
from db.witness import witnesses
from desk_app.records.errors import DataDamaged, MachineFault, NotAllowed
from tests.db_safety.conftest import HandClock
from tests.db_safety.desks import PASSWORD, USER, Desk, codes_in, register


def back_up(desk: Desk, target: Path) -> Path:
    session = desk.open()
    made = session.back_up(target)
    session.close()
    return made


def test_a_backup_is_restored_in_a_new_log_and_lane(desk: Desk, tmp_path: Path) -> None:
    codes = desk.record(3)
    file = back_up(desk, tmp_path / "second-disk")
    lost = desk.record(2)
    session, restored = restore(file, desk.folder, USER, PASSWORD, desk.around)
    assert codes_in(session) == set(codes)
    assert restored.went_on.lane != desk.lane
    assert restored.events == 4
    assert not {register(session) for _ in range(3)} & {*codes, *lost}
    session.close()
    assert restored.set_aside is not None
    assert (restored.set_aside / "book.db").exists()


def test_a_backup_is_restored_on_another_machine(desk: Desk, tmp_path: Path) -> None:
    session = desk.open()
    scan = session.scans.keep(b"a scanned page")
    session.close()
    codes = desk.record(3)
    file = back_up(desk, tmp_path / "stick")
    around = replace(desk.around, home=tmp_path / "other-machine")
    session, restored = restore(file, tmp_path / "new", USER, PASSWORD, around)
    assert codes_in(session) == set(codes)
    assert session.scans.read(scan) == b"a scanned page"
    assert restored.set_aside is None
    assert not register(session).startswith(str(desk.lane))
    session.close()


def test_a_backup_made_while_the_desk_records_is_whole(desk: Desk, tmp_path: Path) -> None:
    desk.record(20)
    session, other = desk.open(), desk.open()

    def meanwhile(_left: int, _total: int) -> None:
        register(other)

    copy_book(
        desk.book, session.keyring.data_key, tmp_path / "copy.db", session.keyring.data_key,
        meanwhile,
    )  # fmt: skip
    verify_copy(tmp_path / "copy.db", session.keyring.data_key)
    other.close()
    session.close()


def test_a_folder_in_use_is_not_restored_over(desk: Desk, tmp_path: Path) -> None:
    file = back_up(desk, tmp_path / "backups")
    window = desk.open()
    with pytest.raises(MachineFault) as in_use:
        restore(file, desk.folder, USER, PASSWORD, desk.around)
    assert in_use.value.code == "book.in_use.command"
    register(window)
    window.close()


def test_a_restore_with_a_wrong_password_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    codes = desk.record(2)
    file = back_up(desk, tmp_path / "backups")
    with pytest.raises(NotAllowed):
        restore(file, desk.folder, USER, "not the password", desk.around)
    assert sorted(path.name for path in desk.folder.iterdir()) == ["book.db", "slots"]
    session = desk.open()
    assert codes_in(session) == set(codes)
    session.close()


def test_a_backup_that_is_not_there_is_told_from_a_damaged_one(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(MachineFault) as fault:
        restore(tmp_path / "none.mzb", tmp_path / "new", USER, PASSWORD, desk.around)
    assert fault.value.code == "backup.not_found"


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_damaged_or_cut_backup_is_refused(desk: Desk, tmp_path: Path, place: float) -> None:
    desk.record(2)
    file = back_up(desk, tmp_path / "backups")
    whole = file.read_bytes()
    at = int(len(whole) * place)
    for harmed in (whole[:at], whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :]):
        file.write_bytes(harmed)
        with pytest.raises(DataDamaged) as damaged:
            restore(file, tmp_path / "new", USER, PASSWORD, desk.around)
        assert damaged.value.code == "backup.damaged"
    assert not (tmp_path / "new" / "book.db").exists()


def test_a_backup_belongs_outside_the_data_folder(desk: Desk) -> None:
    session = desk.open()
    for target in (desk.folder, desk.folder / "backups"):
        with pytest.raises(MachineFault) as inside:
            session.back_up(target)
        assert inside.value.code == "backup.same_folder"
    session.close()


def test_a_backup_that_cannot_be_written_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    session = desk.open()
    with pytest.raises(MachineFault) as refused:
        session.back_up(tmp_path / "file" / "backups")
    assert refused.value.code == "backup.not_written"
    session.close()


def test_a_damaged_book_makes_no_backup(desk: Desk, tmp_path: Path) -> None:
    desk.record(10)
    session = desk.open()
    data = bytearray(desk.book.read_bytes())
    data[len(data) // 2] ^= 1
    desk.book.write_bytes(data)
    with pytest.raises(DataDamaged):
        session.back_up(tmp_path / "backups")
    assert backups_in(tmp_path / "backups") == []
    session.close()


def test_no_backup_holds_a_spare_lane_or_a_way_in_of_the_machine(
    desk: Desk, tmp_path: Path
) -> None:
    session = desk.open()
    session.keyring.allow_unattended()
    file = session.back_up(tmp_path / "backups")
    session.close()
    (_, record), = witnesses(desk.around.home or Path())  # fmt: skip
    (tmp_path / "out").mkdir()
    unpack(file, tmp_path / "out")
    assert b'"service":null' in (tmp_path / "out" / "slots").read_bytes()
    whole = file.read_bytes()
    assert not any(str(lane).encode() in whole for lane in record.spare_lanes)
    with tarfile.open(file) as tar:
        assert {member.uname for member in tar} == {""}


def test_backups_are_thinned_out_to_three_and_one_a_month(
    desk: Desk, tmp_path: Path, clock: HandClock
) -> None:
    target = tmp_path / "backups"
    other = target / "mizban-00000000-20200101-000000-000.mzb"
    target.mkdir()
    other.write_bytes(b"another desk's")
    for _ in range(5):
        back_up(desk, target)
        clock.pass_seconds(60)
    assert len(backups_in(target)) == 3 + 1 + 1
    assert other.exists()
    kept = [path for path in backups_in(target) if path != other]
    assert [read_manifest(path).seq for path in kept] == [1, 1, 1, 1]


def test_the_first_of_each_of_twelve_months_stays() -> None:
    names = [
        f"mizban-0123abcd-{year}{month:02d}{day:02d}-120000-000.mzb"
        for year in (2025, 2026)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    kept = sorted(to_keep(names))
    assert len(kept) == 12 + 3
    assert kept[0] == "mizban-0123abcd-20260101-120000-000.mzb"
    assert kept[-1] == names[-1]


def test_a_lost_computer_is_replaced_by_backup_and_password_alone(
    desk: Desk, tmp_path: Path
) -> None:
    codes = desk.record(4)
    file = back_up(desk, tmp_path / "stick")
    shutil.rmtree(desk.folder)
    shutil.rmtree(desk.around.home or Path())
    session, _ = restore(file, desk.folder, USER, PASSWORD, desk.around)
    assert codes_in(session) == set(codes)
    session.close()
    assert desk.record(1)
