"""Scans over HTTP: pieces with their places, and what is held in headers."""

from typing import Final, Protocol

import httpx

from desk_app.protocol.blobs import (
    CONTENT_TYPE,
    PIECE,
    BlobHeld,
    Piece,
    read_digest,
    read_range,
    write_digest,
    write_range,
)
from desk_app.protocol.limits import MAX_MESSAGE
from desk_app.protocol.problems import Problem
from desk_app.records.errors import Unreachable

_BARE: Final = {
    401: "unauthorized", 403: "revoked", 404: "not_found", 410: "blob_erased", 422: "bad_digest",
    429: "slow_down", 500: "internal", 503: "busy",
}  # fmt: skip
"""What a status says where no body can: in the answer to HEAD."""


class Speaker(Protocol):
    """What speaks HTTP with the centre; raises Problem or Unreachable."""

    async def spoken(
        self, method: str, path: str, headers: dict[str, str], content: bytes, limit: int
    ) -> tuple[bytes, httpx.Headers]:
        """Body and headers of a reply that is no refusal."""
        ...


async def ask_held(speaker: Speaker, token: str, name: str) -> BlobHeld | None:
    """``HEAD /v1/blobs/{name}``; None when nothing is held."""
    try:
        _, headers = await speaker.spoken("HEAD", _path(name), _bearer(token), b"", MAX_MESSAGE)
    except Unreachable as fault:
        code = _BARE.get(int(fault.params.get("status", 0)))
        if code == "not_found":
            return None
        if code is None:
            raise
        raise Problem(code) from fault
    return _held(headers)


async def send_piece(speaker: Speaker, token: str, name: str, piece: Piece) -> BlobHeld:
    """``PUT /v1/blobs/{name}``."""
    headers = {
        **_bearer(token),
        "content-type": CONTENT_TYPE,
        "content-range": write_range(piece.at, len(piece.data), piece.size),
        "repr-digest": write_digest(piece.digest),
    }
    _, told = await speaker.spoken("PUT", _path(name), headers, piece.data, MAX_MESSAGE)
    return _held(told)


async def ask_piece(speaker: Speaker, token: str, name: str, at: int) -> Piece:
    """``GET /v1/blobs/{name}`` with a range of one piece."""
    headers = {
        **_bearer(token),
        "range": f"bytes={at}-{at + PIECE - 1}",
        # Encrypted bytes do not shrink.
        "accept-encoding": "identity",
    }
    data, told = await speaker.spoken("GET", _path(name), headers, b"", PIECE)
    try:
        begins, count, size = read_range(told["content-range"])
        digest = read_digest(told["repr-digest"])
    except (KeyError, ValueError) as error:
        raise Unreachable("line.not_a_centre") from error
    if begins != at or count != len(data):
        raise Unreachable("line.damaged", problem="bad_range")
    return Piece(at, data, size, digest)


def _path(name: str) -> str:
    return f"/v1/blobs/{name}"


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def _held(headers: httpx.Headers) -> BlobHeld:
    try:
        return BlobHeld(
            int(headers["upload-offset"]),
            int(headers["upload-length"]),
            read_digest(headers["repr-digest"]),
            headers["upload-complete"] == "?1",
        )
    except (KeyError, ValueError) as error:
        raise Unreachable("line.not_a_centre") from error
