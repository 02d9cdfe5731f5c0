"""The field of an enrolment code: groups of four, checked while one types."""

from typing import Final

from PySide6.QtCore import Qt

from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits
from ui.widgets.line import TextLine

SHORT, LONG = 24, 72
"""Letters of a code without and with the fingerprint of a centre."""
_GROUP: Final = 4
_LETTERS: Final = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZOIL")
"""Crockford's base32, with the letters that are read as digits."""


def letters_of(text: str) -> str:
    """The letters of a code, upper case, without what groups them."""
    return "".join(to_ascii_digits(text).upper().replace("-", " ").split())


class CodeLine(TextLine):
    """An enrolment code as it is typed; other texts are taken as they are, to be parted."""

    def __init__(self) -> None:
        super().__init__(longest=400)
        # Groups of digits would change places in a line that reads from right to left.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.textEdited.connect(self._group)

    @property
    def count(self) -> int:
        """How many letters there are."""
        return len(letters_of(self.text()))

    @property
    def whole(self) -> int:
        """How many letters it will have, as far as can be told by now."""
        return SHORT if self.count < SHORT or self.fits else LONG

    @property
    def fits(self) -> bool:
        """Whether all letters are there and right."""
        return bool(self.value()) and self.mistake() is None and self.count in (SHORT, LONG)

    def mistake(self) -> Mistake | None:
        """What is wrong already, before the last letter is typed; None for nothing."""
        letters = letters_of(self.text())
        if strange := next((one for one in letters if one not in _LETTERS), ""):
            return Mistake("enrol_code", "enrol_code.letter", {"letter": strange})
        if len(letters) < LONG and len(letters) != SHORT:
            return None
        try:
            read_enrol_code(letters)
        except UserMistake as wrong:
            # The first letters of a long code are no short one.
            return None if len(letters) == SHORT else wrong.mistakes[0]
        return None

    def _group(self, text: str) -> None:
        """Group what is typed at the end; in the middle groups would move under the cursor."""
        letters = letters_of(text)
        ours = len(letters) <= LONG and _LETTERS.issuperset(letters)
        if ours and self.cursorPosition() == len(text) and not text.endswith("-"):
            parts = [letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP)]
            self.setText("-".join(parts))
