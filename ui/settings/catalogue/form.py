"""The form of one item."""

from collections.abc import Iterable
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.records.errors import Mistake
from ui.actions.workplace import Workplace
from ui.pages.rows import Rows
from ui.settings.catalogue.fields import FORMS
from ui.settings.catalogue.values import Values
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.line import TextLine

HINTS = frozenset({"papers", "steps", "keywords", "aliases", "matters", "kinds", "cost"})
"""Fields that say beneath how they are filled."""


class ItemForm(QWidget):
    """The fields of one type of item; ``changed`` is sent whenever a hand changed one."""

    changed = Signal()

    def __init__(self, place: Workplace, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self._rows = Rows(self)
        self._filling = False
        grid = FieldGrid(3)
        for plan in FORMS[kind]:
            hint = f"office.hint.{plan.name}" if plan.name in HINTS else ""
            row = FieldRow(
                f"office.field.{plan.name}",
                plan.build(place),
                required=plan.required,
                hint=hint,
                steady=False,
            )
            grid.add(self._rows.add(plan.name, row), plan.span)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(grid)
        column.addStretch()
        self._rows.changed.connect(self._on_changed)

    def fill(self, values: Values, *, fresh: bool) -> None:
        """Show values; the key of an item that stands is not changed."""
        self._filling = True
        for name in self._rows.names:
            cast(Any, self._rows.editor(name)).set_value(values[name])
        self._rows.forgive()
        key = cast(TextLine, self._rows.editor("key"))
        key.setReadOnly(not fresh)
        self._filling = False

    def values(self) -> Values:
        """What the fields hold."""
        return {name: self._rows.value(name) for name in self._rows.names}

    def begin(self, *, fresh: bool) -> None:
        """Put the cursor into the first field that a hand may change."""
        first = self._rows.editor("key" if fresh else "title")
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def check(self) -> bool:
        """Let every field look at itself; the cursor goes to the first that is wrong."""
        wrong = self._rows.check()
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong is None

    def show_mistakes(self, mistakes: Iterable[Mistake]) -> list[Mistake]:
        """Show each at its field and go to the first; those without a field come back."""
        rest = self._rows.show(
            Mistake(one.field.partition(".")[0], one.code, one.params) for one in mistakes
        )
        first = self._rows.first_wrong()
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return rest

    def _on_changed(self) -> None:
        if not self._filling:
            self.changed.emit()
