"""What is typed wrongly in a deed of follow-up has its sentence at its field; nothing is done."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.ui.pages.colleagues import signed_in_as, staffed
from tests.ui.pages.hands import CTRL, SHIFT, Hands, shown
from tests.ui.pages.office import HandClock
from tests.ui.pages.test_request_page import open_newest
from tests.ui.pages.wrongly import DO, ENTER, TAB, Step, assert_stands_at, play

Key = Qt.Key
DOWN = Key.Key_Down
STRANGE_CODE = "42150700012313"
"""A tracking code that is right by itself and belongs to no request here."""

DEEDS: list[tuple[tuple[Step, ...], str, str, dict[str, Any]]] = [
    ((Key.Key_F2, DO), "text", "text.missing", {}),
    ((Key.Key_F4, "حوزه", ENTER, TAB, TAB, DO), "reason", "reason.missing", {}),
    ((Key.Key_F4, TAB, TAB, "بررسی", DO), "unit", "refer.where", {}),
    ((Key.Key_F4, "واحدی که نیست", TAB, DO), "unit", "finder.unknown", {}),
    ((Key.Key_F4, "حوزه", ENTER, TAB, "14050701", TAB, "بررسی", DO), "due", "date.past", {}),
    ((Key.Key_F4, "حوزه", ENTER, TAB, "1405/07/31", DO), "due", "date.day", {"last": 30}),
    ((Key.Key_F6, DOWN, DOWN, DO), "reason", "answer.reason_missing", {}),
    ((Key.Key_F6, DOWN, TAB, TAB, "بررسی شد", DO), "basis", "answer.basis_missing", {}),
    ((Key.Key_F6, DOWN, DOWN, TAB, TAB, "رد شد", DO), "basis", "answer.basis_missing", {}),
    (((Key.Key_F6, SHIFT), TAB, "14050801", DO), "letter", "answer.letter_missing", {}),
    (((Key.Key_F6, SHIFT), "۵", TAB, "14060101", DO), "letter_date", "date.future", {}),
    (((Key.Key_F6, SHIFT), "۵", TAB, "1405/13/01", DO), "letter_date", "date.month", {}),
    (((Key.Key_F5, SHIFT), DO), "others", "papers.which", {}),
    (((Key.Key_O, CTRL), DO), "files", "files.none", {}),
    ((Key.Key_F9, TAB, "۲", TAB, DO), "reason", "reason.missing", {}),
    (((Key.Key_F9, SHIFT), DO), "value", "correct.value_missing", {}),
    (((Key.Key_F7, SHIFT), Key.Key_Space, DO), "reason", "reason.missing", {}),
    (((Key.Key_F4, SHIFT), DO), "holder", "holder.missing", {}),
    (((Key.Key_F4, SHIFT), "کسی که نیست", DO), "holder", "finder.unknown", {}),
    (((Key.Key_F2, SHIFT), DO), "into", "join.which", {}),
    (((Key.Key_F2, SHIFT), "چیزی که نیست", DO), "into", "finder.unknown", {}),
    (((Key.Key_F2, SHIFT), STRANGE_CODE, ENTER, DO), "into", "request.not_here", {}),
    ((Key.Key_F8, DO), "due", "date.missing", {}),
    ((Key.Key_F8, "14050801", TAB, "مرخصی", DO), "due", "date.past", {}),
    ((Key.Key_F8, "14050905", TAB, "مرخصی", DO), "due", "due.not_later", {}),
    ((Key.Key_F8, "1405/12/30", DO), "due", "date.day", {"last": 29}),
    ((Key.Key_F8, "هفتهٔ دیگر"), "due", "date.format", {}),
    ((Key.Key_F8, "14051001", TAB, DO), "reason", "reason.missing", {}),
    (((Key.Key_R, CTRL), DO), "told1", "reissue.not_told", {}),
    (
        ((Key.Key_R, CTRL), TAB, "0012345679", TAB, TAB, "09121234567", TAB, "زهرا", DO),
        "told1",
        "reissue.differs",
        {},
    ),
    (
        ((Key.Key_R, CTRL), TAB, "0499370899", TAB, TAB, "09350000000", TAB, "زهرا", DO),
        "told2",
        "reissue.differs",
        {},
    ),
    (
        ((Key.Key_R, CTRL), TAB, "0499370899", TAB, TAB, "09121234567", DO),
        "taken_by",
        "taken_by.missing",
        {},
    ),
    (((Key.Key_R, CTRL), DOWN, DO), "fact2", "reissue.two_facts", {}),
    ((Key.Key_F10, DO), "reason", "close.unanswered", {}),
    (((Key.Key_Delete, CTRL), DO), "reason", "reason.missing", {}),
]


@pytest.mark.parametrize(("steps", "field", "code", "params"), DEEDS)
async def test_what_a_deed_lacks_or_has_wrongly_stands_at_its_field(
    hands: Hands, steps: tuple[Step, ...], field: str, code: str, params: dict[str, Any]
) -> None:
    await open_newest(hands)
    before = hands.events()
    await play(hands, steps)
    form = hands.request.panel.form
    assert form is not None
    assert_stands_at(form.rows.row(field), code, params, hands.focus)
    assert hands.events() == before


@pytest.mark.parametrize(
    ("key", "field", "most"),
    [(Key.Key_F2, "text", 20_000), (Key.Key_F10, "reason", 4_000)],
)
async def test_a_text_too_long_for_a_deed_stays_and_says_so(
    hands: Hands, key: Qt.Key, field: str, most: int
) -> None:
    await open_newest(hands)
    before = hands.events()
    await hands.press(key)
    form = hands.request.panel.form
    assert form is not None
    form.rows.set_text(field, "بلند " * 5000)
    await play(hands, ("تر", DO))
    assert_stands_at(form.rows.row(field), "text.too_long", {"most": most}, hands.focus)
    assert "تر" in form.rows.text(field)
    assert hands.events() == before


async def test_a_wrong_number_told_later_stands_at_its_value(hands: Hands) -> None:
    await open_newest(hands)
    before = hands.events()
    await hands.press(Key.Key_F9)
    form = hands.request.panel.form
    assert form is not None
    form.choose("field", "party.0.mobile")
    form.rows.editor("value").setFocus()
    await play(hands, ((Key.Key_A, CTRL), "0912", TAB, "گفت", DO))
    assert_stands_at(form.rows.row("value"), "mobile.format", {}, hands.focus)
    assert hands.events() == before


async def test_a_telephone_that_is_none_stands_at_where_one_was_told(hands: Hands) -> None:
    await open_newest(hands)
    await play(hands, (Key.Key_F6, TAB, "داده شد", DO))
    before = hands.events()
    await hands.press(Key.Key_F7)
    form = hands.request.panel.form
    assert form is not None
    form.choose("channel", "sms")
    form.rows.editor("address").setFocus()
    await play(hands, ((Key.Key_A, CTRL), "0912", DO))
    assert_stands_at(form.rows.row("address"), "mobile.format", {}, hands.focus)
    assert hands.events() == before


@pytest.mark.parametrize(
    ("steps", "field", "code", "params"),
    [
        ((Key.Key_F5, DO), "reason", "reason.missing", {}),
        ((Key.Key_F7, DO), "papers", "papers.missing", {}),
        ((Key.Key_F7, "سند", TAB, "14050101", TAB, "روشن نیست", DO), "come_by", "date.past", {}),
        ((Key.Key_F6, DOWN, DOWN, DO), "reason", "answer.reason_missing", {}),
    ],
)
async def test_what_a_unit_lacks_stands_at_its_field(
    tmp_path: Path, steps: tuple[Step, ...], field: str, code: str, params: dict[str, Any]
) -> None:
    clock = HandClock()
    staffed(tmp_path, clock)
    async with shown(signed_in_as(tmp_path, clock, "reza"), first="") as hands:
        await hands.press(ENTER)
        before = hands.events()
        await play(hands, steps)
        form = hands.request.panel.form
        assert form is not None
        assert_stands_at(form.rows.row(field), code, params, hands.focus)
        assert hands.events() == before
