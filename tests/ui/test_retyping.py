"""One key types a text again that was typed under the wrong keyboard layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.keys import press, type_text
from ui.frame.keys import keys_in_force
from ui.frame.shell import bind_habits
from ui.retyping import retyped
from ui.widgets.area import TextArea
from ui.widgets.dialog import Dialog
from ui.widgets.finder import Finder, Option, among
from ui.widgets.line import SecretLine, TextLine

CTRL = Qt.KeyboardModifier.ControlModifier


def again(field: QWidget) -> None:
    press(field, Qt.Key.Key_Space, CTRL, " ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sghl", "سلام"),
        ("lpln dhv", "محمد یار"),
        ("Hfhnhk", "آبادان"),
        ("LPLN", "محمد"),
        ("شمه@", "ali@"),
        ("لپشهم.زخپ", "gmail.com"),
        ("علی sghl", "علی سلام"),
        ("ali سلام", "ali sghl"),
        ("۱۲۳", "۱۲۳"),
        ("", ""),
        ("تهران", "jivhk"),
        ("تهران پلاک ۱۲", "jivhk mgh; 12"),
    ],
)
def test_keys_of_one_layout_are_read_under_the_other(typed: str, meant: str) -> None:
    assert retyped(typed) == meant


@given(some.text("qwertyuiop[]asdfghjkl;'zxcvbnm ", min_size=1))
def test_typing_again_twice_gives_the_text_back(text: str) -> None:
    assert retyped(retyped(text)) == text


def test_a_line_is_typed_again_and_brought_back_by_the_key_and_by_undo() -> None:
    line = TextLine()
    type_text(line, "sghl jivhk")
    again(line)
    assert line.text() == "سلام تهران"
    again(line)
    assert line.text() == "sghl jivhk"
    again(line)
    line.undo()
    assert line.text() == "sghl jivhk"


def test_a_chosen_part_alone_is_typed_again() -> None:
    line, area = TextLine(), TextArea()
    line.setText("کد abc و sghl")
    line.setSelection(9, 4)
    again(line)
    assert (line.text(), line.selectedText()) == ("کد abc و سلام", "سلام")
    area.setPlainText("sghl\njivhk")
    cursor = area.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(10, cursor.MoveMode.KeepAnchor)
    area.setTextCursor(cursor)
    again(area)
    assert area.toPlainText() == "sghl\nتهران"


def test_a_text_of_several_lines_is_typed_again_and_undone() -> None:
    area = TextArea()
    type_text(area, "sghl")
    again(area)
    assert area.toPlainText() == "سلام"
    area.undo()
    assert area.toPlainText() == "sghl"
    again(area)
    again(area)
    assert area.toPlainText() == "sghl"


def test_a_password_is_typed_again_and_its_own_letters_come_back() -> None:
    field = SecretLine()
    type_text(field, "Sghl-12")
    again(field)
    assert field.value() == "ئلام-۱۲"
    again(field)
    assert field.value() == "Sghl-12"
    again(field)
    field.clear()
    assert field.property("retyped") is None


def test_a_field_that_may_only_be_read_stays() -> None:
    line = TextLine()
    line.setText("sghl")
    line.setReadOnly(True)
    again(line)
    assert line.text() == "sghl"


def test_the_key_works_on_a_sheet_and_while_a_list_is_open(screen: QApplication) -> None:
    window = QWidget()
    window.show()
    sheet = Dialog(window, "office.agency")
    finder = Finder(among([Option("1", "صدور پروانه"), Option("2", "سلام")]))
    sheet.body.addWidget(finder)
    sheet.open()
    finder.setFocus()
    type_text(finder, "wn,v")
    again(finder)
    assert finder.text() == "صدور"
    sheet.reject()


def test_the_help_sheet_lists_the_key() -> None:
    window = QWidget()
    bind_habits(window)
    window.show()
    assert ("Ctrl+Space", "access.retype") in [one[:2] for one in keys_in_force(window)]
