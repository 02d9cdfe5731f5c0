"""What is typed on a sheet is kept, encrypted in the book, until the sheet has done its work."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.actions.workplace import Workplace
from ui.widgets.dialog import Dialog
from ui.widgets.field import FieldRow
from ui.widgets.finder import Finder, Option
from ui.widgets.select import Select

EVERY_MS: Final = 900
"""How much of typing a power cut may cost at most."""
_PLACE: Final = "draft.sheet."


class KeptSheet(QObject):
    """Fills a sheet with what was typed on it and left; ``done`` forgets it.

    Escape, another officer, the end of the program and a power cut all leave it kept. Passwords
    are not given to it. ``options`` are those that finders among the rows offer.
    """

    def __init__(
        self,
        sheet: Dialog,
        place: Workplace,
        name: str,
        rows: Mapping[str, FieldRow],
        options: Sequence[Option] = (),
    ) -> None:
        super().__init__(sheet)
        self._place, self._rows, self._options = place, dict(rows), options
        self._name = f"{_PLACE}{name}.{place.desk.book.officer.user}"
        self._done = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._keep)
        for row in rows.values():
            if isinstance(row.editor, QLineEdit):
                row.editor.textChanged.connect(self._on_changed)
            elif isinstance(row.editor, Select):
                row.editor.currentIndexChanged.connect(self._on_changed)
        sheet.finished.connect(self._on_finished)
        book = place.desk.book
        place.work.read(lambda: book.setting(self._name), self._fill)

    def done(self) -> None:
        """What was typed has become something: nothing of it is kept."""
        self._done = True
        self._timer.stop()
        self._write("")

    def _on_changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _on_finished(self) -> None:
        if not self._done and self._timer.isActive():
            self._timer.stop()
            self._keep()

    def _keep(self) -> None:
        values = {name: _typed(row.editor) for name, row in self._rows.items()}
        self._write(msgspec.json.encode(values).decode())

    def _write(self, told: str) -> None:
        if self._place.desk.reason is not None:
            # Such a book takes nothing, and its banner says so already.
            return
        book = self._place.desk.book
        self._place.work.write(lambda: book.set_setting(self._name, told))

    def _fill(self, told: str) -> None:
        try:
            values = msgspec.json.decode(told, type=dict[str, str]) if told else {}
        except msgspec.DecodeError:
            # What another version kept is no reason to keep anyone from work.
            return
        if self._timer.isActive():
            # Somebody typed already; what is older comes too late.
            return
        for name, value in values.items():
            if name in self._rows:
                self._show(self._rows[name].editor, value)
        self._timer.stop()

    def _show(self, editor: QWidget, value: str) -> None:
        if isinstance(editor, Finder):
            named = next((one for one in self._options if one.title == value), None)
            if named is not None:
                editor.choose(named)
                return
        if isinstance(editor, Select):
            with suppress(ValueError):
                # The list may have changed since.
                editor.choose(value)
        elif isinstance(editor, QLineEdit):
            editor.setText(value)


def _typed(editor: QWidget) -> str:
    """What stands in a field, chosen or not."""
    if isinstance(editor, QLineEdit):
        return editor.text()
    return editor.value() if isinstance(editor, Select) else ""
