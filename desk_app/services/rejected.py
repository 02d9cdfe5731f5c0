"""The refused rows of a file, given back in its own columns with a reason, ready to be mended."""

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol, Self

from desk_app.services.sheet_file import MOST_LETTERS

REASON = "reason"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet reckon a cell instead of showing it (OWASP, CSV injection)."""


def guarded(cell: str) -> str:
    """The cell as text to a spreadsheet too: an apostrophe stands before what reckons."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that ``guarded`` set, or that somebody typed for it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


class _Table(Protocol):
    """A file that takes one row after another."""

    def write(self, cells: Sequence[str]) -> None: ...

    def close(self) -> None: ...


class _Csv:
    """CSV in UTF-8 with the mark by which spreadsheets know it."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self.write(header)

    def write(self, cells: Sequence[str]) -> None:
        csv.writer(self._file).writerow([guarded(cell) for cell in cells])
        # Whoever watches the run sees each refusal at once.
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class _Lines:
    """JSON Lines, an object a row."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._header = header

    def write(self, cells: Sequence[str]) -> None:
        row = dict(zip(self._header, cells, strict=False))
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class _Workbook:
    """A workbook whose every cell is text; it is there when it is closed."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        # Loaded here: a file that refuses nothing does not need it.
        from xlsxwriter import Workbook

        self._book = Workbook(str(path), {"constant_memory": True})
        self._sheet = self._book.add_worksheet()
        self._sheet.right_to_left()
        self._row = 0
        self.write(header)

    def write(self, cells: Sequence[str]) -> None:
        for column, cell in enumerate(cells):
            self._sheet.write_string(self._row, column, cell[:MOST_LETTERS])
        self._row += 1

    def close(self) -> None:
        self._book.close()


_FORMATS: Final[dict[str, Callable[[Path, Sequence[str]], _Table]]] = {
    ".xlsx": _Workbook,
    ".jsonl": _Lines,
    ".ndjson": _Lines,
}


class RejectedRows:
    """A file of refused rows, made when the first one comes; safe to open in a spreadsheet.

    It is a workbook or JSON Lines where its name ends so, else CSV. Cells are written back as
    they were given; in CSV what a spreadsheet would take for a formula gets an apostrophe, which
    reading the file again takes off.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        self._mended = REASON in header
        self._place = header.index(REASON) if self._mended else len(header)
        self._header = [*header] if self._mended else [*header, REASON]
        self._table: _Table | None = None
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def add(self, given: Sequence[str], reason: str) -> None:
        """Write one refused row."""
        before = [*given[: self._place], *[""] * (self._place - len(given))]
        after = given[self._place + self._mended :]
        if self._table is None:
            self._table = _FORMATS.get(self._path.suffix.lower(), _Csv)(self._path, self._header)
        self._table.write([*before, reason, *after])
        self.count += 1

    def close(self) -> None:
        """Finish the file; with no refused row, an old file of that name is removed."""
        if self._table is not None:
            self._table.close()
        else:
            self._path.unlink(missing_ok=True)
