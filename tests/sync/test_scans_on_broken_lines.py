"""A line that is lost in the middle sends at most 64 KiB of a scan again, wherever it breaks."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.ports.scan_line import ScanFile
from desk_app.protocol.blobs import PIECE
from desk_app.services.papers import read_scan
from tests.centres import Headquarters, lite_url
from tests.db.desks import register
from tests.sync.chaos import Chaos, Faults
from tests.sync.scan_desks import CountingShelf, ScanDesk, opened_desk, page, scan_desk
from tests.sync.test_broken_lines import port_of, served

SOAK = bool(os.environ.get("MIZBAN_SOAK"))
ROOT = Path(__file__).parents[2]
SIZE = 200_000
HEADS = 8_000
"""Bytes of a round besides its scan: session, events, and the heads of a few requests."""


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    found = Headquarters(lite_url(tmp_path), scans=tmp_path / "held")
    found.start()
    yield found
    found.close()


@pytest.fixture
def chaos(centre: Headquarters) -> Iterator[Chaos]:
    with Chaos(port_of(centre.address)) as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path, centre: Headquarters, chaos: Chaos) -> Iterator[ScanDesk]:
    found = scan_desk(tmp_path / "1", 1, shelf=CountingShelf)
    found.join(centre)
    found.through(chaos.address)
    yield found
    found.close()


def held(centre: Headquarters, name: str) -> bytes:
    """The whole file as the centre holds it; empty where it does not."""
    assert centre.scans is not None
    return next((path.read_bytes() for path in centre.scans.rglob(name)), b"")


def counted(desk: ScanDesk) -> CountingShelf:
    assert isinstance(desk.shelf, CountingShelf)
    return desk.shelf


def until_sent(desk: ScanDesk, chaos: Chaos) -> int:
    """Sync until all is sent; how many rounds broke off."""
    broken = 0
    while desk.sync().state != "ok":
        broken += 1
        chaos.faults = Faults()
        assert broken < 4
    return broken


def test_a_cut_anywhere_on_the_way_up_sends_no_more_than_one_piece_again(
    centre: Headquarters, chaos: Chaos, desk: ScanDesk
) -> None:
    chance = random.Random(1)
    edges = [at + near for at in range(0, SIZE, PIECE) for near in (0, 1_200)]
    places = [*edges, *(chance.randrange(SIZE) for _ in range(60 if SOAK else 3))]
    broken = 0
    for seed, place in enumerate(places):
        name = desk.attach(page(SIZE, seed))
        counted(desk).sent.clear()
        chaos.faults.cut_up = HEADS // 4 + place
        cuts = until_sent(desk, chaos)
        broken += cuts
        file = (desk.folder / name).read_bytes()
        assert held(centre, name) == file
        assert counted(desk).sent[name] <= len(file) + cuts * PIECE
    assert broken > len(places) // 2


def test_the_line_itself_carries_no_more_than_one_piece_again(
    centre: Headquarters, chaos: Chaos, desk: ScanDesk
) -> None:
    desk.sync()
    name = desk.attach(page(SIZE))
    before = chaos.up_bytes
    for cut in (40_000, 60_000, 50_000):
        chaos.faults.cut_up = HEADS + cut
        assert desk.sync().state == "unreachable"
    assert desk.sync().state == "ok"
    carried = chaos.up_bytes - before
    assert held(centre, name) == (desk.folder / name).read_bytes()
    assert carried <= SIZE + 3 * PIECE + 4 * HEADS


def test_a_lost_answer_sends_no_more_than_one_piece_again(
    centre: Headquarters, chaos: Chaos, desk: ScanDesk
) -> None:
    for seed, place in enumerate(range(600, 6_000, 300 if SOAK else 900)):
        name = desk.attach(page(SIZE, seed))
        counted(desk).sent.clear()
        chaos.faults.cut_down = place
        cuts = until_sent(desk, chaos)
        chaos.faults.cut_down = None
        file = (desk.folder / name).read_bytes()
        assert held(centre, name) == file
        assert counted(desk).sent[name] <= len(file) + cuts * PIECE


def test_a_cut_anywhere_on_the_way_down_is_taken_up_where_it_broke_off(
    tmp_path: Path, centre: Headquarters, chaos: Chaos, desk: ScanDesk
) -> None:
    there = scan_desk(tmp_path / "2", 2, shelf=CountingShelf)
    there.join(centre)
    for seed, place in enumerate(range(3_000, SIZE, 11_000 if SOAK else 45_000)):
        told, data = register(desk.desk), page(SIZE, seed)
        name = desk.attach(data, told)
        until_sent(desk, chaos)
        there.through(centre.address)
        there.sync()
        there.through(chaos.address)
        counted(there).taken.clear()
        chaos.faults.cut_down = place
        there.traffic.want([ScanFile(name)])
        until_sent(there, chaos)
        assert read_scan(there.desk.book, there.store, told.id, name) == data
        # What came is never asked for again.
        assert counted(there).taken[name] == len((desk.folder / name).read_bytes())
    there.close()


def test_a_line_that_drips_and_one_that_refuses_carry_the_scan(
    centre: Headquarters, chaos: Chaos, desk: ScanDesk
) -> None:
    desk.sync()
    name = desk.attach(page(20_000))
    chaos.faults.refused = 1
    chaos.faults.drip = True
    assert desk.sync().state == "unreachable"
    assert desk.sync().state == "ok"
    assert held(centre, name) == (desk.folder / name).read_bytes()


def test_a_centre_killed_in_the_middle_keeps_what_it_told_of(tmp_path: Path) -> None:
    folder = tmp_path / "central"
    desk = scan_desk(tmp_path / "1", 1, shelf=CountingShelf)
    name = desk.attach(page(400_000))
    kills = 0
    for cut in (90_000, 250_000):
        with served(folder) as (process, address), Chaos(port_of(address)) as chaos:
            centre = Headquarters(f"sqlite:///{folder}/central.db")
            if desk.desk.line.enrolment() is None:
                desk.join_at(centre, address)
            desk.through(chaos.address)
            chaos.faults.at_cut = process.kill
            chaos.faults.cut_up = cut
            assert desk.sync().state == "unreachable"
            assert process.wait() == -signal.SIGKILL
            kills += 1
            centre.close()
    with served(folder) as (_, address):
        desk.through(address)
        assert desk.sync().state == "ok"
    file = (desk.folder / name).read_bytes()
    assert next((folder / "scans").rglob(name)).read_bytes() == file
    assert counted(desk).sent[name] <= len(file) + kills * PIECE
    desk.close()


def test_a_desk_killed_in_the_middle_goes_on_where_it_was(
    tmp_path: Path, centre: Headquarters, chaos: Chaos
) -> None:
    desk = scan_desk(tmp_path / "1", 1)
    desk.join(centre)
    desk.sync()
    name = desk.attach(page(400_000))
    desk.close()
    for cut in (100_000, 180_000):
        command = [sys.executable, "-m", "tests.sync.sending_scan", str(tmp_path / "1")]
        with subprocess.Popen(
            [*command, chaos.address], cwd=ROOT, stdout=subprocess.PIPE
        ) as process:
            chaos.faults = Faults(cut_up=cut, at_cut=process.kill)
            assert process.wait() == -signal.SIGKILL
    found = ScanDesk(opened_desk(tmp_path / "1"))
    before = chaos.up_bytes
    assert found.sync().state == "ok"
    file = (found.folder / name).read_bytes()
    assert held(centre, name) == file
    # Two thirds were over, but for what the line held when it broke.
    assert chaos.up_bytes - before < len(file) - 280_000 + 2 * PIECE + 4 * HEADS
    found.close()
