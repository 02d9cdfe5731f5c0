"""The centre's own certificates: a private CA made once, and a server certificate under it.

Desks pin the CA by its fingerprint, so nobody else's certificate passes, and no clock is needed.
"""

import os
import secrets
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from desk_app.protocol.pin import OWN_AUTHORITY, OWN_SERVER_NAME
from desk_app.records.errors import MachineFault

_CA_LIFE: Final = timedelta(days=30 * 365)
_LEAF_LIFE: Final = timedelta(days=10 * 365)
_BEFORE: Final = timedelta(days=3650)  # desks with a dead clock believe it is years ago


@dataclass(frozen=True, slots=True)
class Certificates:
    """Files for the server, the certificate that desks pin (PEM) and its fingerprint (hex)."""

    chain: Path
    key: Path
    anchor: bytes
    fingerprint: str


def own_certificates(folder: Path) -> Certificates:
    """The centre's own, made on first use; the CA's key never leaves the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    ca_file, ca_key = folder / "ca.pem", folder / "ca.key"
    chain, key = folder / "server.pem", folder / "server.key"
    if not chain.exists():
        if not ca_file.exists():
            _make_authority(ca_file, ca_key)
        _make_server(ca_file, ca_key, chain, key)
    return given_certificates(chain, key)


def given_certificates(chain: Path, key: Path) -> Certificates:
    """Those of files: a chain in PEM, the server's first; desks pin its last certificate.

    Raises MachineFault ``central.certificate`` when they cannot be read.
    """
    try:
        certificates = x509.load_pem_x509_certificates(chain.read_bytes())
        load_pem_private_key(key.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise MachineFault("central.certificate") from error
    last = certificates[-1]
    return Certificates(
        chain, key, last.public_bytes(Encoding.PEM), last.fingerprint(hashes.SHA256()).hex()
    )


def server_context(certificates: Certificates) -> ssl.SSLContext:
    """TLS 1.2 or newer for a server with these certificates."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Keys of their own for every session: a key that leaks later opens none of the past.
    context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION
    context.load_cert_chain(certificates.chain, certificates.key)
    return context


def _make_authority(file: Path, key_file: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, OWN_AUTHORITY),
            x509.NameAttribute(NameOID.COMMON_NAME, secrets.token_hex(8)),
        ]
    )
    certificate = (
        _builder(name, name, key.public_key(), _CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(key_file, key)
    file.write_bytes(certificate.public_bytes(Encoding.PEM))


def _make_server(ca_file: Path, ca_key: Path, chain: Path, key_file: Path) -> None:
    authority = x509.load_pem_x509_certificate(ca_file.read_bytes())
    signer = load_pem_private_key(ca_key.read_bytes(), password=None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, OWN_SERVER_NAME)])
    names = x509.SubjectAlternativeName([x509.DNSName(OWN_SERVER_NAME)])
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    certificate = (
        _builder(name, authority.subject, key.public_key(), _LEAF_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(names, critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write_key(key_file, key)
    # Written last: its presence says that all is there.
    chain.write_bytes(certificate.public_bytes(Encoding.PEM) + ca_file.read_bytes())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, life: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + life)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=signs_certificates, crl_sign=signs_certificates, encipher_only=False,
        decipher_only=False,
    )  # fmt: skip


def _write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(pem)
