"""Keys as a person presses them.

``QTest.keyClicks`` asserts on letters outside Latin-1 and takes the process down; these send the
key events with their text instead.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def type_text(widget: QWidget, text: str) -> None:
    """Type a text of any script, letter by letter, into a widget."""
    for letter in text:
        key = Qt.Key(ord(letter)) if letter in "0123456789" else Qt.Key.Key_unknown
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, NO_MODIFIER, letter))


def press(
    widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = NO_MODIFIER, text: str = ""
) -> None:
    """Press and release one key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, held, text))
