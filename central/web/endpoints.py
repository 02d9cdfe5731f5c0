"""One coroutine for each request of the line."""

import asyncio
import re
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from central.line import CentralLine
from central.web.answers import accepted, body_of, number_of, token_of
from central.web.bounded import hold_of
from central.web.gate import Gate
from desk_app.protocol import batch
from desk_app.protocol.limits import MAX_MESSAGE, MAX_PAGE_INFLATED, MAX_SQUEEZED
from desk_app.protocol.line import Parcel, Wanted
from desk_app.protocol.members import ID_PATTERN
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

MAX_CURSOR: Final = 100
"""Characters of a cursor, at most."""

_FRESH: Final = {"cache-control": "no-store"}
_LOG: Final = re.compile(ID_PATTERN)


T = TypeVar("T")


class Endpoints:
    """The requests of the line, each answered by the one line behind them."""

    def __init__(self, line: CentralLine, anchor: bytes, gate: Gate) -> None:
        self._line = line
        self._anchor = anchor
        self._gate = gate

    async def enrol(self, request: Request) -> Response:
        """``POST /v1/enrol``."""
        wanted = await _message(request, EnrolRequest)
        with self._gate.guessing(request):
            return _told(await self._line.enrol(wanted), status=201)

    async def session(self, request: Request) -> Response:
        """``POST /v1/session``."""
        wanted = await _message(request, SessionRequest)
        count = self._gate.opening(request, wanted.device)
        reply = await self._line.session(wanted)
        if reply.token:
            count()
        return _told(reply)

    async def new_log(self, request: Request) -> Response:
        """``POST /v1/logs``."""
        token = token_of(request)
        return _told(await self._line.new_log(token, await _message(request, LogRequest)))

    async def push(self, request: Request) -> Response:
        """``POST /v1/push``."""
        token = token_of(request)
        encoding = request.headers.get("content-encoding", "identity")
        parcel = Parcel(await body_of(request, MAX_SQUEEZED), encoding)
        return _told(await self._line.push(token, parcel))

    async def pull(self, request: Request) -> Response:
        """``GET /v1/pull``."""
        page = await _while_heard(request, self._line.pull(token_of(request), _wanted(request)))
        encoding, data = accepted(request), page.parcel.data
        if encoding != page.parcel.encoding:
            plain = inflate(data, page.parcel.encoding, MAX_PAGE_INFLATED)
            data = squeeze(plain, encoding) if encoding == "gzip" else plain
        hold_of(request).more(len(data))
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


def _wanted(request: Request) -> Wanted:
    """What a pull asks for; Problem ``bad_request`` for a cursor or log that cannot be."""
    cursor = request.query_params.get("after", "")
    without = request.query_params.get("without", "")
    if len(cursor) > MAX_CURSOR or (without and not _LOG.fullmatch(without)):
        raise Problem("bad_request")
    return Wanted(cursor, without, number_of(request, "limit", 1000), number_of(request, "wait", 0))


async def _while_heard(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What the work gives; it is given up when the peer is gone.

    A desk on a line that breaks asks again and again: what nobody hears must not be held.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _message(request: Request, kind: type[M]) -> M:
    return read_message(await body_of(request, MAX_MESSAGE), kind)


def _told(reply: Message, *, status: int = 200) -> Response:
    return Response(
        write_message(reply), status_code=status, media_type="application/json", headers=_FRESH
    )
