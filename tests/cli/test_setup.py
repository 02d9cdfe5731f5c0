"""Making a desk, its help, its statuses, its recovery."""

import shutil
import subprocess
import uuid
from pathlib import Path

import pytest

from tests.cli.made_up import as_csv, made_up_rows
from tests.cli.program import PASSWORD, Desk, Machine, set_up

NEW = "یک‌گذرواژهٔ‌تازه-34"


def test_setup_answers_device_log_lane_and_office(desk: Desk) -> None:
    assert set(desk.made) == {"device", "log", "lane", "office_code"}
    assert str(uuid.UUID(desk.made["log"])) == desk.made["log"]
    assert desk.made["office_code"] == "1201"
    assert 900_000 <= desk.made["lane"] <= 999_999
    status = desk.status()
    assert {name: status[name] for name in ("log", "lane", "office_code")} == {
        name: desk.made[name] for name in ("log", "lane", "office_code")
    }
    assert set(status) >= {
        "version", "requests", "events", "unsent", "last_sync", "log", "lane", "office_code",
        "conflicts",
    }  # fmt: skip
    assert status["requests"] == 0
    assert status["last_sync"] is None


def test_a_lane_that_was_given_is_the_one_that_codes_begin_with(
    machine: Machine, tmp_path: Path
) -> None:
    desk = set_up(machine, tmp_path / "desk", "--lane", "421507")
    path = tmp_path / "one.csv"
    path.write_bytes(as_csv(made_up_rows(1, seed=1)))
    assert desk.run("register", path).one()["tracking_code"].startswith("421507000001")


def test_a_folder_is_set_up_once(desk: Desk) -> None:
    before = desk.status()
    ran = desk.run(
        "setup", "--agency", "ا", "--office-name", "ب", "--office-code", "9", "--counter", "1",
        "--officer", "other", "--officer-name", "دیگری", code=1,
    )  # fmt: skip
    assert ran.out == b""
    assert desk.status() == before


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("--role", "king"), 2),
        (("--lane", "12"), 2),
        (("--sample", "nowhere"), 2),
        (("--counter",), 2),
        (("--enrol-code", "AAAA"), 1),
        (("--central", "http://example.ir", "--enrol-code", "AAAA"), 1),
        (("--agency", "  "), 1),
    ],
)
def test_a_set_up_that_cannot_be_meant_leaves_nothing_behind(
    machine: Machine, tmp_path: Path, wrong: tuple[str, ...], code: int
) -> None:
    data = tmp_path / "desk"
    machine.run(
        "setup", "--agency", "ا", "--office-name", "ب", "--office-code", "9", "--counter", "1",
        "--officer", "sara", "--officer-name", "سارا", "--data", data, *wrong, code=code,
    )  # fmt: skip
    assert not data.exists() or not list(data.iterdir())
    set_up(machine, data)


def test_a_password_that_protects_nothing_is_refused(machine: Machine, tmp_path: Path) -> None:
    machine.run(
        "setup", "--agency", "ا", "--office-name", "ب", "--office-code", "9", "--counter", "1",
        "--officer", "sara", "--officer-name", "سارا", "--data", tmp_path / "desk", code=1,
        MIZBAN_PASSWORD="۱۲۳",
    )  # fmt: skip


def test_a_wrong_or_missing_password_ends_with_status_6(desk: Desk, tmp_path: Path) -> None:
    assert desk.run("status", code=6, MIZBAN_PASSWORD="not this one").out == b""
    done = subprocess.run(
        [*_program(), "status", "--data", str(desk.data)],
        env={k: v for k, v in desk.machine.surroundings().items() if k != "MIZBAN_PASSWORD"},
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 6
    assert "گذرواژه" in done.stderr.decode()


def test_the_password_may_stand_in_a_file(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    desk.run("status", "--password-file", file, MIZBAN_PASSWORD="not this one")
    desk.run("status", "--password-file", tmp_path / "nowhere", code=1)


def test_a_folder_without_a_book_ends_in_a_sentence(machine: Machine, tmp_path: Path) -> None:
    ran = machine.run("status", "--data", tmp_path / "nothing", code=1)
    assert ran.err.strip()
    assert not (tmp_path / "nothing").exists()


def test_help_speaks_the_language_of_the_user(machine: Machine) -> None:
    for command in ((), ("register",), ("officer",), ("officer", "add")):
        persian = machine.run(*command, "--help").out.decode()
        english = machine.run(*command, "--help", MIZBAN_LANG="en").out.decode()
        assert "گزینه‌ها" in persian
        assert "Options" in english
        assert "cli." not in persian + english


def test_what_is_no_command_ends_with_status_2(machine: Machine) -> None:
    for wrong in (("dance",), ("find",), ("find", "x", "--limit", "many"), ("--nothing",)):
        assert machine.run(*wrong, code=2).err.strip()
    machine.run("--data", "somewhere", "status", code=2)
    assert "0.1" in machine.run("--version").out.decode()


def test_the_recovery_key_gives_a_new_password_once(machine: Machine, tmp_path: Path) -> None:
    key, second = tmp_path / "key", tmp_path / "second"
    desk = set_up(machine, tmp_path / "desk", "--recovery-out", key)

    ran = desk.run("recover", "--recovery-file", key, "--recovery-out", second, MIZBAN_PASSWORD=NEW)

    assert ran.one() == {"officer": "sara"}
    desk.run("status", code=6)
    desk.run("status", MIZBAN_PASSWORD=NEW)
    desk.run("recover", "--recovery-file", key, code=6)
    third = tmp_path / "third"
    words = ("recover", "--recovery-file", second, "--recovery-out", third)
    desk.run(*words, MIZBAN_NEW_PASSWORD=NEW + "-2")
    desk.run("status", MIZBAN_PASSWORD=NEW + "-2")
    desk.run("recover", "--recovery-file", third)
    desk.run("status")
    assert desk.run("check").one()["ok"] is True


def test_a_mistyped_recovery_key_is_told_from_a_wrong_one(machine: Machine, tmp_path: Path) -> None:
    key = tmp_path / "key"
    desk = set_up(machine, tmp_path / "desk", "--recovery-out", key)
    right = key.read_text(encoding="ascii")
    typed = tmp_path / "typed"
    for wrong in ("", right[:-4], str((int(right[0]) + 1) % 10) + right[1:]):
        typed.write_text(wrong, encoding="utf-8")
        desk.run("recover", "--recovery-file", typed, code=1)
    typed.write_text(right.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")), encoding="utf-8")
    desk.run("recover", "--recovery-file", typed)


def test_without_a_file_the_recovery_key_is_shown_once_and_kept_nowhere(
    machine: Machine, tmp_path: Path
) -> None:
    ran = machine.run(
        "setup", "--agency", "ا", "--office-name", "ب", "--office-code", "9", "--counter", "1",
        "--officer", "sara", "--officer-name", "سارا", "--data", tmp_path / "desk",
    )  # fmt: skip
    key = next(line for line in ran.err.splitlines() if line.count("-") == 7)
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(key.encode() in data for data in kept)


def test_each_copy_of_a_prepared_image_makes_its_own_identity(
    machine: Machine, tmp_path: Path
) -> None:
    set_up(machine, tmp_path / "image", "--prepare-image")
    copies = []
    for name in ("one", "two"):
        other = Machine(tmp_path / f"machine-{name}")
        shutil.copytree(tmp_path / "image", tmp_path / name)
        copies.append(Desk(other, tmp_path / name, {}).status())

    assert copies[0]["log"] != copies[1]["log"]
    assert copies[0]["lane"] != copies[1]["lane"]


def _program() -> list[str]:
    import sys

    return [sys.executable, "-m", "desk_app"]
