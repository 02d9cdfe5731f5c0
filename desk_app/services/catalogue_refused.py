"""The refused rows of a catalogue file, given back in its own sheets with a reason for each."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from desk_app.records.errors import MachineFault
from desk_app.records.text import clean
from desk_app.services.catalogue_sheet import MOST_ROWS, REFUSED, RowError
from desk_app.services.sheet_file import MOST_LETTERS, Sheet, open_sheets
from desk_app.texts import say

_WHOLE_SHEET: Final = "xlsx.column_missing"
"""The error that refuses every row of its sheet."""


def write_refused(source: Path, errors: Sequence[RowError], target: Path, language: str) -> int:
    """Write the refused rows of a file as one that can be mended and read again.

    Returns how many rows; raises UserMistake ``xlsx.…`` for the source, MachineFault
    ``paper.not_written`` for the target.
    """
    from openpyxl import Workbook

    book, rows = Workbook(write_only=True), 0
    with open_sheets(source) as sheets:
        for sheet in sheets:
            ours = [error for error in errors if error.sheet == sheet.name]
            if ours:
                into = book.create_sheet(sheet.name)
                into.sheet_view.rightToLeft = True
                for cells in _refused(sheet, ours, language):
                    into.append([_text_cell(into, text) for text in cells])
                    rows += 1
                # The heading is no row.
                rows -= 1
    made = io.BytesIO()
    book.save(made)
    try:
        target.write_bytes(made.getvalue())
    except OSError as error:
        raise MachineFault("paper.not_written") from error
    return rows


def _refused(sheet: Sheet, errors: list[RowError], language: str) -> Iterator[list[str]]:
    """The heading with a column for the reason, then each refused row with its own."""
    reasons: dict[int, list[str]] = {}
    for error in errors:
        why = say(error.code, language, **error.params)
        reasons.setdefault(error.row, []).append(f"{error.column}: {why}")
    whole = any(error.code == _WHOLE_SHEET for error in errors)
    rows = sheet.rows(MOST_ROWS)
    first, cells = next(rows)
    heading = [cell.text for cell in cells]
    yield [*heading, REFUSED]
    for number, cells in rows:
        if whole or number in reasons:
            why = " — ".join((reasons[first] if whole else []) + reasons.get(number, []))
            told = [cell.written for cell in cells] + [""] * len(heading)
            yield [*told[: len(heading)], why]


def _text_cell(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=clean(text)[:MOST_LETTERS])
    # A formula that was refused stays the text it was refused for.
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
