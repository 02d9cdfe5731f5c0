"""The locks hold what the project asks for, by hash, and leave it to pip where it comes from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PINNED = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>[\w.]+)(?: ; [^\n\\]+)? \\\n"
    r"(?:    --hash=sha256:[0-9a-f]{64} \\\n)*    --hash=sha256:[0-9a-f]{64}\n",
    re.MULTILINE,
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def text(lock: Path) -> str:
    return lock.read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_is_nothing_but_versions_and_hashes(lock: Path) -> None:
    rest = PINNED.sub("", text(lock))
    assert [line for line in rest.splitlines() if not line.startswith("#")] == []
    assert not re.search(r"://|^-", text(lock), re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "extras"), [("desk", ["desk"]), ("central", ["central"]), ("dev", ["desk", "central"])]
)
def test_a_lock_holds_what_the_project_asks_for(name: str, extras: list[str]) -> None:
    pins = {
        found["name"]: found["version"]
        for found in PINNED.finditer(text(ROOT / "requirements" / f"{name}.lock"))
    }
    lines = [*PROJECT["dependencies"]]
    for extra in extras:
        lines += PROJECT["optional-dependencies"][extra]
    for wanted in map(Requirement, lines):
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)])


def test_a_centre_installs_no_qt() -> None:
    assert "pyside6" not in text(ROOT / "requirements" / "central.lock")
