"""Copies, spoiled sheets, lost receipts, blanks and scans."""

from pathlib import Path

import pyrage
import pytest

from db.blobs import ScanStore
from desk_app.records.codes import check_code
from desk_app.records.errors import MachineFault, NotAllowed, UserMistake
from desk_app.records.sealed import seal_file
from desk_app.services.enclosing import LARGEST_SCAN
from desk_app.services.papers import (
    attach_scan,
    read_scan,
    record_by_hand,
    record_printed,
    reserve_codes,
)
from tests.db.desks import Desk
from tests.services.conftest import As
from tests.services.told import last, mistakes, shown, took


def test_copies_count_from_one_for_each_document(desk: Desk) -> None:
    taken = took(desk.book)
    assert not shown(desk.book, taken.request_id).hit.printed
    assert [record_printed(desk.book, taken.request_id, "receipt", "a6") for _ in "abc"] == [
        1,
        2,
        3,
    ]
    assert record_printed(desk.book, taken.request_id, "request_sheet", "a4") == 1
    view = shown(desk.book, taken.request_id)
    assert (view.copies, view.hit.printed) == (3, True)


def test_a_spoiled_sheet_keeps_its_number(desk: Desk) -> None:
    taken = took(desk.book)

    def out(*, spoiled: bool = False) -> int:
        return record_printed(desk.book, taken.request_id, "receipt", "a6", spoiled=spoiled)

    assert (out(spoiled=True), shown(desk.book, taken.request_id).copies) == (1, 0)
    assert (out(), out()) == (1, 2)
    assert (out(spoiled=True), shown(desk.book, taken.request_id).copies) == (2, 1)
    assert (out(), shown(desk.book, taken.request_id).copies) == (2, 2)


def test_a_receipt_copied_by_hand_counts_as_given_and_says_so(desk: Desk, signed_in: As) -> None:
    taken = took(desk.book)
    assert record_by_hand(desk.book, taken.request_id) == 1
    view = shown(desk.book, taken.request_id)
    assert (view.copies, view.hit.printed) == (1, True)
    assert last(desk.book, taken.request_id).facts["by_hand"] is True
    assert record_printed(desk.book, taken.request_id, "receipt", "a6") == 2
    with pytest.raises(NotAllowed):
        record_by_hand(signed_in("centre"), taken.request_id)


def test_only_papers_of_a_request_are_counted(desk: Desk) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        record_printed(desk.book, taken.request_id, "poster", "a4")
    assert mistakes(wrong) == {("document", "document.unknown")}


def test_blanks_are_numbered_without_gaps_and_differ(desk: Desk) -> None:
    blanks = reserve_codes(desk.book, 50)
    assert all(check_code(blank.tracking_code) for blank in blanks)
    assert len({blank.tracking_code for blank in blanks}) == 50
    assert len({blank.follow_up for blank in blanks}) > 40
    assert took(desk.book).tracking_code[6:12] == "000051"


@pytest.mark.parametrize("count", [0, 2_001])
def test_a_book_of_blanks_has_a_size(desk: Desk, count: int) -> None:
    with pytest.raises(UserMistake) as wrong:
        reserve_codes(desk.book, count)
    assert mistakes(wrong) == {("count", "reserve.count")}


def test_the_largest_book_of_blanks_fits_one_entry(desk: Desk) -> None:
    assert len(reserve_codes(desk.book, 2_000)) == 2_000


@pytest.fixture
def scans(tmp_path: Path) -> ScanStore:
    return ScanStore(tmp_path / "scans", bytes(32))


@pytest.mark.parametrize(
    ("start", "media"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n", "image/png"),
        (b"II*\x00", "image/tiff"),
        (b"MM\x00*", "image/tiff"),
    ],
)
def test_a_scan_is_known_by_its_beginning(
    desk: Desk, scans: ScanStore, start: bytes, media: str
) -> None:
    taken = took(desk.book)
    data = start + bytes(100)
    attach_scan(desk.book, scans, taken.request_id, data, "کارت ملی", "اصل کارت")
    (document,) = shown(desk.book, taken.request_id).documents
    assert document.facts["title"] == "کارت ملی"
    assert (document.facts["media"], document.facts["size"]) == (media, len(data))
    assert document.facts["paper"] == "اصل کارت"
    assert scans.read(document.facts["blob"]) == data


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "scan.empty"),
        (b"MZ\x90", "scan.kind"),
        (b"%PDF" + bytes(LARGEST_SCAN), "scan.too_large"),
    ],
)
def test_what_is_no_scan_is_refused(
    desk: Desk, scans: ScanStore, tmp_path: Path, data: bytes, code: str
) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        attach_scan(desk.book, scans, taken.request_id, data)
    assert mistakes(wrong) == {("file", code)}
    assert not (tmp_path / "scans").exists()


def test_no_file_is_kept_that_no_record_will_name(
    desk: Desk, signed_in: As, scans: ScanStore, tmp_path: Path
) -> None:
    with pytest.raises(UserMistake, match="not_here"):
        attach_scan(desk.book, scans, "nowhere", b"%PDF")
    taken = took(desk.book)
    with pytest.raises(NotAllowed):
        attach_scan(signed_in("centre"), scans, taken.request_id, b"%PDF")
    assert not (tmp_path / "scans").exists()


def test_a_scan_without_a_title_is_kept(desk: Desk, scans: ScanStore) -> None:
    taken = took(desk.book)
    attach_scan(desk.book, scans, taken.request_id, b"%PDF")
    assert "title" not in last(desk.book, taken.request_id).facts


def test_the_scan_of_a_sealed_request_opens_for_its_audience_alone(
    desk: Desk, scans: ScanStore
) -> None:
    taken = took(desk.book, kind="wrongdoing")
    data = b"%PDF " + bytes(100)
    attach_scan(desk.book, scans, taken.request_id, data)
    (document,) = shown(desk.book, taken.request_id).documents
    kept = scans.read(document.facts["blob"])
    assert data not in kept
    assert pyrage.decrypt(kept, [pyrage.x25519.Identity.from_str(desk.identity)]) == data
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(kept, [pyrage.x25519.Identity.generate()])
    assert document.facts["size"] == len(data)
    assert read_scan(desk.book, scans, taken.request_id, document.facts["blob"]) == data


def test_a_sealed_scan_stays_shut_for_who_holds_no_key(desk: Desk, scans: ScanStore) -> None:
    other = desk.again(identity=str(pyrage.x25519.Identity.generate()))
    sealed = seal_file(b"%PDF", [str(pyrage.x25519.Identity.generate().to_public())])
    for book in (desk.book, other, desk.again()):
        with pytest.raises(MachineFault, match="sealed"):
            book.queries.unsealed(sealed)


def test_looking_at_a_scan_leaves_a_trace(desk: Desk, scans: ScanStore) -> None:
    taken = took(desk.book)
    attach_scan(desk.book, scans, taken.request_id, b"%PDF-1.7")
    (document,) = shown(desk.book, taken.request_id).documents
    before = desk.book.queries.counts().events
    assert read_scan(desk.book, scans, taken.request_id, document.facts["blob"]) == b"%PDF-1.7"
    assert desk.book.queries.counts().events == before + 1


def test_no_scan_of_another_request_is_given_out(desk: Desk, scans: ScanStore) -> None:
    one, two = took(desk.book), took(desk.book, "برق")
    attach_scan(desk.book, scans, one.request_id, b"%PDF-1.7")
    (document,) = shown(desk.book, one.request_id).documents
    with pytest.raises(UserMistake) as wrong:
        read_scan(desk.book, scans, two.request_id, document.facts["blob"])
    assert mistakes(wrong) == {("file", "scan.not_here")}
    with pytest.raises(UserMistake) as wrong:
        read_scan(desk.book, scans, "nowhere", document.facts["blob"])
    assert mistakes(wrong) == {("code", "request.not_here")}
