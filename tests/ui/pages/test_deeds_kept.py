"""What is typed into the form of a deed outlives Escape, another page and the program."""

from pathlib import Path

from PySide6.QtCore import Qt

from tests.ui.pages.hands import CTRL, SHIFT, Hands, shown
from tests.ui.pages.office import HandClock, again, found
from tests.ui.pages.test_drafts import holding
from tests.ui.pages.test_request_page import open_newest
from tests.ui.pages.test_visits import take_again
from tests.ui.pages.wrongly import DO, ENTER, TAB, play
from ui.pages.request.form import DeedForm

Key = Qt.Key
KEPT = "draft.deeds.sara"


def form_of(hands: Hands) -> DeedForm:
    form = hands.request.panel.form
    assert form is not None
    return form


async def begin_referral(hands: Hands) -> None:
    await play(hands, (Key.Key_F4, "حوزه", ENTER, TAB, "1405/07/3", TAB, "برای بازدید از"))


async def reopen(hands: Hands, request_id: str) -> None:
    hands.open_desk.place.open_request(request_id)
    await hands.quiet()


async def test_escape_keeps_the_words_of_a_deed_for_the_next_time(hands: Hands) -> None:
    await open_newest(hands)
    await play(hands, (Key.Key_F2, "با واحد تماس", Key.Key_Escape))
    assert hands.request.panel.form is None
    await hands.press(Key.Key_F2)
    assert form_of(hands).rows.text("text") == "با واحد تماس"


async def test_each_request_and_each_deed_keeps_words_of_its_own(hands: Hands) -> None:
    first = await open_newest(hands)
    await play(hands, (Key.Key_F2, "یادداشت نخست"))
    await hands.press(Key.Key_F10)
    assert form_of(hands).rows.text("reason") == ""
    await hands.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    await take_again(hands, "آب")
    await reopen(hands, hands.hits()[0].request_id)
    await hands.press(Key.Key_F2)
    assert form_of(hands).rows.text("text") == ""
    await reopen(hands, first)
    await hands.press(Key.Key_F2)
    assert form_of(hands).rows.text("text") == "یادداشت نخست"


async def test_what_was_done_is_not_offered_again(hands: Hands) -> None:
    await open_newest(hands)
    await play(hands, (Key.Key_F2, "تماس گرفته شد", Key.Key_Escape, Key.Key_F2, DO))
    assert hands.view(hands.hits()[0].request_id).timeline[-1].type == "Noted"
    assert hands.setting(KEPT) == ""
    await hands.press(Key.Key_F2)
    assert form_of(hands).rows.text("text") == ""


async def test_every_kind_of_field_is_there_when_the_desk_opens_again(tmp_path: Path) -> None:
    clock = HandClock()
    async with shown(found(tmp_path, clock)) as hands:
        request_id = await open_newest(hands)
        await begin_referral(hands)
        unit = form_of(hands).rows.value("unit")
        await play(hands, ((Key.Key_F8, SHIFT), Key.Key_Down, TAB, "بیمار است"))
        await play(hands, ((Key.Key_F7, SHIFT), Key.Key_Space))
    async with shown(again(tmp_path, clock)) as hands:
        await reopen(hands, request_id)
        await hands.press(Key.Key_F4)
        rows = form_of(hands).rows
        assert (rows.value("unit"), rows.text("reason")) == (unit, "برای بازدید از")
        assert rows.editor("due").text() == "۱۴۰۵/۰۷/۳" or rows.value("due") is not None  # type: ignore[attr-defined]
        await hands.press(Key.Key_F8, SHIFT)
        rows = form_of(hands).rows
        assert (rows.value("priority"), rows.text("reason")) == ("urgent", "بیمار است")
        await hands.press(Key.Key_F7, SHIFT)
        assert form_of(hands).rows.value("party.0.needs") != []
    assert holding(tmp_path, "بازدید".encode()) == []


async def test_another_page_and_the_way_back_keep_the_form_itself(hands: Hands) -> None:
    await open_newest(hands)
    await play(hands, (Key.Key_F6, TAB, "انجام شد"))
    await hands.press(Key.Key_F, CTRL)
    hands.frame.open("find")
    await hands.quiet()
    assert "انجام شد" in hands.setting(KEPT)
    hands.frame.open("request")
    await hands.quiet()
    assert form_of(hands).rows.text("done") == "انجام شد"


async def test_a_form_in_which_nothing_was_typed_leaves_nothing(hands: Hands) -> None:
    await open_newest(hands)
    await play(hands, (Key.Key_F9, Key.Key_Escape, Key.Key_F6, Key.Key_Escape))
    await play(hands, (Key.Key_F2, "ن", Key.Key_Backspace, Key.Key_Escape))
    assert hands.setting(KEPT) == ""


async def test_words_about_an_erased_request_are_forgotten(hands: Hands) -> None:
    request_id = await open_newest(hands)
    await play(hands, (Key.Key_F2, "زهرا گفت", Key.Key_Escape))
    assert "زهرا گفت" in hands.setting(KEPT)
    hands.request.panel.drafts.forget(request_id)
    await hands.quiet()
    assert hands.setting(KEPT) == ""
