"""Sets up ``.venv`` with everything the project runs and is tested with, from a bare Python.

Needs nothing but the standard library of Python 3.11 to 3.13. What is already there is left as it
is, so every ``make`` target may begin with it. System libraries are installed when the user is
root; otherwise the one line to run is printed.
"""

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from debian_packages import DebianPackages

ROOT: Final = Path(__file__).resolve().parent.parent
VENV: Final = ROOT / ".venv"
STAMP: Final = VENV / "mizban.stamp"
PYTHON: Final = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS: Final = ROOT / "requirements"
PIP: Final = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")


class SetUpFailed(Exception):
    """A sentence for the person at the keyboard: what is missing and what to do."""


def run(*command: str | Path, **environment: str) -> None:
    """Runs one step; its failure ends the set-up with the step's own words above ours."""
    step = [str(part) for part in command]
    done = subprocess.run(
        step, cwd=ROOT, stdin=subprocess.DEVNULL, env=os.environ | environment, check=False
    )
    if done.returncode:
        raise SetUpFailed(f"This step failed: {' '.join(step)}")


def stamp(use: str) -> str:
    """What the environment was made from; another text means that it has to be brought up."""
    parts = (LOCKS / f"{use}.lock", ROOT / "pyproject.toml", Path(__file__))
    return "\n".join(
        [use, *(f"{part.name} {hashlib.sha256(part.read_bytes()).hexdigest()}" for part in parts)]
    )


def works(python: Path) -> bool:
    """Whether an environment's interpreter starts and has pip."""
    if not python.exists():
        return False
    probe = [str(python), "-c", "import pip"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """An empty environment, by ``venv`` or, where the system split that off, by virtualenv."""
    if importlib.util.find_spec("ensurepip"):
        run(sys.executable, "-m", "venv", "--clear", VENV)
        return
    if importlib.util.find_spec("pip") is None:
        raise SetUpFailed(
            "This Python has neither ensurepip nor pip. Install one of them "
            f"(on Debian: apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv) "
            "and run the same command again."
        )
    tools = ROOT / "build" / "tools"
    lock = LOCKS / "tools.lock"
    if not (tools / "virtualenv").exists():
        run(sys.executable, *PIP, "install", "--require-hashes", f"-r{lock}", f"--target={tools}")
    run(sys.executable, "-m", "virtualenv", "--quiet", "--clear", VENV, PYTHONPATH=str(tools))


def install(use: str) -> None:
    """The locked distributions, each checked by hash, then the two programs of the project."""
    wheels = ("--require-hashes", "--only-binary=:all:", f"-r{LOCKS / f'{use}.lock'}")
    run(PYTHON, *PIP, "install", *wheels)
    run(PYTHON, *PIP, "install", "--no-deps", "--no-build-isolation", f"--editable={ROOT}")


def provide_system_packages(use: str) -> None:
    """The system libraries of this use; without them only the tests may go on."""
    needs = {"dev": {"desk", "test"}, "desk": {"desk"}, "central": set[str]()}[use]
    packages = DebianPackages.here(needs)
    missing = packages.missing()
    if not missing:
        return
    if packages.may_install():
        packages.install(missing)
        missing = packages.missing()
    if not missing:
        return
    print("System libraries are missing. Run this line once, then the same command again:")
    print(f"    {packages.line(missing)}")
    if packages.stop_the_desk(missing) and os.environ.get("MIZBAN_SYSTEM_LIBRARIES") != "own":
        raise SetUpFailed(
            "(Where the libraries come from elsewhere, set MIZBAN_SYSTEM_LIBRARIES=own to go on.)"
        )


def set_up(use: str) -> None:
    """Brings the environment up to the lock of this use."""
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        raise SetUpFailed("Python 3.11, 3.12 or 3.13 is needed.")
    provide_system_packages(use)
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == stamp(use) and works(PYTHON):
        return
    print(
        f"Setting up {VENV.name} for Python {sys.version_info[0]}.{sys.version_info[1]} …",
        flush=True,
    )
    if not works(PYTHON):
        make_venv()
    install(use)
    STAMP.write_text(stamp(use), encoding="utf-8")


def main() -> int:
    """Sets up for one use: ``dev`` (all, with the tests), ``desk`` or ``central``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("use", nargs="?", choices=("dev", "desk", "central"), default="dev")
    try:
        set_up(parser.parse_args().use)
    except SetUpFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
