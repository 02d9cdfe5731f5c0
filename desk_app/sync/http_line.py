"""The line over HTTP: ``LineProtocol`` as the desk speaks it, with the pinned centre only."""

import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self, TypeVar

import httpx

from desk_app.protocol import batch
from desk_app.protocol.blobs import BlobHeld, Piece
from desk_app.protocol.bundle import BUNDLE_TYPE
from desk_app.protocol.limits import MAX_MESSAGE, MAX_PAGE_INFLATED
from desk_app.protocol.line import Page, Parcel, Wanted
from desk_app.protocol.messages import (
    BundleReply,
    EnrolReply,
    EnrolRequest,
    LogReply,
    LogRequest,
    Message,
    PushReply,
    SessionReply,
    SessionRequest,
    StatusReply,
    read_message,
    write_message,
)
from desk_app.protocol.pin import check_address, is_loopback, pinned_context
from desk_app.protocol.problems import Problem, read_problem
from desk_app.records.errors import Refused, Unreachable
from desk_app.sync.http_blobs import ask_held, ask_piece, send_piece
from desk_app.sync.pace import IN_FLIGHT

M = TypeVar("M", bound=Message)
_CONNECT_SECONDS: Final = 20.0
_SILENCE_SECONDS: Final = 60.0
"""How long the line may be silent; a slow line that still drips is not given up."""

CONNECTIONS: Final = 2 * IN_FLIGHT
"""Batches on their way, the long poll, and whatever else is asked meanwhile."""
_HEADERS: Final = {"accept-encoding": "zstd, gzip"}
_TOKEN_LIMIT: Final = 4 * MAX_MESSAGE


class HttpLine:
    """One centre over HTTP/1.1 with connections kept alive; used inside ``async with``.

    Raises UserMistake for an address that may not be used, see ``check_address``. Calls raise
    Problem (the centre's refusal), Unreachable, or Refused ``line.fingerprint``.
    """

    def __init__(self, address: str, fingerprint: str, connections: int = CONNECTIONS) -> None:
        self._connections = connections
        self._address = check_address(address, fingerprint)
        self._fingerprint = fingerprint
        self._client: httpx.AsyncClient | None = None
        self._server_name = ""

    async def __aenter__(self) -> Self:
        """Ready to speak; nothing is sent before the first call."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        if self._client is not None:
            await self._client.aclose()

    async def enrol(self, request: EnrolRequest) -> EnrolReply:
        """``POST /v1/enrol``."""
        return await self._told("/v1/enrol", request, EnrolReply)

    async def session(self, request: SessionRequest) -> SessionReply:
        """``POST /v1/session``."""
        return await self._told("/v1/session", request, SessionReply)

    async def new_log(self, token: str, request: LogRequest) -> LogReply:
        """``POST /v1/logs``."""
        return await self._told("/v1/logs", request, LogReply, token)

    async def push(self, token: str, parcel: Parcel) -> PushReply:
        """``POST /v1/push``."""
        headers = {
            "authorization": f"Bearer {token}",
            "content-type": batch.CONTENT_TYPE,
            "content-encoding": parcel.encoding,
        }
        request = (await self._ready()).build_request(
            "POST", "/v1/push", headers=headers, content=parcel.data
        )
        data, _ = await self._sent(request, _TOKEN_LIMIT)
        return _read(data, PushReply)

    async def pull(self, token: str, wanted: Wanted) -> Page:
        """``GET /v1/pull``."""
        query = {
            "after": wanted.cursor,
            "without": wanted.without,
            "limit": str(wanted.limit),
            "wait": str(wanted.wait),
        }
        request = (await self._ready()).build_request(
            "GET",
            "/v1/pull",
            params=query,
            headers={"authorization": f"Bearer {token}"},
            timeout=_timeouts(wanted.wait),
        )
        data, headers = await self._sent(
            request, MAX_PAGE_INFLATED, begun=lambda told: _tell_onward(told, wanted)
        )
        try:
            return Page(
                Parcel(data, headers.get("content-encoding", "identity")),
                headers["mizban-cursor"],
                headers["mizban-more"] == "1",
                int(headers["mizban-time"]),
            )
        except (KeyError, ValueError) as error:
            raise Unreachable("line.not_a_centre") from error

    async def bundle(self, token: str, data: bytes) -> BundleReply:
        """``POST /v1/bundles``."""
        headers = {"authorization": f"Bearer {token}", "content-type": BUNDLE_TYPE}
        request = (await self._ready()).build_request(
            "POST", "/v1/bundles", headers=headers, content=data
        )
        answer, _ = await self._sent(request, _TOKEN_LIMIT)
        return _read(answer, BundleReply)

    async def status(self, token: str) -> StatusReply:
        """``GET /v1/status``."""
        request = (await self._ready()).build_request(
            "GET", "/v1/status", headers={"authorization": f"Bearer {token}"}
        )
        data, _ = await self._sent(request, _TOKEN_LIMIT)
        return _read(data, StatusReply)

    async def blob_held(self, token: str, name: str) -> BlobHeld | None:
        """``HEAD /v1/blobs/{name}``."""
        return await ask_held(self, token, name)

    async def put_piece(self, token: str, name: str, piece: Piece) -> BlobHeld:
        """``PUT /v1/blobs/{name}``."""
        return await send_piece(self, token, name, piece)

    async def get_piece(self, token: str, name: str, at: int) -> Piece:
        """``GET /v1/blobs/{name}``."""
        return await ask_piece(self, token, name, at)

    async def spoken(
        self, method: str, path: str, headers: dict[str, str], content: bytes, limit: int
    ) -> tuple[bytes, httpx.Headers]:
        """Body and headers of a reply that is no refusal; raises as every call."""
        client = await self._ready()
        request = client.build_request(method, path, headers=headers, content=content or None)
        return await self._sent(request, limit)

    async def _told(self, path: str, message: Message, kind: type[M], token: str = "") -> M:
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        request = (await self._ready()).build_request(
            "POST", path, headers=headers, content=write_message(message)
        )
        data, _ = await self._sent(request, _TOKEN_LIMIT)
        return _read(data, kind)

    async def _ready(self) -> httpx.AsyncClient:
        """The client, once the centre's certificate was seen to be the pinned one."""
        if self._client is None:
            if self._address.startswith("https:"):
                anchor = await self._anchor()
                context, self._server_name = pinned_context(anchor, self._fingerprint)
                self._client = self._client_over(context)
            else:
                self._client = self._client_over(None)
        return self._client

    async def _anchor(self) -> bytes:
        """The certificate that the centre says desks pin; asked for before anything is told."""
        blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        blind.check_hostname = False
        blind.verify_mode = ssl.CERT_NONE
        async with self._client_over(blind) as client:
            data, _ = await self._sent(
                client.build_request("GET", "/v1/ca"), MAX_MESSAGE, client=client
            )
        return data

    def _client_over(self, context: ssl.SSLContext | None) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._address,
            verify=context if context is not None else False,
            headers=_HEADERS,
            timeout=_timeouts(0),
            follow_redirects=False,
            # A proxy of the environment must never see what stays on this machine.
            trust_env=not is_loopback(self._address),
            limits=httpx.Limits(
                max_connections=self._connections, max_keepalive_connections=self._connections
            ),
        )

    async def _sent(
        self,
        request: httpx.Request,
        limit: int,
        *,
        client: httpx.AsyncClient | None = None,
        begun: Callable[[httpx.Headers], None] | None = None,
    ) -> tuple[bytes, httpx.Headers]:
        """The body as it came over the wire, and the headers, of a reply that is no refusal.

        ``begun`` is told the headers before the body has come.
        """
        if self._server_name:
            request.extensions["sni_hostname"] = self._server_name
        speaker = client or await self._ready()
        try:
            reply = await speaker.send(request, stream=True)
            try:
                if begun is not None and reply.is_success:
                    begun(reply.headers)
                data = await _bounded(reply, limit)
            finally:
                await reply.aclose()
        except (httpx.TransportError, httpx.StreamError, OSError) as error:
            if _is_foreign(error):
                raise Refused("line.fingerprint") from error
            raise Unreachable("line.unreachable") from error
        if reply.is_success:
            return data, reply.headers
        problem = read_problem(data)
        if problem is None:
            raise Unreachable("line.not_a_centre", status=reply.status_code)
        told = reply.headers.get("retry-after", "")
        if told.isascii() and told.isdigit():
            problem.params["retry_after"] = int(told)
        raise problem


def _tell_onward(headers: httpx.Headers, wanted: Wanted) -> None:
    cursor, more = headers.get("mizban-cursor"), headers.get("mizban-more")
    if wanted.onward is not None and cursor is not None and more is not None:
        wanted.onward(cursor, more == "1")


async def _bounded(reply: httpx.Response, limit: int) -> bytes:
    found = bytearray()
    async for part in reply.aiter_raw():
        found += part
        if len(found) > limit:
            raise Unreachable("line.not_a_centre")
    return bytes(found)


def _read(data: bytes, kind: type[M]) -> M:
    try:
        return read_message(data, kind, _TOKEN_LIMIT)
    except Problem as problem:
        raise Unreachable("line.not_a_centre") from problem


def _timeouts(wait: int) -> httpx.Timeout:
    return httpx.Timeout(_SILENCE_SECONDS, connect=_CONNECT_SECONDS, read=wait + _SILENCE_SECONDS)


def _is_foreign(error: BaseException | None) -> bool:
    """Whether the connection failed because another certificate was shown than the pinned one."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
