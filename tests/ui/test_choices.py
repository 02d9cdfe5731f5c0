"""Choices are made by keys alone."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from tests.ui.keys import press
from ui.texts import language
from ui.widgets.check import Check
from ui.widgets.chips import Chip, Chips, Flow
from ui.widgets.segments import Segments
from ui.widgets.select import Select

KINDS = {"a": "gallery.kind.new", "b": "gallery.kind.known", "c": "gallery.kind.other"}


def test_arrows_walk_over_segments_as_the_eye_sees_them() -> None:
    segments, seen = Segments(KINDS), list[str]()
    segments.chosen.connect(seen.append)
    press(segments, Qt.Key.Key_Left)
    assert segments.value() == "b"
    press(segments, Qt.Key.Key_Right)
    press(segments, Qt.Key.Key_Right)
    assert seen == ["b", "a", "c"]


def test_segments_are_one_stop_of_tab() -> None:
    segments = Segments(KINDS)
    segments.choose("c")
    stops = [
        one
        for one in segments.findChildren(QPushButton)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(stops) == 1
    assert stops[0].isChecked()


def test_a_value_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ValueError, match="z"):
        Segments(KINDS).choose("z")


def test_a_select_keeps_its_value_when_the_language_changes() -> None:
    select = Select(list(KINDS.items()))
    select.choose("b")
    assert select.currentText() == "شکایت"
    language().speak("en")
    assert (select.value(), select.currentText()) == ("b", "Complaint")


def test_space_ticks_a_check() -> None:
    check = Check("gallery.sms")
    press(check, Qt.Key.Key_Space)
    assert check.value()


def test_chips_are_on_together_or_one_at_most() -> None:
    many, single = Chips(), Chips(single=True)
    for chips in (many, single):
        chips.offer([("x", "gallery.sms"), ("y", "gallery.permit")])
        for chip in chips.findChildren(Chip):
            chip.click()
    assert many.value() == ["x", "y"]
    assert single.value() == ["y"]


def test_what_does_not_fit_a_line_goes_to_the_next() -> None:
    room = QWidget()
    flow = Flow(room)
    things = [QWidget() for _ in range(3)]
    for thing in things:
        thing.setFixedSize(100, 20)
        flow.addWidget(thing)
    flow.setGeometry(QRect(0, 0, 220, 100))
    assert [(thing.x(), thing.y()) for thing in things] == [(120, 0), (12, 0), (120, 28)]
    assert flow.heightForWidth(220) == 48
