"""Scans between desks of an office: byte for byte, resumed where they broke off, erased for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from central.store.offices import add_office
from desk_app.records.scan_names import preview_name
from desk_app.services.correct import erase_personal
from desk_app.services.papers import read_preview, read_scan
from tests.centres import Headquarters, lite_url
from tests.db.desks import register
from tests.sync.scan_desks import ScanDesk, page, scan_desk, small_picture


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    found = Headquarters(lite_url(tmp_path), scans=tmp_path / "scans at the centre")
    found.start()
    yield found
    found.close()


@pytest.fixture
def desks(tmp_path: Path, centre: Headquarters) -> Iterator[tuple[ScanDesk, ScanDesk]]:
    found = [scan_desk(tmp_path / str(seed), seed) for seed in (1, 2)]
    for each in found:
        each.join(centre)
    yield found[0], found[1]
    for each in found:
        each.close()


def files_of(centre: Headquarters) -> dict[str, bytes]:
    """Every file of scans at the centre, whole or not, by name."""
    assert centre.scans is not None
    return {path.name: path.read_bytes() for path in centre.scans.rglob("*") if path.is_file()}


@pytest.mark.parametrize("size", [500, 65_536, 70_000, 400_000])
def test_a_scan_is_byte_equal_at_a_second_desk(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk], size: int
) -> None:
    here, there = desks
    told = register(here.desk)
    data = page(size)
    name = here.attach(data, told)
    assert here.sync().state == "ok"
    assert here.views[-1].waiting == 0
    assert there.fetch(name).state == "ok"
    assert read_scan(there.desk.book, there.store, told.id, name) == data
    assert (there.folder / name).read_bytes() == (here.folder / name).read_bytes()


def test_what_lies_at_the_centre_is_not_the_scan(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk]
) -> None:
    data = page(100_000)
    here = desks[0]
    name = here.attach(data)
    here.sync()
    held = files_of(centre)
    assert set(held) == {name, preview_name(name)}
    assert not any(data[at : at + 16] in kept for kept in held.values() for at in (0, 50_000))
