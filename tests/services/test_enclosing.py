"""Scans that come with a request are kept in the stroke that records it."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.blobs import ScanStore
from desk_app.records.errors import MachineFault, UserMistake
from desk_app.records.sealed import unseal_file
from desk_app.services.enclosing import Enclosure, keep_in
from desk_app.services.visits import RecordVisit, record_visit
from tests.db.desks import Desk
from tests.services.told import asked, mistakes, shown

CARD = Enclosure(b"%PDF card", "کارت ملی", "اصل کارت ملی")
PHOTO = Enclosure(b"\xff\xd8\xff photo")


@pytest.fixture
def scans(tmp_path: Path) -> ScanStore:
    return ScanStore(tmp_path / "scans", bytes(32))


def test_scans_come_with_the_request(desk: Desk, scans: ScanStore) -> None:
    matter = replace(asked("آب"), enclosed=(CARD, PHOTO))
    recorded = record_visit(desk.book, RecordVisit(desk.clock.at, "taken", (matter,)), scans)
    card, photo = shown(desk.book, recorded.taken[0].request_id).documents
    assert (card.facts["title"], card.facts["paper"]) == ("کارت ملی", "اصل کارت ملی")
    assert card.facts["media"] == "application/pdf"
    assert scans.read(card.facts["blob"]) == CARD.data
    assert scans.read(photo.facts["blob"]) == PHOTO.data


def test_nothing_is_kept_of_a_request_that_is_refused(desk: Desk, scans: ScanStore) -> None:
    wrong = replace(asked(kind=""), enclosed=(CARD,))
    with pytest.raises(UserMistake):
        record_visit(desk.book, RecordVisit(desk.clock.at, "taken", (wrong,)), scans)
    strange = replace(asked("آب"), enclosed=(CARD, Enclosure(b"MZ")))
    with pytest.raises(UserMistake) as refused:
        record_visit(desk.book, RecordVisit(desk.clock.at, "taken", (strange,)), scans)
    assert mistakes(refused) == {("file", "scan.kind")}
    assert scans.names() == []
    assert desk.book.queries.counts().requests == 0


def test_the_scan_of_a_sealed_request_opens_to_its_audience_alone(
    desk: Desk, scans: ScanStore
) -> None:
    secret = replace(asked("رفتار", kind="complaint", about_office=True), enclosed=(CARD,))
    record_visit(desk.book, RecordVisit(desk.clock.at, "taken", (secret,)), scans)
    (name,) = scans.names()
    kept = scans.read(name)
    assert CARD.data not in kept
    assert unseal_file(kept, desk.identity) == CARD.data


def test_nothing_is_kept_for_an_audience_without_a_key(desk: Desk, scans: ScanStore) -> None:
    with pytest.raises(MachineFault, match=r"audience\.no_key"):
        keep_in(desk.book, scans)(CARD.data, "nobody")
    assert scans.names() == []
