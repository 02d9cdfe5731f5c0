"""Find: results while one types, what is not here yet, and the ways on."""

from PySide6.QtCore import Qt

from desk_app.ports.queries import Filter
from desk_app.records.codes import make_code
from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.test_visits import take_again, take_zahra
from ui.models.lines import Line
from ui.texts import say

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def rows(hands: Hands) -> list[str]:
    model = hands.find.results.model()
    return [str(model.index(place, 0).data()) for place in range(model.rowCount())]


async def test_an_empty_field_shows_the_newest_requests(hands: Hands) -> None:
    await take_zahra(hands)
    await take_again(hands, "آب")
    await hands.press(Key.Key_2, ALT)
    first, second = rows(hands)
    assert "آب" in first
    assert "معرفی" in second


async def test_results_come_while_one_types_and_enter_opens_the_first(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_2, ALT)
    await hands.type("محمدی")
    assert len(rows(hands)) == 1
    await hands.press(Key.Key_Return)
    assert hands.frame.stack.key == "request"
    assert hands.request.isVisible()


async def test_arrows_walk_while_the_cursor_stays_in_the_field(hands: Hands) -> None:
    await take_zahra(hands)
    await take_again(hands, "آب")
    await hands.press(Key.Key_2, ALT)
    await hands.press(Key.Key_Down)
    row = hands.find.results.current_row()
    assert isinstance(row, Line)
    assert row.id == hands.hits()[1].request_id
    assert hands.focus is hands.find.line


async def test_a_right_code_that_is_not_here_was_issued_elsewhere_and_can_be_entered(
    hands: Hands,
) -> None:
    code = make_code(421507, 123)
    await hands.press(Key.Key_2, ALT)
    await hands.type(code)
    assert hands.find.says() == say("find.not_arrived")
    hands.find.enter_elsewhere()
    await hands.quiet()
    assert hands.frame.stack.key == "intake"
    assert hands.intake.form.draft().matter.code == code
    await take_zahra(hands)
    assert hands.hits()[0].tracking_code == code


async def test_a_wrong_code_says_what_is_wrong_with_it(hands: Hands) -> None:
    await hands.press(Key.Key_2, ALT)
    await hands.type("42150700012314")
    assert hands.find.says() == say("code.check_digits")


async def test_the_receipt_of_the_row_is_printed_by_one_key(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_2, ALT)
    await hands.press(Key.Key_P, CTRL)
    assert hands.view(hands.hits()[0].request_id).copies == 2


async def test_another_page_can_ask_for_a_list(hands: Hands) -> None:
    await take_zahra(hands)
    hands.open_desk.place.open_list(Filter(only_unprinted=True))
    await hands.quiet()
    assert hands.frame.stack.key == "find"
    assert rows(hands) == []
    hands.open_desk.place.open_list(Filter())
    await hands.quiet()
    assert len(rows(hands)) == 1


async def test_a_search_by_identity_number_leaves_a_trace_once(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_2, ALT)
    events = hands.events()
    await hands.type("0499370899")
    assert len(rows(hands)) == 1
    assert hands.events() == events + 1
