"""Find: results while one types, what is not here yet, and the ways on."""

from PySide6.QtCore import Qt

from desk_app.ports.queries import Filter
from desk_app.records.codes import make_code
from tests.db.desks import register
from tests.ui.keys import type_text
from tests.ui.pages.hands import CTRL, SHIFT, Hands
from tests.ui.pages.office import GuardedBook
from tests.ui.pages.test_visits import take_again, take_zahra
from ui.models.lines import Line
from ui.texts import say
from ui.widgets.chips import Chip

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
    assert hands.find.says().startswith(say("issued.unknown"))
    await hands.press(Key.Key_E, CTRL)
    assert hands.frame.stack.key == "intake"
    assert hands.intake.form.draft().matter.code == code
    await take_zahra(hands)
    assert hands.hits()[0].tracking_code == code


async def test_a_code_of_a_counter_that_was_heard_names_the_counter(hands: Hands) -> None:
    book = hands.desk.book
    assert isinstance(book, GuardedBook)
    register(book.beneath, "پل روستا", code=make_code(421507, 1), counter="4")
    await hands.press(Key.Key_2, ALT)
    await hands.type(make_code(421507, 77))
    assert hands.find.says().startswith("در باجهٔ ۴ صادر شده، آخرین تماس ۱۰:۲۴، هنوز نرسیده است")
    await hands.press(Key.Key_Return)
    assert hands.frame.stack.key == "intake"


async def test_a_scan_that_ends_in_enter_opens_what_it_names_and_nothing_older(
    hands: Hands,
) -> None:
    await take_zahra(hands)
    await take_again(hands, "آب")
    newest, older = hands.hits()
    await hands.press(Key.Key_2, ALT)
    type_text(hands.find.line, older.tracking_code)
    await hands.press(Key.Key_Return)
    assert hands.frame.stack.key == "request"
    assert hands.view(older.request_id).hit.tracking_code in hands.request.says()
    assert newest.tracking_code not in hands.request.says()


async def test_a_scan_of_a_code_that_is_not_here_only_tells(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_2, ALT)
    type_text(hands.find.line, make_code(421507, 123))
    await hands.press(Key.Key_Return)
    assert hands.frame.stack.key == "find"
    assert hands.find.says().startswith(say("issued.unknown"))


async def test_a_number_of_this_counter_without_a_request_is_not_called_issued(
    hands: Hands,
) -> None:
    await take_zahra(hands)
    lane = int(hands.hits()[0].tracking_code[:6])
    await hands.press(Key.Key_2, ALT)
    await hands.type(make_code(lane, 900))
    assert hands.find.says().startswith(say("issued.own"))


async def test_more_filters_come_by_a_key_and_stand_as_chips_when_folded(hands: Hands) -> None:
    await take_zahra(hands)
    await take_again(hands, "آب")
    await hands.press(Key.Key_2, ALT)
    await hands.press(Key.Key_F, CTRL | SHIFT)
    filters = hands.find.filters
    assert filters.fields.since.hasFocus()
    await hands.type("14050901")
    assert rows(hands) == []
    await hands.press(Key.Key_Escape)
    assert not filters.is_open
    assert hands.find.line.hasFocus()
    chips = [chip.text() for chip in filters.findChildren(Chip) if "✕" in chip.text()]
    assert chips == ["از تاریخ: ۱۴۰۵/۰۹/۰۱  ✕"]
    await hands.press(Key.Key_Escape)
    assert len(rows(hands)) == 2


async def test_service_counter_and_officer_narrow_the_list(hands: Hands) -> None:
    await take_zahra(hands)
    await take_again(hands, "آب")
    await hands.press(Key.Key_2, ALT)
    filters = hands.find.filters
    await hands.press(Key.Key_F, CTRL | SHIFT)
    filters.fields.counter.setFocus()
    await hands.type("۴")
    assert rows(hands) == []
    filters.fields.counter.clear()
    await hands.type("۳")
    assert len(rows(hands)) == 2
    filters.fields.service.setFocus()
    await hands.type("معرفی")
    await hands.press(Key.Key_Return)
    assert len(rows(hands)) == 1
    filters.clear()
    filters.mine.click()
    await hands.quiet()
    assert len(rows(hands)) == 2
    assert filters.filter(hands.open_desk.place.today).officer == "sara"


async def test_a_deed_is_begun_from_its_row_by_its_own_key(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_2, ALT)
    await hands.press(Key.Key_F4)
    assert hands.frame.stack.key == "request"
    form = hands.request.panel.form
    assert form is not None
    assert form.way.code == "refer"
    assert hands.focus is form.rows.editor("unit")


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
