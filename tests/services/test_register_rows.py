"""Recording the rows of a file, and giving back what was refused."""

import csv
from pathlib import Path

import pytest

from desk_app.ports.changes import Changes
from desk_app.records.errors import UserMistake
from desk_app.services.register_sheet import RowAnswer, register_rows
from desk_app.services.rejected import RejectedRows, guarded, unguarded
from desk_app.services.request_sheet import Sheet, open_sheet
from tests.db.desks import Desk
from tests.services.sheets import BAD, GOOD, HEADER, csv_file, stream
from tests.services.told import shown


def recorded(desk: Desk, sheet: Sheet, *, allow_repeats: bool = False) -> list[RowAnswer]:
    return list(register_rows(desk.book, sheet.rows, allow_repeats=allow_repeats))


def refusals(answers: list[RowAnswer]) -> list[list[tuple[str, str]]]:
    return [[(wrong.field, wrong.code) for wrong in answer.mistakes] for answer in answers]


def test_good_rows_are_taken_and_wrong_ones_refused_in_their_order(
    desk: Desk, tmp_path: Path
) -> None:
    service = GOOD.replace(",,آب", ",109,برق").replace("درخواست", "شکایت")
    title = "1111111278,,,,request,رسیدگی به امور دهیاری و شورای روستا,,"
    unknown = "1111111278,,,,request,خدمتی که نیست,,"
    answers = recorded(
        desk, open_sheet(csv_file(tmp_path, HEADER, GOOD, BAD, service, title, unknown, "1"))
    )
    assert [answer.row.number for answer in answers] == [1, 2, 3, 4, 5, 6]
    assert refusals(answers) == [
        [],
        [("national_id", "national_id.check_digit")],
        [],
        [],
        [("service", "service.unknown")],
        [("row", "row.cells_missing")],
    ]
    taken = [answer.taken for answer in answers if answer.taken]
    views = [shown(desk.book, each.tracking_code) for each in taken]
    assert [view.registered.get("service", "") for view in views] == ["", "109", "110"]
    assert {view.registered["channel"] for view in views} == {"sheet"}


def test_the_same_file_again_answers_with_the_same_codes(desk: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER, GOOD, BAD)
    first, again = recorded(desk, open_sheet(path)), recorded(desk, open_sheet(path))
    assert first[0].taken is not None
    assert again[0].taken is not None
    assert again[0].taken.already
    assert again[0].taken.tracking_code == first[0].taken.tracking_code
    assert refusals(again)[1] == [("national_id", "national_id.check_digit")]
    assert desk.book.queries.counts().requests == 1


def test_a_stream_that_was_cut_goes_on_where_it_stopped(desk: Desk) -> None:
    rest = GOOD.replace("آب", "گاز")
    recorded(desk, stream(HEADER, GOOD))
    answers = recorded(desk, stream(HEADER, GOOD, rest))
    assert [answer.taken is not None and answer.taken.already for answer in answers] == [
        True,
        False,
    ]


def test_a_row_that_repeats_another_row_is_refused_with_its_code(
    desk: Desk, tmp_path: Path
) -> None:
    path = csv_file(tmp_path, HEADER, GOOD, GOOD.replace("آب روستا", "آب  روستا"))
    first, second = recorded(desk, open_sheet(path))
    assert first.taken is not None
    (mistake,) = second.mistakes
    assert (mistake.code, mistake.params) == (
        "request.repeat",
        {"code": first.taken.tracking_code},
    )


def test_repeats_are_taken_when_they_are_allowed(desk: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER, GOOD, GOOD)
    assert all(answer.taken for answer in recorded(desk, open_sheet(path), allow_repeats=True))


def test_rows_share_a_commit_and_are_answered_after_it(desk: Desk) -> None:
    commits: list[Changes] = []
    desk.book.subscribe(commits.append)
    lines = [GOOD.replace("آب", f"آب {number}") for number in range(45)]
    for answer in register_rows(desk.book, stream(HEADER, *lines).rows):
        assert answer.taken is not None
        assert shown(desk.book, answer.taken.tracking_code).hit.counter == "3"
    assert [len(commit.requests) for commit in commits] == [20, 20, 5]


def test_what_came_before_a_fault_of_the_file_is_recorded(desk: Desk) -> None:
    sheet = stream(HEADER, GOOD, BAD, "علي".encode("cp1256"))
    answers: list[RowAnswer] = []
    with pytest.raises(UserMistake, match="encoding"):
        for answer in register_rows(desk.book, sheet.rows):
            answers.append(answer)
    assert [answer.taken is not None for answer in answers] == [True, False]
    assert desk.book.queries.counts().requests == 1


def test_a_fault_at_once_records_nothing(desk: Desk) -> None:
    sheet = stream(HEADER, "علي".encode("cp1256"))
    with pytest.raises(UserMistake, match="encoding"):
        list(register_rows(desk.book, sheet.rows))
    assert desk.book.queries.counts().requests == 0


def test_a_megabyte_in_a_cell_is_refused_at_its_field(desk: Desk, tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER, GOOD.replace("متن", "م" * 1_000_000), GOOD)
    long, good = recorded(desk, open_sheet(path))
    assert refusals([long]) == [[("body", "text.too_long")]]
    assert good.taken is not None


def give_back(path: Path, sheet: Sheet, answers: list[RowAnswer]) -> int:
    with RejectedRows(path, sheet.header) as back:
        for answer in answers:
            if answer.taken is None:
                back.add(answer.row.given, "رقم کنترل نمی‌خواند.")
        return back.count


def test_refused_rows_are_mended_and_read_again(desk: Desk, tmp_path: Path) -> None:
    formula = BAD.replace("برق روستا", "=1+1")
    sheet = open_sheet(csv_file(tmp_path, HEADER, GOOD, BAD, formula, "1"))
    back = tmp_path / "back.csv"
    assert give_back(back, sheet, recorded(desk, sheet)) == 3
    with back.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [*HEADER.split(","), "reason"]
    assert rows[0] == [*BAD.split(","), "رقم کنترل نمی‌خواند."]
    assert rows[1][6] == "'=1+1"
    assert rows[2] == ["1", *[""] * 7, "رقم کنترل نمی‌خواند."]
    again = open_sheet(back)
    twice = tmp_path / "twice.csv"
    assert give_back(twice, again, recorded(desk, again)) == 3
    with twice.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == header
    text = twice.read_text(encoding="utf-8-sig").replace("0012345678", "0012345679")
    twice.write_text(text, encoding="utf-8-sig", newline="")
    mended = recorded(desk, open_sheet(twice))
    assert [answer.taken is not None for answer in mended] == [True, True, False]
    assert mended[1].taken is not None
    assert shown(desk.book, mended[1].taken.request_id).hit.subject == "=1+1"


@pytest.mark.parametrize("name", ["back.xlsx", "back.jsonl"])
def test_refused_rows_come_back_in_the_format_that_is_asked_for(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    sheet = open_sheet(csv_file(tmp_path, HEADER, BAD.replace("برق روستا", "=1+1"), GOOD))
    back = tmp_path / name
    assert give_back(back, sheet, recorded(desk, sheet)) == 1
    (again,) = open_sheet(back).rows
    assert again.cells["subject"] == "=1+1"
    assert again.cells["national_id"] == BAD.split(",")[0]


def test_a_row_with_too_many_cells_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "back.csv"
    with RejectedRows(path, ["a", "b"]) as back:
        back.add(["1", "2", "3"], "r")
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["a,b,reason", "1,2,r,3"]


def test_without_refusals_an_old_file_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "back.csv"
    path.write_text("old", encoding="utf-8")
    with RejectedRows(path, ["a"]) as back:
        assert back.count == 0
    assert not path.exists()


@pytest.mark.parametrize(
    "cell", ["=1", "+98", "-5", "@x", "\t=1", "\r1", "'=1", "'", "", "متن", "'x"]
)
def test_no_cell_is_reckoned_and_none_is_changed(cell: str) -> None:
    assert guarded(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert unguarded(guarded(cell)) == unguarded(cell)
