"""The programs in the field: laptops, a centre and a hub, each started as its own process."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.made_up import as_csv, made_up_rows
from tests.cli.program import Desk, Machine, set_up


@dataclass
class Province:
    """A centre's commands."""

    folder: Path

    def run(self, *arguments: object, code: int = 0) -> dict[str, Any]:
        """The answer of an administrative command."""
        done = subprocess.run(
            [
                sys.executable, "-m", "central", *map(str, arguments),
                "--data", str(self.folder), "--json",
            ],
            capture_output=True, check=False, timeout=100, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == code, done.stderr.decode()
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve for as long as the block lasts; the address."""
        with subprocess.Popen(
            [
                sys.executable, "-m", "central", "serve", "--data", str(self.folder),
                "--listen", "127.0.0.1:0", "--json",
            ],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as server:  # fmt: skip
            assert server.stdout is not None
            while b"listening on " not in (line := server.stdout.readline()):
                assert line, "the centre did not start"
            try:
                yield json.loads(line)["message"].rpartition(" ")[2]
            finally:
                server.terminate()
                server.communicate(timeout=30)


def province(folder: Path) -> Province:
    """A new centre with one office."""
    found = Province(folder)
    found.run("office", "add", "--code", "120", "--name", "فرمانداری صد و بیست")
    return found


def laptop(centre: Province, address: str, folder: Path, number: int) -> Desk:
    """A desk of the office on a machine of its own."""
    code = centre.run("enrol-code", "--office", "120")["enrol_code"]
    return set_up(
        Machine(folder / f"machine-{number}"), folder / f"desk-{number}",
        "--central", address, "--enrol-code", code, counter=number,
    )  # fmt: skip


def register(desk: Desk, count: int, seed: int) -> list[str]:
    """Record so many requests; their codes."""
    path = desk.data.parent / f"rows-{seed}.csv"
    path.write_bytes(as_csv(made_up_rows(count, seed=seed)))
    return [answer["tracking_code"] for answer in desk.run("register", path).many()]


def bundles_on(stick: Path) -> list[Path]:
    """The bundles on a stick."""
    return sorted(stick.glob("*.mzc"))
