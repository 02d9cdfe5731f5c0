"""The date field understands what people type and shows a day of the Jalali calendar."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from tests.ui.keys import press, type_text
from ui.texts import language
from ui.widgets.calendar import Calendar, MonthGrid
from ui.widgets.jalali import JalaliEdit

TODAY = dt.date(2026, 11, 21)


def field() -> JalaliEdit:
    return JalaliEdit(lambda: TODAY)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("14050830", "۱۴۰۵/۰۸/۳۰"),
        ("۱۴۰۳۱۲۳۰", "۱۴۰۳/۱۲/۳۰"),
        ("690105", "۱۳۶۹/۰۱/۰۵"),
        ("050830", "۱۴۰۵/۰۸/۳۰"),
        ("1370/1/5", "۱۳۷۰/۰۱/۰۵"),
        ("١٣٧٠-١-٥", "۱۳۷۰/۰۱/۰۵"),
    ],
)
def test_a_date_typed_in_any_way_is_shown_in_one(typed: str, shown: str) -> None:
    edit = field()
    type_text(edit, typed)
    press(edit, Qt.Key.Key_Return)
    assert edit.text() == shown
    assert edit.mistake() is None


@pytest.mark.parametrize("typed", ["14041230", "14051301", "123"])
def test_what_is_no_day_is_a_mistake_and_stays_to_be_mended(typed: str) -> None:
    edit = field()
    type_text(edit, typed)
    press(edit, Qt.Key.Key_Return)
    assert edit.value() is None
    assert edit.mistake() is not None
    assert edit.text() != ""


def test_letters_are_refused() -> None:
    edit = field()
    type_text(edit, "1405آبان/08")
    assert edit.text() == "۱۴۰۵/۰۸"


def test_a_change_is_told_once() -> None:
    edit, seen = field(), list[dt.date]()
    edit.date_changed.connect(seen.append)
    type_text(edit, "14050830")
    press(edit, Qt.Key.Key_Return)
    press(edit, Qt.Key.Key_Return)
    assert seen == [TODAY]


def test_up_and_down_step_by_a_day() -> None:
    edit = field()
    edit.set_value(TODAY)
    press(edit, Qt.Key.Key_Up)
    assert edit.text() == "۱۴۰۵/۰۹/۰۱"
    press(edit, Qt.Key.Key_Down)
    press(edit, Qt.Key.Key_Down)
    assert edit.text() == "۱۴۰۵/۰۸/۲۹"


def test_alt_and_down_open_the_month_and_enter_takes_a_day() -> None:
    edit = field()
    edit.show()
    edit.set_value(TODAY)
    press(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = edit.findChild(QFrame)
    assert popup is not None
    grid = popup.findChild(MonthGrid)
    assert grid is not None
    press(grid, Qt.Key.Key_Up)
    press(grid, Qt.Key.Key_Return)
    assert edit.value() == TODAY - dt.timedelta(days=7)


def test_arrows_walk_as_the_eye_sees_them() -> None:
    grid = MonthGrid(TODAY)
    press(grid, Qt.Key.Key_Left)
    assert grid.day == TODAY + dt.timedelta(days=1)
    language().speak("en")
    press(grid, Qt.Key.Key_Left)
    assert grid.day == TODAY


def test_months_and_years_are_walked_by_the_page_keys() -> None:
    grid = MonthGrid(TODAY)
    press(grid, Qt.Key.Key_PageDown)
    assert grid.day == dt.date(2026, 12, 21)
    press(grid, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert grid.day == dt.date(2025, 12, 21)
    press(grid, Qt.Key.Key_Home)
    assert grid.day == TODAY


def test_a_long_month_ends_within_a_short_one() -> None:
    grid = MonthGrid(dt.date(2027, 2, 19))
    press(grid, Qt.Key.Key_PageDown)
    assert grid.day == dt.date(2027, 3, 20)


def test_the_calendar_ends_where_its_years_end() -> None:
    grid = MonthGrid(dt.date(1799, 3, 21))
    press(grid, Qt.Key.Key_Up)
    press(grid, Qt.Key.Key_PageUp)
    assert grid.day == dt.date(1799, 3, 21)


def test_a_holiday_is_told_by_its_name() -> None:
    grid = MonthGrid(TODAY, lambda day: "روز نمونه" if day == TODAY else None)
    assert grid.accessibleName() == "شنبه ۳۰ آبان ۱۴۰۵، روز نمونه"


def test_saturday_is_the_first_column_at_the_right() -> None:
    calendar = Calendar(TODAY)
    calendar.show()
    boxes = dict(calendar.grid._boxes())
    saturday, friday = boxes[TODAY], boxes[TODAY - dt.timedelta(days=1)]
    assert saturday.left() > friday.left()
    language().speak("en")
    boxes = dict(calendar.grid._boxes())
    assert boxes[TODAY].left() < boxes[TODAY - dt.timedelta(days=1)].left()
