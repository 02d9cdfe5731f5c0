"""What a scanner types: letters too fast for a hand, and the tracking code at their end."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desk_app.records.codes import CODE_LENGTH, check_code
from desk_app.records.text import to_ascii_digits

GAP_S: Final = 0.035
"""Scanners leave 1 to 30 ms between two keys; a hand does so for two keys, never for fourteen."""
LONGEST: Final = 300
"""In letters; no address with a code in it is longer."""
_HELD: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ZEROS: Final = (ord("0"), ord("٠"), ord("۰"))


def is_held(event: QKeyEvent) -> bool:
    """Whether a key is pressed together with one that makes it a command."""
    return bool(event.modifiers() & _HELD)


def letter_of(event: QKeyEvent) -> str:
    """What a key types, empty for a key that begins no code and no address.

    Where a layout gives no text to a digit's key, the key itself tells the digit.
    """
    if is_held(event):
        return ""
    text = event.text()
    if text and text.isprintable() and not text.isspace():
        # One key of the Arabic layout types two letters, lam and alef.
        return text
    for zero in _ZEROS:
        if not text and 0 <= event.key() - zero <= 9:
            return chr(event.key())
    return ""


def code_at_end(letters: str) -> str:
    """The 14 ASCII digits of the code that letters end with; empty where they end with none.

    The digits may be Persian, Arabic or Latin, and an address may stand before them. A longer
    number that happens to end like a code is none.
    """
    plain = to_ascii_digits(letters)
    code, before = plain[-CODE_LENGTH:], plain[:-CODE_LENGTH]
    whole = code.isascii() and code.isdigit() and not before[-1:].isdigit()
    return code if whole and check_code(code) else ""
