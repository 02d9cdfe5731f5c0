"""Fields of digits: any digit set goes in, ASCII comes out, the screen's language shows."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLineEdit

from desk_app.records.codes import bare_code, parse_code
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.identity import Checked, mobile, national_id
from ui.digits import grouped, only_digits
from ui.texts import Worded, language, shown

Check = Callable[[str], Checked]
"""A rule on what was typed; the number fit to be kept, and its mistake or None."""


class _Digits(QValidator):
    """Takes up to ``longest`` digits, shows them in the screen's digits, grouped."""

    def __init__(self, field: "DigitsLine") -> None:
        super().__init__(field)
        self._field = field

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        digits = self._field.read(text)
        if any(sign.isalpha() for sign in text) or len(digits) > self._field.longest:
            return QValidator.State.Invalid, text, position
        drawn = self._field.draw(digits)
        before = len(self._field.read(text[:position]))
        return QValidator.State.Acceptable, drawn, _after_digits(drawn, before)


def _after_digits(text: str, count: int) -> int:
    """The cursor position behind ``count`` digits; behind a gap when one follows directly."""
    if count == len(only_digits(text)):
        return len(text)
    seen = 0
    for position, sign in enumerate(text):
        if seen == count:
            return position
        seen += sign.isdigit()
    return len(text)


class DigitsLine(QLineEdit, Worded):
    """A field of digits.

    ``completed`` is sent with the ASCII value when the last digit is typed, so that a barcode
    reader or a quick hand goes on by itself. Spaces, dashes and strokes between pasted digits
    are passed over; letters are refused.
    """

    completed = Signal(str)

    def __init__(
        self, longest: int, *, groups: tuple[int, ...] = (), check: Check | None = None
    ) -> None:
        super().__init__()
        self.longest = longest
        self._groups = groups
        self._check = check
        # Left to right also in Persian: what is typed first is read first.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setValidator(_Digits(self))
        self.textEdited.connect(self._on_edited)
        self.reword()

    def read(self, text: str) -> str:
        """The ASCII digits of a text."""
        return only_digits(text)

    def draw(self, digits: str) -> str:
        """The digits as this field shows them."""
        return shown(grouped(digits, self._groups))

    def value(self) -> str:
        """What is in the field, in ASCII digits."""
        return self.read(self.text())

    def set_value(self, digits: str) -> None:
        """Show digits that were kept."""
        self.setText(self.draw(self.read(digits)))

    def mistake(self) -> Mistake | None:
        """What is wrong with the value; an empty field has no mistake."""
        value = self.value()
        return self._check(value)[1] if value and self._check is not None else None

    def refusal(self) -> Mistake | None:
        """Why the text that was just typed or pasted is not taken, while it still stands there."""
        text = self.text()
        if any(sign.isalpha() for sign in text):
            return Mistake("", "digits.only")
        too_many = len(self.read(text)) > self.longest
        return Mistake("", "digits.most", {"most": self.longest}) if too_many else None

    def reword(self) -> None:
        """Show the digits of the language in force."""
        self.setAlignment(language().start | Qt.AlignmentFlag.AlignVCenter)
        self.set_value(self.value())

    def _on_edited(self) -> None:
        value = self.value()
        if len(value) == self.longest and self.cursorPosition() == len(self.text()):
            self.completed.emit(value)


class NationalIdLine(DigitsLine):
    """A national id: ten digits, the last one a check digit."""

    def __init__(self) -> None:
        super().__init__(10, check=national_id)


class MobileLine(DigitsLine):
    """A mobile number of Iran; ``+98``, ``0098`` and ``98`` before it are read as ``0``."""

    def __init__(self) -> None:
        super().__init__(11, groups=(4, 3, 4), check=mobile)

    def read(self, text: str) -> str:
        """The digits from 09 on, however the country was put before them."""
        digits = only_digits(text)
        for country in ("0098", "98"):
            if digits.startswith(country + "9"):
                return "0" + digits.removeprefix(country)
        return digits


class TrackingCodeLine(DigitsLine):
    """A tracking code: fourteen digits in groups of 6, 6 and 2, the last two check digits."""

    def __init__(self) -> None:
        super().__init__(14, groups=(6, 6, 2), check=_tracking_code)


def _tracking_code(text: str) -> Checked:
    try:
        parse_code(text)
    except UserMistake as refused:
        return bare_code(text), refused.mistakes[0]
    return bare_code(text), None
