"""A desk speaks to the centre it pinned, whatever its clock says, and to nobody else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest
import trustme

from central.tls import Certificates, given_certificates, own_certificates
from desk_app.ports.line import Enrolment
from desk_app.protocol.enrol_code import EnrolCode, read_enrol_code, write_enrol_code
from desk_app.protocol.pin import check_address
from desk_app.records.errors import MachineFault, Refused, Unreachable, UserMistake
from desk_app.sync.enrol import Candidate, join_alone, join_new
from desk_app.sync.rounds import one_round
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook


def centre_with(folder: Path, certificates: Certificates) -> Headquarters:
    folder.mkdir(exist_ok=True)
    found = Headquarters(lite_url(folder), certificates=certificates)
    found.start()
    return found


@pytest.fixture
def private(tmp_path: Path) -> Iterator[Headquarters]:
    """A centre under a CA of its own."""
    found = centre_with(tmp_path / "a", own_certificates(tmp_path / "tls"))
    yield found
    found.close()


@pytest.fixture
def desk(private: Headquarters) -> MemoryBook:
    book = MemoryBook(1)
    private.enrol(book)
    return book


def test_a_desk_enrols_and_syncs_over_tls(private: Headquarters, desk: MemoryBook) -> None:
    assert private.address.startswith("https://")
    desk.register(3)
    assert one_round(desk, desk.clock, desk.entropy).pushed == 3


def test_certificates_are_made_once(tmp_path: Path) -> None:
    first = own_certificates(tmp_path / "tls")
    assert own_certificates(tmp_path / "tls") == first
    assert (tmp_path / "tls" / "ca.key").stat().st_mode & 0o077 == 0


def test_a_code_with_another_fingerprint_sends_nothing(private: Headquarters) -> None:
    code = read_enrol_code(private.code())
    swapped = write_enrol_code(EnrolCode(code.code, "ab" * 32))
    book = MemoryBook(1)
    with pytest.raises(Refused, match=r"line\.fingerprint"):
        join_alone(book, Candidate(private.address, swapped), book.clock, book.entropy)
    assert private.counts().devices == 0
    assert book.enrolment() is None


def test_another_centre_at_the_same_address_hears_nothing(
    private: Headquarters, desk: MemoryBook, tmp_path: Path
) -> None:
    port = private.port
    private.stop()
    impostor = Headquarters(
        lite_url(tmp_path), certificates=own_certificates(tmp_path / "other"), port=port
    )
    impostor.start()
    desk.register(1)
    found = one_round(desk, desk.clock, desk.entropy)
    assert (found.state, found.detail, found.unsent) == ("refused", "line.fingerprint", 1)
    impostor.close()


def test_an_impostor_that_shows_the_pinned_certificate_lacks_its_key(
    private: Headquarters, desk: MemoryBook, tmp_path: Path
) -> None:
    port, anchor = private.port, private.certificates
    assert anchor is not None
    private.stop()
    forged = replace(own_certificates(tmp_path / "other"), anchor=anchor.anchor)
    impostor = Headquarters(lite_url(tmp_path), certificates=forged, port=port)
    impostor.start()
    desk.register(1)
    found = one_round(desk, desk.clock, desk.entropy)
    assert (found.state, found.detail, found.unsent) == ("refused", "line.fingerprint", 1)
    impostor.close()


def test_an_operators_certificate_must_name_the_address(tmp_path: Path) -> None:
    authority = trustme.CA()
    for name, passes in (("127.0.0.1", True), ("elsewhere.example", False)):
        folder = tmp_path / name
        folder.mkdir()
        issued = authority.issue_cert(name)
        chain, key = folder / "chain.pem", folder / "key.pem"
        pems = [*issued.cert_chain_pems, authority.cert_pem]
        chain.write_bytes(b"".join(pem.bytes() for pem in pems))
        issued.private_key_pem.write_to_path(str(key))
        centre = centre_with(folder, given_certificates(chain, key))
        candidate = Candidate(centre.address, centre.code())
        book = MemoryBook(1)
        if passes:
            assert join_new(candidate, book.clock, book.entropy).lane
        else:
            with pytest.raises(Refused, match=r"line\.fingerprint"):
                join_new(candidate, book.clock, book.entropy)
        centre.close()


@pytest.mark.parametrize("shifted", [timedelta(days=-9000), timedelta(days=20_000)])
def test_a_desk_whose_clock_is_dead_reaches_its_centre(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shifted: timedelta
) -> None:
    """Validity dates far away are to the desk what a dead clock is."""

    class Elsewhen(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + shifted

    monkeypatch.setattr("central.tls.datetime", Elsewhen)
    monkeypatch.setattr("central.tls._BEFORE", timedelta(0))
    monkeypatch.setattr("central.tls._LEAF_LIFE", timedelta(days=1))
    monkeypatch.setattr("central.tls._CA_LIFE", timedelta(days=1))
    centre = centre_with(tmp_path / "a", own_certificates(tmp_path / "tls"))
    book = MemoryBook(1)
    centre.enrol(book)
    book.register(2)
    assert one_round(book, book.clock, book.entropy).pushed == 2
    centre.close()


def test_files_that_are_no_certificates_are_named(tmp_path: Path) -> None:
    (tmp_path / "x.pem").write_text("nothing")
    for chain in (tmp_path / "x.pem", tmp_path / "missing.pem"):
        with pytest.raises(MachineFault, match=r"central\.certificate"):
            given_certificates(chain, chain)


@pytest.mark.parametrize(
    ("address", "fingerprint", "code"),
    [
        ("http://centre.example.ir", "", "line.needs_tls"),
        ("http://10.0.0.5:8470", "", "line.needs_tls"),
        ("https://centre.example.ir", "", "line.needs_fingerprint"),
        ("https://centre.example.ir", "AB" * 32, "line.needs_fingerprint"),
        ("ftp://centre.example.ir", "", "line.address"),
        ("centre.example.ir:8470", "", "line.address"),
        ("http://[::1", "", "line.address"),
        ("http://127.0.0.1:99999", "", "line.address"),
        ("", "", "line.address"),
    ],
)
def test_an_address_that_may_not_be_used_is_named(
    address: str, fingerprint: str, code: str
) -> None:
    with pytest.raises(UserMistake) as found:
        check_address(address, fingerprint)
    assert found.value.code == code


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://localhost", "http://[::1]:1"])
def test_plain_http_is_taken_on_loopback(address: str) -> None:
    assert check_address(f" {address} ", "") == address.rstrip("/")


def test_plain_http_to_a_centre_with_tls_is_no_centre(
    private: Headquarters, desk: MemoryBook
) -> None:
    found = desk.enrolment()
    assert found is not None
    address = found.central.replace("https", "http")
    desk.keep_enrolment(Enrolment(address, "", *_rest(found)), ())
    assert one_round(desk, desk.clock, desk.entropy).state == "unreachable"
    with pytest.raises(Unreachable):
        join_new(Candidate(address, Headquarters.code(private)), desk.clock, desk.entropy)


def _rest(found: Enrolment) -> tuple[str, str, bytes, str]:
    return found.device, found.office, found.signing_key, found.age_identity
