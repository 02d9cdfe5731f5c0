"""One connection: how long a peer may take, how much it may say before it is understood."""

import asyncio
from typing import Any, Final

import h11
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from central.web.answers import problem_response
from desk_app.protocol import problems
from desk_app.protocol.problems import Problem, write_problem

MAX_HEAD: Final = 16 * 1024
"""Bytes of a request line and its headers."""

MAX_CONNECTIONS: Final = 5000
"""Connections that are answered at once; up to twice as many are told to come again."""

HEAD_SECONDS: Final = 30.0
"""How long a peer may take for a request line and its headers."""

SILENCE_SECONDS: Final = 60.0
"""How long a peer may be silent in the middle of a body."""

BODY_SECONDS: Final = 600.0
"""How long a whole body may take, however steadily it drips."""

READING_SECONDS: Final = 120.0
"""How long a peer may take nothing of a reply."""

_END_OF_HEAD: Final = b"\r\n\r\n"
_RETRY_AFTER: Final = 10


class Connection(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, for peers that are slow, many or not speaking it at all."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._reading: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None
        self._body_until = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A peer came; those who are too many are told so."""
        super().connection_made(transport)
        if len(self.connections) > 2 * MAX_CONNECTIONS:
            transport.abort()
        elif len(self.connections) > MAX_CONNECTIONS:
            self.app = _full
        self._wait(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """The peer is gone."""
        self._stop_reading()
        self._stop_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """The peer said something."""
        before = self.conn.their_state
        if before is h11.IDLE and self._is_long(data):
            self.send_400_response("")
            return
        super().data_received(data)
        self._mind(before)

    def on_response_complete(self) -> None:
        """An answer was given; the next request may have begun."""
        before = self.conn.their_state
        super().on_response_complete()
        self._mind(before)

    def pause_writing(self) -> None:
        """The peer takes less than it is sent."""
        super().pause_writing()
        self._stop_writing()
        self._writing = self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The peer took what it was sent."""
        super().resume_writing()
        self._stop_writing()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is a refusal, too."""
        self._stop_reading()
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.abort()
            return
        problem = Problem("bad_http", limit=MAX_HEAD)
        headers = [("content-type", problems.CONTENT_TYPE), ("connection", "close")]
        self.transport.write(
            b"".join(
                self.conn.send(event) or b""
                for event in (
                    h11.Response(status_code=problem.status, headers=headers),
                    h11.Data(data=write_problem(problem)),
                    h11.EndOfMessage(),
                )
            )
        )
        self.transport.close()

    def _is_long(self, data: bytes) -> bool:
        """Whether the head of a request is longer than is taken; h11 looks at incomplete ones."""
        head = self.conn.trailing_data[0] + data
        return len(head) > MAX_HEAD and not 0 <= head.find(_END_OF_HEAD) <= MAX_HEAD

    def _mind(self, before: object) -> None:
        """Set the time until which the peer must have gone on."""
        state, now = self.conn.their_state, self.loop.time()
        if state is h11.SEND_BODY:
            if before is not state:
                self._body_until = now + BODY_SECONDS
            self._wait(min(SILENCE_SECONDS, self._body_until - now))
        elif state is h11.IDLE and self.conn.trailing_data[0]:
            if before is not state or self._reading is None:
                self._wait(HEAD_SECONDS)
        else:
            self._stop_reading()

    def _wait(self, seconds: float) -> None:
        self._stop_reading()
        self._reading = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        if self.flow.read_paused:
            # It is we who do not read.
            self._wait(SILENCE_SECONDS)
        else:
            self.transport.abort()

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _stop_writing(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None


async def _full(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to those who are too many."""
    problem = Problem("busy", retry_after=_RETRY_AFTER)
    await problem_response(problem, {"connection": "close"})(scope, receive, send)
