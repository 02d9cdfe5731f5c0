"""Reading requests from CSV, XLSX and JSON Lines, whatever somebody made of the file.

Every fault of the file as a whole is a UserMistake ``sheet.*``; a fault of one row travels with
that row, so that the others are read.
"""

import csv
import io
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import IO, Final

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import normalise
from desk_app.services.rejected import unguarded
from desk_app.services.workbook import workbook_rows

COLUMNS: Final = (
    "national_id",
    "first_name",
    "last_name",
    "mobile",
    "kind",
    "service",
    "subject",
    "body",
)
LARGEST_FILE: Final = 512 * 1024 * 1024
"""In bytes."""
LARGEST_CELL: Final = 64 * 1024 * 1024
_TITLES: Final = {
    "کد ملی": "national_id",
    "شماره ملی": "national_id",
    "کدملی": "national_id",
    "نام": "first_name",
    "نام خانوادگی": "last_name",
    "تلفن همراه": "mobile",
    "همراه": "mobile",
    "شماره همراه": "mobile",
    "نوع": "kind",
    "نوع درخواست": "kind",
    "خدمت": "service",
    "موضوع": "subject",
    "شرح": "body",
    "متن": "body",
    "متن درخواست": "body",
}
_COLUMN_OF: Final = {
    **{normalise(name): name for name in (*COLUMNS, "reason")},
    **{normalise(title): name for title, name in _TITLES.items()},
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One data row: its number from 1, its cells by column, and what is wrong with its shape."""

    number: int
    cells: dict[str, str]
    given: tuple[str, ...]
    """The cells as given, in the input's own columns."""
    digest: bytes
    """Names this row of this file, so that a second reading of the file finds it."""
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a file, and its rows as they are read."""

    header: tuple[str, ...]
    rows: Iterator[SheetRow]


def open_sheet(path: Path) -> Sheet:
    """The sheet of a file; its format is seen from its content.

    Raises UserMistake ``sheet.not_found``, ``sheet.too_large``, ``sheet.encoding``,
    ``sheet.empty``, ``sheet.column_missing``, ``sheet.structure`` or ``xlsx.*``.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _wrong("sheet.too_large", most=LARGEST_FILE // 2**20)
        data = path.read_bytes()
    except OSError as error:
        raise _wrong("sheet.not_found") from error
    seed = sha256(data).digest()
    if data[:4] == b"PK\x03\x04":
        return _table(_squared(workbook_rows(path)), seed)
    text = decoded(data)
    if text.lstrip()[:1] == "{":
        return _objects(io.StringIO(text), seed)
    # Read through once before the reading that records: a broken structure, such as a quote that
    # is never closed, may show at the very end only, and then no row is to be recorded.
    deque(_csv_rows(io.StringIO(text, newline="")), maxlen=0)
    return _table(_csv_rows(io.StringIO(text, newline="")), seed)


def stream_sheet(stream: IO[bytes]) -> Sheet:
    """The sheet of a stream, row by row as they come in; JSON Lines or CSV in UTF-8."""
    lines = (_line(raw, number) for number, raw in enumerate(stream, 1))
    first = next((line for line in lines if line.strip("\ufeff \t\r\n")), "")
    first = first.removeprefix("\ufeff")
    whole = chain([first], lines)
    if first.lstrip()[:1] == "{":
        return _objects(whole, None)
    return _table(_csv_rows(whole), None)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark; UserMistake ``sheet.encoding``."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _wrong("sheet.encoding", line=line) from error


def _line(raw: bytes, number: int) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong("sheet.encoding", line=number) from error


def _csv_rows(lines: Iterable[str]) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_CELL)
    lines = iter(lines)
    first = next((line for line in lines if line.strip()), "")
    mark = max(",;\t", key=first.count)
    try:
        yield from csv.reader(chain([first], lines), delimiter=mark, strict=True)
    except csv.Error as error:
        raise _wrong("sheet.structure") from error


def _squared(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Rows as long as the first: a workbook keeps no empty cells at the end of a row."""
    wide = 0
    for row in rows:
        wide = wide or len(row)
        yield row + [""] * (wide - len(row))


def _table(rows: Iterator[list[str]], seed: bytes | None) -> Sheet:
    header = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if header is None:
        raise _wrong("sheet.empty")
    if any("\x00" in cell for cell in header):
        raise _wrong("sheet.binary")
    columns = [_COLUMN_OF.get(normalise(title), "") for title in header]
    _needed(columns)
    return Sheet(tuple(header), _table_rows(rows, columns, seed))


def _needed(columns: Iterable[str]) -> None:
    named = [name for name in columns if name]
    there = set(named)
    if twice := next((name for name in there if named.count(name) > 1), ""):
        raise _wrong("sheet.column_twice", column=twice)
    if "kind" not in there:
        raise _wrong("sheet.column_missing", column="kind")
    if not there & {"national_id", "first_name", "last_name"}:
        raise _wrong("sheet.column_missing", column="national_id")


def _table_rows(
    rows: Iterator[list[str]], columns: list[str], seed: bytes | None
) -> Iterator[SheetRow]:
    number, running = 0, seed or sha256(repr(columns).encode()).digest()
    for given in rows:
        if not any(cell.strip() for cell in given):
            continue
        number += 1
        cells = {name: unguarded(cell) for name, cell in zip(columns, given, strict=False) if name}
        running, digest = _named(running, seed, number, given)
        mistakes = [Mistake(name, "text.nul") for name, cell in cells.items() if "\x00" in cell]
        if len(given) != len(columns):
            code = "row.cells_missing" if len(given) < len(columns) else "row.cells_extra"
            mistakes.append(Mistake("row", code, {"count": len(given), "columns": len(columns)}))
        yield SheetRow(number, cells, tuple(given), digest, tuple(mistakes))


def _named(
    running: bytes, seed: bytes | None, number: int, given: Iterable[str]
) -> tuple[bytes, bytes]:
    # A file is named by all its bytes. A stream's end is not known yet, so that its rows are
    # named by everything that came before them.
    if seed is not None:
        return running, seed + number.to_bytes(8, "big")
    row = json.dumps(list(given)).encode()
    after = sha256(running + row).digest()
    return after, after


def _objects(lines: Iterable[str], seed: bytes | None) -> Sheet:
    return Sheet(COLUMNS, _object_rows(lines, seed))


def _object_rows(lines: Iterable[str], seed: bytes | None) -> Iterator[SheetRow]:
    number, running = 0, seed or sha256(b"objects").digest()
    for line in lines:
        if not line.strip():
            continue
        number += 1
        mistakes: list[Mistake] = []
        cells: dict[str, str] = {}
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            mistakes.append(Mistake("row", "row.not_json"))
        else:
            cells, mistakes = _object_cells(found)
        given = tuple(cells.get(name, "") for name in COLUMNS)
        running, digest = _named(running, seed, number, (line.strip(),))
        yield SheetRow(number, cells, given, digest, tuple(mistakes))


def _object_cells(found: object) -> tuple[dict[str, str], list[Mistake]]:
    if not isinstance(found, dict):
        return {}, [Mistake("row", "row.not_object")]
    cells: dict[str, str] = {}
    mistakes = []
    for key, value in found.items():
        name = _COLUMN_OF.get(normalise(key), "")
        if not name or name == "reason":
            continue
        if isinstance(value, bool | list | dict | float):
            mistakes.append(Mistake(name, "row.not_text"))
            continue
        cells[name] = "" if value is None else str(value)
        if "\x00" in cells[name]:
            mistakes.append(Mistake(name, "text.nul"))
    return cells, mistakes


def _wrong(code: str, **params: str | int) -> UserMistake:
    return UserMistake(Mistake("file", code, params))
