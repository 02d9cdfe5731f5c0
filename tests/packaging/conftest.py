"""The package of this system, frozen and packed once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.packaging.chroot import NETWORK, PREPARED_S, Chroot, Patience, begin_debootstrap, why_not

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "packaging"))


class Made(NamedTuple):
    """Two packages of one program, and a bare system to install them in."""

    first: Path
    second: Path
    bare: Chroot


def packed(made: Path, revision: int) -> Path:
    """The package of what was frozen in a folder."""
    done = subprocess.run(
        [
            *(sys.executable, "packaging/deb.py", "--compression=gzip"),
            *(f"--revision={revision}", f"--frozen={made / 'mizban'}"),
        ],
        cwd=ROOT,
        env=os.environ | {"MIZBAN_MADE": str(made)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def provide_tool(patience: Patience) -> None:
    """The freezing tool, which comes from the registry."""
    step = "import freeze; freeze.provide_tools()"
    path = os.environ | {"PYTHONPATH": str(ROOT / "packaging")}
    tool = subprocess.Popen(
        [sys.executable, "-c", step],
        env=path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    patience.finish("the freezing tool could not be fetched", tool)


def freeze(made: Path, patience: Patience) -> None:
    """Freeze into a folder; skips where the machine is too slow for a test."""
    try:
        freezing = subprocess.run(
            [sys.executable, "packaging/freeze.py"],
            cwd=ROOT,
            env=os.environ | {"MIZBAN_MADE": str(made)},
            capture_output=True,
            encoding="utf-8",
            timeout=patience.left(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"freezing: not within {PREPARED_S:.0f} s on this machine")
    assert freezing.returncode == 0, freezing.stderr[-2000:]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Everything made side by side: one fetches while the other works."""
    if reason := why_not():
        pytest.skip(reason)
    patience = Patience()
    folder = tmp_path_factory.mktemp("package")
    bare = Chroot(folder / "bare")
    fetching = begin_debootstrap(bare.root)
    try:
        provide_tool(patience)
        freeze(folder, patience)
        packages = packed(folder, 1), packed(folder, 2)
        shutil.rmtree(folder / "work")
        patience.finish(NETWORK, fetching)
        patience.finish(NETWORK, bare.begin("apt-get", "-q", "update"))
        for package in packages:
            shutil.copy(package, bare.root / package.name)
        bare.run("useradd", "--create-home", "officer")
        yield Made(*packages, bare)
    finally:
        fetching.kill()
        fetching.communicate()
        shutil.rmtree(folder, ignore_errors=True)
