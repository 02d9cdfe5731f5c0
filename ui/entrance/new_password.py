"""The fields in which a new password is typed twice, with what a guesser would need for it."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import Mistake
from ui.entrance.page import EntrancePage
from ui.entrance.password import KeyboardSigns, Password, StrengthSign
from ui.entrance.strength import SHORTEST
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow

_NONE: Final[Mapping[str, FieldRow]] = MappingProxyType({})


class PasswordRows(QWidget):
    """A new password twice, after the rows that are given, with what the keyboard would type.

    ``known`` gives the words that a guesser knows.
    """

    def __init__(
        self,
        known: Callable[[], Iterable[str]],
        first: Mapping[str, FieldRow] = _NONE,
        label: str = "entrance.password",
    ) -> None:
        super().__init__()
        self.password, self._again = Password(), Password()
        self.rows = {
            **first,
            "password": FieldRow(label, self.password, required=True),
            "password_again": FieldRow("entrance.password_again", self._again, required=True),
        }
        grid = FieldGrid(2)
        for row in self.rows.values():
            grid.add(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(grid)
        signs = QHBoxLayout()
        signs.setSpacing(16)
        signs.addWidget(StrengthSign(self.password, known), 1)
        signs.addWidget(KeyboardSigns([self.password, self._again]))
        column.addLayout(signs)

    def mistakes(self) -> list[Mistake]:
        """What is wrong with the password as far as can be seen here."""
        typed, again = self.password.value(), self._again.value()
        if not typed.strip():
            return [Mistake("password", "password.empty")]
        if len(typed) < SHORTEST:
            return [Mistake("password", "password.short", {"least": SHORTEST})]
        if typed != again:
            return [Mistake("password_again", "entrance.password.differs")]
        return []

    def forget(self) -> None:
        """Empty the password fields: the book is open."""
        for field in (self.password, self._again):
            field.clear()
            field.hide_again()


class ChooseOwn(EntrancePage):
    """After a temporary password: one's own; ``wished`` carries it."""

    wished = Signal(str)
    left = Signal()

    def __init__(self, officer: str) -> None:
        super().__init__("access.own.title", "access.own.lead")
        self._typed = PasswordRows(lambda: [officer], label="access.new_password")
        self.rows = self._typed.rows
        self.body.addWidget(self._typed)
        self.agree("access.own.keep", icon="check").clicked.connect(self._on_agreed)
        self.way_back().clicked.connect(self.left)

    def opened(self) -> None:
        """The new password is what is asked."""
        self.show_message("")
        self._typed.password.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_agreed(self) -> None:
        found = self._typed.mistakes()
        self.show_mistakes(found)
        if not found:
            self.wished.emit(self._typed.password.value())
