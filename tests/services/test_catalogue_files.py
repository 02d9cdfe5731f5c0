"""Catalogue files taken in whole, and their refused rows given back to be mended."""

from pathlib import Path

import openpyxl
import pytest

from desk_app.records.errors import MachineFault, NotAllowed, UserMistake
from desk_app.services.catalogue_import import import_catalogue
from desk_app.services.catalogue_refused import write_refused
from desk_app.services.catalogue_sheet import read_catalogue, write_catalogue
from tests.db.desks import Desk
from tests.services.conftest import As


def with_rows(path: Path, **sheets: list[list[str | None]]) -> Path:
    """A catalogue form with rows in its sheets."""
    titles = {"units": "واحدها", "posts": "پست‌ها", "closures": "تعطیلی‌ها"}
    write_catalogue(path)
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        for row in rows:
            book[titles[name]].append(row)
    book.save(path)
    return path


def test_good_rows_are_taken_and_wrong_ones_come_back_with_reasons(
    desk: Desk, tmp_path: Path
) -> None:
    path = with_rows(
        tmp_path / "in.xlsx",
        units=[["u91", "نخست"], ["u92", None], ["u93", "=1+1"]],
        closures=[["1405/12/20", "تعطیلی سراسری"]],
    )
    done = import_catalogue(desk.book, path, 8)
    assert [error.row for error in done.errors] == [3, 4]
    assert (done.written, len(done.entries), done.broken) == (2, 2, ())
    assert desk.book.queries.catalogue().unit("u91") is not None

    refused = tmp_path / "refused.xlsx"
    assert write_refused(path, done.errors, refused, "fa") == 2
    sheet = openpyxl.load_workbook(refused)["واحدها"]
    rows = list(sheet.values)
    assert rows[0][-1] == "علت رد شدن"
    assert [row[0] for row in rows[1:]] == ["u92", "u93"]
    assert rows[2][1] == "=1+1"
    assert "عنوان: این خانه نباید خالی باشد." in str(rows[1][-1])

    book = openpyxl.load_workbook(refused)
    book["واحدها"]["B2"], book["واحدها"]["B3"] = "دوم", "سوم"
    book.save(refused)
    again = import_catalogue(desk.book, refused, 8)
    assert (again.written, again.errors) == (2, ())


def test_reading_a_file_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = with_rows(
        tmp_path / "in.xlsx", units=[["u91", "نخست"]], closures=[["1405/12/20", "تعطیلی"]]
    )
    assert import_catalogue(desk.book, path, 8).written == 2
    assert import_catalogue(desk.book, path, 8).written == 0


def test_keys_that_are_not_there_are_named(desk: Desk, tmp_path: Path) -> None:
    path = with_rows(tmp_path / "in.xlsx", posts=[["p91", "پست", "nowhere"]])
    done = import_catalogue(desk.book, path, 8)
    assert [wrong.params["missing"] for wrong in done.broken] == ["nowhere"]


def test_a_sheet_without_a_needed_column_comes_back_whole(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("واحدها", 0)
    for row in (["کد", "تلفن"], ["u91", "021"], ["u92", "022"]):
        sheet.append(row)
    path = tmp_path / "in.xlsx"
    book.save(path)
    done = import_catalogue(desk.book, path, 8)
    assert not done.entries
    assert write_refused(path, done.errors, tmp_path / "out.xlsx", "fa") == 2
    entries, errors = read_catalogue(tmp_path / "out.xlsx")
    assert (entries, [error.code for error in errors]) == ([], ["xlsx.column_missing"])


def test_a_place_that_cannot_be_written_is_told(desk: Desk, tmp_path: Path) -> None:
    path = with_rows(tmp_path / "in.xlsx", units=[["u92", None]])
    done = import_catalogue(desk.book, path, 8)
    with pytest.raises(MachineFault, match=r"paper\.not_written"):
        write_refused(path, done.errors, tmp_path / "no" / "out.xlsx", "fa")


def test_only_who_leads_takes_a_file_in(signed_in: As, tmp_path: Path) -> None:
    path = with_rows(tmp_path / "in.xlsx", units=[["u91", "نخست"]])
    with pytest.raises(NotAllowed):
        import_catalogue(signed_in("officer"), path, 8)


def test_what_is_no_workbook_is_refused_whole(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    path.write_text("نه", encoding="utf-8")
    with pytest.raises(UserMistake, match=r"xlsx\.not_xlsx"):
        import_catalogue(desk.book, path, 8)
