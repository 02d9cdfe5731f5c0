"""A desk on a real clock, and the test disk where it can be built."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from db.clock import SystemClock
from tests.db_safety.desks import Desk, a_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk that is set up and closed."""
    return a_desk(tmp_path / "disk" / "desk", tmp_path / "disk" / "state", SystemClock())


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that stands before the C library; see ``disk.c``."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("the test disk needs Linux and a C compiler")
    library = tmp_path_factory.mktemp("disk") / "disk.so"
    source = Path(__file__).with_name("disk.c")
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source)], check=True
    )
    return library
