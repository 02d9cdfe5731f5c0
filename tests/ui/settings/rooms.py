"""The settings page and its sections, as tests take hold of them."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.pages.hands import CTRL, Hands
from ui.settings.page import SettingsPage

W = TypeVar("W", bound=QWidget)
KEYS = Qt.Key


def page_of(hands: Hands) -> SettingsPage:
    """The settings page."""
    page = hands.frame.stack.page
    assert isinstance(page, SettingsPage)
    return page


async def section(hands: Hands, key: str, kind: type[W]) -> W:
    """A section, opened by its own key."""
    page = page_of(hands)
    digit = list(page._sections).index(key) + 1
    await hands.press(Qt.Key(KEYS.Key_0.value + digit), CTRL)
    assert page.section == key
    body = page.body(key)
    await hands.quiet()
    found = body if isinstance(body, kind) else body.findChild(kind)
    assert isinstance(found, kind)
    return found
