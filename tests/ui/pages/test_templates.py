"""Texts that are typed again and again are chosen by their letters, and blanks are typed over."""

from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.pages.hands import CTRL, SHIFT, Hands, shown
from tests.ui.pages.office import HandClock, again, found
from ui.actions.templates import BLANK, OWN, shipped_templates

Key = Qt.Key


def text(hands: Hands) -> str:
    return hands.intake.form.draft().matter.text


async def choose(hands: Hands, letters: str) -> None:
    await hands.press(Key.Key_F5, SHIFT)
    await hands.type(letters)
    await hands.press(Key.Key_Return)


async def keep(hands: Hands, title: str, words: str) -> None:
    """Keep a text under a title, and clear the form."""
    hands.intake.form.matter.rows.editor("subject").setFocus()
    await hands.type(title)
    await hands.press(Key.Key_Return)
    await hands.type(words)
    await hands.press(Key.Key_F5, CTRL)
    await hands.press(Key.Key_Backspace, CTRL | SHIFT)


async def test_a_shipped_text_is_chosen_and_its_blanks_are_typed_over(hands: Hands) -> None:
    shipped = next(one for one in shipped_templates() if one.title.startswith("پیگیری"))
    assert shipped.text.count(BLANK) == 3
    await choose(hands, "پیگ")
    assert text(hands) == shipped.text
    for answer in ("۸۴۷", "۱۴۰۵/۰۷/۰۱", "بخشداری"):
        await hands.type(answer)
        await hands.press(Key.Key_F5, SHIFT)
    await hands.press(Key.Key_Escape)
    assert BLANK not in text(hands)
    assert "شمارهٔ ۸۴۷ که در تاریخ ۱۴۰۵/۰۷/۰۱ به بخشداری" in text(hands)


async def test_a_text_goes_where_the_cursor_is(hands: Hands) -> None:
    body = hands.intake.form.matter.rows.editor("body")
    body.setFocus()
    await hands.type("پیشتر: ")
    await choose(hands, "ملاقات")
    assert text(hands).startswith("پیشتر: با سلام")


async def test_the_offices_own_text_is_kept_replaced_and_taken_away(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock)) as hands:
        await keep(hands, "نان و نانوایی", "کمبود آرد")
        await keep(hands, "نان و نانوایی", "کمبود آرد در روستا")
    async with shown(again(tmp_path, clock)) as hands:
        await choose(hands, "نانو")
        assert text(hands) == "کمبود آرد در روستا"
        await hands.press(Key.Key_Backspace, CTRL | SHIFT)
        await keep(hands, "نان و نانوایی", "")
        assert hands.setting(OWN) == "[]"


async def test_a_text_without_a_title_is_not_kept(hands: Hands) -> None:
    said: list[str] = []
    hands.open_desk.place.said.connect(lambda code, _: said.append(code))
    await hands.press(Key.Key_F5, CTRL)
    assert (said, hands.setting(OWN)) == (["intake.template.untitled"], "")
