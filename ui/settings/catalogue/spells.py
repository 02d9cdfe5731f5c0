"""Who was, is and will be in a post: a line for each person with its first and last day."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import Mistake
from ui.texts import worded
from ui.theme import Dressed, look
from ui.widgets.buttons import Button, IconButton
from ui.widgets.jalali import JalaliEdit
from ui.widgets.labels import Words
from ui.widgets.line import TextLine

_DATE: Final = 128
_REMOVER: Final = 32


class _Line(QWidget, Dressed):
    """One person from one day to another; open ends are empty."""

    changed = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self.person = TextLine(longest=120)
        self.first, self.last = JalaliEdit(today), JalaliEdit(today)
        self.remover = IconButton("close", "office.spell.remove", size=18)
        worded(self.person, name="office.spell.person")
        worded(self.first, name="office.spell.first")
        worded(self.last, name="office.spell.last")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.person, 1)
        for editor in (self.first, self.last):
            row.addWidget(editor)
        row.addWidget(self.remover)
        for line in (self.person, self.first, self.last):
            line.textChanged.connect(self.changed)
        self.restyle()

    def restyle(self) -> None:
        """Dates are as wide as a date."""
        for editor in (self.first, self.last):
            editor.setFixedWidth(look().px(_DATE))
        self.remover.setFixedWidth(look().px(_REMOVER))

    def value(self) -> list[str]:
        """Person, first and last day."""
        days = (self.first.value(), self.last.value())
        return [self.person.value(), *(day.isoformat() if day else "" for day in days)]

    def fill(self, told: list[str]) -> None:
        """Show a person with its days."""
        self.person.set_value(told[0])
        for editor, day in ((self.first, told[1]), (self.last, told[2])):
            editor.set_value(dt.date.fromisoformat(day) if day else None)


class Spells(QWidget):
    """The lines of one post, the earliest first, and a button for one more."""

    changed = Signal(list)

    def __init__(self, today: Callable[[], dt.date], adder: str) -> None:
        super().__init__()
        self._today = today
        self._lines: list[_Line] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._heads = self._head()
        add = Button(adder, "quiet", icon="plus")
        add.clicked.connect(self._on_add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._heads)
        column.addLayout(self._column)
        foot = QHBoxLayout()
        foot.addWidget(add)
        foot.addStretch()
        column.addLayout(foot)
        self.setFocusProxy(add)

    def value(self) -> list[list[str]]:
        """Every line that says anything."""
        return [told for line in self._lines if any(told := line.value())]

    def mistake(self) -> Mistake | None:
        """The first day that is no day of the calendar."""
        found = (line.first.mistake() or line.last.mistake() for line in self._lines)
        return next((wrong for wrong in found if wrong is not None), None)

    def set_value(self, told: list[list[str]]) -> None:
        """Show these lines in place of the ones before."""
        for line in list(self._lines):
            self._drop(line)
        for one in told:
            self._add(list(one))

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Words("office.spell.person", letters="caption", tone="muted"), 1)
        for code in ("office.spell.first", "office.spell.last"):
            words = Words(code, letters="caption", tone="muted")
            words.setFixedWidth(look().px(_DATE))
            row.addWidget(words)
        row.addSpacing(look().px(_REMOVER))
        head.hide()
        return head

    def _add(self, told: list[str]) -> _Line:
        line = _Line(self._today)
        line.fill(told)
        self._lines.append(line)
        self._column.addWidget(line)
        line.changed.connect(self._on_changed)
        line.remover.clicked.connect(lambda: self._on_remove(line))
        self._heads.show()
        return line

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._heads.setVisible(bool(self._lines))

    def _on_add(self) -> None:
        self._add(["", "", ""]).person.setFocus()

    def _on_remove(self, line: _Line) -> None:
        self._drop(line)
        self.setFocus()
        self._on_changed()

    def _on_changed(self) -> None:
        self.changed.emit(self.value())
