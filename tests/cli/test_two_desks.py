"""Two desks and a centre, each a process of its own, on a free port of this machine."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.made_up import as_csv, made_up_rows
from tests.cli.program import Desk, Machine, set_up

NEW = "گذرواژهٔ‌دیگری-90"


@dataclass
class Headquarters:
    """A centre that serves, and its commands."""

    folder: Path
    url: str
    serving: "subprocess.Popen[bytes] | None" = None

    def run(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """The answer of an administrative command, while the centre serves or not."""
        done = subprocess.run(
            [sys.executable, "-m", "central", *arguments, "--data", str(self.folder), "--json"],
            capture_output=True, check=False, timeout=100, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == code, done.stderr.decode()
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def enrol_code(self) -> str:
        """A single-use code for one more desk."""
        return str(self.run("enrol-code", "--office", "120")["enrol_code"])

    def start(self) -> None:
        """Serve until stopped."""
        listen = self.url.removeprefix("http://")
        self.serving = subprocess.Popen(
            [
                sys.executable, "-m", "central", "serve", "--data", str(self.folder),
                "--listen", listen, "--json",
            ],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert self.serving.stdout is not None
        while b"listening" not in (line := self.serving.stdout.readline()):
            assert line, "the centre did not start"

    def stop(self) -> None:
        """Answer no more."""
        if self.serving is not None:
            self.serving.send_signal(signal.SIGTERM)
            self.serving.communicate(timeout=30)
            self.serving = None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    """A serving centre with one office."""
    found = Headquarters(tmp_path / "centre", f"http://127.0.0.1:{free_port()}")
    found.run("office", "add", "--code", "120", "--name", "فرمانداری صد و بیست")
    found.start()
    yield found
    found.stop()


def enrolled(centre: Headquarters, folder: Path, counter: int) -> Desk:
    """A desk of the office on a machine of its own."""
    return set_up(
        Machine(folder / f"machine-{counter}"), folder / f"desk-{counter}",
        "--central", centre.url, "--enrol-code", centre.enrol_code(), counter=counter,
    )  # fmt: skip


def register(desk: Desk, count: int, seed: int) -> list[str]:
    """Record so many requests; their codes."""
    path = desk.data.parent / f"rows-{seed}.csv"
    path.write_bytes(as_csv(made_up_rows(count, seed=seed)))
    return [answer["tracking_code"] for answer in desk.run("register", path).many()]


def codes_of(desk: Desk) -> set[str]:
    """The codes of every request at a desk."""
    hits = [hit for word in ("انشعاب", "وام", "رفع", "آسفالت") for hit in desk.found(word)]
    return {hit["tracking_code"] for hit in hits}


def test_every_request_arrives_once_at_the_other_desk_and_repeated_sync_changes_nothing(
    centre: Headquarters, tmp_path: Path
) -> None:
    one, two = (enrolled(centre, tmp_path, counter) for counter in (1, 2))
    assert one.made["office_code"] == two.made["office_code"] == "120"
    assert one.made["lane"] != two.made["lane"]
    codes = {*register(one, 25, 1), *register(two, 30, 2)}

    for desk in (one, two, one, two):
        assert desk.run("sync").one()["state"] == "ok"
    assert codes_of(one) == codes_of(two) == codes
    counts = centre.run("status")
    events = one.status()["events"]
    for desk in (one, two, one):
        again = desk.run("sync").one()
        assert again == {"state": "ok", "pushed": 0, "pulled": 0, "unsent": 0, "detail": ""}
    assert centre.run("status") == counts
    assert counts["requests"] == 55
    assert one.status()["events"] == two.status()["events"] == events
    assert one.status()["last_sync"].endswith("+03:30")
    assert centre.run("verify")["ok"] is True
    assert one.run("check").one()["ok"] is True


def test_work_on_one_request_at_two_desks_meets_and_a_conflict_is_settled_for_both(
    centre: Headquarters, tmp_path: Path
) -> None:
    one, two = (enrolled(centre, tmp_path, counter) for counter in (1, 2))
    (code,) = register(one, 1, 3)
    for desk in (one, two):
        desk.run("sync")
    one.run("correct", code, "--set", "matter.subject=یکی", "--reason", "چون")
    two.run("correct", code, "--set", "matter.subject=دیگری", "--reason", "چون")
    for desk in (one, two, one):
        desk.run("sync")

    (conflict,) = one.run("show", code).one()["conflicts"]
    assert {value["value"] for value in conflict["values"]} == {"یکی", "دیگری"}
    assert two.run("show", code).one()["conflicts"] == [conflict]
    assert one.status()["conflicts"] == 1
    choice = next(value["event"] for value in conflict["values"] if value["value"] == "دیگری")
    one.run("settle", code, "--register", conflict["register"], "--choice", choice)
    for desk in (one, two):
        desk.run("sync")
        shown = desk.run("show", code).one()
        assert (shown["subject"], shown["conflicts"]) == ("دیگری", [])


def test_without_a_line_work_goes_on_and_arrives_later(
    centre: Headquarters, tmp_path: Path
) -> None:
    desk = enrolled(centre, tmp_path, 1)
    centre.stop()

    codes = register(desk, 10, 4)
    ran = desk.run("sync", code=4)

    answer = ran.one()
    assert answer["state"] == "unreachable"
    assert answer["pushed"] == 0
    assert answer["unsent"] == desk.status()["unsent"] > 0
    assert ran.err == "" or "Traceback" not in ran.err
    centre.start()
    assert desk.run("sync").one()["unsent"] == 0
    assert centre.run("status")["requests"] == len(codes)


def test_an_office_that_began_alone_joins_with_its_history_and_its_codes_stay_valid(
    centre: Headquarters, machine: Machine, tmp_path: Path
) -> None:
    count = 1_000 if os.environ.get("MIZBAN_SOAK") else 60
    alone = set_up(machine, tmp_path / "alone")
    codes = register(alone, count, 5)
    alone.run("sync", code=5)

    joined = alone.run("enrol", "--central", centre.url, "--enrol-code", centre.enrol_code()).one()

    assert joined["office_code"] == "120"
    assert joined["log"] == alone.made["log"]
    assert alone.run("sync").one()["state"] == "ok"
    assert alone.status()["office_code"] == "120"
    assert centre.run("status")["requests"] == count
    other = enrolled(centre, tmp_path, 2)
    for code in codes[:: max(1, count // 5)]:
        assert other.run("show", code).one()["tracking_code"] == code
    assert register(alone, 1, 6)[0].startswith(str(joined["lane"]))
    assert centre.run("verify")["ok"] is True
    alone.run("enrol", "--central", centre.url, "--enrol-code", centre.enrol_code(), code=5)


def test_a_sealed_report_arrives_and_is_counted_nowhere(
    centre: Headquarters, tmp_path: Path
) -> None:
    desk, other = (enrolled(centre, tmp_path, counter) for counter in (1, 2))
    rows = "national_id,kind,subject\n0012345679,wrongdoing,تخلف\n0012345679,request,آب\n"
    desk.run("register", "-", given=rows.encode())
    for each in (desk, other):
        each.run("sync")
    assert [each.status()["requests"] for each in (desk, other)] == [1, 1]
    counts = centre.run("status")
    assert (counts["requests"], counts["events"]) == (1, other.status()["events"])
    assert centre.run("verify")["ok"] is True


def test_two_who_took_one_user_name_apart_each_keep_their_own_desk(
    centre: Headquarters, tmp_path: Path
) -> None:
    one = enrolled(centre, tmp_path, 1)
    other = Machine(tmp_path / "machine-2", {"MIZBAN_PASSWORD": NEW})
    two = set_up(other, tmp_path / "desk-2", counter=2)
    two.run("enrol", "--central", centre.url, "--enrol-code", centre.enrol_code())
    for desk in (two, one, two, one):
        assert desk.run("sync").one()["state"] == "ok"

    assert one.status()["events"] == two.status()["events"]
    one.run("status", code=6, MIZBAN_PASSWORD=NEW)
    one.run("officer password", MIZBAN_NEW_PASSWORD=NEW + "-one")
    one.machine.environment["MIZBAN_PASSWORD"] = NEW + "-one"
    for desk in (one, two, one, two):
        assert desk.run("sync").one()["state"] == "ok"
    two.run("officer add", "ali", "--name", "علی", MIZBAN_NEW_PASSWORD=NEW)
    two.run("sync", "--officer", "sara")
    one.run("sync")
    known = one.run("officer list", "--officer", "sara").many()
    assert {each["officer"] for each in known} == {"sara", "ali"}


def test_a_code_is_used_once_and_a_refused_set_up_leaves_nothing_behind(
    centre: Headquarters, tmp_path: Path
) -> None:
    code = centre.enrol_code()
    first = Machine(tmp_path / "first")
    set_up(first, tmp_path / "one", "--central", centre.url, "--enrol-code", code)
    facts = (
        "setup", "--agency", "ا", "--office-name", "ب", "--office-code", "9", "--counter", "1",
        "--officer", "other", "--officer-name", "دیگری", "--data", tmp_path / "two",
    )  # fmt: skip
    second = Machine(tmp_path / "second")

    second.run(*facts, "--central", centre.url, "--enrol-code", code, code=5)
    unreachable = f"http://127.0.0.1:{free_port()}"
    second.run(*facts, "--central", unreachable, "--enrol-code", centre.enrol_code(), code=4)
    second.run(*facts, "--central", centre.url, "--enrol-code", "ABCD-EFGH", code=1)

    assert not (tmp_path / "two").exists() or not list((tmp_path / "two").iterdir())


def test_a_new_desk_takes_the_office_as_it_is_and_officers_roam(
    centre: Headquarters, tmp_path: Path
) -> None:
    one = enrolled(centre, tmp_path, 1)
    one.run(
        "officer add", "ali", "--name", "علی", "--role", "admin", "--officer", "sara",
        MIZBAN_NEW_PASSWORD=NEW,
    )  # fmt: skip
    one.run("sync", "--officer", "sara")
    events = one.status_of("sara")["events"]

    facts = (
        "setup", "--agency", "دیگر", "--office-name", "دیگر", "--office-code", "9",
        "--counter", "2", "--officer-name", "سارا", "--central", centre.url, "--enrol-code",
    )  # fmt: skip
    two = Desk(Machine(tmp_path / "machine-two"), tmp_path / "two", {})
    two.run(*facts, centre.enrol_code(), "--officer", "sara", code=6, MIZBAN_PASSWORD=NEW)
    two.run(*facts, centre.enrol_code(), "--officer", "sara")

    assert two.status_of("sara")["events"] == events
    two.run("status", "--officer", "ali", MIZBAN_PASSWORD=NEW)
    one.run("officer withdraw", "ali", "--officer", "sara")
    one.run("sync", "--officer", "sara")
    two.run("sync", "--officer", "sara")
    two.run("status", "--officer", "ali", code=6, MIZBAN_PASSWORD=NEW)
