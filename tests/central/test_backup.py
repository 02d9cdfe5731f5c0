"""Backups of the centre: whole, from either database into either, and nothing given twice after."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.folder import Folder
from central.safekeeping import make_backup, restore_backup
from central.store.after_restore import SKIPPED_LANES
from central.store.blobs import whole_files
from central.store.database import setting
from central.store.offices import add_office, all_offices
from central.tls import own_certificates
from desk_app.records.errors import DataDamaged, Refused, UserMistake
from desk_app.sync.enrol import Candidate, join_alone
from desk_app.sync.rounds import one_round
from tests.central.conftest import CommandLine
from tests.central.test_command_line import enrolled, serving
from tests.centres import Headquarters, lite_url, new_database, postgres
from tests.sync.memory_book import MemoryBook, all_agree


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def centre(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Headquarters]:
    """A centre with a desk that synced fifty requests."""
    lite = request.param == "sqlite"
    (tmp_path / "first").mkdir()
    url = lite_url(tmp_path / "first") if lite else new_database(request.getfixturevalue("server"))
    found = Headquarters(url)
    found.start()
    yield found
    found.close()


@pytest.fixture
def desk(centre: Headquarters) -> MemoryBook:
    book = MemoryBook(1)
    centre.enrol(book)
    book.register(50)
    assert one_round(book, book.clock, book.entropy).pushed == 50
    return book


def backed_up(centre: Headquarters, where: Path) -> Path:
    kept = make_backup(Folder(where / "first"), centre.database, where / "kept", centre.clock.ms)
    assert (kept.logs, kept.events, kept.problems) == (1, 50, [])
    return kept.file


def test_a_backup_brings_everything_back_and_desks_send_what_is_missing(
    centre: Headquarters, desk: MemoryBook, tmp_path: Path
) -> None:
    file = backed_up(centre, tmp_path)
    desk.register(7)
    assert one_round(desk, desk.clock, desk.entropy).pushed == 7
    port = centre.port
    centre.close()
    restore_backup(Folder(tmp_path / "second"), file)
    again = Headquarters(lite_url(tmp_path / "second"), port=port)
    assert again.counts().requests == 50
    again.start()
    found = one_round(desk, desk.clock, desk.entropy)
    assert (found.state, found.unsent) == ("ok", 0)
    assert again.counts().requests == 57
    reader = MemoryBook(2, lane=421_508)
    again.enrol(reader)
    one_round(reader, reader.clock, reader.entropy)
    assert all_agree([desk, reader])
    assert again.verify().problems == []
    again.close()


def test_a_backup_goes_into_postgresql(
    centre: Headquarters, desk: MemoryBook, tmp_path: Path, server: str
) -> None:
    file = backed_up(centre, tmp_path)
    url = new_database(server)
    folder = Folder(tmp_path / "second")
    restore_backup(folder, file, url)
    again = Headquarters(url)
    assert again.counts() == centre.counts()
    assert again.verify().problems == []
    added = again.database.write(lambda c: add_office(c, "k13", "دفتر دیگر", 8))
    assert added.office > 1
    again.close()
    remembered = folder.open_database()
    assert remembered.dialect == "postgresql"
    remembered.close()
    with pytest.raises(UserMistake):
        restore_backup(Folder(tmp_path / "third"), file, url)


def test_after_a_restore_nothing_is_given_twice(
    centre: Headquarters, desk: MemoryBook, tmp_path: Path
) -> None:
    before = centre.database.read(lambda c: int(setting(c, "next_lane")))
    epochs = {office.epoch for office in centre.database.read(all_offices)}
    code = centre.code()
    file = backed_up(centre, tmp_path)
    assert restore_backup(Folder(tmp_path / "second"), file) == before + SKIPPED_LANES
    again = Headquarters(lite_url(tmp_path / "second"))
    again.start()
    assert not epochs & {office.epoch for office in again.database.read(all_offices)}
    stranger = MemoryBook(3, lane=421_509)
    with pytest.raises(Refused, match=r"line\.bad_code"):
        join_alone(stranger, Candidate(again.address, code), stranger.clock, stranger.entropy)
    fresh = again.enrol(stranger)
    assert min(fresh.spare_lanes) >= before + SKIPPED_LANES
    again.close()


def test_scans_and_certificates_come_along(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "first")
    certificates = own_certificates(folder.certificates)
    name = "0" * 40
    scan = folder.scans / "1" / name[:2] / name
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"scan")
    assert list(whole_files(folder.scans)), "the name is one of a scan"
    database = folder.open_database()
    kept = make_backup(folder, database, tmp_path / "kept", 1)
    assert kept.scans == 1
    assert make_backup(folder, database, tmp_path / "kept", 2_000).scans == 0
    database.close()
    other = Folder(tmp_path / "second")
    restore_backup(other, kept.file)
    assert own_certificates(other.certificates).fingerprint == certificates.fingerprint
    assert (other.scans / "1" / name[:2] / name).read_bytes() == b"scan"
    assert kept.file.stat().st_mode & 0o077 == 0


def test_a_restore_never_overwrites_a_centre(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "first")
    database = folder.open_database()
    kept = make_backup(folder, database, tmp_path / "kept", 1)
    database.close()
    for taken in (folder, Folder(tmp_path / "named")):
        if taken is not folder:
            taken.open_database(lite_url(tmp_path)).close()
        with pytest.raises(UserMistake) as caught:
            restore_backup(taken, kept.file)
        assert caught.value.code == "central.in_use"
    with pytest.raises(UserMistake):
        restore_backup(Folder(tmp_path / "third"), kept.file, lite_url(tmp_path))


def packed(path: Path, name: str, content: bytes) -> Path:
    inside = path.with_suffix(".inside")
    inside.write_bytes(content)
    with tarfile.open(path, "w:gz") as pack:
        pack.add(inside, name)
    return path


@pytest.mark.parametrize("kind", ["text", "empty", "foreign", "outside", "garbage", "cut"])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "x.mizban-central"
    if kind == "text":
        file.write_bytes(b"no backup")
    elif kind == "empty":
        tarfile.open(file, "w:gz").close()
    elif kind == "foreign":
        packed(file, "passwd", b"x")
    elif kind == "outside":
        packed(file, "../central.db", b"x")
    elif kind == "garbage":
        packed(file, "central.db", b"no database" * 1000)
    else:
        folder = Folder(tmp_path / "first")
        database = folder.open_database()
        whole = make_backup(folder, database, tmp_path / "kept", 1).file.read_bytes()
        database.close()
        file.write_bytes(whole[: len(whole) // 2])
    target = Folder(tmp_path / "second")
    with pytest.raises(DataDamaged):
        restore_backup(target, file)
    assert not target.holds_database()
    assert not (tmp_path / "central.db").exists()


def test_backup_and_restore_by_command_while_the_centre_serves(
    central: CommandLine, tmp_path: Path
) -> None:
    central("office", "add", "--code", "k12", "--name", "فرمانداری")
    with serving(central) as (_, address):
        book = enrolled(central, address, requests=20)
        one_round(book, book.clock, book.entropy)
        made = central("backup", str(tmp_path / "kept"))
    assert made.status == 0
    assert (made.json["ok"], made.json["events"], made.json["problems"]) == (True, 20, [])
    taken = central("restore", made.json["file"])
    assert (taken.status, taken.out) == (1, "")
    assert "empty" in taken.err
    other = CommandLine(tmp_path / "other")
    assert other("restore", made.json["file"]).json["next_lane"] > SKIPPED_LANES
    assert other("status").json["events"] == 20
    assert other("verify").status == 0
