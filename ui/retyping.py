"""A text that was typed under the wrong keyboard layout, typed again by the position of its keys.

The Persian side is the standard layout (ISIRI 9147), as on Windows «Persian (Standard)» and X11.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

RETYPE_KEYS: Final = "Ctrl+Space"
_LATIN: Final = (
    "qwertyuiop[]asdfghjkl;'zxcvbnm,1234567890QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$%^&()"
)
_PERSIAN: Final = (
    "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو۱۲۳۴۵۶۷۸۹۰"
    "\u0652\u064c\u064d\u064b\u064f\u0650\u064e\u0651][}{ؤئيإأآة»«:؛ك\u0653ژ\u0670\u200c\u0654ء><؟"
    "٬٫﷼٪×،)("
)
_TO_PERSIAN: Final = str.maketrans(_LATIN, _PERSIAN)
# Arabic ye and kaf come from older layouts, where they lie on the keys of the Persian letters.
_TO_LATIN: Final = str.maketrans(_PERSIAN + "يك", _LATIN + "d;")
_UNDONE: Final = "retyped"


def retyped(text: str) -> str:
    """The text as the same keys type it under the other layout.

    Its last letter tells the layout, and all up to a letter of the other one is typed again. A
    text with no letter of either stays as it is.
    """
    last = next((side for letter in reversed(text) if (side := _side(letter))), "")
    if not last:
        return text
    other = "latin" if last == "persian" else "persian"
    begin = max((at + 1 for at, letter in enumerate(text) if _side(letter) == other), default=0)
    kept = len(text) - len(text[begin:].lstrip()) if begin else 0
    head, tail = text[:kept], text[kept:]
    if last == "persian":
        return head + tail.translate(_TO_LATIN)
    if len(tail) > 1 and tail.isupper():
        # With Caps Lock on, no Persian layout types the letters of the second level.
        tail = tail.lower()
    return head + tail.translate(_TO_PERSIAN)


def retypes(field: QLineEdit | QPlainTextEdit, event: QKeyEvent) -> bool:
    """Whether a key asked to type the field's text again, which is then done.

    The selection is typed again where there is one. The same key brings the text back, and so
    does undo.
    """
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    if not control or event.key() != Qt.Key.Key_Space or field.isReadOnly():
        return False
    if isinstance(field, QLineEdit):
        _retype_line(field)
    else:
        _retype_area(field)
    return True


def forget_retyped(field: QLineEdit) -> None:
    """Hold nothing of what stood in a field before it was typed again."""
    field.setProperty(_UNDONE, None)


def _retype_line(field: QLineEdit) -> None:
    before = field.text()
    start, length = field.selectionStart(), field.selectionLength()
    if (known := _came_from(field, before)) is not None:
        field.selectAll()
        field.insert(known)
    elif start >= 0:
        field.insert(retyped(before[start : start + length]))
        field.setSelection(start, length)
    else:
        field.selectAll()
        field.insert(retyped(before))
    _remember(field, before, field.text())


def _retype_area(field: QPlainTextEdit) -> None:
    before, cursor = field.toPlainText(), field.textCursor()
    known = _came_from(field, before)
    chosen = known is None and cursor.hasSelection()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    if not chosen:
        cursor.select(QTextCursor.SelectionType.Document)
    text = before[start:end] if chosen else before
    cursor.insertText(retyped(text) if known is None else known)
    if chosen:
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    _remember(field, before, field.toPlainText())


def _came_from(field: QLineEdit | QPlainTextEdit, text: str) -> str | None:
    """What stood here before this very text was typed again."""
    known = field.property(_UNDONE)
    return known[0] if known and known[1] == text else None


def _remember(field: QLineEdit | QPlainTextEdit, before: str, after: str) -> None:
    field.setProperty(_UNDONE, [before, after] if before != after else None)


def _side(letter: str) -> str:
    if not letter.isalpha():
        return ""
    return "latin" if letter.isascii() else "persian" if "\u0600" <= letter <= "\u06ff" else ""
