"""What differs by platform, as far as this one can show it."""

import os
from pathlib import Path

import pytest

from db import platform
from desk_app.records.errors import MachineFault


def test_a_file_is_replaced_whole_or_stays(tmp_path: Path) -> None:
    path = tmp_path / "file"
    platform.replace_file(path, b"first")
    platform.replace_file(path, b"second")
    assert path.read_bytes() == b"second"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_lock_is_held_once_and_again_after_it_was_let_go(tmp_path: Path) -> None:
    first, second = (platform.LockedFile(tmp_path / "lock") for _ in range(2))
    assert first.try_lock()
    assert not second.try_lock()
    first.close()
    assert second.try_lock()
    second.close()


def test_a_machine_without_a_name_gets_one_that_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nameless() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(platform, "_system_name", nameless)
    first = platform.machine_id(tmp_path / "state" / "machine")
    assert first == platform.machine_id(tmp_path / "state" / "machine")
    assert first != platform.machine_id(tmp_path / "other" / "machine")
    (tmp_path / "file").touch()
    assert platform.machine_id(tmp_path / "file" / "machine")


def test_a_folder_that_takes_nothing_is_seen(tmp_path: Path) -> None:
    assert platform.can_write(tmp_path)
    assert not platform.can_write(tmp_path / "missing")
    assert list(tmp_path.iterdir()) == []
    assert not platform.is_full(tmp_path / "missing")


def test_what_the_system_refuses_is_told_by_its_code(tmp_path: Path) -> None:
    with pytest.raises(MachineFault) as told, platform.told_of_folder(tmp_path, "scan.not_kept"):
        (tmp_path / "missing" / "file").touch()
    assert told.value.code == "scan.not_kept"


def test_bytes_are_written_where_they_belong(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(10))
    file = platform.open_for_update(path)
    platform.write_at(file, b"abc", 4)
    platform.sync_data(file)
    os.close(file)
    assert path.read_bytes() == bytes(4) + b"abc" + bytes(3)
    platform.sync_file(path)
    platform.sync_folder(tmp_path)


def test_a_secret_of_the_machine_comes_back(tmp_path: Path) -> None:
    keep = tmp_path / "state" / "service"
    stored = platform.protect(b"a secret of the machine", keep)
    assert platform.unprotect(stored, keep) == b"a secret of the machine"
    assert b"a secret" not in stored
