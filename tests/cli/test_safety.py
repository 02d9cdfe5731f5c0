"""Losses and damages: each is found when the book is opened, and has a way out."""

import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.made_up import as_csv, made_up_rows
from tests.cli.program import Desk, Machine, set_up


def register(desk: Desk, count: int, seed: int) -> list[str]:
    """Record so many requests; their codes."""
    path = desk.data.parent / f"rows-{seed}.csv"
    path.write_bytes(as_csv(made_up_rows(count, seed=seed)))
    return [answer["tracking_code"] for answer in desk.run("register", path).many()]


def killed_after(desk: Desk, rows: int, seed: int) -> list[str]:
    """Record until a process is killed, so that its last work stands in the log alone."""
    path = desk.data.parent / f"rows-{seed}.csv"
    path.write_bytes(as_csv(made_up_rows(400, seed=seed)))
    with desk.start("register", path) as running:
        assert running.stdout is not None
        lines = [running.stdout.readline() for _ in range(rows)]
        running.send_signal(signal.SIGKILL)
        lines += [line for line in running.stdout if line.endswith(b"}\n")]
    return [line.decode().partition('"tracking_code": "')[2][:14] for line in lines]


def test_a_backup_comes_back_whole_elsewhere_in_a_new_log_with_a_new_lane(
    desk: Desk, tmp_path: Path
) -> None:
    codes = register(desk, 12, 1)
    made = desk.run("backup", tmp_path / "second").one()
    assert made["ok"] is True
    assert made["problems"] == []
    other = Desk(Machine(tmp_path / "other"), tmp_path / "restored", {})

    restored = other.run("restore", made["file"]).one()

    assert restored["ok"] is True
    status = other.status()
    assert status["requests"] == 12
    assert (status["log"], status["lane"]) == (restored["log"], restored["lane"])
    assert status["lane"] != desk.made["lane"]
    assert other.run("show", codes[0]).one()["tracking_code"] == codes[0]
    assert register(other, 1, 2)[0].startswith(str(status["lane"]))
    assert other.run("check").one() == {"ok": True, "problems": []}


def test_a_restored_folder_sets_aside_what_stood_there(desk: Desk, tmp_path: Path) -> None:
    register(desk, 3, 3)
    file = desk.run("backup", tmp_path / "second").one()["file"]
    register(desk, 2, 4)

    restored = desk.run("restore", file).one()

    assert Path(restored["set_aside"]).is_dir()
    assert desk.status()["requests"] == 3


def test_a_folder_in_use_is_never_overwritten(desk: Desk, tmp_path: Path) -> None:
    register(desk, 3, 5)
    file = desk.run("backup", tmp_path / "second").one()["file"]
    with desk.start("register", "-") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for line in as_csv(made_up_rows(1, seed=6)).splitlines(keepends=True):
            running.stdin.write(line)
        running.stdin.flush()
        running.stdout.readline()
        ran = desk.run("restore", file, code=1)
        assert "باز است" in ran.err
        running.stdin.close()
        running.stdin = None
        assert running.wait(60) == 0
        assert running.stderr is not None
        running.stderr.read()
    assert desk.status()["requests"] == 4


def test_a_damaged_backup_is_not_restored(desk: Desk, tmp_path: Path) -> None:
    register(desk, 2, 7)
    file = Path(desk.run("backup", tmp_path / "second").one()["file"])
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    other = Desk(Machine(tmp_path / "other"), tmp_path / "restored", {})
    assert other.run("restore", file, code=7).err.strip()
    other.run("restore", tmp_path / "nowhere.mzb", code=1)
    assert not (tmp_path / "restored" / "book.db").exists()


def test_a_deleted_log_is_found_told_and_mended_from_the_mirror(
    machine: Machine, tmp_path: Path
) -> None:
    desk = set_up(machine, tmp_path / "desk")
    register(desk, 5, 8)
    codes = killed_after(desk, 40, 9)
    stick = tmp_path / "stick"
    kept = tmp_path / "kept"
    shutil.copytree(desk.data, kept)
    assert desk.run("mirror", stick).one()["events"] > 0
    whole = desk.status()["requests"]
    shutil.rmtree(desk.data)
    shutil.copytree(kept, desk.data)
    (desk.data / "book.db-wal").unlink()

    ran = desk.run("status", code=7)
    assert ran.one()["requests"] < whole
    assert ran.err.strip()
    refused = desk.run("register", tmp_path / "rows-8.csv", code=7)
    assert refused.out == b""
    desk.run("receipt", codes[0], "--out", tmp_path / "no.pdf", code=7)
    assert not (tmp_path / "no.pdf").exists()
    problems = desk.run("check", code=7).one()
    assert problems["ok"] is False
    assert problems["problems"]

    went = desk.run("go-on", "--mirror", stick).one()

    assert went["lane"] != desk.made["lane"]
    assert went["brought_in"] > 0
    status = desk.status()
    assert status["requests"] == whole
    assert status["log"] == went["log"]
    assert all(desk.run("show", code).one() for code in codes[-3:])
    assert register(desk, 1, 10)[0].startswith(str(went["lane"]))
    assert desk.run("check").one()["ok"] is True
    desk.run("go-on", code=1)


def test_a_copied_folder_is_found_and_both_never_print_one_code(desk: Desk, tmp_path: Path) -> None:
    register(desk, 2, 11)
    shutil.copytree(desk.data, tmp_path / "copy")
    copy = Desk(desk.machine, tmp_path / "copy", {})

    path = tmp_path / "more.csv"
    path.write_bytes(as_csv(made_up_rows(3, seed=12)))
    assert copy.run("register", path, code=7).out == b""
    copy.run("go-on")
    codes = [answer["tracking_code"] for answer in copy.run("register", path).many()]
    assert not set(codes) & set(register(desk, 3, 13))


def test_flipped_bytes_and_a_cut_end_are_found_and_what_reads_is_saved(
    desk: Desk, tmp_path: Path
) -> None:
    codes = register(desk, 60, 14)
    whole = desk.status()["events"]
    book = desk.data / "book.db"
    data = bytearray(book.read_bytes())
    for at in range(5 * 4096, 8 * 4096, 1024):
        data[at] ^= 0x55
    book.write_bytes(data[: len(data) - 2 * 4096])

    assert desk.run("status", code=7).err.strip()
    desk.run("find", "آب", code=7)
    saved = Desk(desk.machine, tmp_path / "saved", {})
    ran = saved.run("salvage", desk.data).one()

    assert ran["ok"] is True
    assert ran["pages"] > 0
    assert whole // 2 < ran["events"] <= whole + 1
    assert 0 < saved.status()["requests"] <= len(codes)
    assert saved.run("check").one()["ok"] is True


def test_a_newer_book_is_told_from_a_damaged_one(desk: Desk) -> None:
    slots = desk.data / "slots"
    head, _, body = slots.read_bytes().partition(b"\n")
    title, version, checksum = head.split()
    slots.write_bytes(b"%s %d %s\n%s" % (title, int(version) + 1, checksum, body))
    ran = desk.run("status", code=7)
    assert "نسخه" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
def test_a_disk_that_takes_no_more_ends_in_a_sentence_and_loses_no_answered_row(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    path.write_bytes(as_csv(made_up_rows(3_000, seed=15)))
    size = max(file.stat().st_size for file in desk.data.iterdir())

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 2**20, size + 2**20))

    done = subprocess.run(
        [
            sys.executable, "-m", "desk_app", "register", str(path), "--data", str(desk.data),
            "--json",
        ],
        env=desk.machine.surroundings(), capture_output=True, check=False, timeout=200,
        preexec_fn=bounded, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert done.returncode in (1, 3)
    assert b"Traceback" not in done.stderr
    assert done.stderr.strip()
    assert not desk.machine.bugs.exists()
    answered = [line for line in done.stdout.splitlines() if b'"ok": true' in line]
    again = desk.run("register", path).many()
    assert len(again) == 3_000
    for line, answer in zip(answered, again, strict=False):
        assert answer["already"] is True
        assert answer["tracking_code"].encode() in line
    assert desk.run("check").one()["ok"] is True


def test_nothing_personal_is_readable_in_any_file(desk: Desk, tmp_path: Path) -> None:
    rows = made_up_rows(20, seed=16)
    path = tmp_path / "rows.csv"
    path.write_bytes(as_csv(rows))
    codes = [answer["tracking_code"] for answer in desk.run("register", path).many()]
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 " + "متن محرمانهٔ پیوست".encode())
    desk.run("attach", codes[0], scan, "--title", "نامهٔ محرمانه")
    desk.run("backup", tmp_path / "second")
    desk.run("mirror", tmp_path / "stick")
    secrets = {row[6].encode() for row in rows} | {row[2].encode() for row in rows}
    secrets |= {"محرمانه".encode(), b"%PDF"}

    folders = (desk.data, desk.machine.folder, tmp_path / "second", tmp_path / "stick")
    for file in (each for folder in folders for each in folder.rglob("*") if each.is_file()):
        data = file.read_bytes()
        assert not [secret for secret in secrets if secret in data], file.name
