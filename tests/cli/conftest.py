"""What tests of the command line share: machines, and desks on them."""

from pathlib import Path

import pytest

from tests.cli.program import Desk, Machine, set_up


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine of this test's own."""
    return Machine(tmp_path / "machine")


@pytest.fixture
def desk(machine: Machine, tmp_path: Path) -> Desk:
    """A desk that was just set up."""
    return set_up(machine, tmp_path / "desk")


@pytest.fixture(scope="module")
def used_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk that the tests of a module share; each brings requests of its own."""
    folder = tmp_path_factory.mktemp("shared")
    return set_up(Machine(folder / "machine"), folder / "desk", "--sample", "governor")
