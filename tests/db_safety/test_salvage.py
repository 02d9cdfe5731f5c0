"""Salvage: what reads is saved, what is lost is named, what a mirror holds comes back."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from db.check import check
from db.going_on import Means
from db.mirror import Mirror
from db.pages import Pages
from db.salvage import salvage
from desk_app.records.errors import DataDamaged
from tests.db_safety.desks import PASSWORD, USER, Desk, codes_in, register

PAGE = 4096


def flip_pages(path: Path, numbers: list[int]) -> None:
    data = bytearray(path.read_bytes())
    for number in numbers:
        data[(number - 1) * PAGE + 1000] ^= 1
    path.write_bytes(data)


def destroy_first_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(PAGE))


def cut_in_half(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // PAGE // 2 * PAGE + 100)


def flip_some(path: Path) -> None:
    count = path.stat().st_size // PAGE
    flip_pages(path, random.Random(4).sample(range(2, count + 1), 6))


def test_a_destroyed_first_page_loses_no_record(desk: Desk, tmp_path: Path) -> None:
    codes = desk.record(40)
    destroy_first_page(desk.book)
    session, saved = salvage(desk.folder, tmp_path / "saved", USER, PASSWORD, desk.around)
    assert codes_in(session) == set(codes)
    assert (saved.gaps, saved.pages, saved.events) == ((), 1, 41)
    assert check(session) == []
    assert session.book.officer.role == "admin"
    assert register(session) not in codes
    session.close()


def test_records_in_the_log_file_of_a_killed_process_are_saved_too(
    desk: Desk, tmp_path: Path
) -> None:
    before = desk.record(5)
    after = desk.crashed_with(5)
    destroy_first_page(desk.book)
    session, saved = salvage(desk.folder, tmp_path / "saved", USER, PASSWORD, desk.around)
    assert codes_in(session) == {*before, *after}
    assert saved.gaps == ()
    session.close()


@pytest.mark.parametrize("harm", [cut_in_half, flip_some])
def test_what_is_lost_is_named_and_the_mirror_brings_it_back(
    desk: Desk, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    session = desk.open()
    codes = {register(session, f"{'matter' * 300} {number}") for number in range(120)}
    mirror = Mirror(tmp_path / "stick", session)
    mirror.catch_up()
    mirror.close()
    session.close()
    harm(desk.book)
    session, saved = salvage(desk.folder, tmp_path / "alone", USER, PASSWORD, desk.around)
    alone = codes_in(session)
    session.close()
    assert alone < codes
    assert saved.pages > 0 or harm is cut_in_half
    lost = sum(gap.last - gap.first + 1 for gap in saved.gaps)
    assert lost == 121 - saved.events
    session, saved = salvage(
        desk.folder, tmp_path / "mirrored", USER, PASSWORD, desk.around,
        means=Means(mirror=tmp_path / "stick"),
    )  # fmt: skip
    assert codes_in(session) == codes
    assert check(session) == []
    assert saved.went_on.lane != desk.lane
    session.close()


def test_every_single_page_may_be_lost(desk: Desk, tmp_path: Path) -> None:
    codes = set(desk.record(25))
    session = desk.open()
    key = session.keyring.data_key
    session.close()
    whole = desk.book.read_bytes()
    with Pages(desk.book, key, whole[:16]) as pages:
        numbers = list(pages.numbers())
    for number in random.Random(9).sample(numbers[1:], 12):
        desk.book.write_bytes(whole)
        flip_pages(desk.book, [number])
        session, saved = salvage(
            desk.folder, tmp_path / f"saved-{number}", USER, PASSWORD, desk.around
        )
        lost = sum(gap.last - gap.first + 1 for gap in saved.gaps)
        assert saved.events >= 26 - lost
        assert len(codes - codes_in(session)) <= lost
        assert check(session) == []
        session.close()


def test_the_damaged_files_are_not_touched(desk: Desk, tmp_path: Path) -> None:
    desk.crashed_with(10)
    flip_pages(desk.book, [5])
    before = {path.name: path.read_bytes() for path in desk.folder.iterdir() if path.is_file()}
    salvage(desk.folder, tmp_path / "saved", USER, PASSWORD, desk.around)[0].close()
    after = {path.name: path.read_bytes() for path in desk.folder.iterdir() if path.is_file()}
    assert before == after


def test_files_of_which_nothing_reads_are_told(desk: Desk, tmp_path: Path) -> None:
    desk.book.write_bytes(bytes(desk.book.stat().st_size))
    with pytest.raises(DataDamaged) as nothing:
        salvage(desk.folder, tmp_path / "saved", USER, PASSWORD, desk.around)
    assert nothing.value.code == "salvage.nothing"
    assert not (tmp_path / "saved" / "book.db").exists()
