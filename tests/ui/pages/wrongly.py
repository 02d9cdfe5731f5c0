"""Something typed wrongly, key by key, and the sentence that must stand at its field."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app import texts
from tests.ui.pages.hands import CTRL, SHIFT, Hands
from ui.texts import say
from ui.widgets.field import FieldRow
from ui.widgets.labels import Words

Key = Qt.Key
Step = str | Qt.Key | tuple[Qt.Key, Qt.KeyboardModifier]
"""A text to be typed, a key, or a key with another held."""
DO = (Key.Key_Return, CTRL)
TAB, ENTER = Key.Key_Tab, Key.Key_Return
COMPANY = Key.Key_F8
FOREIGNER = (Key.Key_F8, SHIFT)


async def play(hands: Hands, steps: Sequence[Step]) -> None:
    """Type and press, one after the other, where the cursor is."""
    for step in steps:
        if isinstance(step, str):
            await hands.type(step)
        elif isinstance(step, tuple):
            await hands.press(*step)
        else:
            await hands.press(step)


def assert_stands_at(row: FieldRow, code: str, params: dict[str, Any], focus: object) -> None:
    """The sentence is beneath the field, read out with it, and the cursor is in the field."""
    told = [words.text() for words in row.findChildren(Words) if words.isVisible()]
    assert say(code, **params) in told, (told, row.wrong)
    assert row.editor.accessibleDescription() == say(code, **params)
    assert row.isVisible()
    here = row.editor.focusProxy() or row.editor
    assert isinstance(focus, QWidget)
    assert focus is here or here.isAncestorOf(focus), focus
    assert_in_both_languages(code, params)


def assert_in_both_languages(code: str, params: dict[str, Any]) -> None:
    """The sentence is written in Persian and in English, and says something else than its code."""
    persian, english = (texts.say(code, language, **params) for language in texts.LANGUAGES)
    assert len({code, persian, english}) == 3
    assert any("\u0600" <= letter <= "\u06ff" for letter in persian)
    assert not any("\u0600" <= letter <= "\u06ff" for letter in english)
