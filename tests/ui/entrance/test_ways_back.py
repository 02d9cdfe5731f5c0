"""A forgotten password, a temporary one, and two officers at one seat."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desk_app.cli.window import Door
from tests.ui.entrance.seats import PASSWORD, WISHES, Seat, founded, seated
from tests.ui.keys import press, type_text
from ui.entrance.forgotten import ByNumber, BySupervisor, Forgotten, TemporaryGiven
from ui.entrance.new_password import ChooseOwn
from ui.entrance.recovery import RecoveryKey
from ui.entrance.sign_in import Locked, SignIn, Switch
from ui.qt_printers import QtPrinters

OWN = "رود سنگ پنجره"


def with_omid(folder: Path, prepare: Callable[[Door], object] = lambda door: None) -> str:
    """Zahra's office with Omid, who was given a temporary password, which is returned."""
    founded(folder)
    door = Door(folder / "desk", QtPrinters(), folder / "witness")
    desk = door.sign_in("zahra", PASSWORD)
    given = desk.access.admit("omid", "امید کرمی", "officer")
    desk.close("closed")
    prepare(door)
    door.close()
    return given


def chosen_by_omid(folder: Path) -> None:
    """Omid has signed in once and has a password of his own."""
    given = with_omid(folder)
    door = Door(folder / "desk", QtPrinters(), folder / "witness")
    desk = door.sign_in("omid", given)
    desk.access.change_password(given, OWN)
    desk.close("left")
    door.close()


async def forgot(seat: Seat, user: str, way: int) -> None:
    """From the sign-in to one of the ways back."""
    seat.fill_choice(officer=user)
    assert isinstance(seat.page, SignIn)
    seat.page.forgot.emit(user)
    assert isinstance(seat.page, Forgotten)
    list(seat.page._ways.values())[way].click()


async def test_a_temporary_password_leads_to_one_of_ones_own(tmp_path: Path) -> None:
    given = with_omid(tmp_path)
    async with seated(tmp_path) as seat:
        seat.fill_choice(officer="omid")
        await seat.sign_in(" ".join(given))
        assert isinstance(seat.page, ChooseOwn)
        assert seat.window.signed_in is None
        seat.fill(password=OWN, password_again="دیگر")
        await seat.press_first()
        assert seat.wrong() == {"password_again": "entrance.password.differs"}
        seat.fill(password_again=OWN)
        await seat.press_first()
        assert seat.open_desk.desk.book.officer.user == "omid"


async def test_leaving_without_a_password_of_ones_own_asks_again_next_time(tmp_path: Path) -> None:
    given = with_omid(tmp_path)
    async with seated(tmp_path) as seat:
        seat.fill_choice(officer="omid")
        await seat.sign_in(given)
        assert isinstance(seat.page, ChooseOwn)
        press(seat.page, Qt.Key.Key_Escape)
        await seat.until(lambda: isinstance(seat.page, SignIn))
        await seat.sign_in(given)
        assert isinstance(seat.page, ChooseOwn)


async def test_a_supervisor_gives_a_temporary_password_at_the_desk(tmp_path: Path) -> None:
    chosen_by_omid(tmp_path)
    async with seated(tmp_path) as seat:
        await forgot(seat, "omid", 0)
        assert isinstance(seat.page, BySupervisor)
        seat.fill_choice(giver="omid")
        await seat.press_first()
        assert seat.wrong() == {"giver": "access.giver.same"}
        seat.fill_choice(giver="zahra")
        seat.fill(password="نادرست")
        await seat.press_first()
        assert seat.wrong() == {"password": "password.wrong"}
        seat.fill(password=PASSWORD)
        await seat.press_first()
        told: object = seat.page
        assert isinstance(told, TemporaryGiven)
        given = told.password
        told.going_on.emit()
        assert seat.page.values()["officer"] == "omid"
        await seat.sign_in(given)
        chosen: object = seat.page
        assert isinstance(chosen, ChooseOwn)


async def test_a_number_read_over_the_telephone_opens_the_desk(tmp_path: Path) -> None:
    chosen_by_omid(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in_as("zahra", PASSWORD)
        numbers = seat.open_desk.desk.access.new_numbers()
        seat.open_desk.signed_out.emit()
        await seat.until(lambda: isinstance(seat.page, SignIn))
        await forgot(seat, "omid", 1)
        assert isinstance(seat.page, ByNumber)
        await seat.press_first()
        assert set(seat.wrong()) == {"recovery_key", "password"}
        misheard = str((int(numbers[0][0]) + 1) % 10) + numbers[0][1:]
        seat.fill(recovery_key=misheard, password=OWN + "۲", password_again=OWN + "۲")
        await seat.press_first()
        assert seat.wrong() == {"recovery_key": "recovery_number.group"}
        seat.fill(recovery_key=numbers[0])
        await seat.press_first()
        assert seat.open_desk.desk.book.officer.user == "omid"
        assert seat.open_desk.desk.access.numbers_left() == len(numbers) - 1


async def test_the_printed_key_opens_the_desk_and_shows_the_next_one(tmp_path: Path) -> None:
    door = Door(tmp_path / "desk", QtPrinters(), tmp_path / "witness")
    made = door.set_up(WISHES)
    made.desk.close("closed")
    door.close()
    async with seated(tmp_path) as seat:
        await forgot(seat, "zahra", 1)
        seat.fill(recovery_key=made.recovery_key, password=OWN, password_again=OWN)
        await seat.press_first()
        assert isinstance(seat.page, RecoveryKey)
        assert "-".join(seat.page.groups) != made.recovery_key
        seat.page.kept.emit()
        assert seat.open_desk.desk.book.officer.user == "zahra"


async def test_another_officer_takes_the_seat_and_the_firsts_work_is_kept(tmp_path: Path) -> None:
    chosen_by_omid(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in_as("zahra", PASSWORD)
        seat.open_desk.frame.open("intake")
        intake = seat.open_desk.pages.intake
        assert intake is not None
        field = intake.form.people.applicant.rows.editor("last_name")
        field.setFocus()
        type_text(field, "محمدی")
        seat.open_desk.switch_wanted.emit()
        await seat.sitting.calls.quiet()
        assert isinstance(seat.page, Switch)
        seat.fill_choice(officer="omid")
        await seat.sign_in("نادرست")
        assert seat.wrong() == {"password": "password.wrong"}
        assert seat.window.locked
        await seat.sign_in(OWN)
        await seat.until(lambda: seat.in_use_by("omid"))
        seat.open_desk.frame.open("intake")
        other = seat.open_desk.pages.intake
        assert other is not None
        assert other.form.draft().is_empty
        seat.open_desk.switch_wanted.emit()
        await seat.sitting.calls.quiet()
        seat.fill_choice(officer="zahra")
        await seat.sign_in(PASSWORD)
        await seat.until(lambda: seat.in_use_by("zahra"))
        seat.open_desk.frame.open("intake")
        after = seat.open_desk.pages.intake
        assert after is not None
        await seat.until(after.keeper.offer.isVisible)


async def test_escape_leads_from_the_switch_back_to_the_lock(tmp_path: Path) -> None:
    with_omid(tmp_path)
    async with seated(tmp_path) as seat:
        await seat.sign_in_as("zahra", PASSWORD)
        seat.window.lock()
        assert isinstance(seat.page, Locked)
        seat.page.left.emit()
        await seat.sitting.calls.quiet()
        assert isinstance(seat.page, Switch)
        seat.page.left.emit()
        assert isinstance(seat.page, Locked)
        await seat.sign_in()
        assert not seat.window.locked


@pytest.mark.parametrize("way", [0, 1])
async def test_each_way_back_leads_back_to_the_sign_in(tmp_path: Path, way: int) -> None:
    with_omid(tmp_path)
    async with seated(tmp_path) as seat:
        await forgot(seat, "omid", way)
        assert isinstance(seat.page, BySupervisor | ByNumber)
        seat.page.left.emit()
        assert isinstance(seat.page, Forgotten)
        seat.page.left.emit()
        assert isinstance(seat.page, SignIn)
        assert seat.page.values()["officer"] == "omid"
