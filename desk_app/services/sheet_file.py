"""XLSX files read as text, row by row, without trusting them.

Sizes are bounded before anything is unpacked, formulas are told apart from text, and whatever is
broken inside ends as one UserMistake.
"""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from os import SEEK_END
from pathlib import Path
from typing import IO, Any, Final
from xml.etree.ElementTree import ParseError

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import clean

MOST_BYTES: Final = 64 * 1024 * 1024
"""The largest file taken."""
MOST_UNPACKED: Final = 256 * 1024 * 1024
"""The most bytes in all its parts together, unpacked."""
MOST_PARTS: Final = 2_000
MOST_COLUMNS: Final = 64
MOST_LETTERS: Final = 32_767
"""The most letters in one cell, as in Excel itself."""

_OLD_FORMAT: Final = b"\xd0\xcf\x11\xe0"
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError,
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError,
    RuntimeError, TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text cleaned for storage, its date where it is one, whether it computes."""

    text: str = ""
    written: str = ""
    """What stands in the file, uncleaned: a formula as text, a cell too long for a spreadsheet."""
    day: date | None = None
    formula: bool = False
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an open file."""

    name: str
    _source: Any

    def rows(self, most: int) -> Iterator[tuple[int, list[Cell]]]:
        """The first ``most`` rows that are not empty, with their number from 1.

        Raises UserMistake ``xlsx.damaged``, or ``xlsx.rows`` when there are more.
        """
        taken = 0
        rows = self._source.iter_rows(max_col=MOST_COLUMNS)
        row = before = None
        for number in range(1, 1_048_577):
            try:
                before, row = row, next(rows, None)
                if row is None:
                    return
                # Rows that the file leaves out come as one and the same object: a sheet whose
                # only row is its millionth costs nothing.
                if row is before:
                    continue
                cells = [_cell(each) for each in row]
            except _BROKEN:
                raise _mistake("xlsx.damaged") from None
            if not any(cell.text or cell.formula for cell in cells):
                continue
            if taken == most:
                raise _mistake("xlsx.rows", most=most)
            taken += 1
            yield number, cells


@contextmanager
def open_sheets(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of an XLSX file, closed again at the end of the block.

    Raises UserMistake ``xlsx.missing``, ``xlsx.too_large``, ``xlsx.old_format``,
    ``xlsx.not_xlsx`` or ``xlsx.damaged``.
    """
    # Loaded here: a start of the desk does not need it.
    from openpyxl import load_workbook

    try:
        file = path.open("rb")
    except OSError:
        raise _mistake("xlsx.missing") from None
    # The library leaves the file open when it fails half-way; this block never does.
    with file:
        _refuse_unfit(file)
        with warnings.catch_warnings():
            # What openpyxl warns of (extensions, default styles) does not touch the cells' text.
            warnings.simplefilter("ignore")
            try:
                book = load_workbook(file, read_only=True, keep_links=False)
            except _BROKEN:
                raise _mistake("xlsx.damaged") from None
        for sheet in book.worksheets:
            # The written dimension may lie; the rows themselves are read to their end.
            sheet.reset_dimensions()
        yield [Sheet(sheet.title, sheet) for sheet in book.worksheets]


def _refuse_unfit(file: IO[bytes]) -> None:
    if file.seek(0, SEEK_END) > MOST_BYTES:
        raise _mistake("xlsx.too_large")
    file.seek(0)
    if file.read(4) == _OLD_FORMAT:
        raise _mistake("xlsx.old_format")
    try:
        with zipfile.ZipFile(file) as parts:
            sizes = [part.file_size for part in parts.infolist()]
    except _BROKEN:
        raise _mistake("xlsx.not_xlsx") from None
    # Unpacking stops at the size a part declares, so the sum of them is a true bound.
    if sum(sizes) > MOST_UNPACKED or len(sizes) > MOST_PARTS:
        raise _mistake("xlsx.too_large")


def _cell(source: Any) -> Cell:
    value = source.value
    if value is None:
        return Cell()
    if source.data_type == "f":
        return Cell(written=str(value), formula=True)
    if isinstance(value, datetime):
        day = value.date()
        return Cell(day.isoformat(), day.isoformat(), day)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if len(text) > MOST_LETTERS:
        return Cell(clean(text[:80]), text, too_long=True)
    return Cell(clean(text), text)


def _mistake(code: str, **params: str | int) -> UserMistake:
    return UserMistake(Mistake("file", code, params))
