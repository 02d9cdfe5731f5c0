"""The real program in a process of its own, on folders of a test."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.forked import Ended, can_fork, run_forked

TIMEOUT_S = 200
PASSWORD = "آفتاب-و-مهتاب-12"


@dataclass(frozen=True)
class Ran:
    """How a run ended and what it said."""

    code: int
    out: bytes
    err: str

    def one(self) -> dict[str, Any]:
        """The one object it answered."""
        (found,) = self.many()
        return found

    def many(self) -> list[dict[str, Any]]:
        """The objects it answered, one a line."""
        return [json.loads(line) for line in self.out.decode("utf-8").splitlines()]


@dataclass
class Machine:
    """One machine: its witnesses, its logs, its environment."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def bugs(self) -> Path:
        """Where the program keeps a bug that it met."""
        return self.folder / "state" / "mizban" / "log" / "bugs.log"

    def surroundings(self, **more: str) -> dict[str, str]:
        """The environment of a process on this machine."""
        return {
            **os.environ,
            "MIZBAN_LANG": "fa",
            "MIZBAN_PASSWORD": PASSWORD,
            "MIZBAN_WITNESS_DIR": str(self.folder / "witness"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            **self.environment,
            **more,
        }

    def run(
        self, *arguments: object, given: bytes | None = None, code: int = 0, **environment: str
    ) -> Ran:
        """Run ``mizban`` and see that it ends with this status and met no bug."""
        done = self._done([*map(str, arguments)], self.surroundings(**environment), given)
        err = done.err.decode("utf-8")
        assert done.code == code, (done.code, err, done.out.decode()[-2000:])
        assert "Traceback" not in err
        assert not self.bugs.exists(), self.bugs.read_text(encoding="utf-8")
        return Ran(done.code, done.out, err)

    def _done(self, words: list[str], environment: dict[str, str], given: bytes | None) -> Ended:
        if can_fork(environment):
            return run_forked(words, environment, given, TIMEOUT_S)
        done = subprocess.run(
            [sys.executable, "-m", "desk_app", *words],
            env=environment,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: object, **environment: str) -> "subprocess.Popen[bytes]":
        """Start ``mizban`` and leave it running; what it answers can be read as it comes."""
        return subprocess.Popen(
            [sys.executable, "-m", "desk_app", *map(str, arguments)],
            env=self.surroundings(**environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


@dataclass
class Desk:
    """A desk on a machine."""

    machine: Machine
    data: Path
    made: dict[str, Any]

    def run(
        self,
        command: str,
        *arguments: object,
        given: bytes | None = None,
        code: int = 0,
        **environment: str,
    ) -> Ran:
        """Run a command on this desk with JSON answers."""
        words = command.split()
        return self.machine.run(
            *words, *arguments, "--data", self.data, "--json", given=given, code=code, **environment
        )

    def start(self, command: str, *arguments: object) -> "subprocess.Popen[bytes]":
        """Start a command on this desk and leave it running."""
        return self.machine.start(command, *arguments, "--data", self.data, "--json")

    def status(self) -> dict[str, Any]:
        """What the desk says of itself."""
        return self.run("status").one()

    def status_of(self, officer: str) -> dict[str, Any]:
        """The same where several officers may ask."""
        return self.run("status", "--officer", officer).one()

    def found(self, text: str, limit: int = 1000) -> list[dict[str, Any]]:
        """What it finds."""
        return self.run("find", text, "--limit", limit).many()


def set_up(machine: Machine, data: Path, *more: object, counter: int = 3) -> Desk:
    """A desk that was just set up."""
    ran = machine.run(
        "setup", "--agency", "فرمانداری نمونه", "--office-name", "میز خدمت نمونه",
        "--office-code", "1201", "--counter", counter, "--officer", "sara",
        "--officer-name", "سارا محمدی", "--data", data, "--json", *more,
    )  # fmt: skip
    return Desk(machine, data, ran.one())
