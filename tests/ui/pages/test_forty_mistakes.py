"""What is typed wrongly at intake or in the search has its sentence at its field, in both tongues.

With those of the deeds, of the settings and of the entrance they are far more than forty.
"""

from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.wrongly import (
    COMPANY,
    ENTER,
    FOREIGNER,
    TAB,
    Step,
    assert_stands_at,
    play,
)
from ui.widgets.field import FieldRow

Key = Qt.Key
SAVE, MORE, FOR_ANOTHER = Key.Key_F2, Key.Key_F5, Key.Key_F6
ZAHRA = "0499370899"

PERSON: list[tuple[str, tuple[Step, ...], str, dict[str, Any]]] = [
    ("national_id", ("1111111111", SAVE), "national_id.equal_digits", {}),
    ("national_id", ("0499370890", SAVE), "national_id.check_digit", {}),
    ("national_id", ("049937", SAVE), "national_id.length", {"length": 6}),
    ("national_id", ("۰۴۹۹۳۷۰۸۹۰", SAVE), "national_id.check_digit", {}),
    ("national_id", ("04ز",), "digits.only", {}),
    ("national_id", (SAVE,), "person.missing", {}),
    ("legal_id", (COMPANY, "10380284791", SAVE), "legal_id.check_digit", {}),
    ("legal_id", (COMPANY, "1038", SAVE), "legal_id.length", {"length": 4}),
    ("legal_id", (COMPANY, "00000000000", SAVE), "legal_id.equal_digits", {}),
    ("foreign_id", (FOREIGNER, "1234567", SAVE), "foreign_id.length", {"length": 7}),
    ("foreign_id", (FOREIGNER, "22222222", SAVE), "foreign_id.equal_digits", {}),
    ("passport", (FOREIGNER, FOREIGNER, "A12", SAVE), "passport.length", {"length": 3}),
    ("passport", (FOREIGNER, FOREIGNER, "A1234ش", SAVE), "passport.characters", {}),
]
FIELDS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("mobile", "0912123", "mobile.format", {}),
    ("mobile", "02188771122", "mobile.format", {}),
    ("mobile", "0912الف", "digits.only", {}),
    ("birth_year", "1999", "birth_year.range", {}),
    ("birth_year", "1250", "birth_year.range", {}),
    ("phone", "12", "phone.format", {}),
    ("postal_code", "12345", "postal_code.format", {}),
]
DATES: list[tuple[str, str, dict[str, Any]]] = [
    ("1405/13/01", "date.month", {}),
    ("1405/00/10", "date.month", {}),
    ("1405/07/31", "date.day", {"last": 30}),
    ("1405/12/30", "date.day", {"last": 29}),
    ("1405/06/32", "date.day", {"last": 31}),
    ("14050", "date.format", {}),
    ("فردا", "date.format", {}),
]


async def assert_refused(
    hands: Hands, row: FieldRow, code: str, params: dict[str, Any], before: int
) -> None:
    """The sentence stands, and neither a request nor anything else was recorded."""
    assert_stands_at(row, code, params, hands.focus)
    assert hands.hits() == []
    assert hands.events() == before


@pytest.mark.parametrize(("field", "steps", "code", "params"), PERSON)
async def test_a_wrong_number_of_whoever_asks_stands_at_it(
    hands: Hands, field: str, steps: tuple[Step, ...], code: str, params: dict[str, Any]
) -> None:
    before = hands.events()
    await play(hands, steps)
    row = hands.intake.form.people.applicant.rows.row(field)
    await assert_refused(hands, row, code, params, before)


@pytest.mark.parametrize(("field", "typed", "code", "params"), FIELDS)
async def test_a_wrong_word_about_a_person_stands_at_its_field(
    hands: Hands, field: str, typed: str, code: str, params: dict[str, Any]
) -> None:
    before = hands.events()
    await play(hands, (ZAHRA, MORE))
    rows = hands.intake.form.people.applicant.rows
    rows.editor(field).setFocus()
    await hands.type(typed)
    if not code.startswith("digits"):
        await hands.press(SAVE)
    await assert_refused(hands, rows.row(field), code, params, before)


async def test_a_wrong_number_of_the_presenter_stands_with_the_presenter(hands: Hands) -> None:
    before = hands.events()
    await play(hands, (ZAHRA, FOR_ANOTHER, "0012345670", SAVE))
    row = hands.intake.form.people.forms[1].rows.row("national_id")
    await assert_refused(hands, row, "national_id.check_digit", {}, before)


async def test_a_service_that_is_not_offered_stands_at_the_service(hands: Hands) -> None:
    before = hands.events()
    await hands.type(ZAHRA)
    hands.intake.form.matter.begin()
    await play(hands, ("چیزی که نیست", SAVE))
    row = hands.intake.form.matter.rows.row("service")
    await assert_refused(hands, row, "finder.unknown", {}, before)


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("42150700012314", "code.check_digits", {}),
        ("02150700012313", "code.lane", {}),
        ("421507", "code.length", {"length": 6}),
    ],
)
async def test_a_wrong_code_of_an_earlier_paper_stands_at_the_code(
    hands: Hands, typed: str, code: str, params: dict[str, Any]
) -> None:
    before = hands.events()
    await play(hands, (ZAHRA, MORE))
    rows = hands.intake.form.matter.rows
    rows.editor("code").setFocus()
    await play(hands, (typed, SAVE))
    await assert_refused(hands, rows.row("code"), code, params, before)


async def test_a_text_that_is_too_long_stands_at_the_text(hands: Hands) -> None:
    before = hands.events()
    await hands.type(ZAHRA)
    rows = hands.intake.form.matter.rows
    rows.set_text("body", "بسیار " * 4000)
    rows.editor("body").setFocus()
    await play(hands, ("دور", SAVE))
    await assert_refused(hands, rows.row("body"), "text.too_long", {"most": 20_000}, before)


async def test_a_line_that_is_full_says_so_and_keeps_what_was_typed(hands: Hands) -> None:
    before = hands.events()
    await hands.type(ZAHRA)
    rows = hands.intake.form.people.applicant.rows
    most = rows.editor("last_name").maxLength()  # type: ignore[attr-defined]
    rows.set_text("last_name", "ا" * most)
    rows.editor("last_name").setFocus()
    await play(hands, (Key.Key_End, "ب"))
    assert rows.text("last_name") == "ا" * most
    await assert_refused(hands, rows.row("last_name"), "text.too_long", {"most": most}, before)
    await hands.press(Key.Key_Backspace)
    assert rows.row("last_name").wrong is None


@pytest.mark.parametrize(
    ("outcome", "field", "steps", "code"),
    [
        ("agency", "agency", (SAVE,), "agency.missing"),
        ("agency", "agency", ("دستگاهی که نیست", SAVE), "finder.unknown"),
        ("forwarded", "unit", (SAVE,), "intake.unit.missing"),
        ("forwarded", "unit", ("واحدی که نیست", SAVE), "finder.unknown"),
        ("followed", "follows", (SAVE,), "intake.follows.missing"),
    ],
)
async def test_an_end_that_lacks_what_it_needs_says_so_at_its_field(
    hands: Hands, outcome: str, field: str, steps: tuple[Step, ...], code: str
) -> None:
    before = hands.events()
    await hands.type(ZAHRA)
    hands.intake.form.ending.choose(outcome)
    await hands.press(Key.Key_F10)
    await play(hands, steps)
    row = hands.intake.form.ending.rows.row(field)
    await assert_refused(hands, row, code, {}, before)


@pytest.mark.parametrize(("typed", "code", "params"), DATES)
async def test_a_day_to_come_back_that_is_none_stands_at_the_day(
    hands: Hands, typed: str, code: str, params: dict[str, Any]
) -> None:
    before = hands.events()
    await hands.type(ZAHRA)
    hands.intake.form.ending.choose("papers")
    await hands.press(Key.Key_F10)
    await hands.type(typed)
    if typed != "فردا":
        await hands.press(SAVE)
    row = hands.intake.form.ending.rows.row("come_back")
    await assert_refused(hands, row, code, params, before)


@pytest.mark.parametrize("field", ["since", "until"])
async def test_a_date_of_the_search_that_is_none_stands_at_it(hands: Hands, field: str) -> None:
    before = hands.events()
    await hands.press(Key.Key_2, Qt.KeyboardModifier.AltModifier)
    hands.find.filters.turn()
    row = hands.find.filters.fields._rows[field]
    row.editor.setFocus()
    await play(hands, ("1405/12/30", ENTER))
    await assert_refused(hands, row, "date.day", {"last": 29}, before)
    await play(hands, (TAB, (Key.Key_F, CTRL)))
    assert row.wrong is not None
