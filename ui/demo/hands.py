"""Hands at the keyboard: real key events, one after another, each counted."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.texts import say

PATIENCE_S: Final = 30.0
"""How long hands wait for what must come before the day is called off."""
_LOOK_S: Final = 0.02
_MOST_TABS: Final = 60
_NONE: Final = Qt.KeyboardModifier.NoModifier


class DayFailedError(Exception):
    """Something on the screen did not come as it must; names what was waited for."""


class Hands:
    """Presses keys in whatever window has the focus."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.keys = 0

    async def press(self, *keys: str) -> None:
        """Press keys or chords such as ``F2`` or ``Ctrl+L``, one after another."""
        for one in keys:
            await self._look_at_window()
            combination = QKeyCombination.fromCombined(_first(QKeySequence(one)))
            await self._click(combination.key(), combination.keyboardModifiers())

    async def type(self, text: str) -> None:
        """Type a text of any script, letter by letter, where the cursor is."""
        for letter in text:
            field = QApplication.focusWidget()
            if field is None:
                raise DayFailedError("nothing has the focus")
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = Qt.Key(ord(letter)) if letter in "0123456789" else Qt.Key.Key_unknown
                QApplication.sendEvent(field, QKeyEvent(kind, key, _NONE, letter))
            self.keys += 1
            await asyncio.sleep(0)

    async def go_to(self, code: str) -> None:
        """Press Tab until the field with the name of this code has the focus."""
        wanted = say(code)
        for _ in range(_MOST_TABS):
            if _name() == wanted:
                return
            await self.press("Tab")
        raise DayFailedError(f"no way by Tab to {code}")

    async def fill(self, code: str, text: str) -> None:
        """Go to a field and type into it; an empty text leaves it alone."""
        if text:
            await self.go_to(code)
            await self.type(text)

    async def pick(self, code: str, text: str) -> None:
        """Go to a field that offers a list, type a part of a name and take the first."""
        await self.fill(code, text)
        await self.press("Return")

    async def walk_to(self, name: str) -> None:
        """Walk with the arrow key through a row of choices until this one is chosen."""
        for _ in range(_MOST_TABS):
            if _name() == name:
                return
            await self.press("Left")
        raise DayFailedError("no such choice in the row")

    async def until(self, ready: Callable[[], object], what: str) -> None:
        """Wait until something is so; DayFailedError names what did not come."""
        last = time.monotonic() + PATIENCE_S
        while not ready():
            if time.monotonic() > last:
                raise DayFailedError(what)
            await asyncio.sleep(_LOOK_S)

    async def _look_at_window(self) -> None:
        """Where no window manager does it, the sheet in sight, or the window, is made active."""
        sheet = QApplication.activeModalWidget()
        if sheet is not None or QApplication.activeWindow() is None:
            await self.until(partial(_activated, sheet or self._window), "a window with the focus")

    async def _click(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        # From a callback of its own: QTest runs Qt's events, which must not happen in a task.
        loop = asyncio.get_running_loop()
        pressed: asyncio.Future[None] = loop.create_future()

        def go() -> None:
            try:
                QTest.keyClick(self._target(), key, held)
            finally:
                if not pressed.done():
                    pressed.set_result(None)

        loop.call_soon(go)
        await pressed
        self.keys += 1

    def _target(self) -> QWindow:
        active = QApplication.activeModalWidget() or QApplication.activeWindow() or self._window
        handle = active.window().windowHandle()
        if handle is None:
            raise DayFailedError("the window has gone")
        return handle


def _activated(window: QWidget) -> bool:
    """Whether a window has the keyboard; one that lost it while another closed is asked again."""
    if not window.isActiveWindow():
        window.activateWindow()
    return window.isActiveWindow()


def _first(sequence: QKeySequence) -> int:
    chord: QKeyCombination = sequence[0]  # type: ignore[index]
    return chord.toCombined()


def _name() -> str:
    widget = QApplication.focusWidget()
    return widget.accessibleName() if widget is not None else ""
