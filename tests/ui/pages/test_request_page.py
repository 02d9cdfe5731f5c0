"""The page of a request: every deed by one key, its form beside, its mistakes at their fields."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.pages.hands import CTRL, SHIFT, Hands, open_desk
from tests.ui.pages.test_visits import take_zahra
from ui.pages.request.deeds import WAYS
from ui.texts import say

Key = Qt.Key


async def open_newest(hands: Hands) -> str:
    """Take a request and open its page."""
    await take_zahra(hands)
    request_id = hands.hits()[0].request_id
    hands.open_desk.place.open_request(request_id)
    await hands.quiet()
    return request_id


def types(hands: Hands, request_id: str) -> list[str]:
    return [item.type for item in hands.view(request_id).timeline]


async def test_looking_leaves_one_trace_for_each_opening(hands: Hands) -> None:
    await take_zahra(hands)
    request_id = hands.hits()[0].request_id
    before = hands.events()
    hands.open_desk.place.open_request(request_id)
    await hands.quiet()
    assert hands.events() == before + 1
    await hands.press(Key.Key_F2)
    await hands.type("با واحد هماهنگ شد")
    await hands.press(Key.Key_Return, CTRL)
    assert hands.events() == before + 2
    hands.open_desk.place.open_request(request_id)
    await hands.quiet()
    assert hands.events() == before + 3


async def test_a_note_a_call_a_referral_and_an_answer_are_one_key_away(hands: Hands) -> None:
    request_id = await open_newest(hands)
    await hands.press(Key.Key_F2)
    await hands.type("یادداشتی")
    await hands.press(Key.Key_Return, CTRL)
    await hands.press(Key.Key_F3)
    await hands.press(Key.Key_Tab)
    await hands.type("پرسید کی آماده می‌شود")
    await hands.press(Key.Key_Return, CTRL)
    await hands.press(Key.Key_F4)
    await hands.type("حوزه")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_Tab)
    await hands.press(Key.Key_Tab)
    await hands.type("برای بررسی")
    await hands.press(Key.Key_Return, CTRL)
    assert hands.hits()[0].status == "referred"
    await hands.press(Key.Key_F6)
    await hands.press(Key.Key_Tab)
    await hands.type("معرفی‌نامه داده شد")
    await hands.press(Key.Key_Return, CTRL)
    assert types(hands, request_id) == [
        "Registered",
        "Printed",
        "Noted",
        "Called",
        "Referred",
        "Answered",
    ]


async def test_a_refusal_without_reason_is_told_at_its_fields(hands: Hands) -> None:
    request_id = await open_newest(hands)
    await hands.press(Key.Key_F6)
    form = hands.request.panel.form
    assert form is not None
    for _ in range(2):
        await hands.press(Key.Key_Down)
    assert form.rows.value("result") == "refused"
    await hands.press(Key.Key_Return, CTRL)
    assert form.rows.row("reason").wrong is not None
    assert form.rows.row("basis").wrong is not None
    assert hands.focus is form.rows.editor("reason")
    assert types(hands, request_id)[-1] == "Printed"


async def test_escape_leaves_the_form_and_then_the_page(hands: Hands) -> None:
    await open_newest(hands)
    await hands.press(Key.Key_F2)
    await hands.press(Key.Key_Escape)
    assert hands.request.panel.form is None
    assert hands.frame.stack.key == "request"
    await hands.press(Key.Key_Escape)
    assert hands.frame.stack.key != "request"


async def test_a_closed_request_can_only_be_noted_corrected_and_opened_again(
    hands: Hands,
) -> None:
    request_id = await open_newest(hands)
    await hands.press(Key.Key_F10)
    await hands.type("متقاضی پاسخ خود را گرفت")
    await hands.press(Key.Key_Return, CTRL)
    assert hands.hits()[0].status == "closed"
    panel = hands.request.panel
    allowed = {way.code for way in WAYS if panel.allows(way)}
    assert allowed == {
        "note",
        "call",
        "visit",
        "attach",
        "correct",
        "complete",
        "needs",
        "reopen",
        "reissue",
    }
    await hands.press(Key.Key_F11)
    await hands.type("مدرک تازه‌ای آورد")
    await hands.press(Key.Key_Return, CTRL)
    assert hands.hits()[0].status == "open"
    assert types(hands, request_id)[-2:] == ["Closed", "Reopened"]


async def test_a_correction_shows_the_value_and_takes_its_reason(hands: Hands) -> None:
    request_id = await open_newest(hands)
    await hands.press(Key.Key_F9)
    form = hands.request.panel.form
    assert form is not None
    assert form.rows.text("value") == "معرفی به نهادهای حمایتی"
    await hands.press(Key.Key_Tab)
    await hands.type("، خانوار روستایی")
    await hands.press(Key.Key_Tab)
    await hands.type("خواست متقاضی")
    await hands.press(Key.Key_Return, CTRL)
    assert "خانوار روستایی" in hands.hits()[0].subject
    assert types(hands, request_id)[-1] == "Corrected"


async def test_a_receipt_that_did_not_come_out_is_printed_again_with_its_number(
    hands: Hands,
) -> None:
    request_id = await open_newest(hands)
    await hands.press(Key.Key_P, CTRL | SHIFT)
    printed = [item for item in hands.view(request_id).timeline if item.type == "Printed"]
    assert [(one.facts["copy"], one.facts.get("spoiled", False)) for one in printed] == [
        (1, False),
        (1, True),
        (1, False),
    ]
    await hands.press(Key.Key_P, CTRL)
    assert hands.view(request_id).copies == 2


async def test_a_lost_receipt_gets_a_new_number_after_two_facts_that_are_right(
    hands: Hands,
) -> None:
    request_id = await open_newest(hands)
    before = hands.view(request_id).follow_up
    await hands.press(Key.Key_R, CTRL)
    form = hands.request.panel.form
    assert form is not None
    assert (form.rows.value("fact1"), form.rows.value("fact2")) == ("national_id", "mobile")
    await hands.press(Key.Key_Tab)
    await hands.type("0499370899")
    for _ in range(2):
        await hands.press(Key.Key_Tab)
    await hands.type("09350000000")
    await hands.press(Key.Key_Tab)
    await hands.type("زهرا محمدی‌نژاد")
    await hands.press(Key.Key_Return, CTRL)
    wrong = form.rows.row("told2").wrong
    assert wrong is not None
    assert wrong.code == "reissue.differs"
    assert hands.view(request_id).follow_up == before
    assert form.rows.editor("told2").hasFocus()
    mobile = hands.view(request_id).parties[0].person
    assert mobile is not None
    form.rows.set_text("told2", mobile.mobile)
    await hands.press(Key.Key_Return, CTRL)
    view = hands.view(request_id)
    assert view.follow_up != before
    assert view.copies == 2
    assert view.timeline[-2].type == "Reissued"
    assert view.timeline[-2].facts["taken_by"] == "زهرا محمدی‌نژاد"


async def test_an_officer_is_offered_only_what_the_role_permits(tmp_path: Path) -> None:
    async with open_desk(tmp_path, role="officer") as hands:
        await open_newest(hands)
        panel = hands.request.panel
        offered = {way.code for way in WAYS if panel.allows(way)}
        assert offered == set(
            [
                "note",
                "call",
                "visit",
                "refer",
                "answer",
                "letter",
                "bring",
                "attach",
                "correct",
                "complete",
                "needs",
                "reissue",
                "urge",
                "join",
                "close",
                "withdraw",
            ]
        )


@pytest.mark.parametrize("language", ["fa", "en"])
async def test_every_word_of_the_page_is_written(hands: Hands, language: str) -> None:
    for way in WAYS:
        assert say(f"deed.{way.code}") != f"deed.{way.code}"
    assert language
