"""What is typed wrongly in the settings has its sentence at its field, and nothing is kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desk_app.ports.printers import PrinterKind
from tests.ui.keys import press, type_text
from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.wrongly import TAB, Step, assert_stands_at, play
from tests.ui.settings.rooms import section
from ui.settings.backup import BackupCard
from ui.settings.calendar.announce import Announce, NameHoliday
from ui.settings.calendar.section import CalendarSection
from ui.settings.catalogue.section import CatalogueSection
from ui.settings.counter import CounterCard
from ui.settings.mirror import MirrorCard
from ui.settings.new_printer import NewPrinter
from ui.settings.office import OfficeCard
from ui.settings.officer_sheets import NewOfficerSheet
from ui.settings.officers import OfficersCard
from ui.settings.own_password import OwnPasswordCard
from ui.settings.printers import PrintersCard
from ui.texts import say
from ui.widgets.field import FieldRow

Key = Qt.Key
KEEP = (Key.Key_S, CTRL)
NEW = (Key.Key_N, CTRL)

ITEMS: list[tuple[str, tuple[Step, ...], str, str, dict[str, Any]]] = [
    ("service", (NEW, KEEP), "key", "item.key_missing", {}),
    ("service", (NEW, "905", KEEP), "title", "item.title_missing", {}),
    ("unit", (NEW, "u99", TAB, "واحد", TAB, "واحدی که نیست", KEEP), "parent", "finder.unknown", {}),
    ("topic", (NEW, "t99", TAB, "موضوع", TAB, "بی‌سر", KEEP), "parent", "finder.unknown", {}),
]
FIELDS: list[tuple[str, str, bool, str, dict[str, Any]]] = [
    ("cost", "ده هزار", False, "digits.only", {}),
    ("deadline", "9999", True, "deadline.amount", {"last": 3650}),
    ("deadline", "یک", False, "digits.only", {}),
    ("unit", "واحدی که نیست", True, "finder.unknown", {}),
    ("post", "پستی که نیست", True, "finder.unknown", {}),
]


def replace_by(editor: QWidget, text: str) -> None:
    """Type over whatever stands in a field."""
    editor.setFocus()
    press(editor, Key.Key_A, CTRL)
    press(editor, Key.Key_Backspace)
    type_text(editor, text)


async def agree(hands: Hands, card: QWidget, code: str) -> None:
    """Press the button of a card by Space."""
    (button,) = [one for one in card.findChildren(QPushButton) if one.text() == say(code)]
    button.setFocus()
    press(button, Key.Key_Space)
    await hands.quiet()


def assert_told(row: FieldRow, code: str, **params: Any) -> None:
    assert_stands_at(row, code, params, row.window().focusWidget())


@pytest.mark.parametrize(("kind", "steps", "field", "code", "params"), ITEMS)
async def test_an_item_that_lacks_something_says_so_at_its_field(
    hands: Hands,
    kind: str,
    steps: tuple[Step, ...],
    field: str,
    code: str,
    params: dict[str, Any],
) -> None:
    found = await section(hands, "catalogue", CatalogueSection)
    found.shelf.kinds.choose(kind)
    await hands.quiet()
    before = hands.events()
    await play(hands, steps)
    assert found.desk.form is not None
    assert_told(found.desk.form._rows.row(field), code, **params)
    assert hands.events() == before


@pytest.mark.parametrize(("field", "typed", "keeps", "code", "params"), FIELDS)
async def test_a_wrong_field_of_a_service_says_so(
    hands: Hands, field: str, typed: str, keeps: bool, code: str, params: Mapping[str, Any]
) -> None:
    found = await section(hands, "catalogue", CatalogueSection)
    before = hands.events()
    assert found.desk.form is not None
    row = found.desk.form._rows.row(field)
    replace_by(row.editor, typed)
    if keeps:
        await play(hands, (KEEP,))
    assert_told(row, code, **params)
    assert hands.events() == before


async def test_an_empty_counter_says_so(hands: Hands) -> None:
    card = await section(hands, "counter", CounterCard)
    replace_by(card._counter, "")
    await agree(hands, card, "settings.keep")
    assert_told(card._row, "counter.missing")


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("agency", "", "agency.missing"),
        ("office_name", "", "office_name.missing"),
        ("province", "ناکجاآباد", "finder.unknown"),
    ],
)
async def test_an_office_without_its_names_says_so(
    hands: Hands, field: str, typed: str, code: str
) -> None:
    card = await section(hands, "counter", OfficeCard)
    before = hands.events()
    replace_by(card._rows.editor(field), typed)
    await agree(hands, card, "settings.keep")
    assert_told(card._rows.row(field), code)
    assert hands.events() == before


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (PrinterKind.ESCPOS_NETWORK, ""),
        (PrinterKind.ESCPOS_NETWORK, "192.168.1.50:99999"),
        (PrinterKind.ESCPOS_NETWORK, "چاپگر راهرو"),
        (PrinterKind.ESCPOS_USB, "04b8-0e15"),
        (PrinterKind.FOLDER, ""),
    ],
)
async def test_an_address_that_is_no_printers_says_so(
    hands: Hands, kind: PrinterKind, typed: str
) -> None:
    card = await section(hands, "printers", PrintersCard)
    card.ask_new()
    await hands.quiet()
    (sheet,) = hands.frame.findChildren(NewPrinter)
    sheet.which.way.choose(sheet.which.option(kind))
    type_text(sheet.which.target, typed)
    sheet.accept()
    await hands.quiet()
    assert sheet.step == 0
    assert_told(sheet.which.rows["target"], "printer_setting.target")


@pytest.mark.parametrize(
    ("name", "code"), [("", "printer_setting.name"), ("باجه", "printer.assist.name_taken")]
)
async def test_a_printers_name_that_is_taken_or_missing_says_so(
    hands: Hands, tmp_path: Path, name: str, code: str
) -> None:
    card = await section(hands, "printers", PrintersCard)
    card.ask_new()
    await hands.quiet()
    (sheet,) = hands.frame.findChildren(NewPrinter)
    sheet.which.way.choose(sheet.which.option(PrinterKind.FOLDER))
    type_text(sheet.which.target, str(tmp_path))
    sheet.accept()
    await hands.quiet()
    replace_by(sheet.in_it.name, name)
    sheet.accept()
    await hands.quiet()
    assert_told(sheet.in_it.name_row, code)
    assert [one.name for one in hands.desk.printers.settings()] == ["باجه"]


@pytest.mark.parametrize(
    ("field", "typed", "code", "params"),
    [
        ("reason", "", "reason.missing", {}),
        ("date", "", "date.missing", {}),
        ("date", "1404/01/05", "closure.long_past", {"days": 30}),
        ("date", "1405/07/31", "date.day", {"last": 30}),
        ("hours", "14-7", "calendar.hours", {}),
    ],
)
async def test_a_closure_told_wrongly_says_so(
    hands: Hands, field: str, typed: str, code: str, params: dict[str, Any]
) -> None:
    found = await section(hands, "calendar", CalendarSection)
    before = hands.events()
    found.announce()
    await hands.quiet()
    (sheet,) = hands.frame.findChildren(Announce)
    type_text(sheet._rows["reason"].editor, "برف")
    replace_by(sheet._rows[field].editor, typed)
    sheet.accept()
    await hands.quiet()
    assert_told(sheet._rows[field], code, **params)
    assert hands.events() == before


async def test_a_holiday_without_its_occasion_says_so(hands: Hands) -> None:
    found = await section(hands, "calendar", CalendarSection)
    found.turn_holiday()
    (sheet,) = hands.frame.findChildren(NameHoliday)
    sheet.accept()
    assert_told(sheet._row, "holiday_name.missing")


async def test_hours_of_the_week_that_are_none_are_read_out_at_their_day(hands: Hands) -> None:
    found = await section(hands, "calendar", CalendarSection)
    before = hands.events()
    line = found._week._hours[0]
    replace_by(line, "14-7")
    await play(hands, (KEEP,))
    assert found._week._wrong.isVisible()
    assert line.accessibleDescription() == found._week._wrong.text() == say("calendar.hours")
    assert line.hasFocus()
    assert hands.events() == before


@pytest.mark.parametrize(
    ("told", "role", "field", "code"),
    [
        ({"officer": "omid"}, "officer", "officer_name", "officer_name.missing"),
        ({"officer_name": "امید"}, "officer", "officer", "officer.missing"),
        ({"officer_name": "سارا", "officer": "sara"}, "officer", "officer", "officer.exists"),
        ({"officer_name": "رضا", "officer": "reza"}, "expert", "unit", "access.unit.missing"),
        ({"unit": "واحدی که نیست"}, "expert", "unit", "finder.unknown"),
    ],
)
async def test_an_officer_told_wrongly_is_not_admitted(
    hands: Hands, told: dict[str, str], role: str, field: str, code: str
) -> None:
    card = await section(hands, "officers", OfficersCard)
    before = hands.events()
    card.ask_new()
    await hands.quiet()
    (sheet,) = hands.frame.findChildren(NewOfficerSheet)
    for name, text in told.items():
        type_text(sheet._rows[name].editor, text)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    sheet._rows["role"].editor.choose(role)  # type: ignore[attr-defined]
    sheet.accept()
    await hands.quiet()
    assert_told(sheet._rows[field], code)
    assert hands.events() == before


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "code", "params"),
    [
        ("", "رود سنگ پنجره", "رود سنگ پنجره", "old", "password.empty", {}),
        ("چیز دیگری", "رود سنگ پنجره", "رود سنگ پنجره", "old", "password.wrong", {}),
        ("چیز", "", "", "password", "password.empty", {}),
        ("چیز", "abc", "abc", "password", "password.short", {"least": 6}),
        ("چیز", "رود سنگ پنجره", "رود", "password_again", "entrance.password.differs", {}),
    ],
)
async def test_a_new_password_typed_wrongly_says_so(
    hands: Hands, old: str, new: str, again: str, field: str, code: str, params: dict[str, Any]
) -> None:
    card = await section(hands, "password", OwnPasswordCard)
    for name, text in (("old", old), ("password", new), ("password_again", again)):
        type_text(card._rows[name].editor, text)
    await agree(hands, card, "access.mine.keep")
    assert_told(card._rows[field], code, **params)


@pytest.mark.parametrize("place", ["", "file"])
async def test_a_place_where_no_backup_can_go_says_so(
    hands: Hands, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    card = await section(hands, "safety", BackupCard)
    type_text(card._folder, str(tmp_path / place) if place else "")
    await agree(hands, card, "settings.backup.keep")
    assert_told(card._row, "backup.not_written" if place else "settings.backup.folder.missing")


async def test_a_stick_that_is_not_in_says_so(hands: Hands, tmp_path: Path) -> None:
    card = await section(hands, "safety", MirrorCard)
    type_text(card._folder, str(tmp_path / "nowhere"))
    await agree(hands, card, "office.mirror.keep")
    assert_told(card._row, "mirror.gone")
