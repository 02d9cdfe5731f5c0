"""Whether anybody is at the desk: the last key or click, and what is done when there was none."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

LOOK_EVERY_MS: Final = 5000
_SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.ShortcutOverride,
    }
)


class IdleWatch(QObject):
    """Sends ``away`` once nobody has touched anything for ``minutes``; 0 never sends.

    ``steady`` counts seconds and never jumps.
    """

    away = Signal()

    def __init__(
        self, parent: QObject, minutes: int, steady: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self._steady = steady
        self._last = steady()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is here."""
        if event.type() in _SIGNS:
            self._last = self._steady()
        return False

    def look(self) -> None:
        """Send ``away`` when it is time."""
        if self.minutes and self._steady() - self._last >= self.minutes * 60:
            self._last = self._steady()
            self.away.emit()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
