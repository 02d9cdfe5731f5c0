"""Files that somebody spoiled: each ends in a sentence, and no row is ever half recorded."""

import io
import json
import os
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.cli.made_up import COLUMNS, as_csv, made_up_rows
from tests.cli.program import Desk

HEAD = ",".join(COLUMNS) + "\n"


def good(seed: int) -> str:
    """One good row as a line."""
    row = [*made_up_rows(1, seed=seed)[0][:-1], "متن"]
    return ",".join(row) + "\n"


def packed(name: str, data: bytes) -> bytes:
    """A ZIP with one part, squeezed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts, parts.open(name, "w") as part:
        for _ in range(1100):
            part.write(data)
    return out.getvalue()


WHOLE = {
    "cp1256": (
        (HEAD + "0499370899,علي,احمد,,request,,ملف,نص\n").encode("cp1256"),
        "نویسه‌های پرونده",
    ),
    "utf-16 without a mark": ((HEAD + good(101)).encode("utf-16-le"), "پرونده"),
    "latin-1": (f"{HEAD}0499370899,José,M,,request,,s,b\n".encode("latin-1"), "نویسه‌های پرونده"),
    "bytes of chance": (bytes(range(256)) * 20, "نویسه‌های پرونده"),
    "no kind": (b"national_id,subject\n0499370899,x\n", "kind"),
    "nobody": (b"kind,subject\nrequest,x\n", "national_id"),
    "a column twice": (b"national_id,kind,kind\n0499370899,request,complaint\n", "دو بار"),
    "empty": (b"", "خالی"),
    "white": (b"\n \n\t\n", "خالی"),
    "an open quote": (f'{HEAD}{good(102)}0499370899,"a,b\n{good(103)}'.encode(), "ساختار"),
    "no workbook": (b"PK\x03\x04" + bytes(range(256)) * 20, "XLSX"),
    "a workbook without a sheet": (packed("x", b"")[:4096], "فایل"),
    "a bomb": (packed("xl/worksheets/sheet1.xml", b" " * 2**20), "بزرگ"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_cannot_be_read_ends_in_one_sentence_with_nothing_recorded(
    name: str, used_desk: Desk, tmp_path: Path
) -> None:
    data, sentence = WHOLE[name]
    path = tmp_path / "file"
    path.write_bytes(data)
    before = used_desk.status()["events"]

    ran = used_desk.run("register", path, code=1)

    assert ran.out == b""
    assert sentence in ran.err
    assert used_desk.status()["events"] == before


def test_a_folder_and_a_missing_file_end_in_a_sentence(used_desk: Desk, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv"):
        assert "پرونده پیدا یا خوانده نشد" in used_desk.run("register", path, code=1).err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read_ends_in_a_sentence(used_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "closed.csv"
    path.write_text(HEAD + good(104), encoding="utf-8")
    path.chmod(0)
    assert "پرونده پیدا یا خوانده نشد" in used_desk.run("register", path, code=1).err


def test_a_heading_alone_is_a_file_of_no_requests(used_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "head.csv"
    path.write_text(HEAD, encoding="utf-8")
    assert used_desk.run("register", path).out == b""


TAKEN = {
    "a mark": (HEAD + good(110)).encode("utf-8-sig"),
    "utf-16 with its mark": (HEAD + good(111)).encode("utf-16"),
    "windows line ends": (HEAD + good(112)).replace("\n", "\r\n").encode(),
    "old line ends": (HEAD + good(113)).replace("\n", "\r").encode(),
    "semicolons": (HEAD + good(114)).replace(",", ";").encode(),
    "tabs": (HEAD + good(115)).replace(",", "\t").encode(),
    "persian titles": (
        "کد ملی,نام,نام خانوادگی,تلفن همراه,نوع,خدمت,موضوع,شرح\n" + good(116)
    ).encode(),
    "signs that steer a terminal": (HEAD + good(117).replace("متن", "\x1b[31m\u202eمتن")).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_written_another_way_is_read_all_the_same(
    name: str, used_desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(TAKEN[name])
    (answer,) = used_desk.run("register", path).many()
    assert answer["ok"] is True


def test_rows_that_are_too_long_short_or_wide_are_refused_each_for_itself(
    used_desk: Desk, tmp_path: Path
) -> None:
    rows = [list(row) for row in made_up_rows(7, seed=120)]
    rows[0][7] = "متن " * 300_000
    rows[1][6] = "م" * 400
    rows[2][1] = "ن" * 500
    rows[3] = rows[3][:3]
    rows[4] = [*rows[4], "یکی بیش"]
    rows[5][6] = "نو\0ل"
    path = tmp_path / "long.csv"
    path.write_bytes(as_csv(rows))

    answers = used_desk.run("register", path, code=3).many()

    codes = [answer["errors"][0]["code"] if "errors" in answer else "" for answer in answers]
    assert codes == [
        "text.too_long", "text.too_long", "text.too_long", "row.cells_missing", "row.cells_extra",
        "text.nul", "",
    ]  # fmt: skip


def test_lines_of_json_are_read_whatever_their_values_are(used_desk: Desk, tmp_path: Path) -> None:
    (row,) = made_up_rows(1, seed=130)
    fine = dict(zip(COLUMNS, row, strict=True))
    lines = [
        json.dumps(fine, ensure_ascii=False),
        json.dumps({**fine, "subject": "شماره به صورت عدد", "mobile": 9121234567}),
        "[1, 2]",
        '{"kind":',
        '{"kind":' + "[" * 100_000 + "]" * 100_000 + "}",
        json.dumps({**fine, "kind": ["request"]}),
        json.dumps({**fine, "subject": True}),
        '"request"',
        "NaN",
        json.dumps({**fine, "first_name": "\ud800", "subject": "نیم‌حرف"}),
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")

    answers = used_desk.run("register", path, code=3).many()

    codes = [answer["errors"][0]["code"] if "errors" in answer else "" for answer in answers]
    assert codes[2:9] == [
        "row.not_object", "row.not_json", "row.not_json", "row.not_text", "row.not_text",
        "row.not_object", "row.not_object",
    ]  # fmt: skip
    assert answers[0]["ok"]


def test_a_workbook_with_numbers_dates_and_formulas_is_taken_as_its_text(
    used_desk: Desk, tmp_path: Path
) -> None:
    (row,) = made_up_rows(1, seed=140)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(COLUMNS)
    sheet.append([499370899, "عدد", row[2], 9121234567, "request", None, "عدد", None])
    sheet.append(["۰۴۹۹۳۷۰۸۹۹", "=1+1", row[2], None, "request", None, "فرمول", "=2+2"])
    sheet.append(
        ["0499370899", "تاریخ", row[2], None, "request", None, "تاریخ", datetime(2026, 1, 1)]  # noqa: DTZ001
    )
    path = tmp_path / "requests.xlsx"
    book.save(path)

    answers = used_desk.run("register", path).many()

    shown = [used_desk.run("show", answer["tracking_code"]).one() for answer in answers]
    assert shown[0]["visitor"]["national_id"] == "0499370899"
    assert shown[0]["visitor"]["mobile"] == "09121234567"
    assert shown[1]["visitor"]["first_name"] == "=1+1"
    assert shown[2]["text"].startswith("2026-01-01")


def test_a_long_file_is_read_at_one_pace_with_a_small_log(desk: Desk, tmp_path: Path) -> None:
    count = 100_000 if os.environ.get("MIZBAN_SOAK") else 1_500
    path = tmp_path / "long.csv"
    path.write_bytes(as_csv(made_up_rows(count, seed=150)))

    answers = desk.run("register", path).many()

    assert [answer["row"] for answer in answers] == list(range(1, count + 1))
    assert desk.status()["requests"] == count
    log = desk.data / "book.db-wal"
    assert not log.exists() or log.stat().st_size < 16 * 2**20
