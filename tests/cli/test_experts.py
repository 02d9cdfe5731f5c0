"""A unit's expert on the command line: what was referred to the unit, and nothing else."""

from pathlib import Path

import pytest

from tests.cli.program import Desk

WORD = "گذرواژهٔ‌کارشناس-41"
LEAD = ("--officer", "sara")


@pytest.fixture
def codes(desk: Desk, tmp_path: Path) -> list[str]:
    """Two requests, of which the first was referred to the expert's unit."""
    sheet = tmp_path / "two.csv"
    sheet.write_text(
        "kind,subject,text,first_name,last_name,national_id\n"
        "درخواست,آسفالت کوچه,متن,علی,احمدی,0012345679\n"
        "درخواست,آسفالت میدان,متن,زهرا,کریمی,1111111278\n",
        encoding="utf-8",
    )
    taken = [each["tracking_code"] for each in desk.run("register", sheet).many()]
    unit = next(item["key"] for item in desk.run("catalogue list").many() if item["item"] == "unit")
    desk.run("refer", taken[0], "--unit", unit, "--reason", "بررسی شود")
    desk.run(
        "officer add", "reza", "--name", "رضا", "--role", "expert", "--unit", unit, "--head",
        MIZBAN_NEW_PASSWORD=WORD,
    )  # fmt: skip
    return taken


def test_an_expert_finds_and_opens_the_units_own_alone(desk: Desk, codes: list[str]) -> None:
    ours, theirs = codes
    me = ("--officer", "reza")
    found = desk.run("find", "آسفالت", *me, MIZBAN_PASSWORD=WORD).many()
    assert [each["tracking_code"] for each in found] == [ours]
    assert desk.run("find", theirs, *me, MIZBAN_PASSWORD=WORD).many() == []
    assert desk.run("status", *me, MIZBAN_PASSWORD=WORD).one()["requests"] == 1
    assert desk.run("status", *LEAD).one()["requests"] == 2
    assert desk.run("show", ours, *me, MIZBAN_PASSWORD=WORD).one()["tracking_code"] == ours
    for command in (("show",), ("note", "متن")):
        ran = desk.run(command[0], theirs, *command[1:], *me, code=1, MIZBAN_PASSWORD=WORD)
        assert "احمدی" not in ran.err
        assert "کریمی" not in ran.err


def test_an_expert_notes_and_prints_the_sheet_but_no_receipt(
    desk: Desk, codes: list[str], tmp_path: Path
) -> None:
    me = ("--officer", "reza")
    desk.run("note", codes[0], "متن", *me, MIZBAN_PASSWORD=WORD)
    desk.run("sheet", codes[0], "--out", tmp_path / "s.pdf", *me, MIZBAN_PASSWORD=WORD)
    out = tmp_path / "r.pdf"
    desk.run("receipt", codes[0], "--out", out, *me, code=6, MIZBAN_PASSWORD=WORD)
    assert not out.exists()
    for command in (("close",), ("answer", "--result", "granted"), ("tell", "--channel", "phone")):
        desk.run(command[0], codes[0], *command[1:], *me, code=6, MIZBAN_PASSWORD=WORD)


def test_the_head_of_a_unit_is_listed_as_such(desk: Desk, codes: list[str]) -> None:
    listed = {each["officer"]: each for each in desk.run("officer list", *LEAD).many()}
    assert listed["reza"]["head"] is True
    assert "head" not in listed["sara"]
