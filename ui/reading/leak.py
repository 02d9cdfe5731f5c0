"""The first letter of a scan, which had reached its field before anybody knew: taken out again."""

from collections.abc import Callable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from ui.widgets.finder import Finder

TakeBack = Callable[[], None]


def before_typing(field: QWidget | None) -> TakeBack | None:
    """How a field loses one letter that is typed next; None where it should not get it at all.

    That is a widget without a text; a selection, which the letter would replace; and a finder,
    where it would undo a choice with all that hangs on it, or open a list that gets the next keys.
    The cursor comes back too, and listeners hear of it as of any edit.
    """
    if isinstance(field, Finder):
        return None
    if isinstance(field, QLineEdit) and not field.isReadOnly() and not field.hasSelectedText():
        return _line(field)
    if isinstance(field, QPlainTextEdit | QTextEdit) and not field.isReadOnly():
        return None if field.textCursor().hasSelection() else _area(field)
    return None


def _line(field: QLineEdit) -> TakeBack:
    text, cursor = field.text(), field.cursorPosition()

    def take_back() -> None:
        if isValid(field) and field.text() != text:
            field.selectAll()
            field.insert(text)
            field.setCursorPosition(cursor)

    return take_back


def _area(field: QPlainTextEdit | QTextEdit) -> TakeBack:
    at, size = field.textCursor().position(), field.document().characterCount()

    def take_back() -> None:
        if not isValid(field):
            return
        typed = field.document().characterCount() - size
        if typed > 0:
            back = QTextCursor(field.document())
            back.setPosition(at)
            back.setPosition(at + typed, QTextCursor.MoveMode.KeepAnchor)
            back.removeSelectedText()
            field.setTextCursor(back)

    return take_back
