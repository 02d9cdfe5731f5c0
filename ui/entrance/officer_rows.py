"""The fields that make the first officer: name, user name, password twice."""

from collections.abc import Callable, Iterable
from typing import Final

from ui.entrance.new_password import PasswordRows
from ui.widgets.field import FieldRow
from ui.widgets.line import TextLine

OFFICER_FIELDS: Final = ("officer_name", "officer", "password", "password_again")


class OfficerRows(PasswordRows):
    """Name, user name and password of an officer, with what the keyboard would type."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        super().__init__(
            known,
            {
                "officer_name": FieldRow(
                    "entrance.officer_name", TextLine(longest=120), required=True
                ),
                "officer": FieldRow(
                    "entrance.officer",
                    TextLine(longest=40),
                    hint="entrance.officer.hint",
                    required=True,
                ),
            },
        )
