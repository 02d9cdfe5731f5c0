"""Reading files of requests, whatever somebody made of them."""

import json
import zipfile
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.records.errors import UserMistake
from desk_app.services import request_sheet
from desk_app.services.request_sheet import COLUMNS, open_sheet
from tests.services.sheets import BAD, GOOD, HEADER, codes, csv_file, objects, stream, workbook


def fault(wrong: pytest.ExceptionInfo[UserMistake]) -> tuple[str, dict[str, Any]]:
    (mistake,) = wrong.value.mistakes
    assert mistake.field == "file"
    return mistake.code, mistake.params


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_in_any_encoding_and_with_any_separator(
    tmp_path: Path, encoding: str, mark: str
) -> None:
    lines = [line.replace(",", mark) for line in (HEADER, GOOD, "", BAD)]
    sheet = open_sheet(csv_file(tmp_path, *lines, encoding=encoding))
    first, second = sheet.rows
    assert sheet.header == COLUMNS
    assert (first.number, second.number) == (1, 2)
    assert first.cells["subject"] == "آب روستا"
    assert first.given == tuple(GOOD.split(","))
    assert first.mistakes == second.mistakes == ()


def test_persian_titles_name_the_columns_in_any_spelling(tmp_path: Path) -> None:
    header = "كد ملي,نام,نام خانوادگی,تلفن همراه,نوع درخواست,خدمت,موضوع,شرح,توضیح ما"
    (row,) = open_sheet(csv_file(tmp_path, header, GOOD + ",x")).rows
    assert set(row.cells) == set(COLUMNS)


def test_lines_before_the_header_may_be_blank(tmp_path: Path) -> None:
    lines = [line.replace(",", ";") for line in ("", "  ", HEADER, GOOD)]
    assert len(list(open_sheet(csv_file(tmp_path, *lines)).rows)) == 1
    assert len(list(stream(b"\xef\xbb\xbf", *lines).rows)) == 1


def test_a_cell_may_hold_lines_and_quotes(tmp_path: Path) -> None:
    (row,) = open_sheet(csv_file(tmp_path, HEADER, GOOD[:-3] + '"خط ""اول""\nخط دوم"')).rows
    assert row.cells["body"] == 'خط "اول"\nخط دوم'


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "sheet.empty"),
        (["", " , "], "sheet.empty"),
        (["\x00\x01,b"], "sheet.binary"),
        (["first_name,subject"], "sheet.column_missing"),
        (["kind,subject"], "sheet.column_missing"),
        (["نوع,first_name,kind"], "sheet.column_twice"),
        ([HEADER, GOOD, BAD[:-3] + '"نیمه‌کاره', GOOD], "sheet.structure"),
    ],
)
def test_a_file_that_is_no_table_is_refused_before_any_row(
    tmp_path: Path, lines: list[str], code: str
) -> None:
    with pytest.raises(UserMistake) as wrong:
        open_sheet(csv_file(tmp_path, *lines))
    assert fault(wrong)[0] == code


def test_letters_of_an_old_encoding_are_named_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(HEADER.encode() + b"\n\n" + "علي".encode("cp1256"))
    with pytest.raises(UserMistake) as wrong:
        open_sheet(path)
    assert fault(wrong) == ("sheet.encoding", {"line": 3})
    sheet = stream(HEADER, GOOD, "علي".encode("cp1256"))
    with pytest.raises(UserMistake) as wrong:
        list(sheet.rows)
    assert fault(wrong) == ("sheet.encoding", {"line": 3})


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserMistake) as wrong:
        open_sheet(tmp_path / name)
    assert fault(wrong)[0] == "sheet.not_found"


def test_a_file_beyond_measure_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(request_sheet.LARGEST_FILE + 1)
    with pytest.raises(UserMistake) as wrong:
        open_sheet(path)
    assert fault(wrong) == ("sheet.too_large", {"most": 512})


def test_a_row_of_another_width_is_refused_alone(tmp_path: Path) -> None:
    rows = list(open_sheet(csv_file(tmp_path, HEADER, GOOD + ",x,y", "1,2", GOOD)).rows)
    assert codes(rows[0]) == [("row", "row.cells_extra")]
    assert codes(rows[1]) == [("row", "row.cells_missing")]
    assert rows[1].mistakes[0].params == {"count": 2, "columns": 8}
    assert codes(rows[2]) == []


def test_a_nul_is_told_at_its_cell(tmp_path: Path) -> None:
    (row,) = open_sheet(csv_file(tmp_path, HEADER, GOOD.replace("متن", "م\x00تن"))).rows
    assert codes(row) == [("body", "text.nul")]


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    line = "0012345679,علی,احمدی,+989121234567,درخواست,,=HYPERLINK(1),'=1+1"
    (row,) = open_sheet(csv_file(tmp_path, HEADER, line)).rows
    assert row.cells["subject"] == "=HYPERLINK(1)"
    assert row.cells["mobile"] == "+989121234567"
    assert row.cells["body"] == "=1+1"
    assert row.given[-1] == "'=1+1"


def test_a_workbook_is_read_as_its_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            HEADER.split(","),
            [12345679, "علی", None, 9121234567, "درخواست", None, "=1+1", None],
            [None] * 8,
            ["۱", "رضا", "ب", 1.5, "شکایت", "109", "موضوع", datetime(2026, 12, 1)],  # noqa: DTZ001
        ],
    )
    first, second = open_sheet(path).rows
    assert first.cells["national_id"] == "12345679"
    assert (first.cells["subject"], first.cells["last_name"]) == ("=1+1", "")
    assert second.cells["mobile"] == "1.5"
    assert second.cells["body"].startswith("2026-12-01")
    assert first.mistakes == second.mistakes == ()


def test_a_workbook_without_rows_is_empty(tmp_path: Path) -> None:
    with pytest.raises(UserMistake) as wrong:
        open_sheet(workbook(tmp_path, []))
    assert fault(wrong)[0] == "sheet.empty"


def test_a_workbook_that_was_changed_behind_its_back_is_refused_before_any_row(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path, [HEADER.split(","), *[GOOD.split(",")] * 50])
    stored = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(stored, "w") as plain:
        for part in parts.namelist():
            plain.writestr(part, parts.read(part))
    data = bytearray(stored.read_bytes())
    at = data.rindex("درخواست".encode())
    data[at : at + 2] = "ش".encode()
    stored.write_bytes(data)
    with pytest.raises(UserMistake) as wrong:
        open_sheet(stored)
    assert fault(wrong)[0] == "xlsx.damaged"
    with zipfile.ZipFile(path) as parts:
        app = parts.getinfo("docProps/app.xml")
    packed = bytearray(path.read_bytes())
    middle = app.header_offset + 30 + len(app.filename) + 1
    packed[middle : middle + 8] = b"\xff" * 8
    path.write_bytes(packed)
    with pytest.raises(UserMistake) as wrong:
        open_sheet(path)
    assert fault(wrong)[0] == "xlsx.damaged"


def test_objects_are_read_a_line_each(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [
        json.dumps({"kind": "درخواست", "نام": "علی", "mobile": None, "extra": 1, "reason": "x"}),
        "",
        json.dumps({"kind": "درخواست", "national_id": 12345679}),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    sheet = open_sheet(path)
    first, second = sheet.rows
    assert sheet.header == COLUMNS
    assert first.cells == {"kind": "درخواست", "first_name": "علی", "mobile": ""}
    assert second.cells["national_id"] == "12345679"
    assert second.given[0] == "12345679"


def test_objects_of_another_shape_are_refused_alone() -> None:
    sheet = stream('{"kind": "درخواست"', '{"kind": "q"}', "[" * 100_000, "[1]", '{"kind": ["x"]}')
    assert [codes(row) for row in sheet.rows] == [
        [("row", "row.not_json")],
        [],
        [("row", "row.not_json")],
        [("row", "row.not_object")],
        [("kind", "row.not_text")],
    ]
    (number, nul) = objects({"kind": "q", "mobile": 0.9}, {"kind": "q", "body": "\x00"})
    assert codes(number) == [("mobile", "row.not_text")]
    assert codes(nul) == [("body", "text.nul")]


def test_a_row_of_a_file_is_named_by_the_whole_file(tmp_path: Path) -> None:
    first = [row.digest for row in open_sheet(csv_file(tmp_path, HEADER, GOOD, GOOD)).rows]
    again = [row.digest for row in open_sheet(csv_file(tmp_path, HEADER, GOOD, GOOD)).rows]
    mended = [row.digest for row in open_sheet(csv_file(tmp_path, HEADER, GOOD, BAD)).rows]
    assert first == again
    assert len({*first, *mended}) == 4


def test_a_row_of_a_stream_is_named_by_what_came_before_it() -> None:
    short, longer = (
        [row.digest for row in stream(HEADER, *lines).rows]
        for lines in ((GOOD, BAD), (GOOD, BAD, GOOD))
    )
    assert longer[:2] == short
    assert len(set(longer)) == 3
    assert len({row.digest for row in objects({"kind": "q"}, {"kind": "q"})}) == 2


def test_a_stream_with_nothing_in_it_is_empty() -> None:
    with pytest.raises(UserMistake) as wrong:
        stream()
    assert fault(wrong)[0] == "sheet.empty"


@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"{HEADER}\n{text}".encode())
)
def test_no_file_ends_in_anything_but_rows_or_a_sentence(data: bytes) -> None:
    for read in (_from_file, lambda data: list(stream(data).rows)):
        try:
            rows = read(data)
        except UserMistake as wrong:
            assert wrong.code.startswith(("sheet.", "xlsx."))
        else:
            assert [row.number for row in rows] == list(range(1, len(rows) + 1))


def _from_file(data: bytes) -> list[request_sheet.SheetRow]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        path.write_bytes(data)
        return list(open_sheet(path).rows)
