"""When the screen showed what a key did: measured at the window's own repaint, not by looking."""

import asyncio
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget


class Screen(QObject):
    """Tells the moment at which a widget of the window was painted anew."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._painted = asyncio.Event()
        self._at = 0.0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note the end of a repaint: what is queued now runs right after it."""
        if event.type() is QEvent.Type.UpdateRequest:
            QTimer.singleShot(0, self, self._on_painted)
        return False

    async def shows(self, widget: QWidget | None = None) -> float:
        """Wait until a widget, or the one in focus, is painted; the moment on ``perf_counter``."""
        wanted = widget or QApplication.focusWidget()
        assert wanted is not None
        inner = wanted.viewport() if isinstance(wanted, QAbstractScrollArea) else wanted
        self._painted.clear()
        inner.update()
        await self._painted.wait()
        return self._at

    def _on_painted(self) -> None:
        self._at = time.perf_counter()
        self._painted.set()
