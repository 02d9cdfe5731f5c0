"""A barcode scanner: key events to the window in focus, a few milliseconds apart."""

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from tests.ui.keys import NO_MODIFIER

BY_KEY = {"0123456789"[place]: Qt.Key(ord("0") + place) for place in range(10)}
LAYOUTS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")


@dataclass
class Typist:
    """Presses keys on the window; ``seconds`` is what the reader takes for the time."""

    window: QWindow
    seconds: float = 1000.0
    typed: list[str] = field(default_factory=list)

    def steady(self) -> float:
        return self.seconds

    def key(self, key: Qt.Key, text: str = "", *, repeated: bool = False) -> None:
        """Press and release one key as the system tells the window of it."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, NO_MODIFIER, text, repeated)
            QApplication.sendEvent(self._hears(), event)

    def _hears(self) -> QWindow:
        """The system hands keys to the list that is open, and not to the window beneath it."""
        popup = QApplication.activePopupWidget()
        handle = popup.windowHandle() if popup is not None else None
        return handle or self.window

    def letter(self, letter: str) -> None:
        plain = letter.translate(str.maketrans("".join(LAYOUTS[1:]), LAYOUTS[0] * 2))
        self.key(BY_KEY.get(plain, Qt.Key.Key_unknown), letter)

    def type(self, text: str, gap_ms: float) -> None:
        """Press the keys of a text, each so long after the one before."""
        for letter in text:
            self.seconds += gap_ms / 1000
            self.letter(letter)

    def enter(self, gap_ms: float) -> None:
        self.seconds += gap_ms / 1000
        self.key(Qt.Key.Key_Return, "\r")

    def scan(self, text: str, gap_ms: float = 4) -> None:
        """What a scanner sends, Enter included, after a moment of rest."""
        self.seconds += 1
        self.type(text, gap_ms)
        self.enter(gap_ms)
