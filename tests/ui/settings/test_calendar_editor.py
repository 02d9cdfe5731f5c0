"""The calendar is changed by the keyboard, and what it moves is told before."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from desk_app.records.errors import UserMistake
from desk_app.records.workdays import WorkCalendar
from tests.services.told import took
from tests.ui.keys import type_text
from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.office import GuardedBook, HandClock
from tests.ui.settings.rooms import section
from ui.settings.calendar.announce import Announce, CallOff, NameHoliday
from ui.settings.calendar.hours import spans_of, told_spans
from ui.settings.calendar.section import CalendarSection
from ui.texts import language

KEY = Qt.Key


async def editor(hands: Hands) -> CalendarSection:
    return await section(hands, "calendar", CalendarSection)


def standing(hands: Hands) -> WorkCalendar:
    return hands._unguarded().calendar(hands.desk.office.province)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("۷-۱۴:۳۰", ((420, 870),)),
        ("07:00 تا 12:00، 13:00 تا 15:00", ((420, 720), (780, 900))),
        ("7 to 12, 13-15", ((420, 720), (780, 900))),
    ],
)
def test_hours_are_read_as_they_are_typed(text: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert spans_of(text) == spans
    assert spans_of(told_spans(spans)) == spans
    language().speak("en")
    assert spans_of(told_spans(spans)) == spans


@pytest.mark.parametrize("text", ["۷", "۷-", "14-7", "7-25", "7-12-13", "هفت تا دو"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(UserMistake, match=r"calendar\.hours"):
        spans_of(text)


async def test_a_closure_says_what_it_moves_before_it_is_announced(hands: Hands) -> None:
    assert isinstance(hands.desk.book, GuardedBook)
    taken = took(hands.desk.book.beneath, service="103")
    found = await editor(hands)
    found._month.grid.go_to(dt.date.fromisoformat(taken.due))
    await hands.press(KEY.Key_N, CTRL)
    sheet = hands.frame.findChild(Announce)
    assert sheet is not None
    await hands.quiet()
    assert "۱ درخواست" in sheet._moves._sentence.text()
    assert "احمدی" in sheet._moves._lines[0].text()
    sheet.accept()
    await hands.quiet()
    assert sheet._rows["reason"].wrong is not None
    assert taken.due not in map(str, standing(hands).closures)
    type_text(sheet._rows["reason"].editor, "آلودگی هوا")
    sheet.accept()
    await hands.quiet()
    (closure,) = standing(hands).closures.values()
    assert (closure.day.isoformat(), closure.reason) == (taken.due, "آلودگی هوا")
    assert "آلودگی هوا" in found._told.text()
    assert hands.view(taken.request_id).due > taken.due


async def test_a_closure_is_called_off_by_its_key(hands: Hands) -> None:
    found = await editor(hands)
    day = dt.date(2026, 12, 1)
    found._month.grid.go_to(day)
    found.announce()
    sheet = hands.frame.findChild(Announce)
    assert sheet is not None
    type_text(sheet._rows["reason"].editor, "برف")
    type_text(sheet._hours, "9-12")
    sheet.accept()
    await hands.quiet()
    assert standing(hands).closures[day].hours == ((540, 720),)
    assert "۰۹:۰۰ تا ۱۲:۰۰" in found._told.text()
    await hands.press(KEY.Key_F8)
    off = hands.frame.findChild(CallOff)
    assert off is not None
    off.accept()
    await hands.quiet()
    assert standing(hands).closures == {}


async def test_the_week_is_kept_as_a_new_version(hands: Hands) -> None:
    found = await editor(hands)
    before = standing(hands).version
    thursday = found._week._open[5]
    assert not thursday.isChecked()
    thursday.click()
    assert found._week._hours[5].spans()
    found._week._hours[5].set_value("7:30 تا 12")
    assert not found._unsaved.isHidden()
    await hands.press(KEY.Key_S, CTRL)
    now = standing(hands)
    assert now.hours[5] == ((450, 720),)
    assert now.weekend == {6}
    assert now.version != before
    assert found._unsaved.isHidden()


async def test_wrong_hours_are_told_and_nothing_is_kept(hands: Hands) -> None:
    found = await editor(hands)
    before = standing(hands)
    found._week._hours[0].set_value("14-7")
    found._week._hours[0].textEdited.emit("14-7")
    await hands.press(KEY.Key_S, CTRL)
    assert found._week._wrong.isVisible()
    assert standing(hands) == before


async def test_a_holiday_is_added_and_taken_away(hands: Hands) -> None:
    found = await editor(hands)
    day = dt.date(2026, 12, 2)
    found._month.grid.go_to(day)
    await hands.press(KEY.Key_F9)
    sheet = hands.frame.findChild(NameHoliday)
    assert sheet is not None
    sheet.accept()
    assert sheet.isVisible()
    type_text(sheet._row.editor, "روز شهر")
    sheet.accept()
    assert "روز شهر" in found._told.text()
    found.save()
    await hands.quiet()
    assert standing(hands).holidays[day] == "روز شهر"
    assert isinstance(hands.desk.clock, HandClock)
    hands.desk.clock.pass_minutes(1)
    found.turn_holiday()
    found.save()
    await hands.quiet()
    assert day not in standing(hands).holidays


async def test_what_is_unsaved_is_not_read_away(hands: Hands) -> None:
    found = await editor(hands)
    found._week._open[5].click()
    found.read()
    await hands.quiet()
    assert found._week._open[5].isChecked()


async def test_month_day_and_province_follow_the_language(hands: Hands) -> None:
    found = await editor(hands)
    language().speak("en")
    assert "Aban" in found._month._title.text()
    assert found._provinces.text() == "No province (default)"
    language().speak("fa")
    assert "آبان" in found._month._title.text()
    assert found._provinces.text() == "بدون استان (پیش‌فرض)"
