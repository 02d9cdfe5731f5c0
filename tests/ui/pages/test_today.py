"""Today: the day in figures, each the way to its list."""

from PySide6.QtCore import Qt

from tests.ui.pages.hands import Hands
from tests.ui.pages.test_visits import take_zahra
from ui.pages.today import Figure, TodayPage
from ui.texts import say, shown

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def figures(hands: Hands) -> set[str]:
    page = hands.frame.stack.built("today")
    assert isinstance(page, TodayPage)
    return {figure.accessibleName() for figure in page.findChildren(Figure)}


async def test_figures_follow_what_is_recorded(hands: Hands) -> None:
    await hands.press(Key.Key_3, ALT)
    assert f"{say('today.visits')}: {shown(0)}" in figures(hands)
    await hands.press(Key.Key_1, ALT)
    await take_zahra(hands)
    await hands.press(Key.Key_3, ALT)
    assert f"{say('today.visits')}: {shown(1)}" in figures(hands)
    assert f"{say('today.requests')}: {shown(1)}" in figures(hands)


async def test_a_figure_opens_its_list(hands: Hands) -> None:
    await take_zahra(hands)
    await hands.press(Key.Key_3, ALT)
    await hands.press(Key.Key_Return)
    assert hands.frame.stack.key == "find"
    assert hands.find.results.model().rowCount() == 1
