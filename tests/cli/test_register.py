"""Recording the rows of a file: what scripts rely on."""

import json
import re
import signal
from pathlib import Path

from desk_app.records.codes import check_code
from tests.cli.made_up import COLUMNS, as_csv, from_csv, made_up_rows
from tests.cli.program import Desk, Machine, set_up


def written(folder: Path, rows: list[tuple[str, ...]], name: str = "requests.csv") -> Path:
    """The rows as a file."""
    path = folder / name
    path.write_bytes(as_csv(rows))
    return path


def test_every_row_is_answered_in_order_with_code_number_and_both_dates(
    desk: Desk, tmp_path: Path
) -> None:
    answers = desk.run("register", written(tmp_path, made_up_rows(45, seed=1))).many()

    assert [answer["row"] for answer in answers] == list(range(1, 46))
    assert all(answer["ok"] is True for answer in answers)
    assert all(check_code(answer["tracking_code"]) for answer in answers)
    assert len({answer["tracking_code"] for answer in answers}) == 45
    for answer in answers:
        assert set(answer) == {
            "row", "ok", "tracking_code", "follow_up", "request_id", "due", "due_jalali",
        }  # fmt: skip
        assert re.fullmatch(r"\d{6}", answer["follow_up"], re.ASCII)
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", answer["due"], re.ASCII)
        assert re.fullmatch(r"14\d\d-\d\d-\d\d", answer["due_jalali"], re.ASCII)
        assert answer["tracking_code"].startswith(str(desk.made["lane"]))
    assert desk.status()["requests"] == 45


def test_wrong_ids_are_refused_by_field_code_and_sentence_and_the_others_taken(
    desk: Desk, tmp_path: Path
) -> None:
    wrong = {2, 21, 22, 40}
    rows = made_up_rows(40, seed=2, wrong=wrong)

    answers = desk.run("register", written(tmp_path, rows), code=3).many()

    assert {answer["row"] for answer in answers if not answer["ok"]} == wrong
    refused = answers[1]
    assert refused["errors"][0]["field"] == "national_id"
    assert refused["errors"][0]["code"] == "national_id.check_digit"
    assert "کد ملی" in refused["errors"][0]["message"]
    assert desk.status()["requests"] == 36


def test_refused_rows_come_back_in_their_own_columns_and_can_be_mended_and_read_again(
    desk: Desk, tmp_path: Path
) -> None:
    rows, right = made_up_rows(12, seed=3, wrong={4, 9}), made_up_rows(12, seed=3)
    back = tmp_path / "rejected.csv"

    desk.run("register", written(tmp_path, rows), "--rejected", back, code=3)
    head, *refused = from_csv(back.read_bytes())
    assert head == [*COLUMNS, "reason"]
    assert [tuple(row[:-1]) for row in refused] == [rows[3], rows[8]]
    assert all("کد ملی" in row[-1] for row in refused)

    mended = [
        [row[0], *given[1:]] for row, given in zip((right[3], right[8]), refused, strict=True)
    ]
    back.write_bytes(as_csv(mended, head))
    again = tmp_path / "again.csv"
    answers = desk.run("register", back, "--rejected", again).many()
    assert [answer["ok"] for answer in answers] == [True, True]
    assert not again.exists()
    assert desk.status()["requests"] == 12


def test_cells_like_formulas_are_text_coming_in_and_going_out(desk: Desk, tmp_path: Path) -> None:
    right, wrong = made_up_rows(2, seed=4, wrong={2})
    formulas = ("=1+1", "@SUM(A1)", "-موضوع", '=HYPERLINK("http://example.ir")')
    taken = (right[0], formulas[0], formulas[1], right[3], "request", "", *formulas[2:])
    refused = (wrong[0], formulas[0], formulas[1], wrong[3], "request", "", *formulas[2:])
    back = tmp_path / "rejected.csv"

    answers = desk.run(
        "register", written(tmp_path, [taken, refused]), "--rejected", back, code=3
    ).many()

    shown = desk.run("show", answers[0]["tracking_code"]).one()
    assert shown["visitor"]["first_name"] == "=1+1"
    assert shown["subject"] == "-موضوع"
    assert shown["text"] == formulas[3]
    (row,) = from_csv(back.read_bytes())[1:]
    assert [cell.removeprefix("'") for cell in row[1:8]] == list(refused[1:])


def test_the_rejected_file_is_never_the_input_itself(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, made_up_rows(3, seed=5, wrong={1}))
    before = path.read_bytes()

    desk.run("register", path, "--rejected", path, code=1)

    assert path.read_bytes() == before
    assert desk.status()["requests"] == 0


def test_a_repeat_of_an_open_request_names_the_earlier_code_unless_repeats_are_allowed(
    desk: Desk, tmp_path: Path
) -> None:
    (row,) = made_up_rows(1, seed=6)
    first, second = desk.run("register", written(tmp_path, [row, row]), code=3).many()

    (error,) = second["errors"]
    assert error["code"] == "request.repeat"
    assert error["tracking_code"] == first["tracking_code"]

    other = written(tmp_path, [row, (*row[:-1], "متن دیگر")], "other.csv")
    answers = desk.run("register", other, "--allow-repeats").many()
    assert [answer["ok"] for answer in answers] == [True, True]
    assert desk.status()["requests"] == 3


def test_a_file_read_twice_answers_what_it_recorded_the_first_time(
    desk: Desk, tmp_path: Path
) -> None:
    path = written(tmp_path, made_up_rows(25, seed=7, wrong={5}))

    first = desk.run("register", path, code=3).many()
    again = desk.run("register", path, code=3).many()

    assert [answer.pop("already", False) for answer in again] == [row["ok"] for row in first]
    assert again == first
    assert desk.status()["requests"] == 24


def test_killed_in_the_middle_it_goes_on_where_it_was_with_the_codes_it_gave(
    desk: Desk, tmp_path: Path
) -> None:
    path = written(tmp_path, made_up_rows(400, seed=8))
    receipts = tmp_path / "receipts"
    with desk.start("register", path, "--receipts", receipts) as running:
        assert running.stdout is not None
        told = [json.loads(running.stdout.readline()) for _ in range(30)]
        running.send_signal(signal.SIGKILL)
        told += [json.loads(line) for line in running.stdout if line.endswith(b"}\n")]

    answers = desk.run("register", path, "--receipts", receipts).many()

    assert [answer["row"] for answer in answers] == list(range(1, 401))
    for before, after in zip(told, answers, strict=False):
        assert after["already"] is True
        assert after["tracking_code"] == before["tracking_code"]
    assert len({answer["tracking_code"] for answer in answers}) == 400
    names = {path.stem for path in receipts.iterdir() if not path.name.startswith(".")}
    assert names == {answer["tracking_code"] for answer in answers}
    assert desk.status()["requests"] == 400
    assert desk.run("check").one()["ok"] is True


def test_two_processes_register_at_once_and_no_code_comes_twice(desk: Desk, tmp_path: Path) -> None:
    files = [written(tmp_path, made_up_rows(120, seed=at), f"{at}.csv") for at in (9, 10)]
    running = [desk.start("register", path) for path in files]
    answers = []
    for process in running:
        out, err = process.communicate(timeout=200)
        assert process.returncode == 0, err.decode()
        answers += [json.loads(line) for line in out.splitlines()]

    assert len({answer["tracking_code"] for answer in answers}) == 240
    assert desk.status()["requests"] == 240
    assert desk.run("check").one()["ok"] is True


def test_rows_of_a_stream_are_each_answered_before_the_next_is_sent(desk: Desk) -> None:
    lines = as_csv(
        [(*row[:-1], row[-1].replace("\n", " ")) for row in made_up_rows(3, seed=11)]
    ).splitlines(keepends=True)
    with desk.start("register", "-") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(lines[0])
        for number, line in enumerate(lines[1:], 1):
            running.stdin.write(line)
            running.stdin.flush()
            answer = json.loads(running.stdout.readline())
            assert (answer["row"], answer["ok"]) == (number, True)
        running.stdin.close()
        running.stdin = None
        assert running.wait(60) == 0
        assert running.stderr is not None
        running.stderr.read()


def test_receipts_bear_their_tracking_code_alone_and_later_ones_say_which_copy(
    desk: Desk, tmp_path: Path
) -> None:
    receipts = tmp_path / "receipts"
    answers = desk.run(
        "register", written(tmp_path, made_up_rows(5, seed=12)), "--receipts", receipts,
        "--paper", "80mm",
    ).many()  # fmt: skip

    files = sorted(path.name for path in receipts.iterdir())
    assert files == sorted(f"{answer['tracking_code']}.pdf" for answer in answers)
    assert all((receipts / name).read_bytes().startswith(b"%PDF") for name in files)
    code = answers[0]["tracking_code"]
    for copy in (2, 3):
        out = tmp_path / f"{copy}.pdf"
        assert desk.run("receipt", code, "--paper", "a5", "--out", out).one() == {
            "file": str(out), "copy": copy,
        }  # fmt: skip
    assert desk.run("show", code).one()["copies"] == 3


def test_without_a_place_for_receipts_nothing_is_recorded(desk: Desk, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    path = written(tmp_path, made_up_rows(2, seed=13))

    ran = desk.run("register", path, "--receipts", taken, code=1)

    assert ran.out == b""
    assert "پوشه" in ran.err
    assert desk.status()["requests"] == 0


def test_for_people_the_answers_are_sentences_on_standard_error(
    machine: Machine, tmp_path: Path
) -> None:
    desk = set_up(machine, tmp_path / "desk")
    path = written(tmp_path, made_up_rows(2, seed=14, wrong={2}))

    ran = machine.run("register", path, "--data", desk.data, code=3)

    assert ran.out == b""
    assert "سطر ۱ ثبت شد" in ran.err
    assert "سطر ۲ رد شد" in ran.err
