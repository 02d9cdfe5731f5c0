"""Who opens the book: officers admitted and withdrawn, passwords, recovery, the machine itself."""

import errno
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from db import keys, platform, slots
from db.copies import reading
from db.keyring import SERVICE, OfficerKeys
from db.opening import open_unattended, recover
from desk_app.ports.book import Officer
from desk_app.records.errors import DataDamaged, NotAllowed, UserMistake
from tests.db_safety.desks import CHEAP, PASSWORD, USER, Desk, codes_in, register, set_officer

MARYAM = Officer("maryam", "مریم", "officer")


def admit(desk: Desk, officer: Officer = MARYAM) -> OfficerKeys:
    session = desk.open()
    known = session.keyring.admit(officer.user, f"{officer.user}-password")
    with session.book.writing() as pen:
        set_officer(pen, officer, known.public_key, known.sealed_key)
    session.close()
    return known


def key_of(desk: Desk) -> bytes:
    session = desk.open()
    found = session.keyring.data_key
    session.close()
    return found


def test_an_admitted_officer_signs_in_with_their_own_password(desk: Desk) -> None:
    admit(desk)
    session = desk.open("maryam", "maryam-password")
    assert session.book.officer == MARYAM
    session.close()


def test_a_user_name_is_given_once(desk: Desk) -> None:
    admit(desk)
    session = desk.open()
    with pytest.raises(UserMistake) as twice:
        session.keyring.admit("maryam", "another-password")
    assert twice.value.code == "officer.exists"
    session.close()


def test_withdrawing_shuts_the_officer_out_and_changes_the_key(desk: Desk) -> None:
    admit(desk)
    codes = desk.record(3)
    before = key_of(desk)
    session = desk.open()
    session.keyring.withdraw("maryam")
    session.close()
    with pytest.raises(NotAllowed):
        desk.open("maryam", "maryam-password")
    session = desk.open()
    assert session.keyring.data_key != before
    assert codes_in(session) == set(codes)
    assert register(session) not in codes
    session.close()
    with pytest.raises(DataDamaged), reading(desk.book, before) as connection:
        connection.exec_driver_sql("SELECT count(*) FROM event").scalar()


def test_the_key_changes_only_when_nobody_else_has_the_book(desk: Desk) -> None:
    admit(desk)
    window = desk.open()
    before = window.keyring.data_key
    administrator = desk.open()
    administrator.keyring.withdraw("maryam")
    administrator.close()
    assert window.keyring.slots().rotate
    register(window)
    assert window.keyring.data_key == before
    window.close()
    assert key_of(desk) != before
    assert not slots.read(desk.folder).rotate


@pytest.mark.parametrize("step", range(7))
def test_a_rotation_cut_short_anywhere_leaves_a_book_that_opens(
    desk: Desk, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit(desk)
    codes = desk.record(2)
    session = desk.open()
    session.keyring.withdraw("maryam")
    steps = count()

    def cut(call: Callable[..., None]) -> Callable[..., None]:
        def cut_here(*arguments: object) -> None:
            if next(steps) == step:
                raise KeyboardInterrupt
            call(*arguments)

        return cut_here

    with monkeypatch.context() as patched:
        patched.setattr(platform, "move_over", cut(platform.move_over))
        patched.setattr(platform, "sync_file", cut(platform.sync_file))
        try:
            session.close()
        except KeyboardInterrupt:
            cut_off = True
        else:
            cut_off = False
    assert cut_off == (step < 6)
    for _ in range(2):
        session = desk.open()
        assert session.book.read_only_reason is None
        assert codes_in(session) == set(codes)
        session.close()
    assert not slots.read(desk.folder).rotate
    assert sorted(path.name for path in desk.folder.iterdir()) == ["book.db", "slots"]
    with pytest.raises(NotAllowed):
        desk.open("maryam", "maryam-password")


def test_a_rotation_without_room_stays_due_and_the_book_open(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    admit(desk)
    codes = desk.record(2)
    session = desk.open()
    session.keyring.withdraw("maryam")

    def no_room(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as full:
        full.setattr(platform, "sync_file", no_room)
        session.close()
        session = desk.open()
        assert codes_in(session) == set(codes)
        session.close()
    assert slots.read(desk.folder).rotate
    desk.open().close()
    assert not slots.read(desk.folder).rotate


def test_the_last_officer_cannot_be_withdrawn(desk: Desk) -> None:
    session = desk.open()
    with pytest.raises(UserMistake) as last:
        session.keyring.withdraw(USER)
    assert last.value.code == "officer.last"
    with pytest.raises(UserMistake) as unknown:
        session.keyring.withdraw("nobody")
    assert unknown.value.code == "officer.unknown"
    session.close()


def test_a_changed_password_is_the_only_one(desk: Desk) -> None:
    session = desk.open()
    with pytest.raises(NotAllowed):
        session.keyring.change_password(USER, "wrong", "a-new-password")
    changed = session.keyring.change_password(USER, PASSWORD, "a-new-password")
    session.close()
    assert keys.wrapped_from(changed.sealed_key) is not None
    with pytest.raises(NotAllowed):
        desk.open()
    desk.open(USER, "a-new-password").close()


def test_the_recovery_key_gives_a_new_password_and_is_replaced(desk: Desk) -> None:
    codes = desk.record(1)
    session, changed, new_key = recover(
        desk.folder, USER, desk.recovery_key, "a-new-password", desk.around
    )
    assert session.book.officer.user == changed.user == USER
    assert codes_in(session) == set(codes)
    session.close()
    desk.open(USER, "a-new-password").close()
    with pytest.raises(NotAllowed) as used:
        recover(desk.folder, USER, desk.recovery_key, "another-password", desk.around)
    assert used.value.code == "recovery.wrong"
    recover(desk.folder, USER, new_key, "another-password", desk.around)[0].close()


def test_the_recovery_key_still_opens_after_a_rotation(desk: Desk) -> None:
    admit(desk)
    session = desk.open()
    session.keyring.withdraw("maryam")
    session.close()
    recover(desk.folder, USER, desk.recovery_key, "a-new-password", desk.around)[0].close()


def test_an_officer_who_came_by_sync_signs_in_and_one_who_left_does_not(
    desk: Desk, tmp_path: Path
) -> None:
    slot, _ = slots.officer_slot(
        "maryam", "maryam-password", bytes(32), cost=CHEAP, entropy=desk.around.entropy
    )
    session = desk.open()
    with session.book.writing() as pen:
        set_officer(pen, MARYAM, slot.public, slot.identity.text())
    session.close()
    desk.open().close()
    desk.open("maryam", "maryam-password").close()
    session = desk.open()
    session.keyring.follow([OfficerKeys("maryam", "", "", withdrawn=True)])
    session.close()
    with pytest.raises(NotAllowed):
        desk.open("maryam", "maryam-password")


def test_a_password_reset_here_is_not_undone_by_what_the_records_still_say(desk: Desk) -> None:
    recover(desk.folder, USER, desk.recovery_key, "a-new-password", desk.around)[0].close()
    desk.open(USER, "a-new-password").close()
    desk.open(USER, "a-new-password").close()


def test_a_password_changed_elsewhere_arrives_by_the_records(desk: Desk) -> None:
    known = admit(desk)
    identity = slots.unlock(slots.read(desk.folder), "maryam", "maryam-password").identity
    pair = keys.KeyPair(identity, known.public_key)
    changed = keys.wrap(pair, "changed-elsewhere", CHEAP, desk.around.entropy)
    session = desk.open()
    with session.book.writing() as pen:
        set_officer(pen, MARYAM, known.public_key, changed.text())
    session.close()
    desk.open().close()
    desk.open("maryam", "changed-elsewhere").close()
    with pytest.raises(NotAllowed):
        desk.open("maryam", "maryam-password")


def test_the_machine_opens_the_book_only_while_it_may(desk: Desk) -> None:
    with pytest.raises(NotAllowed) as never:
        open_unattended(desk.folder, desk.around)
    assert never.value.code == "service.not_allowed"
    session = desk.open()
    session.keyring.allow_unattended()
    session.close()
    unattended = open_unattended(desk.folder, desk.around)
    assert unattended.book.officer.user == SERVICE
    assert unattended.book.officer.role == ""
    unattended.close()
    session = desk.open()
    session.keyring.forbid_unattended()
    session.close()
    with pytest.raises(NotAllowed):
        open_unattended(desk.folder, desk.around)


def test_a_carried_away_folder_does_not_open_without_a_password(desk: Desk, tmp_path: Path) -> None:
    session = desk.open()
    session.keyring.allow_unattended()
    session.close()
    shutil.copytree(desk.folder, tmp_path / "carried")
    shutil.rmtree(desk.around.home or Path())
    with pytest.raises(NotAllowed):
        open_unattended(tmp_path / "carried", desk.around)
