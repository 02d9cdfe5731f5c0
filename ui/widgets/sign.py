"""An icon that stands by itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.theme import Dressed, look
from ui.theme.icons import tinted


class Sign(QLabel, Dressed):
    """An icon of a tone, as large as the letters beside it."""

    def __init__(self, name: str, tone: str, size: int = 20) -> None:
        super().__init__()
        self._name, self._tone, self._size = name, tone, size
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.restyle()

    def change(self, name: str, tone: str) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self.restyle()

    def restyle(self) -> None:
        """Draw the icon in the palette in force."""
        side = look().px(self._size)
        colour = getattr(look().colours, self._tone)
        self.setPixmap(tinted(self._name, side, colour, self.devicePixelRatioF()))
