"""The programs carry as their commands say; at full length, a whole mission."""

import shutil
from pathlib import Path

import pytest

from tests.carry.field import bundles_on, laptop, province, register
from tests.cli.program import Desk, Machine


def test_the_commands_carry_there_and_back_and_say_how_it_ended(tmp_path: Path) -> None:
    centre, stick = province(tmp_path / "centre"), tmp_path / "stick"
    with centre.serving() as address:
        desk = laptop(centre, address, tmp_path, 1)
    register(desk, 12, 1)
    waiting = desk.status()["unsent"]
    out = desk.run("carry out", stick).one()
    assert (out["files"], out["events"]) == (1, waiting)
    (bundle,) = bundles_on(stick)
    spoiled = tmp_path / "spoiled.mzc"
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 4
    spoiled.write_bytes(data)
    assert centre.run("carry", "in", spoiled, code=7)["refused"][0]["file"] == "spoiled.mzc"
    taken = centre.run("carry", "in", spoiled, bundle, code=3)
    assert (taken["files"], taken["events"], len(taken["refused"])) == (1, waiting, 1)
    status = centre.run("status")
    again = centre.run("carry", "in", bundle)
    assert (again["events"], again["known"]) == (0, 1)
    assert centre.run("status") == status
    assert centre.run("carry", "out", stick)["devices"] == 1
    back = desk.run("carry in", *bundles_on(stick)).one()
    assert (back["acknowledged"], back["refused"]) == (waiting, [])
    assert desk.status()["unsent"] == 0
    desk.run("carry in", spoiled, code=7)
    assert centre.run("verify")["ok"] is True


@pytest.mark.soak
def test_a_laptop_that_dies_on_day_three_is_replaced_by_a_spare(tmp_path: Path) -> None:
    centre = province(tmp_path / "centre")
    with centre.serving() as address:
        first = laptop(centre, address, tmp_path, 1)
    # Made ready before the mission: a lane on paper for each laptop.
    slip = centre.run("lane-slip", "--device", first.made["device"])["slip"]
    mirror, stick = tmp_path / "mirror-stick", tmp_path / "stick"
    mirror.mkdir()
    codes = register(first, 20, 1)
    first.run("mirror", mirror)
    first.run("carry out", stick)
    day_two = bundles_on(stick)
    copied = tmp_path / "day-two.mzc"
    shutil.copy(day_two[0], copied)
    codes += register(first, 15, 2)
    first.run("mirror", mirror)
    # Day three: the laptop is gone, with its folder and its witness.
    shutil.rmtree(first.data)
    shutil.rmtree(first.machine.folder)
    machine = Machine(tmp_path / "machine-spare")
    machine.run("restore", mirror, "--data", tmp_path / "spare", "--json", code=1)
    restored = machine.run(
        "restore", mirror, "--data", tmp_path / "spare2", "--slip", slip, "--json"
    ).one()
    spare = Desk(machine, tmp_path / "spare2", restored)
    assert restored["lane"] != first.made["lane"]
    assert spare.status()["requests"] == 35
    codes += register(spare, 10, 3)
    spare.run("mirror", mirror)
    assert len(set(codes)) == 45
    spare.run("carry out", stick)
    centre.run("carry", "in", copied)
    taken = centre.run("carry", "in", *bundles_on(stick))
    assert taken["refused"] == []
    assert centre.run("status")["requests"] == 45
    centre.run("carry", "out", stick)
    spare.run("carry in", *bundles_on(stick))
    assert spare.status()["unsent"] == 0
    assert spare.status()["requests"] == 45
    assert centre.run("verify")["ok"] is True
    assert spare.run("check").one()["ok"] is True


@pytest.mark.soak
def test_laptops_carry_to_a_hub_with_no_line_and_the_hub_carries_on(tmp_path: Path) -> None:
    centre, hub = province(tmp_path / "centre"), province(tmp_path / "hub")
    with centre.serving() as address:
        desks = [laptop(centre, address, tmp_path, number) for number in (1, 2)]
    card = tmp_path / "hub-card.txt"
    card.write_text(hub.run("carry", "card")["card"], encoding="utf-8")
    centre.run("carry", "roster", tmp_path / "roster", "--office", "120", "--to", card)
    hub.run("carry", "in", *bundles_on(tmp_path / "roster"))
    sticks = [tmp_path / "stick-1", tmp_path / "stick-2"]
    for number, (desk, stick) in enumerate(zip(desks, sticks, strict=True), 1):
        register(desk, 10 * number, number)
        desk.run("carry out", stick, "--to", card)
        hub.run("carry", "in", *bundles_on(stick))
    assert hub.run("status")["requests"] == 30
    onward = tmp_path / "onward"
    hub.run("carry", "out", onward, "--to", centre.run("carry", "card")["card"])
    assert centre.run("carry", "in", *bundles_on(onward))["refused"] == []
    assert centre.run("carry", "in", *bundles_on(onward))["events"] == 0
    assert centre.run("status")["requests"] == 30
    centre.run("carry", "out", tmp_path / "home")
    for desk in desks:
        desk.run("carry in", *bundles_on(tmp_path / "home"))
        assert desk.status()["unsent"] == 0
        assert desk.status()["requests"] == 30
    assert centre.run("verify")["ok"] is hub.run("verify")["ok"] is True
