"""Cells of an XLSX workbook as text, without running or trusting anything in it."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from desk_app.records.errors import Mistake, UserMistake

LARGEST_UNPACKED: Final = 1024 * 1024 * 1024
"""In bytes, over all parts; a workbook that unpacks to more is taken for a bomb."""
MOST_COLUMNS: Final = 200


def workbook_rows(data: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet without empty cells at the end of a row.

    Formulas stay text, whole numbers lose their ``.0``.

    Raises UserMistake ``sheet.workbook`` for what is no workbook or cannot be read,
    ``sheet.too_large`` for one that unpacks without measure.
    """
    _measure(data)
    # Loaded here: it costs 80 ms that a start of the desk does not need.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            cells = [cell_text(value) for value in row[:MOST_COLUMNS]]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
    except UserMistake:
        raise
    except MemoryError:
        raise
    except Exception as error:
        raise UserMistake(Mistake("file", "sheet.workbook")) from error


def cell_text(value: object) -> str:
    """What a person sees in a cell: whole numbers without a point, dates as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def _measure(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UserMistake(Mistake("file", "sheet.workbook")) from error
    if unpacked > LARGEST_UNPACKED:
        raise UserMistake(Mistake("file", "sheet.too_large", {"most": LARGEST_UNPACKED // 2**20}))
