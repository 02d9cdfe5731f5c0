"""Who reads sealed reports: nobody of the office itself, until somebody says so on the record."""

import json
from pathlib import Path

import pyrage

from tests.cli.program import PASSWORD, Desk, Machine, set_up

NEW = "another-good-password-7"


def record(desk: Desk, kind: str, subject: str) -> dict[str, str]:
    """Record one request of a kind; what was answered."""
    row = {"kind": kind, "subject": subject, "body": "شرح", "first_name": "علی", "last_name": "رضا"}
    file = desk.data.parent / "row.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    answer: dict[str, str] = desk.run("register", file).one()
    return answer


def keys_of(desk: Desk, officer: str = "sara") -> dict[str, list[str]]:
    lines = desk.run("audience list", "--officer", officer).many()
    return {each["audience"]: each["public_keys"] for each in lines}


def test_the_first_administrator_of_an_office_does_not_read_reports(desk: Desk) -> None:
    for each in desk.run("audience list").many():
        assert (each["officers"], each["recovery_key"]) == ([], True)
        assert len(each["public_keys"]) == 1
    code = record(desk, "wrongdoing", "گزارش")["tracking_code"]
    desk.run("show", code, code=1)


def test_whoever_is_named_reads_what_is_sealed_from_then_on(desk: Desk) -> None:
    before = record(desk, "wrongdoing", "گزارش نخست")["tracking_code"]
    own = desk.run("audience key").one()
    assert own["officer"] == "sara"
    outside = str(pyrage.x25519.Identity.generate().to_public())
    both = ("--key", own["public_key"], "--key", outside)
    named = desk.run("audience set", "oversight", *both).one()
    assert named["officers"] == ["sara"]
    assert named["recovery_key"] is False
    assert keys_of(desk)["oversight"] == [own["public_key"], outside]
    after = record(desk, "wrongdoing", "گزارش دوم")["tracking_code"]
    assert desk.run("show", after).one()["subject"] == "گزارش دوم"
    desk.run("show", before, code=1)


def test_only_real_keys_and_known_audiences_are_taken_and_only_from_who_may(desk: Desk) -> None:
    own = desk.run("audience key").one()["public_key"]
    desk.run("audience set", "oversight", "--key", "age1nonsense", code=1)
    desk.run("audience set", "everyone", "--key", own, code=1)
    desk.run("officer add", "ali", "--name", "علی", MIZBAN_NEW_PASSWORD=NEW)
    desk.run("audience set", "above", "--key", own, "--officer", "ali", code=6, MIZBAN_PASSWORD=NEW)
    assert own not in keys_of(desk)["above"]


def test_the_recovery_key_that_takes_the_place_of_another_reads_what_that_one_read(
    machine: Machine, tmp_path: Path
) -> None:
    key, second = tmp_path / "key.txt", tmp_path / "second.txt"
    desk = set_up(machine, tmp_path / "desk", "--recovery-out", key)
    before = keys_of(desk)
    desk.run("recover", "--recovery-file", key, "--recovery-out", second, MIZBAN_PASSWORD=NEW)
    desk.run("recover", "--recovery-file", second, MIZBAN_PASSWORD=PASSWORD)
    assert keys_of(desk) == before
    assert all(each["officers"] == [] for each in desk.run("audience list").many())


def test_an_audience_whose_last_reader_leaves_is_read_with_the_recovery_key(desk: Desk) -> None:
    first = keys_of(desk)
    desk.run("officer add", "ali", "--name", "علی", MIZBAN_NEW_PASSWORD=NEW)
    own = desk.run("audience key", "--officer", "ali", MIZBAN_PASSWORD=NEW).one()["public_key"]
    desk.run("audience set", "oversight", "--key", own, "--officer", "sara")
    desk.run("officer withdraw", "ali", "--officer", "sara")
    assert keys_of(desk) == first
