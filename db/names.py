"""Ids as the tables keep them: sixteen bytes for a UUID, other names as their UTF-8."""

import uuid
from hashlib import sha256
from typing import Final

_NOT_AN_ID: Final = b"\xff"
"""Never part of UTF-8: tells a name of sixteen bytes from an id."""


def key_of(text: str) -> bytes:
    """The stored form of a subject's id; different texts never share one."""
    if len(text) == 36:
        try:
            found = uuid.UUID(text)
        except ValueError:
            pass
        else:
            if str(found) == text:
                return found.bytes
    plain = text.encode("utf-8", "surrogatepass")
    return plain + _NOT_AN_ID if len(plain) == 16 else plain


def text_of(key: bytes) -> str:
    """The id whose stored form this is."""
    if len(key) == 16:
        return str(uuid.UUID(bytes=key))
    return key.removesuffix(_NOT_AN_ID).decode("utf-8", "surrogatepass")


def event_key(text: str, data: bytes) -> bytes:
    """The sixteen bytes under which an event is kept; from its digest where its id is no UUID."""
    key = key_of(text)
    return key if len(key) == 16 else sha256(data).digest()[:16]
