"""Whoever has the centre's key can stand in for it, until its authority is replaced; not after."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from central.tls import Certificates, given_certificates, own_certificates
from desk_app.sync.rounds import one_round
from tests.central.raw import bare
from tests.centres import Headquarters, lite_url
from tests.sync.memory_book import MemoryBook


@pytest.fixture
def leaked(tmp_path: Path) -> Certificates:
    return own_certificates(tmp_path / "leaked")


@pytest.fixture
def impostor(tmp_path: Path, leaked: Certificates) -> Iterator[Headquarters]:
    """Another centre that has the key of ours."""
    (tmp_path / "impostor").mkdir()
    found = Headquarters(lite_url(tmp_path / "impostor"), certificates=leaked)
    yield found
    found.close()


def test_a_new_authority_makes_the_leaked_key_worthless_to_who_joined_it(
    tmp_path: Path, leaked: Certificates, impostor: Headquarters
) -> None:
    ours = Headquarters(lite_url(tmp_path), certificates=leaked)
    renewed = own_certificates(tmp_path / "renewed")
    assert renewed.fingerprint != leaked.fingerprint
    ours.certificates = renewed
    ours.start()
    book = MemoryBook(1)
    ours.enrol(book)
    ours.stop()
    impostor.port = ours.port
    impostor.start()
    book.register(1)
    found = one_round(book, book.clock, book.entropy)
    assert (found.state, found.detail, found.unsent) == ("refused", "line.fingerprint", 1)
    ours.close()


def test_who_stands_in_for_the_centre_gets_no_token_of_the_desks(
    tmp_path: Path, leaked: Certificates, impostor: Headquarters
) -> None:
    """A signature under the impostor's own nonce opens nothing at the centre."""
    ours = Headquarters(lite_url(tmp_path), certificates=leaked)
    ours.start()
    book = MemoryBook(1)
    ours.enrol(book)
    ours.stop()
    impostor.port = ours.port
    impostor.start()
    book.register(1)
    found = one_round(book, book.clock, book.entropy)
    assert (found.state, found.pushed, found.unsent) == ("refused", 0, 1)
    ours.close()


def test_what_went_over_the_line_cannot_be_read_with_the_key_afterwards(tmp_path: Path) -> None:
    """Every session has keys of its own; the old way, which has not, is not spoken."""
    authority = trustme.CA(key_type=trustme.KeyType.RSA)
    issued = authority.issue_cert("127.0.0.1", key_type=trustme.KeyType.RSA)
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(issued.cert_chain_pems[0].bytes() + authority.cert_pem.bytes())
    issued.private_key_pem.write_to_path(str(key))
    centre = Headquarters(lite_url(tmp_path), certificates=given_certificates(chain, key))
    centre.start()
    for ciphers, taken in (("ECDHE", True), ("kRSA", False)):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(ciphers)
        with bare(centre.address) as peer:
            if taken:
                with context.wrap_socket(peer) as spoken:
                    assert (spoken.cipher() or ("",))[0].startswith("ECDHE-")
            else:
                with pytest.raises((ssl.SSLError, ConnectionError)):
                    context.wrap_socket(peer)
    centre.close()
