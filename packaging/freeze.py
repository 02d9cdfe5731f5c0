"""Freezes the desk into ``build/package/mizban``: one folder that needs no Python.

``python packaging/freeze.py``, by the project's own Python, on the system that it is for: nothing
here makes a Windows program on Linux. The libraries are those of the environment, which came by
the lock; the freezing tool comes by a lock of its own and lies apart, so that it cannot ship.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

from carried_licences import put_licences

ROOT: Final = Path(__file__).resolve().parent.parent
MADE: Final = Path(os.environ.get("MIZBAN_MADE") or ROOT / "build" / "package").resolve()
FOLDER: Final = MADE / "mizban"
TOOLS: Final = ROOT / "build" / "package" / "tools"
LOCK: Final = ROOT / "requirements" / "package.lock"


def version() -> str:
    """The version of the program."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def provide_tools() -> None:
    """PyInstaller at its locked version, below ``build/``."""
    stamp = TOOLS / "from.lock"
    if stamp.exists() and stamp.read_bytes() == LOCK.read_bytes():
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")
    wheels = ("--require-hashes", "--only-binary=:all:", f"-r{LOCK}")
    subprocess.run([*pip, "install", *wheels, f"--target={TOOLS}"], check=True)
    shutil.copy(LOCK, stamp)


def write_version_resource() -> None:
    """What Windows shows of the program's file."""
    numbers = ", ".join([*version().split("."), "0"])
    text = (ROOT / "packaging" / "windows" / "version.txt").read_text(encoding="utf-8")
    text = text.replace("{numbers}", numbers).replace("{version}", version())
    (MADE / "version.txt").write_text(text, encoding="utf-8")


def draw(folder: Path) -> None:
    """The icons, by a process of its own: Qt wants to be alone with its screen."""
    step = (
        f"from pathlib import Path; from icons import draw_icons; draw_icons(Path({str(folder)!r}))"
    )
    here = {"PYTHONPATH": str(ROOT / "packaging"), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, "-c", step], env=os.environ | here, check=True)


def freeze() -> Path:
    """Make the folder anew; returns it."""
    MADE.mkdir(parents=True, exist_ok=True)
    provide_tools()
    write_version_resource()
    draw(MADE)
    shutil.rmtree(FOLDER, ignore_errors=True)
    tool = (sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN")
    where = (f"--distpath={MADE}", f"--workpath={MADE / 'work'}")
    here = {
        "PYTHONPATH": str(TOOLS),
        "PYTHONHASHSEED": "1",
        "PYINSTALLER_CONFIG_DIR": str(MADE / "cache"),
        "MIZBAN_MADE": str(MADE),
    }
    subprocess.run(
        [*tool, *where, str(ROOT / "packaging" / "mizban.spec")],
        cwd=MADE,
        env=os.environ | here,
        check=True,
    )
    put_licences(FOLDER, TOOLS)
    return FOLDER


if __name__ == "__main__":
    print(freeze())
