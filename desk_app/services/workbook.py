"""The rows of a workbook as a table of requests is read from it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desk_app.services.sheet_file import open_sheets

MOST_ROWS: Final = 1_048_576
"""What a sheet can hold."""


def workbook_rows(path: Path) -> Iterator[list[str]]:
    """The rows of the first sheet that are not empty, without empty cells at their end.

    Formulas stay text, whole numbers lose their ``.0``, dates are ISO. Raises UserMistake
    ``xlsx.*`` for what is no workbook or cannot be read.
    """
    with open_sheets(path) as sheets:
        for _, row in sheets[0].rows(MOST_ROWS) if sheets else ():
            cells = [cell.written for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
