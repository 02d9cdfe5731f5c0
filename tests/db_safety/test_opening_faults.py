"""Every fault of a book is found when it is opened, told by its code, and costs nothing kept."""

import random
import shutil
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text as sql

from db import platform, slots
from db.cells import rows
from db.diagnosis import salt_of
from db.engine import open_engines
from db.inspection import Inspection
from db.opening import open_session
from db.pages import Pages, logged_pages
from db.session import Session
from db.tables.ledger import event
from db.tables.shape import columns_of
from db.witness import witnesses
from desk_app.records.errors import DataDamaged, DeskError, MachineFault, NotAllowed
from tests.db_safety.conftest import HandClock
from tests.db_safety.desks import PASSWORD, USER, Desk, codes_in, register


def reason_of(desk: Desk) -> DeskError | None:
    session = desk.open()
    reason = session.book.read_only_reason
    if reason is not None:
        with pytest.raises(MachineFault), session.book.writing() as pen:
            pen.next_code()
    session.close()
    return reason


def code_of(reason: DeskError | None) -> str:
    assert reason is not None
    return reason.code


def damage_of(desk: Desk) -> str:
    """What is told of a damaged book, whether it still opens for reading or not."""
    try:
        return code_of(reason_of(desk))
    except DataDamaged as damaged:
        return damaged.code


def refused(desk: Desk) -> DeskError:
    with pytest.raises(DeskError) as found:
        desk.open()
    return found.value


def test_a_sound_book_opens_for_writing(desk: Desk) -> None:
    codes = desk.record(3)
    session = desk.open()
    assert session.book.read_only_reason is None
    assert codes_in(session) == set(codes)
    session.close()


def test_a_wrong_password_is_told_and_slowed_down(desk: Desk, clock: HandClock) -> None:
    for _ in range(5):
        with pytest.raises(NotAllowed) as wrong:
            desk.open(USER, "not the password")
        assert wrong.value.code == "password.wrong"
    with pytest.raises(NotAllowed) as waits:
        desk.open()
    assert waits.value.code == "password.wait"
    clock.pass_seconds(30)
    desk.open().close()


def test_an_empty_folder_holds_no_book(desk: Desk, tmp_path: Path) -> None:
    desk.folder = tmp_path / "elsewhere"
    assert refused(desk).code == "book.none"


def test_an_overwritten_first_page_is_told(desk: Desk) -> None:
    desk.record(3)
    with desk.book.open("r+b") as file:
        file.write(bytes(4096))
    assert refused(desk).code == "book.first_page"


def test_a_cut_file_is_told_with_what_is_missing(desk: Desk) -> None:
    desk.record(3)
    with desk.book.open("r+b") as file:
        file.truncate(desk.book.stat().st_size - 5 * 4096)
    cut = refused(desk)
    assert (cut.code, cut.params) == ("book.truncated", {"pages": 5})


def test_an_empty_file_is_told(desk: Desk) -> None:
    desk.book.write_bytes(b"")
    assert refused(desk).code == "book.first_page"


DAMAGE = ("book.bad_pages", "book.damaged")
"""Where the page of the officers itself is hit, the book does not open at all."""


@pytest.mark.parametrize("seed", range(6))
def test_flipped_bytes_are_found_at_once_in_a_small_book(desk: Desk, seed: int) -> None:
    desk.record(30)
    flip(desk.book, 1, random.Random(seed))
    assert damage_of(desk) in DAMAGE


def test_flipped_bytes_are_found_within_a_day_in_a_large_book(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.inspection.SMALL_BYTES", 0)
    desk.record(30)
    session = desk.open()
    looked_through(session, clock)
    flip(desk.book, 1, random.Random(1))
    assert looked_through(session, clock) == 0
    clock.pass_seconds(24 * 60 * 60)
    assert looked_through(session, clock) > 0
    session.close()
    assert damage_of(desk) in DAMAGE
    assert damage_of(desk) in DAMAGE


def test_a_large_book_is_looked_through_once_a_day(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.inspection.SMALL_BYTES", 0)
    monkeypatch.setattr("db.inspection.AT_ONCE", 10)
    desk.record(30)
    session = desk.open()
    clock.pass_seconds(24 * 60 * 60)
    assert looked_through(session, clock) >= desk.book.stat().st_size // 4096 // 10
    assert looked_through(session, clock) == 0
    clock.pass_seconds(24 * 60 * 60)
    assert looked_through(session, clock) > 0
    session.close()
    assert reason_of(desk) is None


def test_pages_that_are_whole_in_the_log_are_sound(
    desk: Desk, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.inspection.SMALL_BYTES", 0)
    desk.record(3)
    session = desk.open()
    register(session)
    on_disk = desk.book.stat().st_size // 4096
    torn = max(number for number in logged_pages(desk.book) if number <= on_disk)
    with desk.book.open("r+b") as file:
        file.seek(torn * 4096 - 3000)
        file.write(b"torn")
    clock.pass_seconds(24 * 60 * 60)
    assert looked_through(session, clock) > 0
    session.close()
    assert reason_of(desk) is None


def looked_through(session: Session, clock: HandClock) -> int:
    """Inspect until nothing is due; how many steps that took."""
    inspection = Inspection(session.where, session.keyring.data_key, session.witness)
    steps = 0
    while inspection.step(clock.now_ms()):
        steps += 1
    return steps


def test_flipped_bytes_are_found_after_a_crash(desk: Desk) -> None:
    desk.record(30)
    desk.crashed_with(1)
    with Pages(desk.book, bytes(32), bytes(16)) as pages:
        in_log = set(pages.logged)
    flip(desk.book, 1, random.Random(2), in_log)
    assert code_of(reason_of(desk)) == "book.bad_pages"


def test_a_damaged_page_met_on_the_way_opens_for_reading(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.inspection.SMALL_BYTES", 0)
    desk.record(60)
    session = desk.open()
    key = session.keyring.data_key
    session.close()
    with Pages(desk.book, key, salt_of(desk.book)) as pages:
        last = max(
            (rowid, number)
            for number in pages.numbers()
            for rowid, row in rows(pages.page(number) or bytes(4096), number, pages.page)
            if len(row) == len(columns_of(event))
        )[1]
    data = bytearray(desk.book.read_bytes())
    data[last * 4096 - 2000] ^= 1
    desk.book.write_bytes(data)
    assert code_of(reason_of(desk)) == "book.damaged"


def flip(path: Path, pages: int, chance: random.Random, spared: Collection[int] = ()) -> None:
    """Flip one bit on so many pages, none of them at the beginning or spared."""
    data = bytearray(path.read_bytes())
    last = len(data) // 4096
    numbers = [number for number in range(last // 2, last + 1) if number not in spared]
    for number in chance.sample(numbers, pages):
        data[(number - 1) * 4096 + chance.randrange(4096)] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def test_a_deleted_log_file_is_told_with_how_many_are_missing(desk: Desk) -> None:
    desk.crashed_with(7)
    desk.book.with_name("book.db-wal").unlink()
    behind = reason_of(desk)
    assert code_of(behind) == "book.behind"
    assert behind is not None
    assert behind.params == {"missing": 7}


def test_a_damaged_log_file_is_told(desk: Desk) -> None:
    desk.crashed_with(7)
    wal = desk.book.with_name("book.db-wal")
    data = bytearray(wal.read_bytes())
    data[len(data) // 2] ^= 1
    wal.write_bytes(data)
    assert code_of(reason_of(desk)) == "book.behind"


def test_an_older_copy_put_back_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.record(2)
    older = desk.copy_to(tmp_path / "older")
    desk.record(4)
    shutil.rmtree(desk.folder)
    older.rename(desk.folder)
    behind = reason_of(desk)
    assert code_of(behind) == "book.behind"
    assert behind is not None
    assert behind.params == {"missing": 4}


def test_a_commit_that_the_witness_did_not_see_is_taken_over(desk: Desk) -> None:
    desk.record(2)
    (witness, record), = witnesses(desk.around.home or Path())  # fmt: skip
    codes = desk.record(1)
    witness.write(record)
    session = desk.open()
    assert session.book.read_only_reason is None
    assert set(codes) <= codes_in(session)
    assert register(session) not in codes
    session.close()


def test_another_content_at_the_witnessed_place_is_a_fork(desk: Desk) -> None:
    desk.record(2)
    (witness, record), = witnesses(desk.around.home or Path())  # fmt: skip
    witness.write(msgspec.structs.replace(record, head=bytes(32)))
    assert code_of(reason_of(desk)) == "book.forked"


def test_a_copied_folder_opens_for_reading_and_the_original_goes_on(
    desk: Desk, tmp_path: Path
) -> None:
    codes = desk.record(2)
    copy = Desk(desk.copy_to(tmp_path / "copy"), desk.around, desk.lane, "")
    assert code_of(reason_of(copy)) == "book.copied_folder"
    session = copy.open()
    assert codes_in(session) == set(codes)
    session.close()
    assert reason_of(desk) is None


def test_a_moved_folder_goes_on(desk: Desk, tmp_path: Path) -> None:
    desk.record(1)
    desk.folder = desk.folder.rename(tmp_path / "moved")
    assert reason_of(desk) is None
    assert reason_of(desk) is None


def test_a_copy_on_another_machine_opens_for_reading(desk: Desk, tmp_path: Path) -> None:
    desk.record(2)
    elsewhere = replace(desk.around, home=tmp_path / "other-state")
    there = Desk(desk.folder, elsewhere, desk.lane, "")
    assert code_of(reason_of(there)) == "book.copied_machine"


def test_a_witness_that_was_brought_along_to_another_machine_says_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    desk.record(2)
    other_home = tmp_path / "other-state"
    shutil.copytree(desk.around.home or Path(), other_home)
    for path in other_home.glob("*/witness"):
        data = bytearray(path.read_bytes())
        # What a sum over another machine's name looks like from here: it does not fit.
        data[0] ^= 1
        data[4096] ^= 1
        path.write_bytes(data)
    there = Desk(desk.folder, replace(desk.around, home=other_home), desk.lane, "")
    assert code_of(reason_of(there)) == "book.copied_machine"


def test_a_book_of_a_newer_program_is_refused_before_and_after_its_slots_say_so(
    desk: Desk,
) -> None:
    session = desk.open()
    key = session.keyring.data_key
    now = session.keyring.slots()
    session.close()
    engines = open_engines(desk.book, key)
    with engines.writer.begin() as connection:
        connection.execute(sql("UPDATE alembic_version SET version_num = '0999'"))
    engines.dispose()
    assert refused(desk).code == "book.newer"
    slots.write(msgspec.structs.replace(now, schema="0999"), desk.folder)
    assert refused(desk).code == "book.newer"


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"mizban-slots 1")])
def test_a_lost_or_damaged_slots_file_comes_back_from_its_twin(
    desk: Desk, harm: Callable[[Path], object]
) -> None:
    codes = desk.record(1)
    harm(desk.folder / "slots")
    session = desk.open()
    assert session.book.read_only_reason is None
    assert codes_in(session) == set(codes)
    session.close()
    assert slots.read(desk.folder).officer(USER) is not None


def test_slots_lost_here_and_beside_the_witness_are_told(desk: Desk) -> None:
    (desk.folder / "slots").unlink()
    for twin in (desk.around.home or Path()).glob("*/slots"):
        twin.unlink()
    assert refused(desk).code == "slots.missing"


def test_a_missing_book_is_told(desk: Desk) -> None:
    desk.record(1)
    desk.book.unlink()
    assert refused(desk).code == "book.missing"


def test_a_damaged_salt_is_told_as_damage_of_the_first_page(desk: Desk) -> None:
    with desk.book.open("r+b") as file:
        file.write(bytes(16))
    assert refused(desk).code == "book.first_page"


def test_a_changed_chain_is_told(desk: Desk) -> None:
    desk.record(3)
    session = desk.open()
    key = session.keyring.data_key
    session.close()
    engines = open_engines(desk.book, key)
    with engines.writer.begin() as connection:
        connection.execute(sql("UPDATE event SET bytes = x'7b7d' WHERE n = 3"))
    engines.dispose()
    chain = reason_of(desk)
    assert code_of(chain) == "book.chain"
    assert chain is not None
    assert chain.params == {"seq": 3}


def test_a_full_disk_opens_for_reading(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = desk.record(2)
    monkeypatch.setattr(platform, "FULL_BELOW", 1 << 62)
    session = desk.open()
    assert code_of(session.book.read_only_reason) == "disk.full"
    assert codes_in(session) == set(codes)
    session.close()


def test_a_disk_with_a_few_megabytes_left_still_takes_records(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "free_bytes", lambda folder: 2 * 1024 * 1024)
    assert len(desk.record(2)) == 2


def test_a_book_closes_its_session(desk: Desk) -> None:
    desk.open().book.close()
    session = open_session(desk.folder, USER, PASSWORD, desk.around)
    assert session.book.read_only_reason is None
    session.close()
