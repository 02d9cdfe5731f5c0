"""Fresh lanes of an enrolled desk: from its centre, or read to it over the telephone."""

import shutil
from pathlib import Path

from tests.cli.program import Desk, Machine, set_up
from tests.cli.test_two_desks import Headquarters, centre, enrolled, register

__all__ = ["centre"]


def older_copy(desk: Desk, folder: Path) -> None:
    """Record something and put the folder back as it was before, so that it is behind."""
    shutil.copytree(desk.data, folder)
    register(desk, 1, 31)
    shutil.rmtree(desk.data)
    shutil.copytree(folder, desk.data)


def without_spare_lanes(desk: Desk, folder: Path) -> Desk:
    """The same folder on another machine, where no witness holds anything of it."""
    shutil.copytree(desk.data, folder / "data")
    return Desk(Machine(folder / "machine"), folder / "data", desk.made)


def test_a_backup_of_an_enrolled_desk_comes_back_elsewhere_with_a_lane_from_the_centre(
    centre: Headquarters, tmp_path: Path
) -> None:
    desk = enrolled(centre, tmp_path, 1)
    codes = register(desk, 3, 32)
    file = desk.run("backup", tmp_path / "second").one()["file"]
    other = Desk(Machine(tmp_path / "other"), tmp_path / "restored", {})

    restored = other.run("restore", file).one()

    assert restored["lane"] != desk.made["lane"]
    codes += register(other, 2, 33) + register(desk, 2, 34)
    for each in (other, desk, other):
        assert each.run("sync").one()["state"] == "ok"
    assert other.status()["lane"] == restored["lane"]
    assert centre.run("status")["requests"] == len(set(codes)) == 7
    assert centre.run("verify")["ok"] is True


def test_a_mirror_of_an_enrolled_desk_comes_back_elsewhere_with_a_lane_from_the_centre(
    centre: Headquarters, tmp_path: Path
) -> None:
    desk = enrolled(centre, tmp_path, 1)
    register(desk, 3, 35)
    desk.run("mirror", tmp_path / "stick")
    other = Desk(Machine(tmp_path / "other"), tmp_path / "restored", {})

    restored = other.run("restore", tmp_path / "stick").one()

    assert restored["lane"] != desk.made["lane"]
    assert other.run("sync").one()["state"] == "ok"
    assert centre.run("status")["requests"] == 3


def test_without_a_line_a_slip_from_the_centre_lets_a_copy_go_on(
    centre: Headquarters, tmp_path: Path
) -> None:
    desk = enrolled(centre, tmp_path, 1)
    register(desk, 1, 36)
    copy = without_spare_lanes(desk, tmp_path / "copy")
    slip = centre.run("lane-slip", "--device", desk.made["device"])
    centre.stop()

    assert "برگهٔ کد" in copy.run("go-on", code=1).err
    went = copy.run("go-on", "--slip", slip["slip"]).one()

    assert went["lane"] == slip["lane"]
    assert register(copy, 1, 37)[0].startswith(str(slip["lane"]))
    centre.start()
    assert copy.run("sync").one()["state"] == "ok"
    assert desk.run("sync").one()["state"] == "ok"
    assert centre.run("verify")["ok"] is True


def test_an_office_that_joined_later_reads_slips_too(
    centre: Headquarters, machine: Machine, tmp_path: Path
) -> None:
    desk = set_up(machine, tmp_path / "alone")
    code = centre.enrol_code()
    joined = desk.run("enrol", "--central", centre.url, "--enrol-code", code).one()
    slip = centre.run("lane-slip", "--device", joined["device"])
    older_copy(desk, tmp_path / "older")

    went = desk.run("go-on", "--slip", slip["slip"]).one()

    assert went["lane"] == slip["lane"]


def test_a_retired_desk_is_given_no_lane(centre: Headquarters, tmp_path: Path) -> None:
    desk = enrolled(centre, tmp_path, 1)
    copy = without_spare_lanes(desk, tmp_path / "copy")
    centre.run("device", "retire", desk.made["device"])

    assert copy.run("go-on", code=5).err.strip()
    assert copy.run("status", code=7).err.strip()
