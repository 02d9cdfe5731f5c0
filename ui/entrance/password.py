"""Typing a password: shown on wish, with the keyboard's language, Caps Lock and its strength."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from ui.entrance.keyboard import KeyboardWatch, Keys
from ui.entrance.strength import Strength, strength_of
from ui.texts import Worded, say
from ui.theme import Dressed, look
from ui.theme.icons import icon
from ui.widgets.labels import Words
from ui.widgets.line import SecretLine
from ui.widgets.sign import Sign

_STEPS: Final[dict[str, tuple[int, str]]] = {
    "short": (1, "bad"),
    "weak": (1, "bad"),
    "fair": (2, "warn"),
    "good": (3, "good"),
}


class Password(SecretLine, Dressed):
    """A password field with an eye that shows what was typed as long as it is open."""

    def __init__(self) -> None:
        super().__init__()
        self._eye = self.addAction(
            icon("eye", "muted", look().px(18)), QLineEdit.ActionPosition.TrailingPosition
        )
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye)
        self.reword()

    @property
    def shown(self) -> bool:
        """Whether what is typed can be read."""
        return self.echoMode() == QLineEdit.EchoMode.Normal

    def hide_again(self) -> None:
        """Close the eye."""
        self._eye.setChecked(False)

    def reword(self) -> None:
        """Say what the eye does."""
        super().reword()
        if hasattr(self, "_eye"):
            self._eye.setToolTip(
                say("entrance.password.hide" if self.shown else "entrance.password.show")
            )

    def restyle(self) -> None:
        """Tint the eye anew."""
        self._on_eye(self.shown)

    def _on_eye(self, opened: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if opened else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        name = "eye-off" if opened else "eye"
        self._eye.setIcon(icon(name, "muted", look().px(18)))
        self.reword()


class KeyboardSigns(QWidget, Worded):
    """What the keyboard would type into these fields, in words, while one of them has the focus."""

    def __init__(self, fields: list[Password], keys: Keys | None = None) -> None:
        super().__init__()
        self._layout_sign = Sign("keyboard", "muted", 16)
        self._language = Words(letters="caption", tone="muted")
        self._caps_sign = Sign("alert", "warn", 16)
        self._caps = Words("entrance.caps", letters="caption", tone="warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self._layout_sign, self._language):
            row.addWidget(part)
        row.addSpacing(12)
        for part in (self._caps_sign, self._caps):
            row.addWidget(part)
        row.addStretch()
        self.watch = KeyboardWatch(self, list(fields), keys)
        self.watch.changed.connect(self.reword)
        self.reword()

    def reword(self) -> None:
        """Say language and Caps Lock."""
        known = self.watch.layout in ("fa", "en", "ar")
        self._language.setText(say(f"entrance.layout.{self.watch.layout}") if known else "")
        self._layout_sign.setVisible(known)
        self._caps.setVisible(self.watch.caps)
        self._caps_sign.setVisible(self.watch.caps)


class _Meter(QWidget, Dressed):
    """Three bars, as many filled as the strength has steps."""

    def __init__(self) -> None:
        super().__init__()
        self._steps, self._tone = 0, "line"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def fill(self, steps: int, tone: str) -> None:
        """Show so many steps in a tone."""
        self._steps, self._tone = steps, tone
        self.update()

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Three short bars."""
        return QSize(look().px(96), look().px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars from the reading side on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = look().px(4)
        width = (self.width() - 2 * gap) / 3
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for place in range(3):
            at = 2 - place if rtl else place
            painter.setBrush(look().colour(self._tone if place < self._steps else "line"))
            box = QRectF(at * (width + gap), 0, width, self.height())
            painter.drawRoundedRect(box, self.height() / 2, self.height() / 2)


class StrengthSign(QWidget, Worded):
    """How strong the password in a field is; ``known`` gives the words that a guesser knows."""

    def __init__(self, field: Password, known: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self._field, self._known = field, known
        self._meter = _Meter()
        self._words = Words(letters="caption", tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._meter)
        row.addWidget(self._words, 1)
        field.textChanged.connect(self.reword)
        self.reword()

    @property
    def strength(self) -> Strength:
        """The strength of what is typed now."""
        return strength_of(self._field.value(), self._known())

    def reword(self) -> None:
        """Say the strength, or what makes a strong password while none is typed."""
        typed = bool(self._field.value())
        steps, tone = _STEPS[self.strength] if typed else (0, "muted")
        self._meter.fill(steps, tone)
        self._words.set_tone(tone)
        self._words.setText(
            say(f"entrance.strength.{self.strength}" if typed else "entrance.strength.advice")
        )
