"""The rarer deeds on a request, each begun by its key and done in its form."""

from typing import Any

from PySide6.QtCore import Qt

from desk_app.records import bodies as b
from tests.db.desks import register, write
from tests.ui.pages.hands import CTRL, SHIFT, Hands
from tests.ui.pages.office import GuardedBook
from tests.ui.pages.test_request_page import open_newest, types
from tests.ui.pages.test_visits import take_again
from ui.pages.request.form import DeedForm
from ui.texts import say
from ui.widgets.buttons import Button
from ui.widgets.labels import Words

Key = Qt.Key


def form_of(hands: Hands) -> DeedForm:
    form = hands.request.panel.form
    assert form is not None
    return form


def editor(hands: Hands, name: str) -> Any:
    return form_of(hands).rows.editor(name)


def told(hands: Hands) -> str:
    """Everything that stands on the page."""
    return "\n".join(words.text() for words in hands.request.findChildren(Words))


async def refer(hands: Hands) -> None:
    await hands.press(Key.Key_F4)
    await hands.type("حوزه")
    await hands.press(Key.Key_Return)
    editor(hands, "reason").setFocus()
    await hands.type("برای بررسی")
    await hands.press(Key.Key_Return, CTRL)


async def test_a_visitor_who_comes_back_is_a_visit_of_the_request(hands: Hands) -> None:
    request_id = await open_newest(hands)
    visits = hands.day().visits
    await hands.press(Key.Key_F3, SHIFT)
    await hands.type("پرسید کی آماده است")
    await hands.press(Key.Key_Return, CTRL)
    last = hands.view(request_id).timeline[-1]
    assert (last.type, last.facts["by"]) == ("Called", "visitor")
    assert hands.day().visits == visits + 1


async def test_the_letter_of_a_unit_is_typed_in_and_answers_its_referral(hands: Hands) -> None:
    request_id = await open_newest(hands)
    await refer(hands)
    await hands.press(Key.Key_F6, SHIFT)
    await hands.type("۵/۱۲۳۴")
    await hands.press(Key.Key_Tab)
    await hands.type("14050829")
    editor(hands, "done").setFocus()
    await hands.type("معرفی‌نامه داده شد")
    await hands.press(Key.Key_Return, CTRL)
    view = hands.view(request_id)
    assert view.hit.status == "answered"
    answer = view.answers[-1].facts
    assert answer["referral"] == view.referrals[0].event_id
    assert (answer["letter"], answer["letter_date"]) == ("۵/۱۲۳۴", "2026-11-20")
    assert "نامهٔ" in told(hands)


async def test_a_paper_that_was_lacking_is_ticked_off(hands: Hands) -> None:
    request_id = await open_newest(hands)
    await hands.press(Key.Key_F5, SHIFT)
    await hands.press(Key.Key_Return, CTRL)
    wrong = form_of(hands).rows.row("others").wrong
    assert wrong is not None
    assert wrong.code == "papers.which"
    editor(hands, "others").setFocus()
    await hands.type("رونوشت سند")
    await hands.press(Key.Key_Return, CTRL)
    assert "رونوشت سند" in hands.view(request_id).papers_received
    assert say("request.papers.received", papers="رونوشت سند") in told(hands)


async def test_urgency_and_who_goes_on_with_it_stand_at_the_top(hands: Hands) -> None:
    request_id = await open_newest(hands)
    await hands.press(Key.Key_F8, SHIFT)
    await hands.press(Key.Key_Down)
    await hands.press(Key.Key_Return, CTRL)
    assert hands.view(request_id).priority == "urgent"
    await hands.press(Key.Key_F4, SHIFT)
    await hands.type("سارا")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_Return, CTRL)
    assert hands.view(request_id).holder == "sara"
    assert say("request.where.desk", holder="سارا امینی") in told(hands)
    assert say("priority.urgent") in told(hands)


async def test_an_empty_field_is_filled_in_later(hands: Hands) -> None:
    request_id = await open_newest(hands)
    await hands.press(Key.Key_F9, SHIFT)
    await hands.press(Key.Key_Return, CTRL)
    wrong = form_of(hands).rows.row("value").wrong
    assert wrong is not None
    assert wrong.code == "correct.value_missing"
    form_of(hands).choose("field", "party.0.address")
    editor(hands, "value").setFocus()
    await hands.type("ری، کوچهٔ بهار")
    await hands.press(Key.Key_Return, CTRL)
    person = hands.view(request_id).parties[0].person
    assert person is not None
    assert person.address == "ری، کوچهٔ بهار"
    assert types(hands, request_id)[-1] == "Completed"


async def test_needs_are_put_right_and_go_along_with_the_referral(hands: Hands) -> None:
    request_id = await open_newest(hands)
    await hands.press(Key.Key_F7, SHIFT)
    await hands.press(Key.Key_Space)
    editor(hands, "reason").setFocus()
    await hands.type("گفت خواندن نمی‌داند")
    await hands.press(Key.Key_Return, CTRL)
    assert hands.view(request_id).parties[0].party.needs == ("reading",)
    await hands.press(Key.Key_F4)
    assert say("deed.needs.along", needs=say("intake.need.reading")) in told(hands)
    await hands.press(Key.Key_Escape)
    await refer(hands)
    assert hands.view(request_id).referrals[0].facts["needs"] == ("reading",)
    assert say("request.where.needs", needs=say("intake.need.reading")) in told(hands)
    await hands.press(Key.Key_B, CTRL | SHIFT)
    printed = hands.view(request_id).timeline[-1]
    assert (printed.type, printed.facts["document"]) == ("Printed", "referral_slip")


async def test_a_twin_is_joined_to_the_persons_other_request(hands: Hands) -> None:
    first = await open_newest(hands)
    await hands.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    await take_again(hands, "آب")
    second = hands.hits()[0].request_id
    hands.open_desk.place.open_request(second)
    await hands.quiet()
    await hands.press(Key.Key_F2, SHIFT)
    await hands.press(Key.Key_Return, CTRL)
    wrong = form_of(hands).rows.row("into").wrong
    assert wrong is not None
    assert wrong.code == "join.which"
    await hands.type("معرفی")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_Return, CTRL)
    assert hands.view(second).joined_into == (first,)
    buttons = [one for one in hands.request.findChildren(Button) if one.isVisible()]
    (way,) = [one for one in buttons if one.text() == say("request.joined")]
    way.click()
    await hands.quiet()
    assert hands.request.says() == hands.view(first).hit.tracking_code


async def test_a_twin_is_named_by_its_code_too(hands: Hands) -> None:
    first = await open_newest(hands)
    code = hands.view(first).hit.tracking_code
    await hands.press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    await take_again(hands, "آب")
    second = hands.hits()[0].request_id
    hands.open_desk.place.open_request(second)
    await hands.quiet()
    await hands.press(Key.Key_F2, SHIFT)
    await hands.type(code)
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_Return, CTRL)
    assert hands.view(second).joined_into == (first,)


async def test_a_conflict_shows_both_values_and_is_settled_beside_one(hands: Hands) -> None:
    request_id = await open_newest(hands)
    book = hands.desk.book
    assert isinstance(book, GuardedBook)
    for word in ("urgent", "critical"):
        write(book.beneath, request_id, "Prioritised", b.Prioritised(priority=word))
    await hands.quiet()
    right = say("conflict.right.of", value=say("priority.urgent"))
    (button,) = [one for one in hands.request.findChildren(Button) if one.accessibleName() == right]
    button.click()
    await hands.quiet()
    assert form_of(hands).way.code == "settle"
    await hands.press(Key.Key_Return, CTRL)
    view = hands.view(request_id)
    assert (view.conflicts, view.priority) == ((), "urgent")


async def test_an_overdue_request_says_what_it_waits_for(hands: Hands) -> None:
    book = hands.desk.book
    assert isinstance(book, GuardedBook)
    late = register(book.beneath, "پل روستا", promise=b.Promise(date="2026-11-10"))
    hands.open_desk.place.open_request(late.id)
    await hands.quiet()
    assert say("request.why.not_referred") in told(hands)
    referral = b.Referred(unit="u5", title="عمران", reason=0, due="2026-11-15")
    write(book.beneath, late.id, "Referred", referral, "بررسی")
    await hands.quiet()
    assert "مهلت عمران تا ۱۴۰۵/۰۸/۲۴ بود" in told(hands)
