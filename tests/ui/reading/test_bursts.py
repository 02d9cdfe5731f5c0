"""What is taken for a scan, and that nothing a hand types is lost, eaten or turned around."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tests.ui.keys import NO_MODIFIER
from tests.ui.reading.scanning import LAYOUTS, Typist
from ui.reading.burst import code_at_end, letter_of
from ui.reading.scanner import ScanReader
from ui.widgets.area import TextArea
from ui.widgets.finder import Finder, Option, among
from ui.widgets.line import TextLine
from ui.widgets.number import DigitsLine, TrackingCodeLine

CODE = "42150700012313"
ADDRESS = f"https://desk.example.ir/t/{CODE}"
PERSIAN_KEYS = f"اففحس:..یثسن.ثطشپحمث.هق/ف/{CODE}"


class Room(QWidget):
    """A window with fields, its reader, and a hand at its keys."""

    def __init__(self, *fields: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        for one in fields:
            column.addWidget(one)
        self.show()
        self.activateWindow()
        QApplication.processEvents()
        fields[0].setFocus()
        self.hand = Typist(self.windowHandle())
        self.reader = ScanReader(self, self.isVisible, self.hand.steady)
        self.codes: list[str] = []
        self.reader.scanned.connect(self.codes.append)

    def rest(self) -> None:
        """Nothing is typed for a while."""
        self.hand.seconds += 1
        self.reader.look()


@pytest.mark.parametrize("digits", LAYOUTS)
@pytest.mark.parametrize("gap_ms", [0, 4, 30])
def test_a_scan_under_each_layout_is_read_and_leaves_no_letter(digits: str, gap_ms: float) -> None:
    field = TextLine()
    room = Room(field)
    room.hand.scan(CODE.translate(str.maketrans("0123456789", digits)), gap_ms)
    assert room.codes == [CODE]
    assert field.text() == ""


@pytest.mark.parametrize("text", [ADDRESS, PERSIAN_KEYS])
def test_an_address_that_ends_with_the_code_is_read_under_any_layout(text: str) -> None:
    field = TextLine()
    room = Room(field)
    room.hand.scan(text)
    assert (room.codes, field.text()) == ([CODE], "")


def test_a_key_that_types_nothing_in_this_layout_does_not_part_a_scan() -> None:
    field = TextLine()
    room = Room(field)
    room.hand.type("HTT", 4)
    room.hand.key(Qt.Key.Key_unknown, "\u200c")
    room.hand.type(CODE, 4)
    room.hand.enter(4)
    assert (room.codes, field.text()) == ([CODE], "")


def test_what_stood_in_the_field_stands_there_again_with_cursor_and_selection() -> None:
    line, area = TextLine(), TextArea()
    room = Room(line, area)
    line.setText("علی رضایی")
    line.setSelection(4, 5)
    room.hand.scan(CODE)
    assert (line.text(), line.selectedText()) == ("علی رضایی", "رضایی")
    line.setCursorPosition(2)
    room.hand.scan(CODE)
    assert (line.text(), line.cursorPosition()) == ("علی رضایی", 2)
    area.setFocus()
    area.setPlainText("سطر یک\nسطر دو")
    cursor = area.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(11, cursor.MoveMode.KeepAnchor)
    area.setTextCursor(cursor)
    room.hand.scan(CODE)
    assert area.toPlainText() == "سطر یک\nسطر دو"
    assert (area.textCursor().anchor(), area.textCursor().position()) == (4, 11)
    assert room.codes == [CODE] * 3


def test_a_field_of_digits_that_takes_no_more_is_as_it_was() -> None:
    field = DigitsLine(10)
    room = Room(field)
    field.set_value("0084575948")
    room.hand.scan(CODE)
    assert (room.codes, field.value()) == ([CODE], "0084575948")


def test_a_scan_on_a_button_neither_presses_it_nor_is_lost() -> None:
    pressed: list[bool] = []
    button = QPushButton("x")
    button.setDefault(True)
    button.clicked.connect(lambda: pressed.append(True))
    room = Room(button)
    room.hand.scan(CODE)
    assert (room.codes, pressed) == ([CODE], [])


def test_a_choice_is_not_undone_by_a_scan() -> None:
    finder = Finder(among([Option("1", "صدور پروانه"), Option("2", "پروانهٔ ساختمان")]))
    room = Room(finder)
    finder.choose(Option("1", "صدور پروانه"))
    heard: list[object] = []
    finder.chosen.connect(heard.append)
    room.hand.scan(CODE)
    assert (room.codes, finder.value(), heard) == ([CODE], "1", [])


def test_a_scan_while_a_list_is_open_is_read_and_what_was_typed_stays() -> None:
    finder = Finder(among([Option("1", "صدور پروانه"), Option("2", "پروانهٔ ساختمان")]))
    room = Room(finder)
    for letter in "پروانه":
        room.hand.type(letter, 120)
        room.rest()
    assert QApplication.activePopupWidget() is not None
    QApplication.processEvents()
    room.hand.scan(CODE)
    left = (room.codes, finder.text(), finder.value())
    room.hand.type("ٔ س", 120)
    room.rest()
    after = finder.text()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.hide()
    assert (left, after) == (([CODE], "پروانه", ""), "پروانهٔ س")


def test_a_field_that_asks_for_a_code_is_given_the_scan() -> None:
    field = TrackingCodeLine()
    room = Room(field)
    room.hand.scan(CODE)
    assert (room.codes, field.value()) == ([], CODE)


def test_a_scanner_without_enter_is_read_when_it_rests_and_a_late_enter_is_its_own() -> None:
    entered: list[bool] = []
    field = QLineEdit()
    field.returnPressed.connect(lambda: entered.append(True))
    room = Room(field)
    room.hand.seconds += 1
    room.hand.type(CODE, 4)
    room.hand.seconds += 0.15
    room.reader.look()
    room.hand.enter(50)
    assert (room.codes, field.text(), entered) == ([CODE], "", [])
    room.hand.enter(1000)
    assert entered == [True]


def test_a_hand_that_types_a_code_and_enter_types_it() -> None:
    entered: list[str] = []
    field = QLineEdit()
    field.returnPressed.connect(lambda: entered.append(field.text()))
    room = Room(field)
    room.hand.scan(CODE, gap_ms=60)
    assert (room.codes, entered) == ([], [CODE])


@pytest.mark.parametrize("text", ["421507000123", "42150700012314", "9942150700012313", "سلام۱۲"])
def test_a_burst_that_is_no_code_arrives_as_it_was_typed_then_its_enter(text: str) -> None:
    entered: list[str] = []
    field = QLineEdit()
    field.returnPressed.connect(lambda: entered.append(field.text()))
    room = Room(field)
    room.hand.scan(text)
    assert (room.codes, entered) == ([], [text])


def test_a_fast_burst_that_stops_arrives_after_a_moment_in_order() -> None:
    field = QLineEdit()
    room = Room(field)
    room.hand.type("abcdef", 3)
    assert field.text() == "a"
    room.rest()
    assert field.text() == "abcdef"
    room.hand.type("gh", 3)
    room.hand.key(Qt.Key.Key_Backspace)
    room.hand.type("i", 200)
    assert field.text() == "abcdefgi"


def test_two_keys_rolled_by_a_hand_keep_their_order_with_what_follows() -> None:
    field = QLineEdit()
    room = Room(field)
    for letter, gap in zip("میزبان", (200, 12, 90, 20, 20, 150), strict=True):
        room.hand.type(letter, gap)
    room.rest()
    assert field.text() == "میزبان"


def test_keys_that_come_while_held_ones_are_typed_wait_for_their_turn() -> None:
    class Slow(QLineEdit):
        """Lets others in while it takes a letter, as a field that opens a list may do."""

        def keyPressEvent(self, event: QKeyEvent) -> None:
            super().keyPressEvent(event)
            while meanwhile:
                room.hand.letter(meanwhile.pop(0))

    meanwhile: list[str] = []
    field = Slow()
    room = Room(field)
    room.hand.type("abcd", 3)
    meanwhile += ["f", "g"]
    room.hand.type("e", 500)
    room.rest()
    assert field.text() == "abcdefg"


def test_a_scanner_that_stumbles_once_is_read() -> None:
    field = TextLine()
    room = Room(field)
    room.hand.type(CODE[:6], 5)
    room.hand.type(CODE[6], 80)
    room.hand.type(CODE[7:], 5)
    room.hand.enter(5)
    assert (room.codes, field.text()) == ([CODE], "")


def test_a_key_that_is_held_down_is_no_scanner() -> None:
    field = QLineEdit()
    room = Room(field)
    for _ in range(20):
        room.hand.seconds += 0.03
        room.hand.key(Qt.Key.Key_1, "1", repeated=True)
    assert field.text() == "1" * 20


def test_going_to_another_field_by_a_click_types_what_is_held_first() -> None:
    first, second = QLineEdit(), QLineEdit()
    room = Room(first, second)
    room.hand.type("ab", 3)
    click = QEvent(QEvent.Type.MouseButtonPress)
    room.reader.eventFilter(room, click)
    second.setFocus()
    room.hand.type("c", 100)
    assert (first.text(), second.text()) == ("ab", "c")


def test_ending_types_what_is_held() -> None:
    field = QLineEdit()
    room = Room(field)
    room.hand.type("ab", 3)
    room.reader.stop()
    assert field.text() == "ab"
    room.hand.scan(CODE)
    assert room.codes == []


def test_nothing_is_read_behind_the_lock() -> None:
    field = QLineEdit()
    room = Room(field)
    room.reader._awake = lambda: False
    room.hand.scan(CODE)
    assert (room.codes, field.text()) == ([], CODE)


def test_a_window_that_was_busy_believes_the_systems_stamps() -> None:
    field = QLineEdit()
    room = Room(field)
    for place, letter in enumerate(CODE):
        # The stamps stand 5 ms apart; the window comes to each of them late.
        room.hand.seconds += 0.2 if place in (4, 9) else 0.005
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key(ord(letter)), NO_MODIFIER, letter)
        event.setTimestamp(7000 + place * 5)
        QApplication.sendEvent(room.hand.window, event)
    room.hand.enter(5)
    assert (room.codes, field.text()) == ([CODE], "")


def test_a_digits_key_without_text_is_read_by_its_key() -> None:
    for key in (0x34, 0x664, 0x6F4):
        event = QKeyEvent(QEvent.Type.KeyPress, key, NO_MODIFIER, "")
        assert code_at_end(letter_of(event) + CODE[1:]) == CODE
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier, "4")
    assert letter_of(held) == ""
