"""Files of requests, friendly and hostile, for the tests of reading them."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from desk_app.services.request_sheet import Sheet, SheetRow, stream_sheet

HEADER = "national_id,first_name,last_name,mobile,kind,service,subject,body"
GOOD = "0012345679,علی,احمدی,09121234567,درخواست,,آب روستا,متن"
BAD = "0012345678,علی,احمدی,09121234567,درخواست,,برق روستا,متن"


def csv_file(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A CSV file of lines."""
    path = folder / "rows.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def workbook(folder: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """An XLSX file of rows."""
    book = Workbook()
    sheet = book.create_sheet("rows", 0)
    for row in rows:
        sheet.append(list(row))
    path = folder / "rows.xlsx"
    book.save(path)
    return path


def stream(*lines: str | bytes) -> Sheet:
    """The sheet of a stream of lines."""
    raw = [line if isinstance(line, bytes) else line.encode() for line in lines]
    return stream_sheet(io.BytesIO(b"\n".join(raw)))


def objects(*rows: object) -> list[SheetRow]:
    """The rows of a stream of JSON Lines."""
    return list(stream(*(json.dumps(row, ensure_ascii=False) for row in rows)).rows)


def codes(row: SheetRow) -> list[tuple[str, str]]:
    """Field and code of what is wrong with the shape of a row."""
    return [(mistake.field, mistake.code) for mistake in row.mistakes]
