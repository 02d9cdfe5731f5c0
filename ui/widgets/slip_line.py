"""The field of a lane slip: thirty-two digits in groups of four, checked while one types."""

from typing import Final

from desk_app.records.errors import Mistake
from desk_app.records.lane_slips import SLIP_DIGITS, mistyped, typed_digits
from ui.digits import grouped
from ui.texts import shown
from ui.widgets.line import TextLine

_GROUPS: Final = (4,) * (SLIP_DIGITS // 4)
_LONGEST: Final = 2 * SLIP_DIGITS


class SlipLine(TextLine):
    """Digits in groups of four, in any digits; wrong ones are told when all are there."""

    def __init__(self) -> None:
        super().__init__(longest=_LONGEST)
        self.textEdited.connect(self._group)

    def mistake(self) -> Mistake | None:
        """What is wrong with the digits by themselves; an empty field has no mistake."""
        digits = typed_digits(self.text())
        return mistyped(digits) if digits else None

    @property
    def missing(self) -> int:
        """How many digits are still to come."""
        return max(0, SLIP_DIGITS - len(typed_digits(self.text())))

    def _group(self, text: str) -> None:
        """Group what is typed at the end; in the middle groups would move under the cursor."""
        if self.cursorPosition() == len(text):
            self.setText(shown(grouped(typed_digits(text)[:SLIP_DIGITS], _GROUPS)))
