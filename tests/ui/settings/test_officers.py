"""Officers are admitted, given passwords and followed out of the door from the settings."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.keys import type_text
from tests.ui.pages.hands import Hands, open_desk
from tests.ui.pages.test_visits import take_zahra
from ui.settings.officer_sheets import LeavingSheet, NewOfficerSheet, PasswordTold
from ui.settings.officers import OfficersCard
from ui.settings.page import SettingsPage
from ui.settings.phone_numbers import AccessLogCard, NumbersCard, NumbersTold
from ui.settings.sections import sections
from ui.widgets.buttons import IconButton
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Words


async def section(hands: Hands) -> SettingsPage:
    """The section on officers, shown."""
    hands.frame.open("settings")
    page = hands.frame.stack.page
    assert isinstance(page, SettingsPage)
    page.show_section("officers")
    await hands.quiet()
    return page


def card(hands: Hands) -> OfficersCard:
    found = hands.frame.findChild(OfficersCard)
    assert found is not None
    return found


def sheet(hands: Hands, kind: type[Dialog]) -> Dialog:
    """The open sheet of a kind."""
    (found,) = [one for one in hands.frame.window().findChildren(kind) if one.isVisible()]
    return found


def press_of(hands: Hands, code: str, name: str) -> None:
    """Press a button of an officer's line, found by the name a screen reader says."""
    (button,) = [
        one
        for one in card(hands).findChildren(IconButton)
        if name in one.accessibleName() and one.isVisible() and code in one.accessibleName()
    ]
    button.click()


async def admit(hands: Hands, user: str, name: str) -> str:
    """Admit an officer by the sheet; the temporary password told."""
    card(hands).ask_new()
    form = sheet(hands, NewOfficerSheet)
    assert isinstance(form, NewOfficerSheet)
    await hands.quiet()
    form._rows["officer_name"].editor.setText(name)  # type: ignore[attr-defined]
    form._rows["officer"].editor.setText(user)  # type: ignore[attr-defined]
    form.accept()
    await hands.quiet()
    told = sheet(hands, PasswordTold)
    (password,) = [one.text() for one in told.findChildren(Words) if len(one.text()) == 12]
    told.accept()
    await hands.quiet()
    return password


async def test_an_officer_is_admitted_and_the_password_is_told_once(hands: Hands) -> None:
    await section(hands)
    password = await admit(hands, "omid", "امید کرمی")
    assert password
    listed = [one.name for one in card(hands)._officers]
    assert sorted(listed) == sorted(["امید کرمی", "سارا امینی"])
    log = hands.frame.findChild(AccessLogCard)
    assert log is not None
    assert "امید کرمی پذیرفته شد" in log._lines.text()


async def test_a_wrong_field_is_told_at_the_field_and_the_sheet_stays(hands: Hands) -> None:
    await section(hands)
    card(hands).ask_new()
    form = sheet(hands, NewOfficerSheet)
    assert isinstance(form, NewOfficerSheet)
    await hands.quiet()
    form._rows["officer"].editor.setText("sara")  # type: ignore[attr-defined]
    form.accept()
    await hands.quiet()
    wrong = form._rows["officer_name"].wrong
    assert wrong is not None
    assert wrong.code == "officer_name.missing"
    form._rows["officer_name"].editor.setText("سارا")  # type: ignore[attr-defined]
    form.accept()
    await hands.quiet()
    wrong = form._rows["officer"].wrong
    assert wrong is not None
    assert wrong.code == "officer.exists"
    assert form.isVisible()
    form.reject()


async def test_escape_keeps_what_was_typed_for_the_next_time(hands: Hands) -> None:
    await section(hands)
    card(hands).ask_new()
    form = sheet(hands, NewOfficerSheet)
    assert isinstance(form, NewOfficerSheet)
    await hands.quiet()
    editor = form._rows["officer_name"].editor
    type_text(editor, "مریم رض")
    form._rows["role"].editor.choose("expert")  # type: ignore[attr-defined]
    form.reject()
    await hands.quiet()
    card(hands).ask_new()
    again = sheet(hands, NewOfficerSheet)
    assert isinstance(again, NewOfficerSheet)
    await hands.quiet()
    told = again._told()
    assert (told["officer_name"], told["role"]) == ("مریم رض", "expert")
    again._rows["officer"].editor.setText("maryam")  # type: ignore[attr-defined]
    again._rows["role"].editor.choose("officer")  # type: ignore[attr-defined]
    again.accept()
    await hands.quiet()
    sheet(hands, PasswordTold).accept()
    card(hands).ask_new()
    last = sheet(hands, NewOfficerSheet)
    assert isinstance(last, NewOfficerSheet)
    await hands.quiet()
    assert last._told()["officer_name"] == ""
    last.reject()


async def test_an_officer_who_leaves_hands_open_work_over(hands: Hands) -> None:
    await section(hands)
    await admit(hands, "omid", "امید کرمی")
    await admit(hands, "maryam", "مریم رضایی")
    hands.frame.open("intake")
    await take_zahra(hands)
    await section(hands)
    press_of(hands, "پایان همکاری", "امید کرمی")
    form = sheet(hands, LeavingSheet)
    assert isinstance(form, LeavingSheet)
    await hands.quiet()
    assert "درخواست‌های باز در دست او: ۰" in form._lies.text()
    type_text(form._successor, "هیچ‌کس")
    form.accept()
    assert form._rows["successor"].wrong is not None
    form._successor.clear()
    type_text(form._successor, "مریم")
    await hands.press(Qt.Key.Key_Return)
    form.accept()
    await hands.quiet()
    assert not any(one.isVisible() for one in hands.frame.window().findChildren(LeavingSheet))
    assert sorted(one.user for one in card(hands)._officers) == ["maryam", "sara"]


async def test_a_temporary_password_is_asked_for_first(hands: Hands) -> None:
    await section(hands)
    await admit(hands, "omid", "امید کرمی")
    press_of(hands, "گذرواژهٔ موقت", "امید کرمی")
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Dialog)
    asked.accept()
    await hands.quiet()
    sheet(hands, PasswordTold).accept()
    await hands.quiet()
    (omid,) = [one for one in card(hands)._officers if one.user == "omid"]
    assert omid.temporary


async def test_a_new_sheet_of_numbers_is_shown_once_and_counted(hands: Hands) -> None:
    await section(hands)
    numbers = hands.frame.findChild(NumbersCard)
    assert numbers is not None
    assert numbers._left == 0
    numbers._on_make()
    await hands.quiet()
    told = sheet(hands, NumbersTold)
    assert sum(len(one.text()) >= 29 for one in told.findChildren(Words)) >= 4
    told.accept()
    await hands.quiet()
    assert numbers._left == 4


@pytest.mark.parametrize(("role", "sees"), [("officer", False), ("supervisor", True)])
async def test_only_who_may_sees_the_section(tmp_path: Path, role: str, sees: bool) -> None:
    async with open_desk(tmp_path, role=role) as hands:
        found = sections(hands.open_desk.place, lambda: None, lambda: None)
        assert ("officers" in [one.key for one in found]) is sees
