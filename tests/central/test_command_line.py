"""Administration by command: while the centre serves, and when it does not."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from desk_app.protocol.enrol_code import read_enrol_code
from desk_app.records.lane_slips import read_slip
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from tests.central.conftest import ROOT, CommandLine
from tests.sync.memory_book import MemoryBook


@contextmanager
def serving(central: CommandLine, *words: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    command = [
        sys.executable, "-m", "central", "serve", "--data", str(central.folder), "--json",
        *(words or ("--listen", "127.0.0.1:0")),
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "MIZBAN_LANG": "en"},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            line = next(line for line in process.stdout if "listening on " in line)
            yield process, json.loads(line)["message"].removeprefix("listening on ")
        finally:
            process.kill()


def enrolled(central: CommandLine, address: str, requests: int = 0) -> MemoryBook:
    book = MemoryBook(1)
    book.register(requests)
    code = central("enrol-code", "--office", "k12").json["enrol_code"]
    join_alone(book, Candidate(address, code, "باجه ۱", "test"), book.clock, book.entropy)
    return book


def tamper(central: CommandLine, *statements: str) -> None:
    """Change the database behind the centre's back."""
    engine = create_engine(f"sqlite:///{central.folder}/central.db")
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _replaced(column: str, old: str, new: str) -> str:
    return (
        f"UPDATE entry SET {column} = "
        f"CAST(replace(CAST({column} AS TEXT), '{old}', '{new}') AS BLOB) "
    )


def test_an_office_is_added_once(central: CommandLine) -> None:
    added = central("office", "add", "--code", "k12", "--name", "فرمانداری", "--province", "8")
    assert added.status == 0
    assert added.json == {"office_code": "k12", "name": "فرمانداری", "province": 8}
    again = central("office", "add", "--code", "k12", "--name", "دیگر")
    assert (again.status, again.out) == (1, "")
    assert again.err == "There is an office k12 already.\n"
    assert central("office", "list").lines == [added.json]


@pytest.mark.parametrize("code", ["", "a\nb", " k", "x" * 65])
def test_an_office_code_that_cannot_be_is_refused(central: CommandLine, code: str) -> None:
    assert central("office", "add", "--code", code, "--name", "x").status == 1
    assert central("status").json["offices"] == 0


def test_an_enrolment_code_needs_its_office(central: CommandLine) -> None:
    found = central("enrol-code", "--office", "k12")
    assert (found.status, found.err) == (1, "There is no office k12.\n")
    central("office", "add", "--code", "k12", "--name", "x")
    made = central("enrol-code", "--office", "k12").json
    assert read_enrol_code(made["enrol_code"]).fingerprint == ""
    assert made["expires_at"].endswith("+00:00")


def test_commands_work_while_it_serves(central: CommandLine) -> None:
    with serving(central) as (process, address):
        central("office", "add", "--code", "k12", "--name", "فرمانداری")
        book = enrolled(central, address, requests=20)
        assert one_round(book, book.clock, book.entropy).pushed == 20
        status = central("status").json
        assert status == {
            "offices": 1, "devices": 1, "logs": 1, "events": 20, "requests": 20, "alarms": 0,
        }  # fmt: skip
        verdict = central("verify")
        assert verdict.status == 0
        assert verdict.json == {"ok": True, "logs": 1, "events": 20, "problems": []}
        (device,) = central("device", "list").lines
        assert (device["office_code"], device["name"], device["state"]) == (
            "k12", "باجه ۱", "active",
        )  # fmt: skip
        assert central("device", "retire", device["device"]).status == 0
        found = one_round(book, book.clock, book.entropy)
        assert (found.state, found.detail) == ("refused", "line.revoked")
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0


def test_a_lane_is_told_by_telephone(central: CommandLine) -> None:
    central("office", "add", "--code", "k12", "--name", "x")
    with serving(central) as (_, address):
        book = MemoryBook(1)
        code = central("enrol-code", "--office", "k12").json["enrol_code"]
        joined = join_alone(book, Candidate(address, code), book.clock, book.entropy)
        device = joined.enrolment.device
        told = central("lane-slip", "--device", device).json
        assert read_slip(joined.slip_key, device, told["slip"]) == told["lane"]
        assert told["lane"] not in (joined.lane, *joined.spare_lanes)
        assert central("lane-slip", "--device", "nobody").status == 1


def test_beyond_loopback_it_speaks_tls_and_the_code_holds_the_fingerprint(
    central: CommandLine,
) -> None:
    central("office", "add", "--code", "k12", "--name", "x")
    everywhere = "0.0.0.0"  # noqa: S104
    with serving(central, "--listen", f"{everywhere}:0") as (_, address):
        assert address.startswith("https://")
        code = central("enrol-code", "--office", "k12").json["enrol_code"]
        assert len(read_enrol_code(code).fingerprint) == 64
        book = enrolled(central, address.replace(everywhere, "127.0.0.1"), requests=2)
        assert one_round(book, book.clock, book.entropy).pushed == 2
    with serving(central):
        code = central("enrol-code", "--office", "k12").json["enrol_code"]
        assert read_enrol_code(code).fingerprint == ""


def test_the_log_names_no_one(central: CommandLine) -> None:
    central("office", "add", "--code", "k12", "--name", "فرمانداری")
    with serving(central) as (process, address):
        book = enrolled(central, address, requests=3)
        one_round(book, book.clock, book.entropy)
        process.terminate()
        assert process.stdout is not None
        lines = [json.loads(line)["message"] for line in process.stdout]
    assert any(line.startswith("POST /v1/push 200 ") for line in lines)
    found = book.enrolment()
    assert found is not None
    for line in lines:
        assert found.device not in line
        assert "باجه" not in line
        assert "?" not in line


def test_verify_finds_what_was_tampered_with(central: CommandLine) -> None:
    central("office", "add", "--code", "k12", "--name", "x")
    with serving(central) as (_, address):
        book = enrolled(central, address, requests=30)
        one_round(book, book.clock, book.entropy)
    tamper(
        central,
        _replaced("data", '"kind":"request"', '"kind":"idea"') + "WHERE seq = 7",
        "DELETE FROM entry WHERE seq = 12",
        "UPDATE entry SET beside = x'7b7d' WHERE seq = 14",
        _replaced("beside", "شیرین", "نسرین") + "WHERE seq = 15",
        "UPDATE batch SET sig = zeroblob(64)",
    )
    verdict = central("verify")
    assert verdict.status == 7
    found = {(problem["problem"], problem["seq"]) for problem in verdict.json["problems"]}
    assert found == {
        ("hash", 7), ("gap", 12), ("hash", 13), ("entry.value_changed", 15), ("signature", 1),
    }  # fmt: skip


def test_a_newer_database_is_refused(central: CommandLine) -> None:
    central("status")
    tamper(central, "UPDATE alembic_version SET version_num = '0099'")
    found = central("status")
    assert (found.status, found.out) == (7, "")
    assert "0099" in found.err


def test_a_damaged_database_or_settings_file_ends_in_a_sentence(central: CommandLine) -> None:
    central.folder.mkdir()
    (central.folder / "central.db").write_bytes(b"no database" * 1000)
    assert central("status").status == 7
    (central.folder / "central.db").unlink()
    (central.folder / "central.json").write_text("{")
    assert central("status").status == 7


@pytest.mark.parametrize(
    ("url", "status"),
    [("mysql://x/y", 1), ("nonsense", 1), ("postgresql://nobody@127.0.0.1:1/x", 1)],
)
def test_a_database_that_cannot_be_used_ends_in_a_sentence(
    central: CommandLine, url: str, status: int
) -> None:
    found = central("status", "--database", url)
    assert found.status == status
    assert found.err.strip()
    assert central("status").status == 0, "it was not remembered"


def test_a_named_database_is_remembered(central: CommandLine, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/elsewhere.db"
    central("office", "add", "--code", "k12", "--name", "x", "--database", url)
    assert central("status").json["offices"] == 1
    assert not (central.folder / "central.db").exists()
    assert (central.folder / "central.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "words",
    [
        ("serve", "--listen", "nowhere"),
        ("serve", "--listen", "127.0.0.1:99999"),
        ("serve", "--cert", "x.pem"),
        ("office", "add", "--code", "k12"),
        ("unknown",),
    ],
)
def test_a_wrong_use_is_status_2(central: CommandLine, words: tuple[str, ...]) -> None:
    assert central(*words).status == 2


def test_an_address_that_is_taken_is_named(central: CommandLine) -> None:
    with serving(central) as (_, address):
        found = central("serve", "--listen", address.removeprefix("http://"))
    assert found.status == 1
    assert "may hold it" in found.err


def test_certificates_that_are_none_are_named(central: CommandLine) -> None:
    found = central("serve", "--cert", "missing.pem", "--key", "missing.key")
    assert found.status == 1


@pytest.mark.parametrize(("language", "word"), [("fa", "شمار آنچه"), ("en", "Counts of")])
def test_help_is_in_the_users_language(central: CommandLine, language: str, word: str) -> None:
    assert word in central("status", "--help", as_json=False, language=language).out


def test_answers_for_people_are_sentences(central: CommandLine) -> None:
    central("office", "add", "--code", "k12", "--name", "فرمانداری")
    told = central("status", as_json=False, language="fa").out
    assert told.startswith("۱ دفتر، ۰ دستگاه")
    assert "همه درست است" in central("verify", as_json=False, language="fa").out
