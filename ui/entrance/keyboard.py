"""What the keyboard will type: its language and Caps Lock, as far as the system tells.

Qt does not tell Caps Lock; each system is asked in its own way. What a system does not tell is
read off the letters that are typed.
"""

import sys
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

LOOK_EVERY_MS: Final = 300
_VK_CAPITAL: Final = 0x14
_PRIMARY_LANGUAGE: Final = 0x3FF
_WINDOWS_LANGUAGES: Final = {0x29: "fa", 0x09: "en", 0x01: "ar"}
_XKB_CORE_KEYBOARD: Final = 0x0100
_MAC_ALPHA_SHIFT: Final = 1 << 16


class Keys:
    """A system that tells nothing."""

    def caps_lock(self) -> bool | None:
        """Whether Caps Lock is on; None where the system does not tell."""
        return None

    def layout(self) -> str:
        """``fa``, ``en``, ``ar`` or empty where the system does not tell."""
        return ""


class WindowsKeys(Keys):
    """Windows tells both; ``user32`` is its library, given by ``keys_of``."""

    def __init__(self, user32: Any) -> None:
        self._user = user32

    def caps_lock(self) -> bool | None:
        """Whether the toggle of the key is on."""
        return bool(self._user.GetKeyState(_VK_CAPITAL) & 1)

    def layout(self) -> str:
        """By the language that the layout of this thread is for."""
        return _WINDOWS_LANGUAGES.get(self._user.GetKeyboardLayout(0) & _PRIMARY_LANGUAGE, "")


class _MacKeys(Keys):
    def __init__(self) -> None:
        import ctypes

        frameworks = "/System/Library/Frameworks/ApplicationServices.framework"
        self._services = ctypes.CDLL(f"{frameworks}/ApplicationServices")
        self._services.CGEventSourceFlagsState.restype = ctypes.c_uint64

    def caps_lock(self) -> bool | None:
        return bool(self._services.CGEventSourceFlagsState(0) & _MAC_ALPHA_SHIFT)


class _X11Keys(Keys):
    def __init__(self) -> None:
        import ctypes

        self._x11 = ctypes.CDLL("libX11.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(None))
        if self._display.value is None:
            raise OSError("no X display")

    def caps_lock(self) -> bool | None:
        import ctypes

        state = ctypes.c_uint()
        self._x11.XkbGetIndicatorState(self._display, _XKB_CORE_KEYBOARD, ctypes.byref(state))
        return bool(state.value & 1)


def keys_of(platform: str) -> Keys:
    """What the window system of that Qt platform tells of its keyboard."""
    try:
        if platform == "windows" and sys.platform == "win32":
            import ctypes

            return WindowsKeys(ctypes.CDLL("user32"))
        if platform == "cocoa":
            return _MacKeys()
        if platform == "xcb":
            return _X11Keys()
    except (OSError, AttributeError):
        return Keys()
    return Keys()


def script_of(letter: str) -> str:
    """``fa`` or ``en`` for a letter of that script, empty for anything else."""
    if len(letter) != 1 or not letter.isalpha():
        return ""
    return "en" if letter.isascii() else "fa" if "\u0600" <= letter <= "\u06ff" else ""


def caps_by(letter: str, shifted: bool) -> bool | None:
    """Whether Caps Lock must be on for this letter to come; None when that cannot be told."""
    if len(letter) != 1 or not letter.isascii() or not letter.isalpha():
        return None
    return letter.isupper() != shifted


class KeyboardWatch(QObject):
    """Language and Caps Lock while ``fields`` are typed in; ``changed`` when either turns."""

    changed = Signal()

    def __init__(self, owner: QWidget, fields: list[QWidget], keys: Keys | None = None) -> None:
        super().__init__(owner)
        self._keys = keys or keys_of(QGuiApplication.platformName())
        self.layout = self._keys.layout()
        self.caps = bool(self._keys.caps_lock())
        for field in fields:
            field.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_look)
        self._timer.start(LOOK_EVERY_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read what a key tells and let it pass."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._read(event)
        return False

    def _read(self, event: QKeyEvent) -> None:
        layout, caps = self.layout, self.caps
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        layout = script_of(event.text()) or layout
        told = caps_by(event.text(), shifted)
        if event.key() == Qt.Key.Key_CapsLock and self._keys.caps_lock() is None:
            caps = not caps
        elif told is not None:
            caps = told
        self._note(layout, caps)

    def _on_look(self) -> None:
        told = self._keys.caps_lock()
        self._note(self._keys.layout() or self.layout, self.caps if told is None else told)

    def _note(self, layout: str, caps: bool) -> None:
        if (layout, caps) != (self.layout, self.caps):
            self.layout, self.caps = layout, caps
            self.changed.emit()
