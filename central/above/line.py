"""The line to the centre above: plain HTTP calls with the pinned certificate, one at a time."""

import http.client
import ssl
from types import TracebackType
from typing import Any, Final, Self, TypeVar
from urllib.parse import quote, urlsplit

from desk_app.protocol import batch
from desk_app.protocol.hub_messages import OfficePlaces, OfficeWord, OfficeWordReply
from desk_app.protocol.keys import b64, session_statement, sign
from desk_app.protocol.limits import MAX_MESSAGE, MAX_PAGE_INFLATED, PROTOCOL
from desk_app.protocol.messages import (
    EnrolReply,
    EnrolRequest,
    Message,
    PushReply,
    SessionReply,
    SessionRequest,
    read_message,
    write_message,
)
from desk_app.protocol.pin import check_address, pinned_context
from desk_app.protocol.problems import Problem, read_problem
from desk_app.protocol.squeeze import inflate, squeeze
from desk_app.records.errors import Refused, Unreachable

M = TypeVar("M", bound=Message)
_SECONDS: Final = 60
_REPLY_LIMIT: Final = 4 * MAX_MESSAGE


class UpLine:
    """One connection, kept alive; used inside ``with``, by one thread.

    Raises UserMistake for an address that may not be used. Calls raise Problem (a refusal),
    Unreachable, or Refused ``line.fingerprint``.
    """

    def __init__(self, address: str, fingerprint: str) -> None:
        self._address = check_address(address, fingerprint)
        self._fingerprint = fingerprint
        self._connection: http.client.HTTPConnection | None = None
        self._token = ""

    def __enter__(self) -> Self:
        """Ready to speak; nothing is sent before the first call."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether there is a token; it may have ended meanwhile."""
        return bool(self._token)

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Join the centre above."""
        return self._told("/v1/enrol", request, EnrolReply)

    def open(self, device: str, signing_key: bytes) -> None:
        """Get a token for a signature."""
        self._token = ""
        first = self._told("/v1/session", SessionRequest(device=device), SessionReply)
        signature = sign(signing_key, session_statement(device, first.nonce))
        request = SessionRequest(device=device, nonce=first.nonce, sig=b64(signature), p=PROTOCOL)
        self._token = self._told("/v1/session", request, SessionReply).token

    def word(self, word: OfficeWord) -> OfficeWordReply:
        """Speak for an office."""
        return self._told("/v1/below", word, OfficeWordReply)

    def places(self) -> OfficePlaces:
        """How far the feeds of our offices reach above."""
        data, _ = self._sent("GET", "/v1/below", None, {})
        return _read(data, OfficePlaces)

    def push(self, lines: bytes) -> PushReply:
        """Bring one batch as it was signed."""
        headers = {"content-type": batch.CONTENT_TYPE, "content-encoding": "zstd"}
        data, _ = self._sent("POST", "/v1/push", squeeze(lines), headers)
        return _read(data, PushReply)

    def pull(self, office: str, cursor: str) -> tuple[list[batch.Batch], str, bool]:
        """A page of an office's feed without what we brought, its cursor, whether more waits."""
        path = f"/v1/below/feed?office={quote(office, safe='')}&after={quote(cursor, safe='')}"
        data, reply = self._sent("GET", path, None, {"accept-encoding": "zstd"})
        try:
            encoding = reply.get("content-encoding", "identity")
            lines = inflate(data, encoding, MAX_PAGE_INFLATED)
            found = batch.read_batches(lines) if lines else []
            return found, reply["mizban-cursor"], reply["mizban-more"] == "1"
        except (Problem, KeyError) as error:
            raise Unreachable("line.not_a_centre") from error

    def _told(self, path: str, message: Message, kind: type[M]) -> M:
        headers = {"content-type": "application/json"}
        data, _ = self._sent("POST", path, write_message(message), headers)
        return _read(data, kind)

    def _sent(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[bytes, Any]:
        if self._token:
            headers = {**headers, "authorization": f"Bearer {self._token}"}
        try:
            return self._asked(self._ready(), method, path, body, headers)
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise Refused("line.fingerprint") from error
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unreachable("line.unreachable") from error

    def _asked(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: bytes | None,
        headers: dict[str, str],
    ) -> tuple[bytes, Any]:
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        limit = MAX_PAGE_INFLATED if method == "GET" else _REPLY_LIMIT
        data = reply.read(limit + 1)
        if len(data) > limit:
            self.close()
            raise Unreachable("line.not_a_centre")
        if 200 <= reply.status < 300:
            return data, reply.headers
        problem = read_problem(data)
        if problem is None:
            raise Unreachable("line.not_a_centre", status=reply.status)
        raise problem

    def _ready(self) -> http.client.HTTPConnection:
        if self._connection is None:
            parts = urlsplit(self._address)
            host, port = parts.hostname or "", parts.port
            if parts.scheme == "http":
                self._connection = http.client.HTTPConnection(host, port, timeout=_SECONDS)
            else:
                context, name = pinned_context(self._anchor(host, port), self._fingerprint)
                self._connection = _Pinned(host, port, context, name)
        return self._connection

    def _anchor(self, host: str, port: int | None) -> bytes:
        """The certificate that the centre says is pinned; asked for before anything is told."""
        blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        blind.check_hostname = False
        blind.verify_mode = ssl.CERT_NONE
        asking = _Pinned(host, port, blind, "")
        try:
            data, _ = self._asked(asking, "GET", "/v1/ca", None, {})
        finally:
            asking.close()
        return data

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Pinned(http.client.HTTPSConnection):
    """HTTPS that asks for a name of the certificate rather than of the address."""

    def __init__(self, host: str, port: int | None, context: ssl.SSLContext, name: str) -> None:
        super().__init__(host, port, timeout=_SECONDS, context=context)
        self._pinned = context
        self._name = name

    def connect(self) -> None:
        """Connect and shake hands."""
        http.client.HTTPConnection.connect(self)
        name = self._name or self.host
        self.sock = self._pinned.wrap_socket(self.sock, server_hostname=name)


def _read(data: bytes, kind: type[M]) -> M:
    try:
        return read_message(data, kind, _REPLY_LIMIT)
    except Problem as problem:
        raise Unreachable("line.not_a_centre") from problem
