"""Persian text is typed, aligned and found as at an Iranian desk."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication

from tests.ui.keys import press, type_text
from ui.texts import language
from ui.widgets.area import TextArea
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option, among
from ui.widgets.line import SecretLine, TextLine

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
SERVICES = [
    Option("1", "تعویض کارت ملی", "ثبت احوال"),
    Option("2", "کارت بازرگانی"),
    Option("3", "صدور پروانه"),
]


def test_arabic_ye_and_kaf_become_persian_while_typed() -> None:
    line = TextLine()
    type_text(line, "علي اكبري")
    assert line.value() == "علی اکبری"


def test_shift_and_space_type_the_narrow_joiner() -> None:
    line = TextLine()
    type_text(line, "می")
    press(line, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier, " ")
    type_text(line, "خواهم")
    assert line.text() == "می\u200cخواهم"


def test_a_password_is_kept_as_typed() -> None:
    line = SecretLine()
    type_text(line, " علي ")
    press(line, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier, " ")
    assert line.value() == " علي  "


@pytest.mark.parametrize("text", ["سلام", "sara@example.ir", "۱۲۳"])
def test_every_line_begins_at_the_right_in_persian(text: str) -> None:
    line = TextLine()
    line.set_value(text)
    assert line.alignment() & RIGHT == RIGHT


def test_persian_paragraphs_begin_at_the_right() -> None:
    area = TextArea()
    area.set_value("IR-204 تکمیل شد")
    option = area.document().defaultTextOption()
    assert option.textDirection() == Qt.LayoutDirection.RightToLeft
    assert option.alignment() & RIGHT == RIGHT


def test_in_english_a_paragraph_follows_its_first_letter() -> None:
    language().speak("en")
    area = TextArea()
    area.set_value("form 12")
    assert area.document().defaultTextOption().textDirection() == Qt.LayoutDirection.LeftToRight
    area.set_value("۱۲ فرم")
    assert area.document().defaultTextOption().textDirection() == Qt.LayoutDirection.RightToLeft


def test_tab_leaves_a_text_of_several_lines() -> None:
    assert TextArea().tabChangesFocus()


def test_the_finder_offers_what_contains_the_words_however_spelled() -> None:
    finder = Finder(among(SERVICES))
    finder.show()
    type_text(finder, "كارت")
    assert [one.id for one in finder.offered] == ["2", "1"]
    type_text(finder, " ثبت")
    assert [one.id for one in finder.offered] == ["1"]


def test_enter_takes_the_option_under_the_cursor() -> None:
    finder, seen = Finder(among(SERVICES)), list[Option]()
    finder.chosen.connect(seen.append)
    finder.show()
    type_text(finder, "کارت")
    press(finder._list, Qt.Key.Key_Down)
    press(finder._list, Qt.Key.Key_Return)
    assert finder.value() == "1"
    assert finder.text() == "تعویض کارت ملی"
    assert seen == [SERVICES[0]]


def test_typing_on_gives_a_choice_up() -> None:
    finder = Finder(among(SERVICES))
    finder.choose(SERVICES[0])
    type_text(finder, "x")
    assert finder.option is None
    mistake = finder.mistake()
    assert mistake is not None
    assert mistake.code == "finder.unknown"


def test_leaving_takes_the_only_option_that_fits() -> None:
    finder = Finder(among(SERVICES))
    type_text(finder, "پروانه")
    press(finder._list, Qt.Key.Key_Escape)
    assert finder.option is None
    leaving = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason)
    QApplication.sendEvent(finder, leaving)
    assert finder.value() == "3"


def test_a_checked_row_shows_the_mistake_of_its_field_and_takes_it_back() -> None:
    finder = Finder(among(SERVICES))
    row = FieldRow("gallery.service", finder)
    type_text(finder, "هیچ")
    assert row.check() is not None
    assert finder.property("wrong") is True
    finder.choose(SERVICES[1])
    assert row.check() is None
    assert finder.property("wrong") is False
