"""Nothing blocks the window: what is asked of the book is asked elsewhere, and told how it went."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from tests.ui.pages.hands import CTRL, Hands
from tests.ui.pages.test_visits import take_again, take_zahra
from ui.stall import StallWatch
from ui.texts import language

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


async def test_the_guard_forbids_questions_on_the_windows_thread(hands: Hands) -> None:
    with pytest.raises(AssertionError):
        hands.desk.book.queries.counts()
    with pytest.raises(AssertionError):
        hands.desk.book.setting("draft.intake.sara")


async def test_a_played_morning_asks_nothing_on_the_windows_thread(
    hands: Hands, record_property: Callable[[str, object], None]
) -> None:
    watch = StallWatch(hands.frame)
    await take_zahra(hands)
    for service in ("آب", "دیدار", "آرد"):
        await take_again(hands, service)
    await hands.press(Key.Key_2, ALT)
    await hands.type("محمدی")
    await hands.press(Key.Key_Return)
    await hands.press(Key.Key_F2)
    await hands.type("یادداشت")
    await hands.press(Key.Key_Return, CTRL)
    await hands.press(Key.Key_3, ALT)
    watch.stop()
    beats = watch.beats()
    # Reported, not judged: the machine that runs the tests may be busy with other things.
    record_property("stalls", len(watch.stalls))
    record_property("longest_ms", beats.longest)
    assert len(hands.hits()) == 4
    assert threading.current_thread() is threading.main_thread()


@pytest.mark.parametrize("page", ["intake", "find", "today", "request"])
async def test_every_stop_of_tab_has_a_name(hands: Hands, page: str) -> None:
    await take_zahra(hands)
    if page == "request":
        hands.open_desk.place.open_request(hands.hits()[0].request_id)
    else:
        hands.frame.open(page)
    await hands.quiet()
    if page == "intake":
        await hands.press(Key.Key_F5)
    shown = hands.frame.stack.page
    assert shown is not None
    nameless = [
        widget
        for widget in shown.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not named(widget)
    ]
    assert nameless == []


async def test_pages_can_change_their_language_while_they_are_open(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_2, ALT)
    language().speak("en")
    await hands.quiet()
    assert "not sent" in str(hands.find.results.model().index(0, 0).data())
    language().speak("fa")
    await hands.quiet()


def named(widget: QWidget) -> bool:
    found = QAccessible.queryAccessibleInterface(widget)
    return bool(found.text(QAccessible.Text.Name).strip())


async def test_where_the_window_is_narrow_the_panel_lies_over_the_form(hands: Hands) -> None:
    hands.frame.resize(911, 512)
    await hands.quiet()
    side = hands.intake.form.side
    assert not side.isVisible()
    await hands.press(Key.Key_F4)
    assert side.isVisible()
    await hands.press(Key.Key_Escape)
    assert not side.isVisible()


async def test_whoever_is_added_to_the_visit_comes_into_sight(hands: Hands) -> None:
    for size in ((1366, 768), (911, 512)):
        hands.frame.resize(*size)
        for key in (Key.Key_F7, Key.Key_F6):
            await hands.press(key)
            for _ in range(20):
                await asyncio.sleep(0)
            focus = hands.focus
            assert focus is not None
            assert focus.visibleRegion().boundingRect().height() == focus.height()
