"""The requests that carry scans: how much is held, a piece in, a piece out."""

import re
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from central.line import CentralLine
from central.web.answers import token_of
from central.web.bounded import hold_of
from central.web.operations import Body, Operation, Value
from desk_app.protocol.blobs import (
    CONTENT_TYPE,
    PIECE,
    BlobHeld,
    BlobReply,
    Piece,
    read_digest,
    read_range,
    write_digest,
    write_range,
)
from desk_app.protocol.messages import write_message
from desk_app.protocol.problems import Problem

_FRESH: Final = {"cache-control": "no-store"}
_RANGE: Final = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


class BlobEndpoints:
    """The scans of the line, each request answered by the one line behind them."""

    def __init__(self, line: CentralLine) -> None:
        self._line = line

    async def held(self, request: Request) -> Response:
        """``HEAD /v1/blobs/{name}``."""
        found = await self._line.blob_held(token_of(request), _name(request))
        if found is None:
            raise Problem("not_found")
        return Response(headers={**_FRESH, **_told(found), "content-length": str(found.size)})

    async def put(self, request: Request) -> Response:
        """``PUT /v1/blobs/{name}``; what came before a line broke off is kept as well."""
        token = token_of(request)
        try:
            at, count, size = read_range(request.headers.get("content-range", ""))
        except ValueError as error:
            raise Problem("bad_range") from error
        try:
            digest = read_digest(request.headers.get("repr-digest", ""))
        except ValueError as error:
            raise Problem("bad_digest") from error
        data, cut = await _received(request)
        if len(data) > count or (len(data) < count and not cut):
            raise Problem("bad_range", size=size)
        if cut and not data:
            raise ClientDisconnect
        held = await self._line.put_piece(token, _name(request), Piece(at, data, size, digest))
        reply = BlobReply(held=held.held, whole=held.whole)
        return Response(
            write_message(reply), media_type="application/json", headers={**_FRESH, **_told(held)}
        )

    async def get(self, request: Request) -> Response:
        """``GET /v1/blobs/{name}`` with a ``Range``."""
        token = token_of(request)
        asked = _RANGE.fullmatch(request.headers.get("range", "").strip())
        if asked is None or (asked[2] and int(asked[2]) < int(asked[1])):
            raise Problem("bad_range")
        found = await self._line.get_piece(token, _name(request), int(asked[1]))
        data = found.data[: int(asked[2]) - found.at + 1] if asked[2] else found.data
        headers = {
            **_FRESH,
            "content-range": write_range(found.at, len(data), found.size),
            "repr-digest": write_digest(found.digest),
        }
        return Response(data, status_code=206, media_type=CONTENT_TYPE, headers=headers)


async def _received(request: Request) -> tuple[bytes, bool]:
    """What came of a piece, and whether the line broke off before its end."""
    hold, found = hold_of(request), bytearray()
    try:
        async for part in request.stream():
            if len(found) + len(part) > PIECE:
                raise Problem("too_large", limit=PIECE)
            hold.more(len(part))
            found += part
    except ClientDisconnect:
        return bytes(found), True
    return bytes(found), False


def _name(request: Request) -> str:
    return str(request.path_params["name"])


def _told(held: BlobHeld) -> dict[str, str]:
    return {
        "upload-offset": str(held.held),
        "upload-length": str(held.size),
        "upload-complete": "?1" if held.whole else "?0",
        "repr-digest": write_digest(held.digest),
    }


_NAME: Final = Value(
    "name", "path", {"type": "string", "pattern": "^[0-9a-f]{40}$"}, "The keyed name of the scan."
)
_DIGEST_SCHEMA: Final[dict[str, Any]] = {
    "type": "string",
    "pattern": "^sha-256=:[A-Za-z0-9+/]{43}=:$",
}
_CONTENT_RANGE: Final[dict[str, Any]] = {
    "type": "string",
    "pattern": "^bytes [0-9]+-[0-9]+/[0-9]+$",
}
_HELD: Final = (
    Value("Upload-Offset", "header", {"type": "integer"}, "Bytes held: where to go on."),
    Value("Upload-Length", "header", {"type": "integer"}, "Bytes of the whole file."),
    Value("Upload-Complete", "header", {"enum": ["?0", "?1"]}, "?1: whole and checked."),
    Value("Repr-Digest", "header", _DIGEST_SCHEMA, "SHA-256 of the whole file."),
)

BLOBS: Final[tuple[Operation[BlobEndpoints], ...]] = (
    Operation(
        method="HEAD", path="/v1/blobs/{name}", name="blobHeld", answer=BlobEndpoints.held,
        token=True, about="How much is held of a scan of the office.", gives=Body(CONTENT_TYPE),
        values=(_NAME,), told=_HELD, refusals=("not_found", "bad_digest", "blob_erased"),
    ),
    Operation(
        method="PUT", path="/v1/blobs/{name}", name="putPiece", answer=BlobEndpoints.put,
        token=True, about="One piece of a scan, beginning where what is held ends.",
        takes=Body(CONTENT_TYPE, limit=PIECE, about="Encrypted bytes."),
        gives=Body(message=BlobReply), told=_HELD,
        values=(
            _NAME,
            Value("Content-Range", "header", _CONTENT_RANGE, "Which bytes, of how many."),
            Value("Repr-Digest", "header", _DIGEST_SCHEMA, "SHA-256 of the whole file."),
        ),
        refusals=(
            "not_found", "bad_range", "bad_digest", "blob_offset", "blob_differs", "blob_erased",
            "quota",
        ),
    ),
    Operation(
        method="GET", path="/v1/blobs/{name}", name="getPiece", answer=BlobEndpoints.get,
        token=True, about="Bytes of a whole scan, at most 64 KiB.", status=206,
        gives=Body(CONTENT_TYPE, limit=PIECE),
        values=(
            _NAME,
            Value("Range", "header", {"type": "string", "pattern": "^bytes=[0-9]+-[0-9]*$"},
                  "From which byte on."),
        ),
        told=(
            Value("Content-Range", "header", _CONTENT_RANGE, "Which bytes, of how many."),
            Value("Repr-Digest", "header", _DIGEST_SCHEMA, "SHA-256 of the whole file."),
        ),
        refusals=("not_found", "bad_range"),
    ),
)  # fmt: skip
"""Every request about scans."""
