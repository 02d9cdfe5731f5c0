"""Processes that register and acknowledge, to be killed, cut off or filled up."""

import os
import subprocess
import sys
from pathlib import Path

from db.opening import open_session
from db.session import Around
from desk_app.records.errors import MachineFault
from tests.db_safety.desks import CHEAP, PASSWORD, USER, register

TENDS_EVERY = 7
"""Idle work between registrations, so that checkpoints fall under every fault too."""


def write(folder: Path, home: Path, acknowledged: Path, most: int = 1 << 60) -> None:
    """Register, and put each code into a file only when it was acknowledged."""
    out = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    session = open_session(folder, USER, PASSWORD, Around(home=home, cost=CHEAP))
    os.write(out, b"ready\n")
    for number in range(most):
        os.write(out, register(session).encode() + b"\n")
        if number % TENDS_EVERY == 0:
            session.book.tend()


def write_some(folder: Path, home: Path, acknowledged: Path) -> None:
    """As ``write``, ending after as many as the environment says in ``RECORDS``."""
    write(folder, home, acknowledged, int(os.environ["RECORDS"]))


def write_on_a_disk_that_fills(folder: Path, home: Path, full: Path) -> None:
    """Register, fill the disk, be refused, make room, register again; says what happened."""
    session = open_session(folder, USER, PASSWORD, Around(home=home, cost=CHEAP))
    taken = [register(session) for _ in range(3)]
    full.touch()
    for _ in range(3):
        try:
            taken.append(register(session))
        except MachineFault as fault:
            sys.stdout.write(f"{fault.code}\n")
    full.unlink()
    taken += [register(session) for _ in range(3)]
    session.close()
    sys.stdout.write(" ".join(taken) + "\n")


def open_on_a_disk(folder: Path, home: Path) -> None:
    """Open and say what was found."""
    try:
        session = open_session(folder, USER, PASSWORD, Around(home=home, cost=CHEAP))
    except MachineFault as fault:
        sys.stdout.write(f"{fault.code}\n")
    else:
        reason = session.book.read_only_reason
        sys.stdout.write(f"{reason.code if reason else 'sound'}\n")
        session.close()


def acknowledged_in(path: Path) -> list[str]:
    """The codes in a file of acknowledgements; a line cut short counts for nothing."""
    lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    return [line.decode() for line in lines if line != b"ready"]


def run(what: str, *paths: Path, **environment: str) -> str:
    """Run one of these functions in a process of its own; what it said."""
    program = f"import sys; from pathlib import Path; from tests.faults.writing import {what}; "
    program += f"{what}(*(Path(each) for each in sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | environment,
    )
    return done.stdout
