"""Telling a scanner from a hand, by the window's own keys."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from ui.reading.burst import GAP_S, LONGEST, code_at_end, is_held, letter_of
from ui.reading.leak import TakeBack, before_typing
from ui.widgets.number import TrackingCodeLine

_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_STRANGE: Final = "\ufffd"
_AFTER_S: Final = 0.3
"""For so long after a scan the Enter that some scanners send late belongs to it."""
_MODIFIERS: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    }
)
_CLICKS: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})


class ScanReader(QObject):
    """Sends ``scanned`` with the code of a scan; no letter of it stays in the field in focus.

    The first letter passes to a field of text, so that a hand never waits, and is taken back when
    it began a scan. What follows too fast for a hand is held until it ends: with a code it was a
    scan, otherwise every letter goes where it was typed, in its order. A field that asks for a
    tracking code gets the letters. ``steady`` counts seconds; nothing is read unless ``awake``.
    """

    scanned = Signal(str)

    def __init__(
        self,
        parent: QObject,
        awake: Callable[[], bool],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._awake, self._steady = awake, steady
        self._letters = ""
        self._held: list[QKeyEvent] = []
        self._take_back: TakeBack | None = None
        self._last = self._after = -1e9
        self._stamp = 0
        self._passing = False
        self._window: QWindow | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._on_pause)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        # The window in focus alone gets every key; a filter on the application would see all else.
        app.focusWindowChanged.connect(self._follow)
        self._follow(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold back a key that may belong to a scan."""
        if self._passing or not self._awake():
            return False
        if event.type() in _CLICKS:
            self._release()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        return False

    def look(self) -> None:
        """End a burst after which nothing has come for as long as a scanner may wait."""
        if self._held and self._steady() - self._last <= GAP_S:
            self._wait()
        elif code := code_at_end(self._letters):
            self._take(code)
        else:
            self._release()

    def stop(self) -> None:
        """Read no longer; what is held is typed."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.disconnect(self._follow)
        self._follow(None)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return False
        letter = "" if event.isAutoRepeat() else letter_of(event)
        if letter:
            return self._on_letter(letter, event)
        if self._is_amid(event):
            return self._hold(_STRANGE, event)
        if event.key() in _ENDS and not event.isAutoRepeat():
            if code := code_at_end(self._letters):
                self._take(code)
                return True
            if self._steady() < self._after:
                return True
        self._release()
        return False

    def _on_letter(self, letter: str, event: QKeyEvent) -> bool:
        fast = self._is_fast(event)
        self._after = -1e9
        if self._letters and fast and len(self._letters) < LONGEST:
            return self._hold(letter, event)
        self._release()
        self._take_back = before_typing(QApplication.focusWidget())
        if self._take_back is None:
            # Whatever one letter does here, it does not come back: a hand waits these moments.
            return self._hold(letter, event)
        self._letters = letter
        self._last, self._stamp = self._steady(), event.timestamp()
        return False

    def _is_amid(self, event: QKeyEvent) -> bool:
        """Whether a key that types nothing here stands within a burst, as in a strange layout."""
        alone = event.isAutoRepeat() or is_held(event) or event.key() in _ENDS
        return bool(self._held) and not alone and self._is_fast(event)

    def _is_fast(self, event: QKeyEvent) -> bool:
        if self._steady() - self._last <= GAP_S:
            return True
        # The window was busy and the keys waited: the system has stamped when they were pressed.
        known = self._held and self._stamp and event.timestamp()
        return bool(known) and event.timestamp() - self._stamp <= GAP_S * 1000

    def _hold(self, letter: str, event: QKeyEvent) -> bool:
        self._last, self._stamp = self._steady(), event.timestamp()
        self._letters += letter
        self._held.append(_again(event))
        self._wait()
        return True

    def _wait(self) -> None:
        self._pause.start(round(GAP_S * 1000) + 1)

    def _on_pause(self) -> None:
        # Keys that came while the window was busy stand in its queue and are seen first.
        QTimer.singleShot(0, self, self.look)

    def _take(self, code: str) -> None:
        self._after = self._steady() + _AFTER_S
        if isinstance(QApplication.focusWidget(), TrackingCodeLine):
            self._release()
            return
        self._held.clear()
        take_back = self._take_back
        self._forget()
        if take_back is not None:
            take_back()
        self.scanned.emit(code)

    def _release(self) -> None:
        """It was no scan: every key that was held goes where it was typed."""
        held, self._held = self._held, []
        self._forget()
        window = self._window
        for event in held:
            if window is not None and isValid(window):
                self._passing = True
                try:
                    QApplication.sendEvent(window, event)
                finally:
                    self._passing = False

    def _forget(self) -> None:
        self._letters, self._take_back = "", None
        self._pause.stop()

    def _follow(self, window: QWindow | None) -> None:
        self._release()
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)


def _again(event: QKeyEvent) -> QKeyEvent:
    """The same key press, to be sent later."""
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
