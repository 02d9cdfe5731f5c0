"""The rows of a workbook as a table of requests is read from it."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desk_app.records.errors import Mistake, UserMistake
from desk_app.services.sheet_file import open_sheets

MOST_ROWS: Final = 1_048_576
"""What a sheet can hold."""


def workbook_rows(path: Path) -> Iterator[list[str]]:
    """The rows of the first sheet that are not empty, without empty cells at their end.

    Formulas stay text, whole numbers lose their ``.0``, dates are ISO. Raises UserMistake
    ``xlsx.*`` for what is no workbook or cannot be read, before the first row wherever a part
    of the file was changed since it was saved.
    """
    with open_sheets(path) as sheets:
        if not _is_whole(path):
            raise UserMistake(Mistake("file", "xlsx.damaged"))
        for _, row in sheets[0].rows(MOST_ROWS) if sheets else ():
            cells = [cell.written for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells


def _is_whole(path: Path) -> bool:
    """Whether every part still has the sum it was saved with."""
    try:
        with zipfile.ZipFile(path) as parts:
            return parts.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return False
