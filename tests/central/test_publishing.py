"""Publishing by command: a catalogue from a file or a sample, closed days, and to whom."""

import datetime as dt
from pathlib import Path

from desk_app.records.items import Service, Unit
from desk_app.records.jalali import iso_jalali
from desk_app.records.workdays import Closure
from desk_app.services.catalogue_sheet import write_catalogue
from tests.central.conftest import CommandLine

SOON = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=20)


def test_a_file_is_published_once_and_its_wrong_rows_are_named(
    central: CommandLine, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "catalogue.xlsx"
    write_catalogue(
        path, [Service("s1", "صدور پروانه", unit="u1"), Unit("u1", "معاونت فنی"),
               Closure(SOON, "آلودگی هوا")]
    )  # fmt: skip
    book = load_workbook(path)
    book["خدمت‌ها"]["E3"], book["خدمت‌ها"]["A3"], book["خدمت‌ها"]["B3"] = "گران", "s2", "ناقص"
    book.save(path)
    done = central("catalogue", "import", str(path))
    assert done.status == 3
    *good, closed, wrong = done.lines
    assert {(line["item"], line["key"]) for line in good} == {("service", "s1"), ("unit", "u1")}
    assert (closed["date"], closed["date_jalali"]) == (SOON.isoformat(), iso_jalali(SOON))
    assert (wrong["ok"], wrong["row"], wrong["code"]) == (False, 3, "xlsx.number")
    again = central("catalogue", "import", str(path))
    assert [line["code"] for line in again.lines] == ["xlsx.number"]
    assert len(central("catalogue", "list").lines) == 2
    assert central("verify").json["ok"]


def test_a_sample_is_published_to_a_province_and_an_item_taken_back(central: CommandLine) -> None:
    central("office", "add", "--code", "k12", "--name", "فرمانداری", "--province", "8")
    published = central("catalogue", "publish", "governor", "--province", "8").lines
    assert len(published) > 10
    first = published[0]
    assert central("catalogue", "list").lines == []
    assert central("catalogue", "list", "--province", "8").lines == published
    named = (first["item"], first["key"], "--province", "8")
    assert central("catalogue", "withdraw", *named).status == 0
    refused = central("catalogue", "withdraw", *named)
    assert (refused.status, first["key"] in refused.err) == (1, True)
    mapped = central("catalogue", "map", "service", "own", "s1", "--office", "k12").json
    assert mapped == {"office_code": "k12", "item": "service", "key": "own", "into": "s1"}


def test_a_closed_day_is_announced_listed_and_called_off(central: CommandLine) -> None:
    words = ("--reason", "شب یلدا", "--hours", "۰۸:۰۰-۱۰:۳۰", "--province", "8")
    made = central("calendar", "close", "--date", iso_jalali(SOON), *words).json
    assert (made["date"], made["hours"], made["province"]) == (SOON.isoformat(), [[480, 630]], 8)
    assert central("calendar", "list", "--province", "8").json == made
    assert central("calendar", "cancel", made["event"]).status == 1
    assert central("calendar", "cancel", made["event"], "--province", "8").status == 0
    assert central("calendar", "list", "--province", "8").lines == []
    gregorian = central("calendar", "close", "--date", SOON.isoformat(), "--reason", "سیل").json
    assert gregorian["date"] == SOON.isoformat()


def test_a_wrong_use_is_a_sentence(central: CommandLine) -> None:
    both = central("catalogue", "list", "--office", "k12", "--province", "8")
    assert (both.status, "not both" in both.err) == (2, True)
    for words in (("--date", "2026-99-01"), ("--date", SOON.isoformat(), "--hours", "8")):
        assert central("calendar", "close", "--reason", "x", *words).status == 2
    unknown = central("catalogue", "publish", "governor", "--office", "k99")
    assert (unknown.status, "k99" in unknown.err) == (1, True)
    assert central("calendar", "close", "--reason", "x", "--date", "1405-13-40").status == 1
