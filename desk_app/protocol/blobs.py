"""Scans on the line: encrypted files that travel in pieces and are taken up where they broke off.

A file has one name, one size and one SHA-256 for ever. What is held of it is always its beginning.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from typing import Final, Protocol

from desk_app.protocol.messages import Message

PIECE: Final = 64 * 1024
"""Bytes of one piece: as much as a line that is lost in the middle may carry twice."""

MAX_BLOB: Final = 21 * 1024 * 1024
"""Bytes of one file: a scan of 20 MiB with its seal and the marks of its encryption."""

CONTENT_TYPE: Final = "application/octet-stream"
_DIGEST: Final = re.compile("sha-256=:([A-Za-z0-9+/]{43}=):")
_RANGE: Final = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one request brings: bytes of a file from ``at`` on, and what the whole file is."""

    at: int
    data: bytes
    size: int
    digest: bytes
    """SHA-256 of the whole file."""


@dataclass(frozen=True, slots=True)
class BlobHeld:
    """How much of a file the centre holds; ``whole`` once all of it was checked and is durable."""

    held: int
    size: int
    digest: bytes
    whole: bool


class BlobReply(Message, frozen=True, kw_only=True):
    """What is held of a file after a piece; ``whole`` once all of it was checked."""

    held: int
    whole: bool = False


class BlobLine(Protocol):
    """The part of the line that carries scans. Every call may raise Problem or Unreachable."""

    async def blob_held(self, token: str, name: str) -> BlobHeld | None:
        """How much is held of a file of the office; None when nothing is."""
        ...

    async def put_piece(self, token: str, name: str, piece: Piece) -> BlobHeld:
        """Make a piece durable; it has to begin where what is held ends."""
        ...

    async def get_piece(self, token: str, name: str, at: int) -> Piece:
        """At most ``PIECE`` bytes of a whole file from ``at`` on; Problem ``not_found``."""
        ...


def write_digest(digest: bytes) -> str:
    """A SHA-256 as the header ``Repr-Digest`` says it (RFC 9530)."""
    return f"sha-256=:{b64encode(digest).decode()}:"


def read_digest(text: str) -> bytes:
    """The SHA-256 that a ``Repr-Digest`` says; ValueError for anything else."""
    found = _DIGEST.search(text)
    if found is None:
        raise ValueError("no sha-256")
    try:
        return b64decode(found[1], validate=True)
    except Error as error:
        raise ValueError("no sha-256") from error


def write_range(at: int, count: int, size: int) -> str:
    """The header ``Content-Range`` of ``count`` bytes (at least one) from ``at`` on."""
    return f"bytes {at}-{at + count - 1}/{size}"


def read_range(text: str) -> tuple[int, int, int]:
    """Where a ``Content-Range`` begins, how many bytes it has, the size; ValueError otherwise."""
    found = _RANGE.fullmatch(text)
    if found is None:
        raise ValueError("no range")
    first, last, size = (int(number) for number in found.groups())
    if not first <= last < size:
        raise ValueError("no range")
    return first, last - first + 1, size
