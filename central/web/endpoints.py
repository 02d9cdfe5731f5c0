"""One coroutine for each request of the line."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from central.line import CentralLine
from central.web.answers import accepted, body_of, number_of, token_of
from desk_app.protocol import batch
from desk_app.protocol.limits import MAX_MESSAGE, MAX_PAGE_INFLATED, MAX_SQUEEZED
from desk_app.protocol.line import Parcel, Wanted
from desk_app.protocol.messages import (
    EnrolRequest,
    LogRequest,
    M,
    Message,
    SessionRequest,
    read_message,
    write_message,
)
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import inflate, squeeze

_FRESH: Final = {"cache-control": "no-store"}
_MAX_TEXT: Final = 100


class Endpoints:
    """The requests of the line, each answered by the one line behind them."""

    def __init__(self, line: CentralLine, anchor: bytes) -> None:
        self._line = line
        self._anchor = anchor

    async def enrol(self, request: Request) -> Response:
        """``POST /v1/enrol``."""
        reply = await self._line.enrol(await _message(request, EnrolRequest))
        return _told(reply, status=201)

    async def session(self, request: Request) -> Response:
        """``POST /v1/session``."""
        return _told(await self._line.session(await _message(request, SessionRequest)))

    async def new_log(self, request: Request) -> Response:
        """``POST /v1/logs``."""
        token = token_of(request)
        return _told(await self._line.new_log(token, await _message(request, LogRequest)))

    async def push(self, request: Request) -> Response:
        """``POST /v1/push``."""
        token = token_of(request)
        if request.headers.get("content-type", "").partition(";")[0] != batch.CONTENT_TYPE:
            raise Problem("bad_media")
        encoding = request.headers.get("content-encoding", "identity")
        parcel = Parcel(await body_of(request, MAX_SQUEEZED), encoding)
        return _told(await self._line.push(token, parcel))

    async def pull(self, request: Request) -> Response:
        """``GET /v1/pull``."""
        wanted = Wanted(
            cursor=request.query_params.get("after", "")[:_MAX_TEXT],
            without=request.query_params.get("without", "")[:_MAX_TEXT],
            limit=number_of(request, "limit", 1000),
            wait=number_of(request, "wait", 0),
        )
        page = await self._line.pull(token_of(request), wanted)
        encoding, data = accepted(request), page.parcel.data
        if encoding != page.parcel.encoding:
            plain = inflate(data, page.parcel.encoding, MAX_PAGE_INFLATED)
            data = squeeze(plain, encoding) if encoding == "gzip" else plain
        headers = {
            **_FRESH,
            "mizban-cursor": page.cursor,
            "mizban-more": str(int(page.more)),
            "mizban-time": str(page.server_time),
        }
        if encoding != "identity":
            headers["content-encoding"] = encoding
        return Response(data, media_type=batch.CONTENT_TYPE, headers=headers)

    async def status(self, request: Request) -> Response:
        """``GET /v1/status``."""
        return _told(await self._line.status(token_of(request)))

    async def anchor(self, _request: Request) -> Response:
        """``GET /v1/ca``: the certificate that desks pin; it is public."""
        if not self._anchor:
            raise Problem("not_found")
        return Response(self._anchor, media_type="application/x-pem-file", headers=_FRESH)

    async def health(self, _request: Request) -> Response:
        """``GET /healthz``: whether the database answers."""
        await self._line.check()
        return Response(b'{"ok":true}', media_type="application/json", headers=_FRESH)


async def _message(request: Request, kind: type[M]) -> M:
    return read_message(await body_of(request, MAX_MESSAGE), kind)


def _told(reply: Message, *, status: int = 200) -> Response:
    return Response(
        write_message(reply), status_code=status, media_type="application/json", headers=_FRESH
    )
