"""The centre's command line, run as people and scripts run it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass
class Run:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        (found,) = self.lines
        return found

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class CommandLine:
    """``mizban-central`` on one folder."""

    folder: Path

    def __call__(self, *words: str, as_json: bool = True, language: str = "en") -> Run:
        command = [sys.executable, "-m", "central", *words, "--data", str(self.folder)]
        found = subprocess.run(
            command + ["--json"] * as_json, cwd=ROOT, capture_output=True, encoding="utf-8",
            env={**os.environ, "MIZBAN_LANG": language}, check=False,
        )  # fmt: skip
        assert "Traceback" not in found.stderr
        return Run(found.returncode, found.stdout, found.stderr)


@pytest.fixture
def central(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "central")
