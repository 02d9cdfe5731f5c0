"""The fields of a form by their names, checked while one types."""

from collections.abc import Iterable
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desk_app.records.errors import Mistake
from ui.widgets.area import TextArea
from ui.widgets.field import Editor, FieldRow
from ui.widgets.finder import Finder
from ui.widgets.jalali import JalaliEdit
from ui.widgets.number import DigitsLine


class Rows(QObject):
    """Field rows by name; ``changed`` is sent whenever any of them holds something else.

    A field is checked when it is left or full; a mistake shown goes as soon as it is mended.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: dict[str, FieldRow] = {}

    def add(self, name: str, row: FieldRow) -> FieldRow:
        """Take a row under a name."""
        self._rows[name] = row
        self._follow(row)
        return row

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    @property
    def names(self) -> list[str]:
        """The names in the order in which they were taken."""
        return list(self._rows)

    def row(self, name: str) -> FieldRow:
        """The row of a name."""
        return self._rows[name]

    def editor(self, name: str) -> QWidget:
        """The editor of a name."""
        return self._rows[name].editor

    def value(self, name: str) -> Any:
        """What the editor of a name holds."""
        return cast(Editor, self._rows[name].editor).value()

    def text(self, name: str) -> str:
        """What the editor of a name holds, as text."""
        return str(self.value(name))

    def set_text(self, name: str, value: str) -> None:
        """Show a text that was kept."""
        editor = self._rows[name].editor
        if isinstance(editor, Finder):
            raise TypeError(name)
        cast(Any, editor).set_value(value)
        self._rows[name].show_mistake(None)

    def show(self, mistakes: Iterable[Mistake]) -> list[Mistake]:
        """Show each mistake at its field; those that have no field here are given back."""
        rest = []
        for mistake in mistakes:
            row = self._rows.get(mistake.field)
            if row is None:
                rest.append(mistake)
            else:
                row.show_mistake(mistake)
        return rest

    def first_wrong(self) -> FieldRow | None:
        """The first visible row that shows a mistake."""
        rows = (row for row in self._rows.values() if row.wrong and not row.isHidden())
        return next(rows, None)

    def check(self) -> FieldRow | None:
        """Check every visible field; the first one that is wrong."""
        for row in self._rows.values():
            if not row.isHidden():
                row.check()
        return self.first_wrong()

    def forgive(self) -> None:
        """Take every mistake shown away."""
        for row in self._rows.values():
            row.show_mistake(None)

    def _follow(self, row: FieldRow) -> None:
        editor = row.editor
        if isinstance(editor, QLineEdit):
            editor.textChanged.connect(lambda: self._on_edited(row))
            editor.editingFinished.connect(row.check)
        if isinstance(editor, DigitsLine):
            editor.completed.connect(row.check)
        elif isinstance(editor, Finder):
            editor.chosen.connect(lambda _: self._on_edited(row))
        elif isinstance(editor, JalaliEdit):
            editor.date_changed.connect(lambda _: self._on_edited(row))
        elif isinstance(editor, TextArea):
            editor.textChanged.connect(lambda: self._on_edited(row))
        elif isinstance(editor, QComboBox):
            editor.currentIndexChanged.connect(lambda _: self._on_edited(row))
        elif isinstance(editor, QCheckBox):
            editor.toggled.connect(lambda _: self._on_edited(row))
        else:
            self._follow_choice(row)

    def _follow_choice(self, row: FieldRow) -> None:
        for name in ("chosen", "changed"):
            signal = getattr(row.editor, name, None)
            if signal is not None:
                signal.connect(lambda _: self._on_edited(row))

    def _on_edited(self, row: FieldRow) -> None:
        if row.wrong is not None:
            row.check()
        self.changed.emit()
