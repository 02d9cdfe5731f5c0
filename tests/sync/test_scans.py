"""Scans between the desks of an office: byte for byte, resumed, previews first, erased."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from central.blobs import Blobs
from central.store.offices import add_office
from db.scan_shelf import DeskScanShelf
from desk_app.ports.line import Enrolment
from desk_app.ports.scan_line import Described, ScanFile
from desk_app.protocol.blobs import BlobHeld, Piece
from desk_app.protocol.line import LineProtocol
from desk_app.protocol.problems import Problem
from desk_app.records.errors import MachineFault
from desk_app.records.scan_names import preview_name
from desk_app.services.correct import erase_personal
from desk_app.services.papers import attach_scan, read_scan
from desk_app.services.scans_here import ScanStanding, scan_standings
from desk_app.sync.http_line import HttpLine
from desk_app.sync.rounds import one_round
from desk_app.sync.scan_moves import LineRate
from desk_app.sync.scans import ScanTraffic
from tests.centres import Headquarters, lite_url
from tests.db.desks import Told, register
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


def tidy(centre: Headquarters) -> None:
    """What the centre does by itself every second."""
    assert centre.scans is not None
    Blobs(centre.database, centre.scans, centre.clock.now_ms).tidy()


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


def standing(desk: ScanDesk, told: Told) -> ScanStanding:
    (found,) = scan_standings(desk.desk.book, desk.store, told.id)
    return found


def test_a_preview_is_seen_before_the_scan_is_here(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk]
) -> None:
    here, there = desks
    told, data = register(here.desk), page(200_000)
    name = here.attach(data, told)
    assert standing(here, told) == ScanStanding(name, True)
    here.sync()
    there.sync()
    preview = ScanFile(preview_name(name), preview=True)
    assert standing(there, told) == ScanStanding(name, False, counter="3", wanted=preview)
    there.traffic.want([preview])
    there.sync()
    assert standing(there, told) == ScanStanding(name, False, small_picture(data), "3")
    with pytest.raises(MachineFault) as missing:
        read_scan(there.desk.book, there.store, told.id, name)
    assert missing.value.code == "scan.missing"
    there.fetch(name)
    assert standing(there, told) == ScanStanding(name, True)


def test_a_small_scan_is_its_own_preview(desks: tuple[ScanDesk, ScanDesk]) -> None:
    here, there = desks
    told = register(here.desk)
    name = here.attach(page(9_000), told)
    here.sync()
    there.sync()
    assert standing(there, told) == ScanStanding(name, False, b"", "3", ScanFile(name))
    assert scan_standings(there.desk.book, there.store, "0" * 32) == ()


def test_what_came_from_the_centre_is_not_offered_to_it(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk]
) -> None:
    here, there = desks
    name = here.attach(page(100_000))
    here.sync()
    there.fetch(name)
    there.fetch(preview_name(name), preview=True)
    assert there.shelf.waiting() == []
    assert there.shelf.make_preview(name) is None


def test_a_scan_that_is_still_at_its_counter_is_told_so(
    desks: tuple[ScanDesk, ScanDesk],
) -> None:
    here, there = desks
    name = here.attach(page(100_000))
    assert there.fetch(name).state == "ok"
    assert there.views[-1].absent == {name: "scan.not_at_centre"}
    here.sync()
    assert there.fetch(name).state == "ok"
    assert there.views[-1].absent == {}
    assert there.store.is_here(name)


def test_an_erased_scan_is_gone_from_every_desk_and_from_the_centre(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk]
) -> None:
    here, there = desks
    told = register(here.desk)
    name = here.attach(page(150_000), told)
    here.sync()
    there.fetch(name)
    there.fetch(preview_name(name), preview=True)
    erase_personal(there.desk.book, told.id, "دستور دادگاه")
    there.sync()
    here.sync()
    tidy(centre)
    for each in (here, there):
        assert not any(path.is_file() for path in each.folder.rglob("*"))
        assert each.key(told.id) in ("", "None")
    assert files_of(centre) == {}
    assert here.fetch(name).state == "ok"
    assert here.views[-1].absent == {name: "scan.not_at_centre"}


def test_a_sealed_scan_stays_sealed_on_the_way_and_opens_to_its_audience_alone(
    centre: Headquarters, tmp_path: Path
) -> None:
    here, there = (scan_desk(tmp_path / str(seed), seed, found=seed == 1) for seed in (1, 2))
    for each in (here, there):
        each.join(centre)
    told, data = register(here.desk, audience="oversight"), page(120_000)
    held = here.desk.again(identity=here.desk.identity)
    attach_scan(held, here.store, told.id, data)
    here.traffic.look()
    assert here.sync().state == "ok"
    there.sync()
    (name,) = files_of(centre)
    assert scan_standings(there.desk.book, there.store, told.id) == ()
    (document,) = held.queries.request(told.id).documents  # type: ignore[union-attr]
    kept = (tmp_path / "central.db").read_bytes() + (tmp_path / "central.db-wal").read_bytes()
    assert document.facts["key"].encode() not in kept
    reader = there.desk.again(identity=here.desk.identity)
    assert scan_standings(reader, there.store, told.id) == (ScanStanding(name, False),)
    there.fetch(name)
    assert read_scan(reader, there.store, told.id, name) == data
    # The file's own key opens what is sealed inside, and no more.
    assert b"age-encryption.org" in there.store.read(name, document.facts["key"])
    for book in (held, reader):
        book.close()
    for each in (here, there):
        each.close()


def test_a_scan_erased_before_it_was_sent_is_never_sent(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk]
) -> None:
    here, _ = desks
    told = register(here.desk)
    here.attach(page(100_000), told)
    erase_personal(here.desk.book, told.id, "دستور دادگاه")
    here.traffic.look()
    assert here.sync().state == "ok"
    assert files_of(centre) == {}


def test_the_same_paper_comes_again_with_another_request_after_it_was_erased(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk]
) -> None:
    here, there = desks
    told, data = register(here.desk), page(100_000)
    name = here.attach(data, told)
    here.sync()
    erase_personal(here.desk.book, told.id, "دستور دادگاه")
    here.sync()
    tidy(centre)
    assert files_of(centre) == {}
    again = register(here.desk)
    assert here.attach(data, again) == name
    here.sync()
    assert set(files_of(centre)) == {name, preview_name(name)}
    there.sync()
    there.fetch(name)
    assert read_scan(there.desk.book, there.store, again.id, name) == data


def test_a_desk_of_another_office_finds_nothing(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk], tmp_path: Path
) -> None:
    name = desks[0].attach(page(100_000))
    desks[0].sync()
    centre.database.write(lambda c: add_office(c, "x99", "دفتر دیگر", 8))
    stranger = scan_desk(tmp_path / "stranger", 7)
    stranger.join(centre, "x99")
    for each in (name, "0" * 40):
        assert stranger.fetch(each).state == "ok"
        assert stranger.views[-1].absent[each] == "scan.not_at_centre"
    stranger.close()


def test_a_restored_centre_is_given_every_scan_again(tmp_path: Path) -> None:
    def centre_on(port: int) -> Headquarters:
        found = Headquarters(lite_url(tmp_path), port=port, scans=tmp_path / "held")
        found.start()
        return found

    centre, here = centre_on(0), scan_desk(tmp_path / "1", 1)
    here.join(centre)
    here.sync()
    centre.close()
    shutil.copy(tmp_path / "central.db", tmp_path / "backup.db")
    centre = centre_on(centre.port)
    name = here.attach(page(100_000))
    here.sync()
    centre.close()
    shutil.copy(tmp_path / "backup.db", tmp_path / "central.db")
    shutil.rmtree(tmp_path / "held")
    centre = centre_on(centre.port)
    assert here.sync().state == "ok"
    assert name in files_of(centre)
    centre.close()
    here.close()


@pytest.mark.parametrize("seconds", [10.0, 0.001])
def test_on_a_thin_line_all_previews_go_before_the_scans(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk], seconds: float
) -> None:
    here, _ = desks
    names = [here.attach(page(100_000, seed)) for seed in (1, 2, 3)]
    rate = LineRate()
    rate.went(20_000, seconds)
    order: list[ScanFile] = []

    class Watched(DeskScanShelf):
        def describe(self, file: ScanFile) -> Described | None:
            order.append(file)
            return super().describe(file)

    shelf = Watched(here.desk.book, here.store, small_picture)
    traffic = ScanTraffic(shelf, rate=rate)
    one_round(here.desk.line, here.desk.clock, here.desk.entropy, scans=traffic)
    assert {file.name for file in order} == {*names, *map(preview_name, names)}
    first = [file.preview for file in order[:3]]
    assert first == ([True, True, True] if seconds > 1 else [True, False, True])


class Stubborn(HttpLine):
    """A line whose centre refuses every piece with one code."""

    code = ""
    asked = 0

    async def put_piece(self, token: str, name: str, piece: Piece) -> BlobHeld:
        """No."""
        type(self).asked += 1
        raise Problem(self.code)


@pytest.mark.parametrize(
    ("code", "asked"),
    [("quota", 1), ("not_found", 1), ("busy", 1), ("blob_differs", 4), ("too_large", 4)],
)
def test_a_centre_that_takes_no_scan_is_told_and_events_go_on(
    centre: Headquarters, desks: tuple[ScanDesk, ScanDesk], code: str, asked: int
) -> None:
    here, there = desks
    for seed in (1, 2):
        here.attach(page(100_000, seed))

    class Line(Stubborn):
        pass

    Line.code = code

    @asynccontextmanager
    async def connect(enrolment: Enrolment) -> AsyncIterator[LineProtocol]:
        async with Line(enrolment.central, enrolment.fingerprint) as line:
            yield line

    found = one_round(
        here.desk.line, here.desk.clock, here.desk.entropy, connect=connect, scans=here.traffic
    )
    assert (found.state, found.unsent) == ("ok", 0)
    assert Line.asked == asked
    assert here.views[-1].code == f"line.{code}"
    there.sync()
    assert files_of(centre) == {}
