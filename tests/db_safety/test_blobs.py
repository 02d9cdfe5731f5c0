"""Scans on disk."""

import os
from pathlib import Path

import pytest

from db.blobs import PREVIEWS, ScanStore, copy_scans
from desk_app.records.errors import MachineFault

KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path: Path) -> ScanStore:
    return ScanStore(tmp_path / "scans", KEY)


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_a_scan_is_read_as_it_was_kept(store: ScanStore, size: int) -> None:
    data = os.urandom(size)
    assert store.read(store.keep(data)) == data


def test_the_same_scan_is_kept_once_and_its_name_needs_the_key(
    store: ScanStore, tmp_path: Path
) -> None:
    assert store.keep(b"a page") == store.keep(b"a page")
    assert len(store.names()) == 1
    other = ScanStore(tmp_path / "other", bytes(32))
    assert other.keep(b"a page") not in store.names()


def test_nothing_of_a_scan_is_readable_on_the_disk(store: ScanStore, tmp_path: Path) -> None:
    name = store.keep("کد ملی".encode() * 1000)
    assert "کد ملی".encode() not in (tmp_path / "scans" / name).read_bytes()


def test_a_cut_doubled_moved_or_changed_chunk_is_found(store: ScanStore, tmp_path: Path) -> None:
    name = store.keep(os.urandom(3 * 65_536))
    path = tmp_path / "scans" / name
    whole = path.read_bytes()
    step, start = 65_536 + 16, 20
    chunks = [whole[at : at + step] for at in range(start, len(whole), step)]
    for wrong in (
        whole[:-step],
        whole[:-1],
        whole[:start],
        whole + chunks[-1],
        whole[:start] + chunks[1] + chunks[0] + chunks[2],
        whole[:100] + bytes((whole[100] ^ 1,)) + whole[101:],
        b"",
    ):
        path.write_bytes(wrong)
        with pytest.raises(MachineFault) as damaged:
            store.read(name)
        assert damaged.value.code == "scan.damaged"


@pytest.mark.parametrize("name", ["../slots", "", "0" * 40])
def test_only_names_of_scans_are_read(store: ScanStore, name: str) -> None:
    with pytest.raises(MachineFault) as missing:
        store.read(name)
    assert missing.value.code == "scan.missing"


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "scans").write_bytes(b"a file stands where the folder should be")
    with pytest.raises(MachineFault) as refused:
        ScanStore(tmp_path / "scans", KEY).keep(b"page")
    assert refused.value.code == "scan.not_kept"


def test_scans_are_brought_over_once(store: ScanStore, tmp_path: Path) -> None:
    for page in (b"one", b"two"):
        store.keep(page)
    target = tmp_path / "stick" / "scans"
    assert copy_scans(tmp_path / "scans", target) == 2
    assert copy_scans(tmp_path / "scans", target) == 0
    assert ScanStore(target, KEY).names() == store.names()


def test_a_scan_opens_with_its_own_key_at_another_desk(store: ScanStore, tmp_path: Path) -> None:
    data = os.urandom(100_000)
    name = store.keep(data)
    other = ScanStore(tmp_path / "other", bytes(32))
    copy_scans(tmp_path / "scans", tmp_path / "other")
    assert other.read(name, store.key_of(name)) == data
    for wrong in ("", "00" * 32, "0", "z" * 64, store.key_of(store.keep(b"another"))):
        with pytest.raises(MachineFault) as closed:
            other.read(name, wrong)
        assert closed.value.code == "scan.damaged"


def test_a_scan_kept_again_is_the_same_file_under_the_same_key(
    store: ScanStore, tmp_path: Path
) -> None:
    name = store.keep(b"a page")
    key, file = store.key_of(name), (tmp_path / "scans" / name).read_bytes()
    (tmp_path / "scans" / name).unlink()
    assert (store.keep(b"a page"), store.key_of(name)) == (name, key)
    assert (tmp_path / "scans" / name).read_bytes() == file
    assert store.key_of(store.keep(b"another page")) != key


def test_a_preview_opens_with_the_scans_key_alone(store: ScanStore, tmp_path: Path) -> None:
    name = store.keep(b"a page")
    assert store.preview(name) == b""
    file = tmp_path / "scans" / PREVIEWS / store.keep_preview(name, b"small")
    assert store.preview(name) == store.preview(name, store.key_of(name)) == b"small"
    other = ScanStore(tmp_path / "scans", bytes(32))
    assert other.preview(name, store.key_of(name)) == b"small"
    for key in ("", "00" * 32, "no key"):
        assert other.preview(name, key) == b""
    assert store.preview("../slots") == b""
    assert b"small" not in file.read_bytes()
    # Previews are no scans: neither listed nor copied.
    assert store.names() == [name]
    file.write_bytes(b"damaged")
    assert store.preview(name) == b""


def test_the_key_of_a_damaged_or_missing_scan_is_told_as_such(
    store: ScanStore, tmp_path: Path
) -> None:
    name = store.keep(b"a page")
    (tmp_path / "scans" / name).write_bytes(b"damaged")
    for asked, code in ((name, "scan.damaged"), ("0" * 40, "scan.missing")):
        with pytest.raises(MachineFault) as refused:
            store.key_of(asked)
        assert refused.value.code == code
