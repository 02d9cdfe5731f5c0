"""The first letter of a scan, which had reached its field before anybody knew: taken out again."""

from collections.abc import Callable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

TakeBack = Callable[[], None]


def before_typing(field: QWidget | None) -> TakeBack | None:
    """How a field becomes again what it is now; None for one that holds no text.

    Cursor and selection come back too, and listeners hear of it as of any edit.
    """
    if isinstance(field, QLineEdit) and not field.isReadOnly():
        return _line(field)
    if isinstance(field, QPlainTextEdit | QTextEdit) and not field.isReadOnly():
        return _area(field)
    return None


def _line(field: QLineEdit) -> TakeBack:
    text, cursor = field.text(), field.cursorPosition()
    start, length = field.selectionStart(), field.selectionLength()

    def take_back() -> None:
        if not isValid(field):
            return
        if field.text() != text:
            field.selectAll()
            field.insert(text)
        if start < 0:
            field.setCursorPosition(cursor)
        elif cursor == start:
            field.setSelection(start + length, -length)
        else:
            field.setSelection(start, length)

    return take_back


def _area(field: QPlainTextEdit | QTextEdit) -> TakeBack:
    cursor = field.textCursor()
    anchor, at = cursor.anchor(), cursor.position()
    selected, size = cursor.selectedText(), field.document().characterCount()

    def take_back() -> None:
        if not isValid(field):
            return
        back, start = QTextCursor(field.document()), min(anchor, at)
        typed = field.document().characterCount() - size + len(selected)
        if typed > 0:
            back.setPosition(start)
            back.setPosition(start + typed, QTextCursor.MoveMode.KeepAnchor)
            back.insertText(selected)
        back.setPosition(anchor)
        back.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        field.setTextCursor(back)

    return take_back
