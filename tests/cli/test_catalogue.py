"""The catalogue, from and to a workbook."""

from pathlib import Path

import openpyxl

from tests.cli.made_up import as_csv, made_up_rows
from tests.cli.program import Desk, Machine, set_up


def test_an_office_begins_with_every_kind_and_the_desk(desk: Desk) -> None:
    items = desk.run("catalogue list").many()

    kinds = {item["key"]: item for item in items if item["item"] == "kind"}
    assert {"request", "complaint", "suggestion", "idea", "criticism", "question"} <= set(kinds)
    assert kinds["wrongdoing"]["audience"] == "oversight"
    assert all(kind["deadline"]["amount"] > 0 and not kind["post"] for kind in kinds.values())
    assert [item["title"] for item in items if item["item"] == "unit"] == ["میز خدمت"]


def test_a_sample_workbook_goes_in_whole_and_changes_what_rows_may_name(
    desk: Desk, machine: Machine, tmp_path: Path
) -> None:
    book = tmp_path / "sample.xlsx"
    machine.run("catalogue", "template", book, "--sample", "municipality")

    taken = desk.run("catalogue import", book).many()

    assert all(item["ok"] for item in taken)
    listed = {(item["item"], item["key"]) for item in desk.run("catalogue list").many()}
    assert {(item["item"], item["key"]) for item in taken} <= listed
    service = next(item for item in taken if item["item"] == "service")
    row = [*made_up_rows(1, seed=1)[0]]
    row[5] = service["title"]
    path = tmp_path / "one.csv"
    path.write_bytes(as_csv([row]))
    assert desk.run("register", path).one()["ok"] is True
    row[5], row[6] = "خدمتی که نیست", "دیگر"
    path.write_bytes(as_csv([row]))
    (error,) = desk.run("register", path, code=3).one()["errors"]
    assert (error["field"], error["code"]) == ("service", "service.unknown")


def test_wrong_rows_are_named_by_sheet_row_and_column_and_the_good_ones_taken(
    desk: Desk, machine: Machine, tmp_path: Path
) -> None:
    path = tmp_path / "catalogue.xlsx"
    machine.run("catalogue", "template", path)
    book = openpyxl.load_workbook(path)
    units = book["واحدها"]
    units.append(["u1", "واحد نخست"])
    units.append(["u2", None])
    units.append(["u3", "=1+1"])
    closures = book["تعطیلی‌ها"]
    closures.append(["1405/10/15", "تعطیلی سراسری"])
    closures.append(["1405/13/15", "ماه سیزدهم"])
    book.save(path)

    answers = desk.run("catalogue import", path, code=3).many()

    wrong = [each for each in answers if not each["ok"]]
    assert [(each["sheet"], each["row"], each["code"]) for each in wrong] == [
        ("واحدها", 3, "xlsx.empty"), ("واحدها", 4, "xlsx.formula"),
        ("تعطیلی‌ها", 3, "date.month"),
    ]  # fmt: skip
    assert [each["key"] for each in answers if each["ok"]] == ["u1", "2027-01-05"]
    events = desk.status()["events"]
    desk.run("catalogue import", path, code=3)
    assert desk.status()["events"] == events


def test_a_file_that_is_no_catalogue_ends_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    spoiled = tmp_path / "spoiled.xlsx"
    spoiled.write_bytes(b"PK\x03\x04" + bytes(500))
    for path in (other, spoiled, tmp_path / "nowhere.xlsx", tmp_path):
        ran = desk.run("catalogue import", path, code=1)
        assert ran.out == b""
        assert ran.err.strip()


def test_a_desk_is_set_up_with_a_whole_sample(machine: Machine, tmp_path: Path) -> None:
    desk = set_up(machine, tmp_path / "desk", "--sample", "municipality")
    items = desk.run("catalogue list").many()
    assert {item["item"] for item in items} == {
        "kind", "topic", "unit", "post", "agency", "service",
    }  # fmt: skip


def test_an_announced_closure_is_listed_and_called_off_by_its_event(
    desk: Desk, machine: Machine, tmp_path: Path
) -> None:
    path = tmp_path / "catalogue.xlsx"
    machine.run("catalogue", "template", path)
    book = openpyxl.load_workbook(path)
    book["تعطیلی‌ها"].append(["1405/10/15", "برف"])
    book.save(path)
    assert desk.run("catalogue closures").many() == []
    desk.run("catalogue import", path)

    (closure,) = desk.run("catalogue closures").many()
    assert (closure["date"], closure["date_jalali"]) == ("2027-01-05", "1405-10-15")
    assert (closure["reason"], closure["hours"]) == ("برف", [])
    desk.run("catalogue cancel-closure", "nothing", code=1)
    desk.run("catalogue cancel-closure", closure["event"])
    assert desk.run("catalogue closures").many() == []
    desk.run("catalogue cancel-closure", closure["event"], code=1)
