"""Telling a scanner from a hand, by the window's own keys."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import getCppPointer, isValid

from ui.reading.burst import GAP_S, LONGEST, code_at_end, is_held, letter_of
from ui.reading.leak import TakeBack, before_typing
from ui.widgets.number import TrackingCodeLine

_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_SURE: Final = 4
_STUMBLE_S: Final = 0.1
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
        self._sent = 0
        self._judged: tuple[QObject, int, str] | None = None
        self._window: QWindow | None = None
        self._list: QWindow | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._on_pause)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        # The window in focus alone gets every key; a filter on the application would see all else.
        app.focusWindowChanged.connect(self._follow)
        self._follow(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold back a key that may belong to a scan."""
        if event.type() == QEvent.Type.Hide and watched is self._list:
            watched.removeEventFilter(self)
            self._list = None
        if not self._awake():
            return False
        if self._sent:
            return self._came_meanwhile(event)
        if event.type() in _CLICKS:
            self._release()
            QTimer.singleShot(0, self, self._watch_list)
        elif event.type() == QEvent.Type.KeyRelease:
            self._judged = None
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            QTimer.singleShot(0, self, self._watch_list)
            return not self._was_judged(watched, event) and self._on_key(event)
        return False

    def look(self) -> None:
        """End a burst after which nothing has come for as long as a scanner may wait."""
        if self._held and self._steady() - self._last <= self._gap():
            self._wait()
        elif code := code_at_end(self._letters):
            self._take(code)
        else:
            self._release()

    def stop(self) -> None:
        """Read no longer; what is held is typed."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.disconnect(self._follow)
        self._release()
        self._leave()

    def _came_meanwhile(self, event: QEvent) -> bool:
        """While held keys are typed, a field may let others in: they wait for their turn."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if getCppPointer(event)[0] == self._sent:
            return False
        self._held.append(_again(event))
        self._wait()
        return True

    def _was_judged(self, watched: QObject, event: QKeyEvent) -> bool:
        """Whether this very press passed here already, on its way from window to list or back."""
        before, sign = self._judged, (event.key(), event.text())
        self._judged = (watched, *sign)
        return before is not None and before[0] is not watched and before[1:] == sign

    def _watch_list(self) -> None:
        """A list that dropped down gets the keys in place of the window, until it closes."""
        popup = QApplication.activePopupWidget()
        window = popup.windowHandle() if popup is not None else None
        if window is not None and window is not self._list:
            window.installEventFilter(self)
            self._list = window

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
        return self._pass(event)

    def _on_letter(self, letter: str, event: QKeyEvent) -> bool:
        fast = self._is_fast(event)
        self._after = -1e9
        if self._letters and fast and len(self._letters) < LONGEST:
            return self._hold(letter, event)
        if self._pass(event):
            return True
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
        if self._steady() - self._last <= self._gap():
            return True
        # The window was busy and the keys waited: the system has stamped when they were pressed.
        known = self._letters and self._stamp and event.timestamp()
        return bool(known) and event.timestamp() - self._stamp <= self._gap() * 1000

    def _gap(self) -> float:
        """No hand rolls so many keys: what came so fast so far may stumble once."""
        return GAP_S if len(self._letters) < _SURE else _STUMBLE_S

    def _hold(self, letter: str, event: QKeyEvent) -> bool:
        self._last, self._stamp = self._steady(), event.timestamp()
        self._letters += letter
        self._held.append(_again(event))
        self._wait()
        return True

    def _wait(self) -> None:
        self._pause.start(round(self._gap() * 1000) + 1)

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

    def _pass(self, event: QKeyEvent) -> bool:
        """Type what was held; whether this key has to wait behind it."""
        self._release()
        if self._held:
            self._held.insert(0, _again(event))
        return bool(self._held)

    def _release(self) -> None:
        """It was no scan: every key that was held goes where it was typed, in its order."""
        held, self._held = self._held, []
        self._forget()
        for event in held:
            if self._window is not None and isValid(self._window):
                self._sent = getCppPointer(event)[0]
                try:
                    QApplication.sendEvent(self._window, event)
                finally:
                    self._sent = 0
                self._watch_list()

    def _forget(self) -> None:
        self._letters, self._take_back = "", None
        self._pause.stop()

    def _follow(self, window: QWindow | None) -> None:
        if window is None or window.type() == Qt.WindowType.Popup:
            # Its keys are for the window beneath it, which has the focus again when it closes.
            return
        self._release()
        self._leave()
        self._window = window
        window.installEventFilter(self)

    def _leave(self) -> None:
        for window in (self._window, self._list):
            if window is not None and isValid(window):
                window.removeEventFilter(self)
        self._window = self._list = None


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
