"""One panel beside the intake, its leaves turned by a key, folded where the window is narrow."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.pages.hands import Hands
from ui.pages.intake.side import SidePanel

Key = Qt.Key


def test_a_leaf_that_is_added_gets_its_tab(screen: QApplication) -> None:
    side, seen = SidePanel(), list[str]()
    side.add("history", "intake.side.history", QLabel("یک"))
    side.turned.connect(seen.append)
    last = QLabel("دو")
    side.add("papers", "intake.side.papers", last)
    assert (side.keys, side.tab) == (("history", "papers"), "history")
    side.turn_to("papers")
    assert not last.isHidden()
    side.turn_on()
    side.turn_on(-1)
    assert seen == ["papers", "history", "papers"]
    with pytest.raises(ValueError, match="strange"):
        side.turn_to("strange")


async def test_a_folded_panel_opens_first_and_turns_with_the_same_key(hands: Hands) -> None:
    hands.frame.resize(911, 512)
    await hands.quiet()
    side = hands.intake.form.side
    first = side.tab
    await hands.press(Key.Key_F4)
    assert (side.isVisible(), side.tab) == (True, first)
    await hands.press(Key.Key_F4)
    assert (side.isVisible(), side.tab) == (True, side.keys[1])
    await hands.press(Key.Key_Escape)
    assert not side.isVisible()


async def test_beside_the_form_the_key_turns_the_leaves(hands: Hands) -> None:
    side = hands.intake.form.side
    await hands.press(Key.Key_F4)
    assert side.tab == side.keys[1]
    await hands.press(Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert side.tab == side.keys[0]
