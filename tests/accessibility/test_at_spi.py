"""A screen reader's way through the window: the AT-SPI tree over D-Bus, and nothing else."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desk_app.records.codes import bare_code, check_code
from tests.accessibility.session import VISIT
from tests.cli.program import PASSWORD, Desk, Machine, set_up

ROOT = Path(__file__).resolve().parents[2]
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


def why_not() -> str:
    """Why there can be no accessibility bus here; empty where there can."""
    if sys.platform != "linux":
        return "AT-SPI is the accessibility bus of Linux"
    for program in ("dbus-run-session", "xvfb-run"):
        if not shutil.which(program):
            return f"{program} is not installed"
    if not any(Path(launcher).exists() for launcher in LAUNCHERS):
        return "at-spi2-core is not installed"
    started = subprocess.run(["dbus-run-session", "--", "true"], capture_output=True, check=False)
    return started.stderr.decode() if started.returncode else ""


class Met(NamedTuple):
    """What was met on the way, and the desk on which it was."""

    told: dict[str, Any]
    desk: Desk


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Met]:
    """One visit, recorded through the accessibility bus alone."""
    if reason := why_not():
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("reader")
    desk = set_up(Machine(folder / "machine"), folder / "desk", "--sample", "governor")
    # The name of a socket is short.
    with tempfile.TemporaryDirectory(prefix="at-spi-") as sockets:
        inside = (sys.executable, "-m", "tests.accessibility.session", str(desk.data), PASSWORD)
        done = subprocess.run(
            ["dbus-run-session", "--", "xvfb-run", "--auto-servernum", *inside],
            cwd=ROOT,
            env=desk.machine.surroundings(XDG_RUNTIME_DIR=sockets, XDG_CACHE_HOME=sockets),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=200,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    yield Met(json.loads(done.stdout.splitlines()[-1]), desk)


def test_a_visit_recorded_through_the_bus_is_in_the_book_as_it_was_told(met: Met) -> None:
    code = bare_code(met.told["tracking_code"])
    assert check_code(code)
    (found,) = met.desk.found(VISIT["intake.national_id"])
    assert found["tracking_code"] == code
    assert found["subject"] == VISIT["intake.subject"]
    assert found["visitor_name"] == f"{VISIT['intake.first_name']} {VISIT['intake.last_name']}"
    assert met.desk.status()["requests"] == 1


def test_a_field_says_back_what_was_written_in_the_digits_of_the_screen(met: Met) -> None:
    assert met.told["intake.subject"] == VISIT["intake.subject"]
    assert met.told["intake.body"] == VISIT["intake.body"]
    assert met.told["intake.national_id"] == "۰۰۷۱۳۴۵۹۲۲"
    assert met.told["left_in_field"] == ""


def test_nothing_that_takes_the_focus_is_nameless_in_the_tree(met: Met) -> None:
    assert met.told["nameless_at_entrance"] == []
    assert met.told["nameless_at_intake"] == []


def test_what_is_on_the_screen_has_the_roles_that_readers_know(met: Met) -> None:
    assert {"text", "push button", "label", "check box"} <= set(met.told["roles"])
