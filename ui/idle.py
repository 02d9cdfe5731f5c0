"""Whether anybody is at the desk: the last key or click, and what is done when there was none."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

LOOK_EVERY_MS: Final = 5000
_SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
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
        self._window: QWindow | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        # The window in focus alone, not the application: a filter in Python before every event of
        # every widget would cost more than all the rest.
        app.focusWindowChanged.connect(self._follow)
        self._follow(app.focusWindow())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is here."""
        if event.type() in _SIGNS:
            self._last = self._steady()
        return False

    def rested_s(self) -> float:
        """Seconds since somebody touched anything."""
        return self._steady() - self._last

    def look(self) -> None:
        """Send ``away`` when it is time."""
        if self.minutes and self.rested_s() >= self.minutes * 60:
            self._last = self._steady()
            self.away.emit()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.disconnect(self._follow)
        self._follow(None)

    def _follow(self, window: QWindow | None) -> None:
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)
            self._last = self._steady()
