"""Writes ``requirements/*.lock`` from ``pyproject.toml``; ``make lock`` runs it.

The locks hold for every Python from 3.11 on, on Linux and Windows, and name no registry.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TOOLS: Final = ROOT / "build" / "lock"
LOCKS: Final = {
    "desk": ["pyproject.toml", "--extra=desk", "--group=build"],
    "central": ["pyproject.toml", "--extra=central", "--group=build"],
    "dev": ["pyproject.toml", "--extra=desk", "--extra=central", "--group=dev"],
    "tools": ["--group=tools"],
    "package": ["--group=package"],
}


def lock_tool() -> list[str]:
    """The command that starts uv, installed by its hash below ``build/`` on first use."""
    if not (TOOLS / "uv").exists():
        lock = ROOT / "requirements" / "tools.lock"
        wanted = ["--require-hashes", f"--requirement={lock}"] if lock.exists() else ["uv"]
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", f"--target={TOOLS}", *wanted],
            check=True,
        )
    return [shutil.which("uv", path=TOOLS / "bin") or "uv", "pip", "compile"]


def lock_arguments(name: str, *, upgrade: bool) -> list[str]:
    """What uv is told for one lock."""
    return [
        *LOCKS[name],
        f"--output-file=requirements/{name}.lock",
        "--universal",
        "--python-version=3.11",
        "--generate-hashes",
        "--no-config",
        "--no-annotate",
        "--custom-compile-command=make lock",
        "--quiet",
        *(["--upgrade"] if upgrade else []),
    ]


def main() -> None:
    """Writes all locks; what they already pin stays unless ``--upgrade`` is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest releases allowed")
    upgrade: bool = parser.parse_args().upgrade
    tool = lock_tool()
    for name in LOCKS:
        subprocess.run([*tool, *lock_arguments(name, upgrade=upgrade)], cwd=ROOT, check=True)
        print(f"requirements/{name}.lock")


if __name__ == "__main__":
    main()
