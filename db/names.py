"""Ids as the tables keep them: sixteen bytes for a UUID, other names as their UTF-8."""

import re
from hashlib import sha256
from typing import Final

_UUID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOT_AN_ID: Final = b"\xff"
"""Never part of UTF-8: tells a name of sixteen bytes from an id."""


def key_of(text: str) -> bytes:
    """The stored form of a subject's id; different texts never share one."""
    if _UUID.fullmatch(text):
        return bytes.fromhex(text.replace("-", ""))
    plain = text.encode("utf-8", "surrogatepass")
    return plain + _NOT_AN_ID if len(plain) == 16 else plain


def text_of(key: bytes) -> str:
    """The id whose stored form this is."""
    if len(key) == 16:
        digits = key.hex()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    return key.removesuffix(_NOT_AN_ID).decode("utf-8", "surrogatepass")


def event_key(text: str, data: bytes) -> bytes:
    """The sixteen bytes under which an event is kept; from its digest where its id is no UUID."""
    key = key_of(text)
    return key if len(key) == 16 else sha256(data).digest()[:16]
