"""Codes for a roll-out: each good once, in a file for its administrator only."""

import csv
from pathlib import Path

import pytest

from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.records.errors import Refused
from desk_app.sync.enrol import Candidate, join_alone
from tests.central.conftest import CommandLine
from tests.central.test_command_line import serving
from tests.sync.memory_book import MemoryBook


def test_a_roll_out_gets_a_file_of_codes_each_good_once(
    central: CommandLine, tmp_path: Path
) -> None:
    central("office", "add", "--code", "k12", "--name", "فرمانداری")
    out = tmp_path / "codes.csv"
    told = central("enrol-code", "--office", "k12", "--count", "3", "--out", str(out)).json
    assert (told["codes"], told["file"]) == (3, str(out))
    assert out.stat().st_mode & 0o077 == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["office_code"], row["number"]) for row in rows] == [
        ("k12", "1"), ("k12", "2"), ("k12", "3"),
    ]  # fmt: skip
    assert len({read_enrol_code(row["enrol_code"]).code for row in rows}) == 3
    assert {row["expires_at"] for row in rows} == {told["expires_at"]}
    again = central("enrol-code", "--office", "k12", "--out", str(out))
    assert (again.status, again.out) == (1, "")
    with serving(central) as (_, address):
        for number, row in enumerate(rows):
            book = MemoryBook(number, lane=421_500 + number)
            join_alone(book, Candidate(address, row["enrol_code"]), book.clock, book.entropy)
        replay = MemoryBook(9, lane=421_509)
        with pytest.raises(Refused, match=r"line\.bad_code"):
            join_alone(
                replay, Candidate(address, rows[0]["enrol_code"]), replay.clock, replay.entropy
            )
    assert central("status").json["devices"] == 3


def test_several_codes_are_told_one_a_line(central: CommandLine) -> None:
    central("office", "add", "--code", "k12", "--name", "x")
    found = central("enrol-code", "--office", "k12", "--count", "2", "--days", "30").lines
    assert len({line["enrol_code"] for line in found}) == 2
    for words in (("--count", "0"), ("--count", "1001"), ("--days", "91")):
        assert central("enrol-code", "--office", "k12", *words).status == 2


def test_a_file_that_cannot_be_written_is_told(central: CommandLine, tmp_path: Path) -> None:
    central("office", "add", "--code", "k12", "--name", "x")
    nowhere = str(tmp_path / "nowhere" / "codes.csv")
    found = central("enrol-code", "--office", "k12", "--out", nowhere)
    assert (found.status, found.out) == (1, "")
    assert found.err == "The file could not be written. Check the disk and the folder's rights.\n"
