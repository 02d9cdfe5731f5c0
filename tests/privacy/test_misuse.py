"""Odd places, odd locales and odd ends: always a sentence, and nothing recorded is lost."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.made_up import as_csv, made_up_rows
from tests.cli.program import Desk, Machine, set_up
from tests.privacy.machine import counter

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX locales, pipes and mounts")
FULL = "دیسک پر است"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine whose user and folders have Persian names with spaces."""
    return counter(tmp_path_factory.mktemp("خانهٔ سارا"))


@pytest.fixture(scope="module")
def desk(machine: Machine) -> Desk:
    """A desk in a folder with a Persian name."""
    return set_up(machine, machine.folder / "داده‌های میز ۳")


@pytest.fixture(scope="module")
def rows(machine: Machine) -> Path:
    """A file of five requests."""
    path = machine.folder / "درخواست‌های امروز.csv"
    path.write_bytes(as_csv(made_up_rows(5, 77)))
    return path


def test_a_locale_without_utf_8_changes_no_letter(desk: Desk, rows: Path) -> None:
    plain = replace(
        desk.machine,
        environment=desk.machine.environment | {"LC_ALL": "C", "PYTHONUTF8": "0"},
    )
    there = replace(desk, machine=plain)
    receipts = desk.machine.folder / "رسیدهای امروز"
    first = there.run("register", rows, "--receipts", receipts).many()
    assert {path.stem for path in receipts.glob("*.pdf")} == {row["tracking_code"] for row in first}
    again = desk.run("register", rows).many()
    assert [row["tracking_code"] for row in again] == [row["tracking_code"] for row in first]
    assert all(row["already"] for row in again)
    name = as_csv(made_up_rows(5, 77)).decode().splitlines()[1].split(",")[2]
    assert first[0]["tracking_code"] in {hit["tracking_code"] for hit in there.found(name)}


def test_output_that_nobody_can_write_ends_in_a_sentence_and_undoes_nothing(
    desk: Desk, machine: Machine
) -> None:
    path = machine.folder / "more.csv"
    path.write_bytes(as_csv(made_up_rows(40, 78)))
    with Path("/dev/full").open("wb") as full:
        said = subprocess.run(
            [sys.executable, "-m", "desk_app", "register", path, "--data", desk.data, "--json"],
            env=machine.surroundings(), stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert said.returncode == 3
    assert "خروجی" in said.stderr.decode()
    assert not machine.bugs.exists()
    answers = desk.run("register", path).many()
    assert len({row["tracking_code"] for row in answers}) == 40
    assert any(row.get("already") for row in answers)


def test_streams_closed_before_the_start_change_nothing(desk: Desk) -> None:
    def close_all() -> None:
        for stream in range(3):
            os.close(stream)

    ended = subprocess.run(
        [sys.executable, "-m", "desk_app", "status", "--data", desk.data, "--json"],
        env=desk.machine.surroundings(), check=False, preexec_fn=close_all,
    )  # fmt: skip
    assert ended.returncode == 0
    assert not desk.machine.bugs.exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 48 MB of its own, where the system lets tests have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(folder)],
        capture_output=True, check=False,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _fill(disk: Path, left: int = 0) -> Path:
    path = disk / "filling"
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1 << 16))
    os.truncate(path, path.stat().st_size - left)
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="tmpfs")
def test_a_full_disk_is_told_at_setup_registration_and_backup(
    machine: Machine, desk: Desk, rows: Path, small_disk: Path
) -> None:
    there = set_up(machine, small_disk / "desk")
    filling = _fill(small_disk)
    assert FULL in there.run("register", rows, code=1).err
    assert FULL in machine.run(
        "setup", "--agency", "a", "--office-name", "n", "--office-code", "1", "--counter", "1",
        "--officer", "o", "--officer-name", "o", "--data", small_disk / "second", code=1,
    ).err  # fmt: skip
    assert [*small_disk.glob("second/*")] == []
    _fill(small_disk, left=100_000)
    assert FULL in desk.run("backup", small_disk / "backups", code=1).err
    assert [*small_disk.glob("backups/*")] == []
    filling.unlink()
    assert [row["ok"] for row in there.run("register", rows).many()] == [True] * 5
    assert there.run("check").one()["ok"]
