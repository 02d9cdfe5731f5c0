"""Fields of digits take any digits and keep ASCII ones."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.keys import press, type_text
from ui.digits import BOUND_SPACE
from ui.texts import language
from ui.widgets.number import DigitsLine, MobileLine, NationalIdLine, TrackingCodeLine


@pytest.mark.parametrize("typed", ["0499370899", "۰۴۹۹۳۷۰۸۹۹", "٠٤٩٩٣٧٠٨٩٩", "۰4۹۹۳7۰٨۹9"])
def test_any_digits_are_shown_in_persian_and_kept_in_ascii(typed: str) -> None:
    field = NationalIdLine()
    type_text(field, typed)
    assert field.text() == "۰۴۹۹۳۷۰۸۹۹"
    assert field.value() == "0499370899"
    assert field.mistake() is None


def test_in_english_the_digits_are_latin() -> None:
    field = NationalIdLine()
    type_text(field, "۰۴۹۹۳۷۰۸۹۹")
    language().speak("en")
    field.reword()
    assert field.text() == "0499370899"


def test_letters_and_a_digit_too_many_are_refused() -> None:
    field = DigitsLine(3)
    type_text(field, "1a۲ب٣4")
    assert field.value() == "123"


def test_a_wrong_check_digit_is_a_mistake() -> None:
    field = NationalIdLine()
    type_text(field, "0499370898")
    mistake = field.mistake()
    assert mistake is not None
    assert mistake.code == "national_id.check_digit"


def test_an_empty_field_has_no_mistake() -> None:
    assert NationalIdLine().mistake() is None


def test_the_last_digit_completes_the_field() -> None:
    field, seen = NationalIdLine(), list[str]()
    field.completed.connect(seen.append)
    type_text(field, "0499370899")
    assert seen == ["0499370899"]


def test_a_tracking_code_stands_in_groups_that_persian_text_does_not_turn() -> None:
    field = TrackingCodeLine()
    type_text(field, "42150700012313")
    assert field.text() == BOUND_SPACE.join(("۴۲۱۵۰۷", "۰۰۰۱۲۳", "۱۳"))
    assert field.value() == "42150700012313"
    assert field.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_the_cursor_stays_behind_the_digit_typed_in_the_middle() -> None:
    field = TrackingCodeLine()
    type_text(field, "4215000123")
    field.setCursorPosition(4)
    type_text(field, "07")
    assert field.value() == "421507000123"
    type_text(field, "9")
    assert field.value() == "4215079000123"


def test_backspace_takes_a_digit_across_a_gap() -> None:
    field = TrackingCodeLine()
    type_text(field, "4215070")
    press(field, Qt.Key.Key_Backspace)
    press(field, Qt.Key.Key_Backspace)
    assert field.value() == "42150"


@pytest.mark.parametrize(
    "typed", ["09121234567", "+98 912 123 4567", "00989121234567", "989121234567"]
)
def test_a_mobile_number_is_read_with_and_without_the_country(typed: str) -> None:
    field = MobileLine()
    field.insert(typed)
    assert field.value() == "09121234567"
    assert field.mistake() is None
