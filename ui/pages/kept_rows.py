"""What is typed into the rows of a form is kept, encrypted in the book, until it is done."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final, Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.actions.workplace import Workplace
from ui.widgets.area import TextArea
from ui.widgets.chips import Chips
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder
from ui.widgets.select import Select

EVERY_MS: Final = 900
"""How much of typing a power cut may cost at most."""
Typed = dict[str, Any]
"""By row what stands in it: texts as typed, choices by value, chips as a list, ticks as bool."""


class Store(Protocol):
    """Where the words of one form are kept; empty words are none."""

    def ask(self, found: Callable[[str], object]) -> None:
        """Look for what was kept; ``found`` gets it, now or later."""

    def put(self, told: str) -> None:
        """Keep this in place of what was kept."""


class SettingStore:
    """Words kept in a setting of their own, for this officer."""

    def __init__(self, place: Workplace, name: str) -> None:
        self._place = place
        self._name = f"draft.{name}.{place.desk.book.officer.user}"

    def ask(self, found: Callable[[str], object]) -> None:
        """Read them off the window's thread."""
        book = self._place.desk.book
        self._place.work.read(lambda: book.setting(self._name), found)

    def put(self, told: str) -> None:
        """Write them; a book that takes nothing says so in its banner already."""
        if self._place.desk.reason is None:
            book = self._place.desk.book
            self._place.work.write(lambda: book.set_setting(self._name, told))


class KeptRows(QObject):
    """Fills rows with what was typed into them and left; ``done`` forgets it.

    Escape, another officer, the end of the program and a power cut all leave it kept. Rows of
    passwords are not to be given.
    """

    def __init__(self, owner: QObject, store: Store, rows: Mapping[str, FieldRow]) -> None:
        super().__init__(owner)
        self._store, self._rows = store, dict(rows)
        self._kept = ""
        self._done = False
        self._blank = self._told()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._keep)
        for row in rows.values():
            self._follow(row.editor)
        store.ask(self._fill)

    def keep_now(self) -> None:
        """The rows go out of sight: keep what a hand changed since it was last kept."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep()

    def done(self) -> None:
        """What was typed has become something: nothing of it is kept."""
        self._done = True
        self._timer.stop()
        self._write("")

    def _follow(self, editor: QWidget) -> None:
        if isinstance(editor, QLineEdit | TextArea):
            editor.textChanged.connect(self._on_changed)
        elif isinstance(editor, Select):
            editor.currentIndexChanged.connect(self._on_changed)
        elif isinstance(editor, QCheckBox):
            editor.toggled.connect(self._on_changed)
        elif isinstance(editor, Chips):
            editor.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        if not self._done and not self._timer.isActive():
            self._timer.start()

    def _told(self) -> Typed:
        found = {name: _typed(row.editor) for name, row in self._rows.items()}
        return {name: value for name, value in found.items() if value is not None}

    def _keep(self) -> None:
        told = self._told()
        # As it stood when the form was opened, nothing was typed.
        self._write("" if told == self._blank else msgspec.json.encode(told).decode())

    def _write(self, told: str) -> None:
        if told != self._kept:
            self._kept = told
            self._store.put(told)

    def _fill(self, told: str) -> None:
        try:
            values = msgspec.json.decode(told, type=dict[str, Any]) if told else {}
        except msgspec.DecodeError:
            # What another version kept is no reason to keep anyone from work.
            return
        self._kept = told
        if self._done:
            self._write("")
            return
        if self._timer.isActive():
            # Somebody typed already; what is older comes too late.
            return
        for name, value in values.items():
            if name in self._rows:
                _show(self._rows[name].editor, value)
        self._timer.stop()


def _typed(editor: QWidget) -> Any:
    """What stands in a field, chosen or not; None where nothing of it can be kept."""
    if isinstance(editor, QLineEdit):
        return editor.text()
    if isinstance(editor, TextArea):
        return editor.toPlainText()
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    return editor.value() if isinstance(editor, Select | Chips) else None


def _show(editor: QWidget, value: Any) -> None:
    with suppress(ValueError, TypeError):
        # A list may have changed since, and a form of another version may mean something else.
        if isinstance(editor, Finder):
            editor.show_typed(value)
        elif isinstance(editor, Select | Chips):
            editor.choose(value)
        elif isinstance(editor, QCheckBox):
            editor.setChecked(value)
        elif isinstance(editor, TextArea):
            editor.setPlainText(value)
        elif isinstance(editor, QLineEdit):
            editor.setText(value)
