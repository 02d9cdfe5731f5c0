"""The weak machine: what its disk makes wait for, and what is measured on it."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from benchmarks.weak import tired_disk
from tests.benchmarks.running import figures_of

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("cc") or shutil.which("gcc")),
    reason="the tired disk needs Linux and a C compiler",
)


def counted(folder: Path, work: str) -> list[int]:
    """Accesses for reading, for writing, and flushes of a small program in a folder."""
    watched, told = folder / "disk", folder / "told"
    watched.mkdir(exist_ok=True)
    settings = {
        "LD_PRELOAD": str(tired_disk(folder)),
        "SLOW_WATCH": str(watched),
        "SLOW_IOPS": "100000",
        "SLOW_FLUSH_MS": "0",
        "SLOW_TOLD": str(told),
    }
    program = "import os\nfile = os.open('disk/file', os.O_RDWR | os.O_CREAT)\n"
    subprocess.run(
        [sys.executable, "-S", "-c", program + textwrap.dedent(work)],
        cwd=folder,
        env=os.environ | settings,
        check=True,
    )
    return [int(word) for word in told.read_text(encoding="ascii").split()]


def test_what_was_written_together_is_one_access_and_each_flush_counts(tmp_path: Path) -> None:
    work = """
        os.pwrite(file, bytes(40_960), 0)
        os.pwrite(file, bytes(10), 1_000_000)
        os.fdatasync(file)
        os.fsync(file)
    """
    assert counted(tmp_path, work) == [0, 2, 2]


def test_what_is_in_the_cache_costs_nothing_again(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "file").write_bytes(bytes(8_000_000))
    apart = """
        for at in (0, 3_000_000, 6_000_000, 3_000_000, 0):
            os.pread(file, 4096, at)
    """
    assert counted(tmp_path, apart) == [3, 0, 0]


def test_reading_on_takes_much_at_once(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "file").write_bytes(bytes(8_000_000))
    on = """
        for at in range(0, 8_000_000, 4096):
            os.pread(file, 4096, at)
    """
    reads, _, _ = counted(tmp_path, on)
    assert 16 <= reads <= 20


def test_files_elsewhere_are_not_slowed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(bytes(100_000))
    work = """
        other = os.open('elsewhere', os.O_RDWR)
        os.pread(other, 4096, 50_000)
        os.pwrite(other, b'x', 0)
        os.fsync(other)
        os.pwrite(file, b'x', 0)
        os.fsync(file)
    """
    assert counted(tmp_path, work) == [0, 1, 1]


def test_every_promise_of_the_weak_machine_is_measured(tmp_path: Path) -> None:
    told = figures_of("weak", str(tmp_path / "book"), "--visits=3", "--names=1")
    limits = {
        name.partition(" on a weak")[0].rstrip(","): row.get("limit") for name, row in told.items()
    }
    assert limits == {
        "sign-in to intake": 3.0,
        "longest save": 300.0,
        "from key to a letter on the screen, p99": 100.0,
        "from key to results of a letter on the screen, p99": 100.0,
        "memory": 400.0,
        "accesses of the disk for reading": None,
    }
    disk = told["accesses of the disk for reading"]
    assert disk["value"] > 0
    assert disk["flushes"] >= 2 * 3
    assert all(row["value"] > 0 for row in told.values())
