"""Buttons by rank: one primary on a page, secondary beside it, quiet ones within."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton

from ui.texts import worded
from ui.theme import Dressed, look
from ui.theme.icons import wear
from ui.widgets.keys import KeyHint

Kind = Literal["primary", "secondary", "quiet", "danger"]
_TONES = {"primary": "on_accent", "secondary": "text", "quiet": "accent", "danger": "bad"}


class Button(QPushButton, Dressed):
    """A button with words, perhaps an icon, and the key that does the same."""

    def __init__(
        self, code: str, kind: Kind = "secondary", *, icon: str = "", keys: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._hint: KeyHint | None = None
        worded(self, text=code, name=code)
        if icon:
            wear(self, icon, _TONES[kind], 18)
        if keys:
            self._show_keys(keys, _TONES[kind])

    def restyle(self) -> None:
        """Keep room for the key cap."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Wide enough for words and key cap side by side."""
        hint = super().sizeHint()
        if self._hint is not None:
            hint.setWidth(hint.width() + 2 * (self._hint.sizeHint().width() + look().px(8)))
        return hint

    def _show_keys(self, keys: str, tone: str) -> None:
        self._hint = KeyHint(keys, tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.addStretch()
        row.addWidget(self._hint)


class IconButton(QToolButton):
    """A button of one icon; its words are its accessible name and its tip."""

    def __init__(self, icon: str, code: str, tone: str = "muted", size: int = 20) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        worded(self, name=code, tip=code)
        wear(self, icon, tone, size)
