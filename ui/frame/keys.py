"""Keys that do something on a page or everywhere, and the list of them for the help sheet."""

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desk_app.texts import digits

_CODE: Final = "keyCode"


class Bound(NamedTuple):
    """One key sequence, the code of what it does, and whether it works on every page."""

    keys: str
    code: str
    everywhere: bool


def bind(owner: QWidget, keys: str, code: str, do: Callable[[], object]) -> QShortcut:
    """Let keys do something while ``owner`` is shown and enabled; listed on the help sheet.

    A sequence with a digit works with the Persian digit of a Persian keyboard too.
    """
    shortcut = QShortcut(owner)
    variants = {keys, digits(keys)}
    shortcut.setKeys([QKeySequence(one) for one in sorted(variants)])
    shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
    shortcut.setProperty(_CODE, [keys, code])
    shortcut.activated.connect(do)
    return shortcut


def list_keys(owner: QWidget, keys: str, code: str) -> None:
    """Tell the help sheet of keys that the fields answer by themselves."""
    QShortcut(owner).setProperty(_CODE, [keys, code])


def keys_in_force(window: QWidget) -> list[Bound]:
    """The keys that work in the window now; those of the page first, each in order of binding."""
    found = []
    for shortcut in window.findChildren(QShortcut):
        named, owner = shortcut.property(_CODE), shortcut.parent()
        if named and isinstance(owner, QWidget) and owner.isVisible() and shortcut.isEnabled():
            found.append(Bound(named[0], named[1], owner is window))
    return sorted(found, key=lambda one: one.everywhere)
