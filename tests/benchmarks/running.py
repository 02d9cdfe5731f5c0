"""A benchmark run as it is run by hand, at a size that says nothing about speed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def figures_of(name: str, *arguments: str, rows: int = 60) -> dict[str, dict[str, Any]]:
    """What a benchmark told, by the first words of each figure."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "MIZBAN_BENCH_ROWS": str(rows)},
        capture_output=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {figure["figure"]: figure for figure in told}
