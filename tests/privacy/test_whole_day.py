"""A day with everything that goes wrong in one, and no word of a visitor left lying about."""

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.central.conftest import CommandLine
from tests.cli.program import Desk, Machine, set_up
from tests.privacy.machine import ASKED, Wire, command_line_of, counter, serving
from tests.privacy.markers import PERSON, TEXTS, files_in, told_by, words_of

COLUMNS = ("national_id", "first_name", "last_name", "mobile", "kind", "service", "subject", "body")
SECRET = "رازجغدستان"
"""The word of the sealed request."""
UNSEEN = "لغوقژگاه"
"""The word of the request whose recording is cut short."""
WORDS = words_of([*PERSON.values(), *TEXTS.values()]) | {SECRET, UNSEEN}
BUG = """
import sys
from desk_app.services import follow_up
def broken(book, request, text):
    raise ValueError(f"{text} could not be read")
follow_up.note_request = broken
from desk_app.cli.commands import desk
from desk_app.cli.frame import run
run(desk, sys.argv[1:])
"""


def _rows(path: Path, *rows: tuple[str, str]) -> Path:
    """A file of rows of one person, each with a kind and a last word."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for kind, word in rows:
            person = [PERSON[name] for name in ("national_id", "first_name", "last_name", "mobile")]
            writer.writerow([*person, kind, "", f"{TEXTS['subject']} {word}", TEXTS["body"]])
    return path


def _follow(desk: Desk, code: str) -> None:
    """Every action that takes personal words, each of them from standard input."""
    asked = desk.machine.folder / ASKED
    scan = asked / f"{TEXTS['title']}.pdf"
    scan.write_bytes(b"%PDF-1.7 " + TEXTS["scan"].encode())

    def said(command: str, *more: Any, text: str, code: int = 0) -> None:
        desk.run(command, *more, given=text.encode(), code=code)

    said("note", code, "-", text=TEXTS["note"])
    said("attach", code, scan, "--title", "-", text=TEXTS["title"])
    said("correct", code, "--set", "-", "--reason", "put right",
         text=f"matter.subject={TEXTS['subject']} ۲")  # fmt: skip
    said("answer", code, "--result", "refused", "--basis", "1", "--objection", "2", "--reason", "-",
         text=TEXTS["reason"])  # fmt: skip
    said("tell", code, "--channel", "sms", "--address", "-", text=PERSON["mobile"])
    desk.run("receipt", code, "--out", asked / "receipt.pdf")


def _goes_wrong(desk: Desk, rows: Path, code: str) -> list[bytes]:
    """Crash, full disk, wrong password; what stood in the list of processes."""
    arguments = ("--data", desk.data, "--json")
    lists = []
    with desk.start("register", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(rows.read_bytes())
        process.stdin.flush()
        assert process.stdout.readline()
        lists.append(command_line_of(process.pid))
        process.kill()
    with Path("/dev/full").open("wb") as full:
        said = subprocess.run(
            [sys.executable, "-m", "desk_app", "find", "-", *map(str, arguments)],
            env=desk.machine.surroundings(), input=PERSON["last_name"].encode(), stdout=full,
            stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert said.returncode == 3
    lists.append(said.stderr)
    wrong = desk.run("show", code, code=6, MIZBAN_PASSWORD=TEXTS["note"])
    return [*lists, wrong.err.encode()]


def _meets_a_bug(desk: Desk, code: str) -> bytes:
    """A bug whose exception holds what was typed; what was said of it."""
    bug = subprocess.run(
        [sys.executable, "-c", BUG, "note", code, "-", "--data", str(desk.data)],
        env=desk.machine.surroundings(), input=TEXTS["note"].encode(), capture_output=True,
        check=False,
    )  # fmt: skip
    assert bug.returncode == 1
    assert desk.machine.bugs.exists()
    return bug.stderr + bug.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="looks at processes as POSIX shows them")
def test_nothing_of_a_visitor_is_readable_outside_what_was_asked_for(tmp_path: Path) -> None:
    machine = counter(tmp_path / "machine")
    asked = machine.folder / ASKED
    central = CommandLine(tmp_path / "central")
    central("office", "add", "--code", "1201", "--name", "n")
    with serving(central, tmp_path / "central.log") as port:
        wire = Wire(port)
        desk = _joined(machine, central, wire)
        rows = _rows(asked / "rows.csv", ("درخواست", ""), ("گزارش تخلف", SECRET), ("چه", ""))
        ran = desk.run("register", rows, "--receipts", asked, "--rejected", asked / "no.csv",
                       code=3)  # fmt: skip
        taken, sealed, refused = ran.many()
        assert (taken["ok"], sealed["ok"], refused["ok"]) == (True, True, False)
        _follow(desk, taken["tracking_code"])
        more = _rows(asked / "more.csv", ("request", UNSEEN), ("request", UNSEEN + " ۲"))
        said = _goes_wrong(desk, more, taken["tracking_code"])
        desk.run("backup", machine.folder / "backups")
        desk.run("mirror", machine.folder / "stick")
        assert desk.run("sync").one()["state"] == "ok"
        assert desk.run("check", given=b"").one() == {"ok": True, "problems": []}
        said.append(_meets_a_bug(desk, taken["tracking_code"]))
        wire.close()
    assert central("verify").json["ok"]

    found = files_in(machine.folder, asked)
    assert {"backups", "stick", "desk", "witness"} <= {name.split("/")[0] for name in found}
    found |= {"requests": wire.heads(), "log": (tmp_path / "central.log").read_bytes()}
    found |= {f"said {place}": each for place, each in enumerate(said)}
    assert b"POST /v1/push" in found["requests"]
    assert b"/v1/push" in found["log"]
    assert told_by(found, WORDS) == {}
    kept = files_in(tmp_path / "central")
    assert told_by(kept, {SECRET, sealed["tracking_code"]}) == {}
    assert set(told_by(kept, WORDS)) <= {"central.db", "central.db-wal"}


def _joined(machine: Machine, central: CommandLine, wire: Wire) -> Desk:
    code = central("enrol-code", "--office", "1201").json["enrol_code"]
    return set_up(
        machine, machine.folder / "desk", "--central", wire.address, "--enrol-code", code,
        "--recovery-out", machine.folder / ASKED / "key",
    )  # fmt: skip
