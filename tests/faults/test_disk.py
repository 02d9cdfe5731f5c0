"""A disk that is full or read-only: told in a sentence, nothing half written, nothing lost."""

from pathlib import Path

from db.check import check
from tests.db_safety.desks import Desk, codes_in
from tests.faults.writing import run


def test_a_disk_that_fills_up_refuses_and_goes_on_when_there_is_room(
    desk: Desk, disk: Path, tmp_path: Path
) -> None:
    full = tmp_path / "full"
    said = run(
        "write_on_a_disk_that_fills", desk.folder, desk.around.home or Path(), full,
        LD_PRELOAD=str(disk), DISK_WATCH=str(desk.folder), DISK_FULL=str(full),
    )  # fmt: skip
    *faults, taken = said.splitlines()
    assert faults == ["disk.full"] * 3
    assert len(taken.split()) == 6
    session = desk.open()
    assert session.book.read_only_reason is None
    assert codes_in(session) == set(taken.split())
    assert check(session) == []
    session.close()


def test_a_full_disk_under_the_witness_acknowledges_nothing_and_loses_nothing(
    desk: Desk, disk: Path, tmp_path: Path
) -> None:
    full = tmp_path / "full"
    home = desk.around.home or Path()
    said = run(
        "write_on_a_disk_that_fills", desk.folder, home, full,
        LD_PRELOAD=str(disk), DISK_WATCH=str(home), DISK_FULL=str(full),
    )  # fmt: skip
    *faults, taken = said.splitlines()
    assert faults == ["witness.not_written"] * 3
    session = desk.open()
    assert session.book.read_only_reason is None
    assert set(taken.split()) <= codes_in(session)
    assert check(session) == []
    session.close()


def test_a_read_only_disk_is_told_when_the_book_is_opened(
    desk: Desk, disk: Path, tmp_path: Path
) -> None:
    flag = tmp_path / "read-only"
    flag.touch()
    environment = {
        "LD_PRELOAD": str(disk), "DISK_WATCH": str(desk.folder), "DISK_READ_ONLY": str(flag),
    }  # fmt: skip
    home = desk.around.home or Path()
    assert run("open_on_a_disk", desk.folder, home, **environment) == "disk.read_only\n"
    flag.unlink()
    assert run("open_on_a_disk", desk.folder, home, **environment) == "sound\n"


def test_a_full_disk_is_told_when_the_book_is_opened(
    desk: Desk, disk: Path, tmp_path: Path
) -> None:
    flag = tmp_path / "full"
    flag.touch()
    said = run(
        "open_on_a_disk", desk.folder, desk.around.home or Path(),
        LD_PRELOAD=str(disk), DISK_WATCH=str(desk.folder), DISK_FULL=str(flag),
    )  # fmt: skip
    assert said == "disk.full\n"
