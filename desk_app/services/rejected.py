"""The refused rows of a file, given back in its own columns with a reason, ready to be mended."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Self

REASON = "reason"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet reckon a cell instead of showing it (OWASP, CSV injection)."""


def guarded(cell: str) -> str:
    """The cell as text to a spreadsheet too: an apostrophe stands before what reckons."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that ``guarded`` set, or that somebody typed for it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


class RejectedRows:
    """A CSV of refused rows, made when the first one comes; safe to open in a spreadsheet.

    Cells are written back as they were given; what a spreadsheet would take for a formula gets
    an apostrophe, which reading the file again takes off.
    """

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self._path = path
        self._mended = REASON in header
        self._place = header.index(REASON) if self._mended else len(header)
        self._header = [*header] if self._mended else [*header, REASON]
        self._file: IO[str] | None = None
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()

    def add(self, given: Sequence[str], reason: str) -> None:
        """Write one refused row."""
        before = [*given[: self._place], *[""] * (self._place - len(given))]
        after = given[self._place + self._mended :]
        if self._file is None:
            # A mark that makes spreadsheets read UTF-8.
            self._file = self._path.open("w", encoding="utf-8-sig", newline="")
            self._write(self._file, self._header)
        self._write(self._file, [*before, reason, *after])
        self.count += 1

    def close(self) -> None:
        """Finish the file; with no refused row, an old file of that name is removed."""
        if self._file is not None:
            self._file.close()
        else:
            self._path.unlink(missing_ok=True)

    @staticmethod
    def _write(file: IO[str], cells: Sequence[str]) -> None:
        csv.writer(file).writerow([guarded(cell) for cell in cells])
        # Whoever watches the run sees each refusal at once.
        file.flush()
