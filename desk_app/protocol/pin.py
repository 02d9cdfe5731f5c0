"""How a desk knows its centre: one certificate, pinned by fingerprint at enrolment."""

import re
import ssl
from hashlib import sha256
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID

from desk_app.records.errors import Mistake, Refused, UserMistake

OWN_AUTHORITY: Final = "Mizban private authority"
"""The organisation in the subject of a centre's own CA, which signs for that centre alone."""

OWN_SERVER_NAME: Final = "centre.mizban.internal"
"""The name in the certificates that such a CA signs, whatever address the centre has."""

_NO_CHECK_TIME: Final = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL; ssl gives it no name
_FINGERPRINT: Final = re.compile("[0-9a-f]{64}")


def is_loopback(address: str) -> bool:
    """Whether a centre's address never leaves this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def check_address(address: str, fingerprint: str) -> str:
    """The address without spaces around it and its trailing slash.

    Raises UserMistake ``line.address`` (no http or https address), ``line.needs_tls``
    (plain HTTP to another machine) or ``line.needs_fingerprint``.
    """
    address = address.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        usable = parts.hostname and parts.port != 0 and parts.scheme in ("http", "https")
    except ValueError as error:
        raise UserMistake(Mistake("central", "line.address")) from error
    if not usable:
        raise UserMistake(Mistake("central", "line.address"))
    if parts.scheme == "http" and not is_loopback(address):
        raise UserMistake(Mistake("central", "line.needs_tls"))
    if parts.scheme == "https" and not _FINGERPRINT.fullmatch(fingerprint):
        raise UserMistake(Mistake("enrol_code", "line.needs_fingerprint"))
    return address


def pinned_context(anchor: bytes, fingerprint: str) -> tuple[ssl.SSLContext, str]:
    """TLS that takes only what the pinned certificate (PEM) signed, and the name to ask for.

    The name is empty where the address itself must stand in the server's certificate. Validity
    dates are not looked at: a desk with a dead clock battery must reach its centre. Raises
    Refused ``line.fingerprint`` when the certificate is not the pinned one.
    """
    try:
        certificate = x509.load_pem_x509_certificate(anchor)
        der = ssl.PEM_cert_to_DER_cert(anchor.decode("ascii").strip())
    except (ValueError, UnicodeDecodeError) as error:
        raise Refused("line.fingerprint") from error
    if sha256(der).hexdigest() != fingerprint:
        raise Refused("line.fingerprint")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cadata=der)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME
    organisations = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    own = any(found.value == OWN_AUTHORITY for found in organisations)
    return context, OWN_SERVER_NAME if own else ""
