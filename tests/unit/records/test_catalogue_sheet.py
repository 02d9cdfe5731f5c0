"""The catalogue as an XLSX file, friendly and hostile."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from desk_app.records.due import DeadlineRule
from desk_app.records.due import Unit as DeadlineUnit
from desk_app.records.errors import UserMistake
from desk_app.records.items import Agency, Kind, Post, Service, Spell, Topic, Unit
from desk_app.records.text import clean
from desk_app.records.workdays import Closure
from desk_app.services.catalogue_columns import LAYOUTS, Entry
from desk_app.services.catalogue_sheet import RowError, read_catalogue, write_catalogue
from desk_app.services.sheet_file import open_sheets
from desk_app.services.shipped import SAMPLES, sample_items

LINE = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=20).map(
    lambda s: clean(s.replace("|", "/")) or "۱"
)
NEEDED = LINE | st.sampled_from(["=1+1", "+98", "-", "@SUM(A1)", "۰۰۱", "0012", "1e5"])
TEXT = st.just("") | NEEDED
LINES = st.lists(LINE, max_size=3).map(tuple)
DAY = st.dates(date(1850, 1, 1), date(2200, 1, 1))
SPELLS = st.lists(
    st.builds(Spell, LINE, st.none() | DAY, st.none() | DAY), max_size=3
).map(tuple)  # fmt: skip
UNITS: list[DeadlineUnit] = ["working_days", "days", "hours"]
DEADLINE = st.none() | st.builds(DeadlineRule, st.integers(0, 3650), st.sampled_from(UNITS), TEXT)
SPANS = st.sampled_from([(), ((360, 600),), ((0, 60), (61, 1440))])
KINDS = st.lists(st.sampled_from(["request", "complaint", "نوع خودمان"]), max_size=2).map(tuple)
ENTRY: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Service, NEEDED, NEEDED, LINES, LINES, st.integers(0, 10**15), TEXT, LINES, DEADLINE,
              TEXT, TEXT, TEXT, KINDS, TEXT),
    st.builds(Unit, NEEDED, NEEDED, TEXT, TEXT, TEXT),
    st.builds(Post, NEEDED, NEEDED, TEXT, SPELLS, SPELLS, TEXT, TEXT, TEXT),
    st.builds(Kind, NEEDED, NEEDED, DEADLINE, TEXT, LINES, TEXT),
    st.builds(Topic, NEEDED, NEEDED, TEXT),
    st.builds(Agency, NEEDED, NEEDED, TEXT, TEXT, TEXT, LINES),
    st.builds(Closure, DAY, NEEDED, TEXT, st.none() | DAY, SPANS, st.integers(0, 31)),
)  # fmt: skip


def identity(entry: Entry) -> tuple[Any, ...]:
    if isinstance(entry, Closure):
        return Closure, entry.day, entry.province
    return type(entry), entry.key


def in_order(entries: list[Entry]) -> list[Entry]:
    sheets = [layout.entry for layout in LAYOUTS]
    return sorted(entries, key=lambda entry: sheets.index(type(entry)))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entries=st.lists(ENTRY, max_size=6, unique_by=identity))
def test_what_is_written_is_read_back_equal(tmp_path: Path, entries: list[Entry]) -> None:
    path = tmp_path / "catalogue.xlsx"
    write_catalogue(path, entries)
    assert read_catalogue(path) == (in_order(entries), [])


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_goes_through_a_file_unchanged(tmp_path: Path, name: str) -> None:
    path = tmp_path / "catalogue.xlsx"
    write_catalogue(path, sample_items(name))
    assert read_catalogue(path) == (in_order([*sample_items(name)]), [])


def test_the_empty_form_has_every_sheet_and_no_errors(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_catalogue(path)
    assert read_catalogue(path) == ([], [])
    with open_sheets(path) as sheets:
        assert [sheet.name for sheet in sheets] == [layout.title for layout in LAYOUTS]


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet: Worksheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_wrong_rows_are_named_and_good_rows_taken(tmp_path: Path) -> None:
    heading = ["کد", "عنوان", "هزینه (ریال)", "مهلت", "واحد مهلت"]
    path = book(
        tmp_path / "c.xlsx",
        services=[
            heading,
            [101, "پروانه", "۱٬۲۵۰٬۰۰۰", 15, "روز کاری"],
            [102.0, "گواهی", 300_000, None, None],
            ["103", None, "رایگان", 9_999, "هفته"],
            [],
            ["101", "تکراری"],
            ["104", "=1+1", 10**16, "²"],
        ],
    )
    entries, errors = read_catalogue(path)
    assert entries == [
        Service("101", "پروانه", cost=1_250_000, deadline=DeadlineRule(15)),
        Service("102", "گواهی", cost=300_000),
    ]
    assert errors == [
        RowError("services", 4, "عنوان", "xlsx.empty"),
        RowError("services", 4, "هزینه (ریال)", "xlsx.number"),
        RowError("services", 4, "مهلت", "xlsx.number_range", {"most": 3650}),
        RowError("services", 4, "واحد مهلت", "deadline.unit"),
        RowError("services", 6, "کد", "xlsx.twice"),
        RowError("services", 7, "عنوان", "xlsx.formula"),
        RowError("services", 7, "هزینه (ریال)", "xlsx.number_range", {"most": 10**15}),
        RowError("services", 7, "مهلت", "xlsx.number"),
    ]


def test_names_of_sheets_and_columns_are_known_in_english_too(tmp_path: Path) -> None:
    path = book(
        tmp_path / "c.xlsx",
        Posts=[["key", "title", "holders"], ["p", "رئیس", "صادقی | ۱۴۰۴/۱/۱ |\nکریمی"]],
        closures=[
            ["day", "reason", "province", "hours", "announced"],
            [date(2026, 8, 6), "گرما", "چهارمحال وبختیاری", "۰۶:۰۰-۱۰:۰۰", "1405/05/14"],
            ["1405/10/08", "برف"],
        ],
        یادداشت=[["هر چه"]],
        units=[],
    )
    assert read_catalogue(path) == (
        [
            Post("p", "رئیس", holders=(Spell("صادقی", date(2025, 3, 21)), Spell("کریمی"))),
            Closure(date(2026, 8, 6), "گرما", "", date(2026, 8, 5), ((360, 600),), 9),
            Closure(date(2026, 12, 29), "برف"),
        ],
        [],
    )


def test_what_a_row_of_a_closure_or_post_can_get_wrong(tmp_path: Path) -> None:
    path = book(
        tmp_path / "c.xlsx",
        posts=[
            ["key", "title", "holders", "substitutes"],
            ["p", "رئیس", " | 1405/01/01", "الف | ب"],
            ["q", "رئیس", "a | 1405/01/01 | 1405/02/01 | چه", "x" * 32_767],
        ],
        closures=[
            ["day", "reason", "province", "hours"],
            ["1405/13/01", "گرما", "توران", "ده تا دوازده"],
            ["1405/01/20", "گرما", "تهران", "12:00-10:00"],
        ],
    )
    entries, errors = read_catalogue(path)
    assert entries == []
    assert [(error.row, error.code) for error in errors] == [
        (2, "xlsx.spell"), (2, "date.format"), (3, "xlsx.spell"),
        (2, "date.month"), (2, "place.province"), (2, "calendar.hours"), (3, "calendar.hours"),
    ]  # fmt: skip


def test_a_wrong_heading_is_named(tmp_path: Path) -> None:
    path = book(
        tmp_path / "c.xlsx",
        units=[["key", "title", "کلید", "عنوان", "=1+1"], ["u", "واحد"]],
        topics=[["title"], ["موضوع"]],
    )
    entries, errors = read_catalogue(path)
    assert entries == [Unit("u", "واحد")]
    assert [(error.sheet, error.row, error.code) for error in errors] == [
        ("units", 1, "xlsx.heading"),
        ("units", 1, "xlsx.heading_twice"),
        ("units", 1, "xlsx.heading"),
        ("topics", 1, "xlsx.column_missing"),
    ]


def test_a_merged_cell_leaves_the_rows_under_it_without_a_title(tmp_path: Path) -> None:
    path = book(
        tmp_path / "c.xlsx", units=[["key", "title"], ["u", "واحد"], ["v", "واحد"], ["w", "دیگر"]]
    )
    from openpyxl import load_workbook

    made = load_workbook(path)
    made["units"].merge_cells("B2:B3")
    made.save(path)
    entries, errors = read_catalogue(path)
    assert entries == [Unit("u", "واحد"), Unit("w", "دیگر")]
    assert [(error.row, error.code) for error in errors] == [(3, "xlsx.empty")]


def with_sheet(path: Path, xml: str) -> Path:
    """A workbook whose one sheet (units) is the given XML."""
    write_catalogue(path)
    with zipfile.ZipFile(path) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    parts["xl/worksheets/sheet2.xml"] = f"{start}{xml}</worksheet>".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADING = f'<row r="1">{text_cell("A1", "key")}{text_cell("B1", "title")}</row>'


def test_a_sheet_that_lies_about_its_size_is_read_to_its_end(tmp_path: Path) -> None:
    row = f'<row r="1048576">{text_cell("A1048576", "u")}{text_cell("B1048576", "ته")}</row>'
    xml = f'<dimension ref="A1"/><sheetData>{HEADING}{row}</sheetData>'
    assert read_catalogue(with_sheet(tmp_path / "c.xlsx", xml)) == ([Unit("u", "ته")], [])


def test_a_number_kept_as_a_fraction_is_read_as_the_whole_it_is(tmp_path: Path) -> None:
    row = f'<row r="2"><c r="A2"><v>1.01E2</v></c>{text_cell("B2", "واحد")}</row>'
    path = with_sheet(tmp_path / "c.xlsx", f"<sheetData>{HEADING}{row}</sheetData>")
    assert read_catalogue(path) == ([Unit("101", "واحد")], [])


def test_a_cell_longer_than_excel_allows_is_refused(tmp_path: Path) -> None:
    row = f'<row r="2">{text_cell("A2", "u")}{text_cell("B2", "آ" * 1_000_000)}</row>'
    path = with_sheet(tmp_path / "c.xlsx", f"<sheetData>{HEADING}{row}</sheetData>")
    assert read_catalogue(path) == ([], [RowError("واحدها", 2, "عنوان", "xlsx.too_long")])


@pytest.mark.parametrize(
    "xml",
    [
        "<sheetData><row r='1'><c r='A1' t='s'><v>999999</v></c></row></sheetData>",
        "<sheetData><row r='1'><c r='A1'><v>\x00</v></c></row></sheetData>",
        "<sheetData><row r='1'><c r='A1' t='n'><v>یک</v></c></row></sheetData>",
        "<sheetData><row r='x'></row></sheetData>",
        "<sheetData><row>",
    ],
)
def test_a_broken_sheet_ends_in_a_sentence(tmp_path: Path, xml: str) -> None:
    with pytest.raises(UserMistake) as refused:
        read_catalogue(with_sheet(tmp_path / "c.xlsx", xml))
    assert refused.value.code == "xlsx.damaged"


def test_more_rows_than_a_catalogue_has_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "c.xlsx", units=[["key"], ["a"], ["b"]])
    with open_sheets(path) as sheets:
        assert [number for number, _ in sheets[0].rows(3)] == [1, 2, 3]
    with open_sheets(path) as sheets, pytest.raises(UserMistake, match=r"xlsx\.rows"):
        list(sheets[0].rows(2))


def code_of(path: Path) -> str:
    with pytest.raises(UserMistake) as refused:
        read_catalogue(path)
    return refused.value.code


def test_what_is_no_workbook_ends_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    assert code_of(path) == "xlsx.missing"
    assert code_of(tmp_path) == "xlsx.missing"
    path.write_bytes(b"")
    assert code_of(path) == "xlsx.not_xlsx"
    path.write_text("کد,عنوان", encoding="utf-8")
    assert code_of(path) == "xlsx.not_xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert code_of(path) == "xlsx.old_format"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("hello.txt", "hello")
    assert code_of(path) == "xlsx.damaged"
    assert code_of(book(path, همه=[["کد"]])) == "xlsx.unknown"


def test_every_cut_of_a_workbook_ends_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    write_catalogue(path, [Unit("u", "واحد")])
    whole = path.read_bytes()
    for cut in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:cut])
        assert code_of(path).startswith("xlsx.")


def test_a_workbook_that_unpacks_without_measure_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part in range(33):
            made.writestr(f"xl/worksheets/sheet{part}.xml", bytes(8 * 1024 * 1024))
    assert code_of(path) == "xlsx.too_large"


def test_a_workbook_of_countless_parts_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        for part in range(2_001):
            made.writestr(str(part), b"")
    assert code_of(path) == "xlsx.too_large"


def test_a_file_too_large_to_hold_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    with path.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    assert code_of(path) == "xlsx.too_large"
