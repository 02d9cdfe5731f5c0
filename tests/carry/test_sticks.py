"""Sticks that are full, locked or pulled out: nothing half is left, nothing is lost."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from desk_app.protocol.bundle_files import free_bytes, make_room_sure, write_bundles
from desk_app.records.errors import MachineFault
from desk_app.sync.carry_out import CarryOut, Trip
from tests.carry.trips import Traveller, files_in

Make = Callable[..., Traveller]


def going(away: Traveller) -> CarryOut:
    return CarryOut(away.book, away.notes, away.book.clock, away.book.entropy, "test")


def test_a_stick_pulled_out_in_the_middle_leaves_the_desk_as_it_was(
    joined: Make, stick: Path
) -> None:
    away = joined()
    away.book.register(1500)

    def pull(done: int, _of: int) -> None:
        if done == 1:
            shutil.rmtree(stick)

    with pytest.raises(MachineFault, match=r"carry\.gone"):
        going(away).write(Trip(stick), pull)
    assert away.notes.carrying().sets == ()
    assert away.unsent == 1500
    assert away.out(stick).events == 1500


def test_a_trip_that_is_stopped_leaves_no_file(joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(1500)

    def stop(_done: int, _of: int) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        going(away).write(Trip(stick, copies=2), stop)
    assert files_in(stick) == []


def test_progress_is_told_file_by_file(joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(2100)
    seen: list[tuple[int, int]] = []
    going(away).write(Trip(stick), lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (errno.ENOSPC, "carry.full_now"),
        (errno.EROFS, "carry.read_only"),
        (errno.EACCES, "carry.read_only"),
        (errno.EIO, "carry.gone"),
    ],
)
def test_what_the_system_says_of_a_stick_is_told_and_nothing_is_left(
    joined: Make, stick: Path, monkeypatch: pytest.MonkeyPatch, failure: int, code: str
) -> None:
    away = joined()
    away.book.register(1500)
    flushed: list[int] = []

    def fails(handle: int) -> None:
        flushed.append(handle)
        if len(flushed) == 2:
            raise OSError(failure, "of the stick")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fails)
        with pytest.raises(MachineFault) as caught:
            away.out(stick)
    assert caught.value.code == code
    assert files_in(stick) == []
    assert away.out(stick).files == 2


def test_too_little_room_is_told_before_anything_is_written(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(MachineFault) as caught:
        make_room_sure(stick, free_bytes(stick) + 5_000_000)
    assert caught.value.code == "carry.full"
    assert files_in(stick) == []


def test_a_stick_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(MachineFault, match=r"carry\.gone"):
        free_bytes(tmp_path / "none")
    with pytest.raises(MachineFault, match=r"carry\.gone"):
        make_room_sure(tmp_path / "file" / "stick", 1)


def test_a_file_system_without_the_flushing_of_folders_is_taken(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = os.fsync

    def knows_files_only(handle: int) -> None:
        if os.fstat(handle).st_mode & 0o040000:
            raise OSError(errno.EINVAL, "folders are not flushed")
        flush(handle)

    monkeypatch.setattr(os, "fsync", knows_files_only)
    assert list(write_bundles(stick, [("a.mzc", b"a")])) == ["a.mzc"]
    assert files_in(stick) == [stick / "a.mzc"]


def test_a_folder_that_cannot_be_flushed_fails_the_trip(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_for_folders(handle: int) -> None:
        if os.fstat(handle).st_mode & 0o040000:
            raise OSError(errno.EIO, "of the stick")

    monkeypatch.setattr(os, "fsync", fails_for_folders)
    with pytest.raises(MachineFault, match=r"carry\.gone"):
        list(write_bundles(stick, [("a.mzc", b"a")]))
    assert files_in(stick) == []


def test_names_on_a_stick_say_nothing_of_anybody(joined: Make, stick: Path) -> None:
    away = joined()
    away.book.register(3)
    out = away.out(stick)
    (path,) = files_in(stick)
    assert path.name == f"mizban-{out.set}-0001.mzc"
    clear = path.read_bytes()[:600]
    mine: Any = away.book.enrolment()
    for secret in (mine.device, mine.office, away.book.own_logs()[-1].log, "شیرین", "4541021153"):
        assert secret.encode() not in clear
