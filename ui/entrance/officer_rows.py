"""The fields that make the first officer: name, user name, password twice."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.records.errors import Mistake
from ui.entrance.password import KeyboardSigns, Password, StrengthSign
from ui.entrance.strength import SHORTEST
from ui.widgets.columns import FieldGrid
from ui.widgets.field import FieldRow
from ui.widgets.line import TextLine

OFFICER_FIELDS: Final = ("officer_name", "officer", "password", "password_again")


class OfficerRows(QWidget):
    """Name, user name and password of an officer, with what the keyboard would type."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self.password, self._again = Password(), Password()
        self.rows = {
            "officer_name": FieldRow("entrance.officer_name", TextLine(longest=120), required=True),
            "officer": FieldRow(
                "entrance.officer",
                TextLine(longest=40),
                hint="entrance.officer.hint",
                required=True,
            ),
            "password": FieldRow("entrance.password", self.password, required=True),
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
