"""The catalogue as an XLSX file: read with every wrong row named, and written back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import clean, normalise
from desk_app.services.catalogue_columns import LAYOUTS, Column, Entry, Layout
from desk_app.services.sheet_file import Cell, Sheet, open_sheets

if TYPE_CHECKING:
    from openpyxl.cell import Cell as WrittenCell

MOST_ROWS: Final = 20_000
"""The most rows of one sheet."""
REFUSED: Final = "علت رد شدن"
"""The heading under which refused rows bear their reason; reading passes over it."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a file, and where: sheet, row as the sheet numbers it, heading, code."""

    sheet: str
    row: int
    column: str
    code: str
    params: dict[str, str | int] = field(default_factory=dict)


def read_catalogue(path: Path) -> tuple[list[Entry], list[RowError]]:
    """The good rows of a catalogue file as items and closures, and what is wrong in the others.

    Raises UserMistake ``xlsx.*`` when the file as a whole cannot be read, or names no sheet
    of a catalogue (``xlsx.unknown``).
    """
    entries: list[Entry] = []
    errors: list[RowError] = []
    with open_sheets(path) as sheets:
        known = [(sheet, layout) for sheet in sheets if (layout := _layout_of(sheet.name))]
        if not known:
            raise UserMistake(Mistake("file", "xlsx.unknown"))
        for sheet, layout in known:
            _read_sheet(sheet, layout, entries, errors)
    return entries, errors


def write_catalogue(path: Path, entries: Iterable[Entry] = ()) -> None:
    """Write items and closures to a file that ``read_catalogue`` reads back equal.

    Without entries it is an empty form: every sheet with its headings.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    everything = list(entries)
    book = Workbook(write_only=True)
    for layout in LAYOUTS:
        sheet = book.create_sheet(layout.title)
        sheet.sheet_view.rightToLeft = True
        sheet.freeze_panes = "C2"
        for place in range(1, len(layout.columns) + 1):
            sheet.column_dimensions[get_column_letter(place)].width = 12 if place == 1 else 26
        sheet.append([_heading(sheet, column.title) for column in layout.columns])
        for entry in everything:
            if type(entry) is layout.entry:
                data = msgspec.to_builtins(entry)
                sheet.append([_written(sheet, column, data) for column in layout.columns])
    book.save(path)


def _layout_of(name: str) -> Layout | None:
    wanted = normalise(name)
    return next(
        (each for each in LAYOUTS if wanted in (normalise(each.name), normalise(each.title))), None
    )


def _read_sheet(sheet: Sheet, layout: Layout, entries: list[Entry], errors: list[RowError]) -> None:
    rows = sheet.rows(MOST_ROWS)
    heading = next(rows, None)
    if heading is None:
        return
    number, cells = heading
    columns = _columns(cells, layout, sheet.name, number, errors)
    if columns is None:
        return
    seen: set[Any] = set()
    for number, cells in rows:
        wrong: list[RowError] = []
        data = dict(_values(columns, cells, sheet.name, number, wrong))
        key = data.get("key") or (data.get("day"), data.get("province"))
        if not wrong and key in seen:
            wrong.append(RowError(sheet.name, number, layout.columns[0].title, "xlsx.twice"))
        if wrong:
            errors.extend(wrong)
        else:
            seen.add(key)
            entries.append(_entry(layout, data))


def _columns(
    cells: list[Cell], layout: Layout, sheet: str, row: int, errors: list[RowError]
) -> dict[int, Column] | None:
    by_heading = {
        normalise(name): column
        for column in layout.columns
        for name in (column.field, column.title)
    }
    found: dict[int, Column] = {}
    for place, cell in enumerate(cells):
        column = by_heading.get(normalise(cell.text))
        if cell.text == REFUSED:
            continue
        if column is None and (cell.text or cell.formula):
            errors.append(RowError(sheet, row, cell.text[:40], "xlsx.heading"))
        elif column is not None and column in found.values():
            errors.append(RowError(sheet, row, column.title, "xlsx.heading_twice"))
        elif column is not None:
            found[place] = column
    missing = [each for each in layout.columns if each.needed and each not in found.values()]
    errors.extend(RowError(sheet, row, each.title, "xlsx.column_missing") for each in missing)
    return None if missing else found


def _values(
    columns: Mapping[int, Column], cells: list[Cell], sheet: str, row: int, wrong: list[RowError]
) -> Iterator[tuple[str, Any]]:
    for place, column in columns.items():
        cell = cells[place] if place < len(cells) else Cell()
        try:
            yield column.field, _value(column, cell)
        except UserMistake as mistake:
            wrong.append(RowError(sheet, row, column.title, mistake.code, mistake.params))


def _value(column: Column, cell: Cell) -> Any:
    if cell.formula:
        raise UserMistake(Mistake(column.field, "xlsx.formula"))
    if cell.too_long:
        raise UserMistake(Mistake(column.field, "xlsx.too_long"))
    if column.needed and not cell.text:
        raise UserMistake(Mistake(column.field, "xlsx.empty"))
    return column.read(cell)


def _entry(layout: Layout, data: dict[str, Any]) -> Entry:
    deadline = {
        name.removeprefix("deadline."): value
        for name in ("deadline.amount", "deadline.unit", "deadline.source")
        if (value := data.pop(name, None)) is not None
    }
    if "amount" in deadline:
        data["deadline"] = deadline
    return msgspec.convert(data, layout.entry)


def _heading(sheet: Any, title: str) -> "WrittenCell":
    from openpyxl.styles import Font

    cell = _text_cell(sheet, title)
    cell.font = Font(bold=True)
    return cell


def _written(sheet: Any, column: Column, data: Mapping[str, Any]) -> "WrittenCell":
    from openpyxl.styles import Alignment

    value: Any = data
    for name in column.field.split("."):
        value = value.get(name) if value else None
    cell = _text_cell(sheet, "" if value is None else column.write(value))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _text_cell(sheet: Any, text: str) -> "WrittenCell":
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=clean(text))
    # A text that begins like a formula stays a text; a code keeps its leading zeros.
    cell.data_type = "s"
    cell.number_format = "@"
    return cell
