"""What is typed wrongly is told in a sentence at its own field."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.pages.hands import CTRL, SHIFT, Hands
from ui.texts import say
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words

Key = Qt.Key


def told_at(row: FieldRow) -> list[str]:
    """The sentences that stand at a field."""
    return [words.text() for words in row.findChildren(Words) if words.isVisible()]


def assert_told(row: FieldRow, code: str, **params: int) -> None:
    assert say(code, **params) in told_at(row)
    assert row.editor.accessibleDescription() == say(code, **params)


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("national_id", "1111111111", "national_id.equal_digits"),
        ("national_id", "0499370890", "national_id.check_digit"),
        ("mobile", "0912123", "mobile.format"),
        ("mobile", "02188771122", "mobile.format"),
        ("birth_year", "1999", "birth_year.range"),
        ("phone", "12", "phone.format"),
        ("postal_code", "12345", "postal_code.format"),
    ],
)
async def test_a_wrong_number_of_a_person_is_told_when_its_field_is_left(
    hands: Hands, field: str, typed: str, code: str
) -> None:
    await hands.press(Key.Key_F5)
    rows = hands.intake.form.people.applicant.rows
    rows.editor(field).setFocus()
    await hands.type(typed)
    await hands.press(Key.Key_Tab)
    assert_told(rows.row(field), code)


async def test_a_short_national_id_is_told(hands: Hands) -> None:
    await hands.type("049937")
    await hands.press(Key.Key_Tab)
    row = hands.intake.form.people.applicant.rows.row("national_id")
    assert_told(row, "national_id.length", length=6)


async def test_a_wrong_id_of_a_legal_person_is_told(hands: Hands) -> None:
    await hands.press(Key.Key_F8)
    await hands.type("10380284791")
    await hands.press(Key.Key_Tab)
    assert_told(hands.intake.form.people.applicant.rows.row("legal_id"), "legal_id.check_digit")


async def test_a_short_id_of_a_foreigner_is_told(hands: Hands) -> None:
    await hands.press(Key.Key_F8, SHIFT)
    await hands.type("1234567")
    await hands.press(Key.Key_Tab)
    row = hands.intake.form.people.applicant.rows.row("foreign_id")
    assert_told(row, "foreign_id.length", length=7)


async def test_a_short_passport_number_is_told(hands: Hands) -> None:
    await hands.press(Key.Key_F8, SHIFT)
    await hands.press(Key.Key_F8, SHIFT)
    await hands.type("A12")
    await hands.press(Key.Key_Tab)
    row = hands.intake.form.people.applicant.rows.row("passport")
    assert_told(row, "passport.length", length=3)


async def test_a_wrong_number_of_the_presenter_is_told_with_the_presenter(hands: Hands) -> None:
    await hands.type("0499370899")
    await hands.press(Key.Key_F6)
    await hands.type("0012345670")
    await hands.press(Key.Key_Tab)
    presenter = hands.intake.form.people.forms[1].rows.row("national_id")
    assert_told(presenter, "national_id.check_digit")
    await hands.press(Key.Key_F2)
    assert hands.hits() == []
    assert presenter.wrong is not None


async def test_a_request_of_nobody_is_told_at_the_number(hands: Hands) -> None:
    hands.intake.form.matter.begin()
    await hands.type("آب")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    row = hands.intake.form.people.applicant.rows.row("national_id")
    assert_told(row, "person.missing")
    assert hands.focus is row.editor


async def test_a_service_that_is_not_offered_is_told(hands: Hands) -> None:
    await hands.type("0499370899")
    hands.intake.form.matter.begin()
    await hands.type("چیزی که نیست")
    await hands.press(Key.Key_F2)
    assert_told(hands.intake.form.matter.rows.row("service"), "finder.unknown")
    assert hands.hits() == []


async def test_a_text_that_is_too_long_is_told_after_the_key_that_records(hands: Hands) -> None:
    await hands.type("0499370899")
    rows = hands.intake.form.matter.rows
    rows.set_text("body", "بسیار " * 4000)
    await hands.press(Key.Key_F2)
    assert_told(rows.row("body"), "text.too_long", most=20_000)
    assert hands.hits() == []
    assert not hands.intake.form.draft().is_empty


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("42150700012314", "code.check_digits"),
        ("02150700012313", "code.lane"),
        ("421507", "code.length"),
    ],
)
async def test_a_wrong_code_of_an_earlier_receipt_is_told(
    hands: Hands, typed: str, code: str
) -> None:
    await hands.press(Key.Key_F5)
    rows = hands.intake.form.matter.rows
    rows.editor("code").setFocus()
    await hands.type(typed)
    await hands.press(Key.Key_Tab)
    params = {"length": len(typed)} if code == "code.length" else {}
    assert_told(rows.row("code"), code, **params)


async def test_another_agency_must_be_named(hands: Hands) -> None:
    hands.intake.form.ending.choose("agency")
    await hands.press(Key.Key_F2)
    assert_told(hands.intake.form.ending.rows.row("agency"), "agency.missing")


async def test_a_forwarded_request_needs_its_unit(hands: Hands) -> None:
    await hands.type("0499370899")
    hands.intake.form.ending.choose("forwarded")
    await hands.press(Key.Key_F2)
    assert_told(hands.intake.form.ending.rows.row("unit"), "intake.unit.missing")


async def test_a_day_that_is_none_is_told(hands: Hands) -> None:
    hands.intake.form.ending.choose("papers")
    await hands.press(Key.Key_F10)
    await hands.type("1405/13/01")
    await hands.press(Key.Key_Tab)
    assert_told(hands.intake.form.ending.rows.row("come_back"), "date.month")


async def test_a_mistake_goes_as_soon_as_it_is_mended(hands: Hands) -> None:
    await hands.type("0499370890")
    row = hands.intake.form.people.applicant.rows.row("national_id")
    assert row.wrong is not None
    await hands.press(Key.Key_Backspace)
    await hands.type("9")
    assert told_at(row) == [say("intake.national_id"), ""]
    assert hands.focus is hands.intake.form.people.applicant.rows.editor("first_name")


async def test_nothing_typed_is_lost_by_leaving_the_page(hands: Hands) -> None:
    await hands.type("0499370899")
    await hands.type("زهرا")
    await hands.press(Key.Key_F, CTRL)
    hands.frame.open("find")
    hands.frame.open("intake")
    await hands.quiet()
    assert hands.intake.form.draft().parties[0].first_name == "زهرا"
