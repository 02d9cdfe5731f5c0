"""One line of text as it is typed at an Iranian desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QLineEdit

from ui.digits import persian_letters
from ui.retyping import forget_retyped, retypes
from ui.texts import Worded, language

if TYPE_CHECKING:
    from desk_app.records.errors import Mistake
    from desk_app.records.identity import Checked


class _PersianLetters(QValidator):
    """Takes every text and turns Arabic ye and kaf into the Persian letters at once."""

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        return QValidator.State.Acceptable, persian_letters(text), position


class TextLine(QLineEdit, Worded):
    """A line that begins at the reading side, also when it holds digits or Latin letters.

    Shift+Space types the narrow joiner (نیم‌فاصله), as on the standard Persian keyboard.
    """

    def __init__(
        self, *, longest: int = 200, check: "Callable[[str], Checked] | None" = None
    ) -> None:
        super().__init__()
        self._check = check
        self.setMaxLength(longest)
        self.setValidator(_PersianLetters(self))
        self.reword()

    def value(self) -> str:
        """What was typed, without spaces at the ends."""
        return self.text().strip()

    def set_value(self, value: str) -> None:
        """Show a value that was kept."""
        self.setText(value)
        self.setCursorPosition(0)

    def mistake(self) -> "Mistake | None":
        """What is wrong with the value by the rule given; an empty field has no mistake."""
        value = self.value()
        return self._check(value)[1] if value and self._check is not None else None

    def refusal(self) -> "Mistake | None":
        """Why a letter was not taken: the line is full."""
        from desk_app.records.errors import Mistake

        full = len(self.text()) >= self.maxLength()
        return Mistake("", "text.too_long", {"most": self.maxLength()}) if full else None

    def reword(self) -> None:
        """Begin at the reading side of the language in force."""
        self.setAlignment(language().start | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; Shift+Space is the narrow joiner."""
        if retypes(self, event):
            return
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if shifted and event.key() == Qt.Key.Key_Space and not self.isReadOnly():
            from desk_app.records.text import ZWNJ

            self.insert(ZWNJ)
            return
        super().keyPressEvent(event)


class SecretLine(TextLine):
    """A password: hidden while typed, kept exactly as typed."""

    def __init__(self) -> None:
        super().__init__(longest=256)
        self.setValidator(None)  # type: ignore[arg-type]
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        """What was typed, spaces and all."""
        return self.text()

    def clear(self) -> None:
        """Leave nothing of a password behind."""
        super().clear()
        forget_retyped(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; a space is a space here."""
        if retypes(self, event):
            return
        QLineEdit.keyPressEvent(self, event)
