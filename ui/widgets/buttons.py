"""Buttons by rank: one primary on a page, secondary beside it, quiet ones within."""

from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from ui.texts import worded
from ui.theme import Dressed
from ui.theme.icons import wear
from ui.widgets.face import FaceButton

Kind = Literal["primary", "secondary", "quiet", "danger"]
_TONES: Final = {"primary": "on_accent", "secondary": "text", "quiet": "accent", "danger": "bad"}


class Button(FaceButton, Dressed):
    """A button with words, perhaps an icon, and the key that does the same.

    ``keys`` is only shown; the page binds it.
    """

    def __init__(
        self, code: str, kind: Kind = "secondary", *, icon: str = "", keys: str = ""
    ) -> None:
        super().__init__(icon, keys)
        self._kind = kind
        self.setProperty("kind", kind)
        worded(self, text=code, name=code)

    def tone(self) -> str:
        """The colour of its rank."""
        if self.isEnabled():
            return _TONES[self._kind]
        return "muted" if self._kind == "primary" else "faint"

    def letters(self) -> str:
        """The primary button is strong."""
        return "strong" if self._kind == "primary" else "body"


class IconButton(QToolButton):
    """A button of one icon; its words are its accessible name and its tip."""

    def __init__(self, icon: str, code: str, tone: str = "muted", size: int = 20) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        worded(self, name=code, tip=code)
        wear(self, icon, tone, size)
