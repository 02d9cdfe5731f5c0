"""The one string that an administrator hands to a desk so that it may enrol.

It holds a single-use code (10 bytes), the SHA-256 fingerprint of the centre's CA certificate
(32 bytes; absent for a centre on loopback without TLS) and check bytes, in Crockford's base32 in
groups of four. Letter case, hyphens, spaces, Persian digits and O for 0, I and L for 1 do not
matter to the reader.
"""

from base64 import b32decode, b32encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.text import to_ascii_digits

CODE_BYTES: Final = 10
FINGERPRINT_BYTES: Final = 32
_SIZES: Final = {15: CODE_BYTES, 45: CODE_BYTES + FINGERPRINT_BYTES}
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RFC4648: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_WRITE: Final = str.maketrans(_RFC4648, _CROCKFORD)
_READ: Final = str.maketrans(_CROCKFORD + "OIL", _RFC4648 + "ABB")


@dataclass(frozen=True, slots=True)
class EnrolCode:
    """A single-use code, and the fingerprint that the centre's CA must have (hex, or empty)."""

    code: bytes
    fingerprint: str = ""

    @property
    def code_text(self) -> str:
        """The code as it goes over the line: 16 characters of base32."""
        return b32encode(self.code).decode().translate(_WRITE)


def write_enrol_code(found: EnrolCode) -> str:
    """The string for people, QR or file: 24 or 72 characters in groups of four."""
    payload = found.code + bytes.fromhex(found.fingerprint)
    check = _check(payload, -len(payload) % 15)
    letters = b32encode(payload + check).decode().translate(_WRITE)
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def read_enrol_code(text: str) -> EnrolCode:
    """The code of a string as typed or scanned; UserMistake ``enrol_code.mistyped`` otherwise."""
    letters = "".join(to_ascii_digits(text).upper().replace("-", " ").split())
    try:
        data = b32decode(letters.translate(_READ))
        size = _SIZES[len(data)]
    except (ValueError, KeyError) as error:
        raise UserMistake(Mistake("enrol_code", "enrol_code.mistyped")) from error
    payload, check = data[:size], data[size:]
    if check != _check(payload, len(check)):
        raise UserMistake(Mistake("enrol_code", "enrol_code.mistyped"))
    return EnrolCode(payload[:CODE_BYTES], payload[CODE_BYTES:].hex())


def _check(payload: bytes, size: int) -> bytes:
    return sha256(b"mizban-enrol-code" + payload).digest()[:size]
