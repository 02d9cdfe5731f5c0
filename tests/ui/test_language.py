"""The whole window changes its language and its direction while it is open."""

import datetime as dt

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QLabel

from ui.frame.page import PageSpec
from ui.frame.window import MainWindow
from ui.gallery import FieldsGallery
from ui.texts import isolated, language, ordered, say, shown, worded
from ui.theme import look

NOON = dt.datetime(2026, 11, 21, 10, 24, tzinfo=dt.UTC)


def window() -> MainWindow:
    made = MainWindow([PageSpec("a", "gallery.fields", "intake", FieldsGallery)], lambda: NOON)
    made.open("a")
    made.show()
    return made


def test_everything_turns_and_speaks_the_other_language(screen: QApplication) -> None:
    frame = window()
    frame.status.show_unsent(12)
    label = next(one for one in frame.findChildren(QLabel) if one.text() == "کد ملی")
    rail_before = frame.rail.x()
    language().speak("en")
    screen.processEvents()
    assert screen.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert label.text() == "National id"
    assert label.alignment() & Qt.AlignmentFlag.AlignLeft
    assert frame.rail.x() < rail_before
    assert frame.windowTitle() == "Mizban — service desk"
    frame.status.show_line("up")
    assert frame.status.line.text() == "12 not sent yet"
    language().speak("fa")
    assert frame.status.line.text() == "۱۲ مورد ارسال‌نشده"


def test_the_clock_and_the_office_are_said_in_both_languages() -> None:
    frame = window()
    frame.status.show_office("فرمانداری ری", "3")
    frame.status._show_clock()
    spoken = {one.text() for one in frame.status.findChildren(QLabel)}
    assert "شنبه ۳۰ آبان ۱۴۰۵، ساعت ۱۰:۲۴" in spoken
    assert "فرمانداری ری، باجهٔ ۳" in spoken
    language().speak("en")
    spoken = {one.text() for one in frame.status.findChildren(QLabel)}
    assert "Saturday 30 Aban 1405, 10:24" in spoken
    assert "\u2068فرمانداری ری\u2069, counter 3" in spoken


def test_dialogs_of_qt_are_translated() -> None:
    said = QCoreApplication.translate("QPlatformTheme", "Cancel")
    assert said == "انصراف"
    language().speak("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_a_language_that_is_not_written_is_refused() -> None:
    with pytest.raises(ValueError, match="de"):
        language().speak("de")


def test_words_have_known_places_only() -> None:
    with pytest.raises(TypeError, match="colour"):
        worded(QLabel(), colour="gallery.name")


def test_numbers_take_the_digits_of_the_screen() -> None:
    assert shown(1405) == "۱۴۰۵"
    assert say("status.unsent", count=3) == "۳ مورد ارسال‌نشده"
    language().speak("en")
    assert shown(1405) == "1405"


def test_only_what_would_turn_a_sentence_is_isolated() -> None:
    assert isolated("زهرا") == "زهرا"
    assert isolated("Sara") == "\u2068Sara\u2069"
    language().speak("en")
    assert isolated("زهرا") == "\u2068زهرا\u2069"
    assert isolated("Sara 12") == "Sara 12"


def test_letters_and_palette_change_while_the_window_is_open(screen: QApplication) -> None:
    frame = window()
    height = frame.header.height()
    ground = frame.grab().toImage().pixelColor(frame.width() // 2, 70)
    look().wear(dark=True, factor=1.5)
    screen.processEvents()
    assert frame.header.height() == round(height * 1.5)
    night = frame.grab().toImage().pixelColor(frame.width() // 2, 90)
    assert night.lightness() < 60 < ground.lightness()


def test_letters_stay_within_what_can_be_read_and_fits() -> None:
    look().wear(factor=9)
    assert look().factor == 1.5
    look().wear(factor=0.1)
    assert look().factor == 0.85


def test_numbers_in_groups_keep_their_order_beside_persian() -> None:
    assert ordered("تلفن ۰۲۱-۸۸۷۷ و ۱۴۰۵/۰۸/۳۰") == "تلفن \u2066۰۲۱-۸۸۷۷\u2069 و ۱۴۰۵/۰۸/۳۰"
    assert ordered(ordered("007****922")) == "\u2066007****922\u2069"
