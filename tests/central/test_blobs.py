"""Scans at the centre: hostile names, sizes and ranges, shares, erasure, other offices."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import msgspec
import pytest
from sqlalchemy import update

from central.blobs import Blobs
from central.store.blob_rows import erase_scans, note_scans
from central.store.blob_tables import blob
from central.store.blobs import BlobFiles, copy_blobs, whole_files
from central.store.offices import add_office
from desk_app.protocol.blobs import MAX_BLOB, PIECE, Piece, write_digest
from desk_app.protocol.problems import Problem
from desk_app.records.event import Event, Subject
from desk_app.records.scan_names import preview_name
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Speaker

NAME = "0123456789abcdef0123456789abcdef01234567"
DATA = bytes(range(256)) * 600
OFFICE = 1


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Headquarters]:
    found = Headquarters(lite_url(tmp_path), scans=tmp_path / "scans")
    found.start()
    yield found
    found.close()


class Hand:
    """One desk's session on the raw line."""

    def __init__(self, centre: Headquarters, seed: int = 1, office: str = "k12") -> None:
        book = MemoryBook(seed, lane=421_500 + seed)
        centre.enrol(book, office)
        with Speaker(centre.address, book) as speaker:
            speaker.log_in()
            self.token = speaker.token
        self.client = httpx.Client(base_url=centre.address, trust_env=False, timeout=30)

    def ask(
        self, method: str, name: str = NAME, content: bytes | None = None, **headers: str
    ) -> httpx.Response:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        named.setdefault("authorization", f"Bearer {self.token}")
        return self.client.request(method, f"/v1/blobs/{name}", headers=named, content=content)

    def put(
        self, at: int, data: bytes, name: str = NAME, whole: bytes = DATA, size: int | None = None
    ) -> httpx.Response:
        size = len(whole) if size is None else size
        return self.ask(
            "PUT",
            name,
            data,
            content_type="application/octet-stream",
            content_range=f"bytes {at}-{at + len(data) - 1}/{size}",
            repr_digest=write_digest(sha256(whole).digest()),
        )

    def put_all(self, whole: bytes = DATA, name: str = NAME) -> None:
        for at in range(0, len(whole), PIECE):
            assert self.put(at, whole[at : at + PIECE], name, whole).status_code == 200


@pytest.fixture
def hand(centre: Headquarters) -> Iterator[Hand]:
    found = Hand(centre)
    yield found
    found.client.close()


def code_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    members = msgspec.json.decode(answer.content)
    assert members["status"] == answer.status_code
    return str(members["code"])


def test_a_file_goes_up_in_pieces_and_comes_down_whole(hand: Hand) -> None:
    assert hand.ask("HEAD").status_code == 404
    first = hand.put(0, DATA[:PIECE])
    assert msgspec.json.decode(first.content) == {"held": PIECE}
    held = hand.ask("HEAD")
    assert (held.headers["upload-offset"], held.headers["upload-complete"]) == (str(PIECE), "?0")
    assert code_of(hand.ask("GET", range="bytes=0-")) == "not_found"
    hand.put(PIECE, DATA[PIECE : 2 * PIECE])
    last = hand.put(2 * PIECE, DATA[2 * PIECE :])
    assert msgspec.json.decode(last.content) == {"held": len(DATA), "whole": True}
    held = hand.ask("HEAD")
    assert held.headers["upload-complete"] == "?1"
    assert held.headers["upload-length"] == str(len(DATA))
    found = b""
    while len(found) < len(DATA):
        part = hand.ask("GET", range=f"bytes={len(found)}-")
        assert part.status_code == 206
        assert part.headers["content-range"].startswith(f"bytes {len(found)}-")
        assert 0 < len(part.content) <= PIECE
        found += part.content
    assert found == DATA
    assert hand.ask("GET", range="bytes=10-19").content == DATA[10:20]


HOSTILE = (
    "..%2f..%2fcentral.db", "%2e%2e", "..", "A" * 40, "0" * 39, "0" * 41, "x" * 40,
    NAME + ".part", NAME + "%00", NAME + "%0a", "٠" * 40, "%2Fetc%2Fpasswd", "con", " " * 40,
)  # fmt: skip


def test_a_hostile_name_is_not_found_and_touches_nothing(centre: Headquarters, hand: Hand) -> None:
    for name in HOSTILE:
        found = [hand.ask(method, name, range="bytes=0-") for method in ("HEAD", "GET")]
        found.append(hand.put(0, b"data", name, b"data"))
        assert {answer.status_code for answer in found} == {404}, name
    assert centre.scans is not None
    assert not centre.scans.exists()


WRONG_PLACES = {
    "": "bad_range",
    "bytes */100": "bad_range",
    "bytes 0-3/3": "bad_range",
    "bytes 3-1/10": "bad_range",
    "bytes -1-2/10": "bad_range",
    "bytes 0-9/10": "bad_range",
    "bytes 0-1/10": "bad_range",
    "bytes 0-3/99999999999999999999": "bad_range",
    f"bytes 0-3/{MAX_BLOB + 1}": "too_large",
    "bytes 4-7/8": "blob_offset",
    "octets 0-3/4": "bad_range",
}


def test_a_piece_that_says_something_wrong_of_itself_is_refused(
    centre: Headquarters, hand: Hand
) -> None:
    def answer(told: str, digest: str) -> str:
        return code_of(
            hand.ask(
                "PUT", content=b"data", content_type="application/octet-stream",
                content_range=told, repr_digest=digest,
            )
        )  # fmt: skip

    right = write_digest(sha256(b"data").digest())
    assert {told: answer(told, right) for told in WRONG_PLACES} == WRONG_PLACES
    for wrong in ("", "md5=:AAAA:", "sha-256=:short=:", "sha-256=AAAA"):
        assert answer("bytes 0-3/4", wrong) == "bad_digest"
    assert centre.scans is not None
    assert not any(path.is_file() for path in centre.scans.rglob("*"))


def test_a_piece_larger_than_a_piece_is_refused(hand: Hand) -> None:
    assert code_of(hand.put(0, DATA[: PIECE + 1])) == "too_large"
    wrong = hand.ask("PUT", content=b"data", content_type="text/plain")
    assert code_of(wrong) == "bad_media"


def test_a_range_that_is_none_is_refused(hand: Hand) -> None:
    hand.put_all()
    for told in ("", "bytes=5-2", "bytes=-5", "bytes=0-1,3-4", "items=0-"):
        assert code_of(hand.ask("GET", range=told)) == "bad_range"


def test_what_begins_behind_the_end_is_refused_with_the_size(hand: Hand) -> None:
    hand.put_all()
    answer = hand.ask("GET", range=f"bytes={len(DATA)}-")
    assert (answer.status_code, code_of(answer)) == (416, "bad_range")
    assert msgspec.json.decode(answer.content)["size"] == len(DATA)


def test_another_office_hears_the_same_as_of_what_does_not_exist(
    centre: Headquarters, hand: Hand
) -> None:
    hand.put_all()
    centre.database.write(lambda c: add_office(c, "x99", "دفتر دیگر", 8))
    other = Hand(centre, 2, "x99")
    unknown = NAME[::-1]
    for method in ("HEAD", "GET"):
        foreign, none = (other.ask(method, name, range="bytes=0-") for name in (NAME, unknown))
        assert (foreign.status_code, foreign.content) == (none.status_code, none.content)
        assert foreign.status_code == 404
    # Its own file under that name is another file.
    other.put_all(b"of the other office")
    assert hand.ask("GET", range="bytes=0-9").content == DATA[:10]
    other.client.close()


def test_without_a_session_nothing_is_told(hand: Hand) -> None:
    hand.put_all()
    for method in ("HEAD", "GET", "PUT"):
        answer = hand.ask(method, authorization="Bearer none", range="bytes=0-",
                          content_type="application/octet-stream")  # fmt: skip
        assert answer.status_code == (401 if method != "PUT" else 416)
    assert hand.put(0, b"x").status_code == 200


def test_a_whole_file_is_never_replaced(hand: Hand) -> None:
    hand.put_all()
    assert code_of(hand.put(0, b"other", whole=b"other")) == "blob_differs"
    again = hand.put(0, DATA[:PIECE])
    assert msgspec.json.decode(again.content) == {"held": len(DATA), "whole": True}


def test_what_is_damaged_or_begun_otherwise_is_not_kept(hand: Hand) -> None:
    hand.put(0, b"begun by somebody", whole=b"begun by somebody else")
    assert code_of(hand.put(0, b"damaged", whole=b"as sent")) == "bad_digest"
    assert hand.ask("HEAD").status_code == 404
    hand.put_all(b"as sent")
    assert hand.ask("GET", range="bytes=0-").content == b"as sent"


@pytest.fixture
def blobs(centre: Headquarters, hand: Hand, tmp_path: Path) -> Blobs:
    return Blobs(centre.database, tmp_path / "scans", centre.clock.now_ms, office_bytes=200_000)


def piece_of(whole: bytes, at: int = 0) -> Piece:
    return Piece(at, whole[at : at + PIECE], len(whole), sha256(whole).digest())


def refusal(blobs: Blobs, hand: Hand, name: str, piece: Piece) -> str:
    with pytest.raises(Problem) as refused:
        blobs.put(hand.token, name, piece)
    return refused.value.code


def test_an_office_keeps_no_more_than_its_share(blobs: Blobs, hand: Hand) -> None:
    blobs.put(hand.token, NAME, piece_of(DATA))
    other = NAME[::-1]
    assert refusal(blobs, hand, other, piece_of(DATA)) == "quota"
    assert blobs.held(hand.token, other) is None
    # What is begun otherwise takes the place of what was counted.
    assert blobs.put(hand.token, NAME, piece_of(b"small")).whole
    blobs.put(hand.token, other, piece_of(DATA))


def test_a_centre_that_died_at_the_end_of_a_file_takes_the_end_up(
    centre: Headquarters, blobs: Blobs, hand: Hand, tmp_path: Path
) -> None:
    for lost in ("note of the end", "last name", "file"):
        name, data = sha256(lost.encode()).hexdigest()[:40], b"all of it: " + lost.encode()
        path = tmp_path / "scans" / str(OFFICE) / name[:2] / name
        blobs.put(hand.token, name, piece_of(data))
        if lost == "note of the end":
            centre.database.write(lambda c: c.execute(update(blob).values(whole_at=0)))
        elif lost == "last name":
            path.rename(path.with_name(name + ".part"))
        else:
            path.unlink()
            assert blobs.held(hand.token, name) is None
            assert blobs.put(hand.token, name, piece_of(data)).whole
        held = blobs.held(hand.token, name)
        assert held is not None
        assert (held.held, held.whole) == (len(data), True)
        assert blobs.get(hand.token, name, 0).data == data


def test_a_disk_that_takes_nothing_is_told_as_busy(centre: Headquarters, hand: Hand) -> None:
    assert centre.scans is not None
    centre.scans.write_bytes(b"a file stands where the folder should be")
    answer = hand.put(0, DATA[:PIECE])
    assert code_of(answer) == "busy"
    assert int(answer.headers["retry-after"]) > 0


def documented(subject: str, name: str = NAME) -> Event:
    return Event(
        id=subject, hlc=1, actor="a", role="officer", office="k12", v=1,
        subject=Subject("request", subject), type="Documented", body={"blob": name},
    )  # fmt: skip


def test_what_is_erased_is_gone_and_does_not_come_back(
    centre: Headquarters, blobs: Blobs, hand: Hand
) -> None:
    hand.put_all()
    hand.put(0, DATA[:PIECE], preview_name(NAME))
    centre.database.write(lambda c: erase_scans(c, OFFICE, "r1", ["hash", NAME]))
    assert hand.ask("HEAD").status_code == 404
    assert hand.ask("GET", range="bytes=0-").status_code == 404
    blobs.tidy()
    assert centre.scans is not None
    assert not any(path.is_file() for path in centre.scans.rglob("*"))
    for name in (NAME, preview_name(NAME)):
        assert code_of(hand.put(0, DATA[:PIECE], name)) == "blob_erased"
    assert not any(path.is_file() for path in centre.scans.rglob("*"))


def test_a_scan_of_two_requests_is_erased_with_the_second(centre: Headquarters, hand: Hand) -> None:
    def erase(subject: str) -> None:
        centre.database.write(lambda c: erase_scans(c, OFFICE, subject, [NAME]))

    hand.put_all()
    both = [documented("r1"), documented("r2"), documented("r2"), documented("r3", "../x")]
    centre.database.write(lambda c: note_scans(c, OFFICE, both))
    erase("r1")
    assert hand.ask("HEAD").status_code == 200
    erase("r2")
    assert hand.ask("HEAD").status_code == 404
    # The same paper comes once more, with another request.
    centre.database.write(lambda c: note_scans(c, OFFICE, [documented("r4")]))
    hand.put_all()
    assert hand.ask("HEAD").headers["upload-complete"] == "?1"


def test_an_erasure_in_the_middle_of_a_file_leaves_nothing(
    centre: Headquarters, blobs: Blobs, hand: Hand
) -> None:
    hand.put(0, DATA[:PIECE])
    centre.database.write(lambda c: erase_scans(c, OFFICE, "r1", [NAME]))
    assert refusal(blobs, hand, NAME, piece_of(DATA, PIECE)) == "blob_erased"
    blobs.tidy()
    assert centre.scans is not None
    assert not any(path.is_file() for path in centre.scans.rglob("*"))


def test_a_backup_takes_whole_files_along_and_each_once(
    centre: Headquarters, hand: Hand, tmp_path: Path
) -> None:
    hand.put_all()
    hand.put(0, DATA[:PIECE], NAME[::-1])
    assert centre.scans is not None
    assert [path.name for path in whole_files(centre.scans)] == [NAME]
    target = tmp_path / "backup"
    assert copy_blobs(centre.scans, target) == 1
    assert copy_blobs(centre.scans, target) == 0
    (copied,) = whole_files(target)
    assert (target / copied).read_bytes() == DATA


def test_a_piece_that_begins_elsewhere_changes_nothing_on_the_disk(tmp_path: Path) -> None:
    files = BlobFiles(tmp_path)
    assert files.append(OFFICE, NAME, 0, b"begun") == 5
    with pytest.raises(ValueError, match="elsewhere"):
        files.append(OFFICE, NAME, 9, b"far")
    assert files.held(OFFICE, NAME) == (5, False)
    with pytest.raises(ValueError, match="no name"):
        files.held(OFFICE, "../x")
