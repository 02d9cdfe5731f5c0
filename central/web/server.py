"""An HTTP server over one application, with the limits and the TLS that every listener has."""

import socket
import ssl
import threading
from asyncio import sslproto
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Literal, Self

import uvicorn
from starlette.types import ASGIApp

from central.tls import Certificates, server_context
from central.web.connection import MAX_HEAD, Connection
from desk_app.records.errors import MachineFault

_STOP_SECONDS: Final = 10
_KEEP_SECONDS: Final = 75
_BACKLOG: Final = 2048
_TLS_BUFFER: Final = 32 * 1024
_PROXIES: Final = ["127.0.0.1", "::1"]
"""Who is believed in whose name it asks: a proxy on this machine."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen; port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 0
    certificates: Certificates | None = None


def bound_socket(listen: Listen) -> socket.socket:
    """A socket on the address; MachineFault ``central.address_taken``."""
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((listen.host, listen.port))
    except OSError as error:
        found.close()
        raise MachineFault("central.address_taken", port=listen.port) from error
    return found


def url_of(listen: Listen, bound: socket.socket) -> str:
    """The address as its peers write it."""
    scheme = "https" if listen.certificates else "http"
    host, port = bound.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{port}"


def configured(app: ASGIApp, listen: Listen, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    """What every server of the centre keeps to: sizes, times, TLS 1.2 or newer, no access log."""
    certificates = listen.certificates
    if certificates is not None:
        # asyncio gives each TLS connection 256 KiB, which two thousand that wait do not need.
        sslproto.SSLProtocol.max_size = _TLS_BUFFER

    def context(_config: uvicorn.Config, _default: object) -> ssl.SSLContext:
        assert certificates is not None
        return server_context(certificates)

    return uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan=lifespan,
        timeout_graceful_shutdown=_STOP_SECONDS, timeout_keep_alive=_KEEP_SECONDS, ws="none",
        http=Connection, h11_max_incomplete_event_size=MAX_HEAD, backlog=_BACKLOG,
        forwarded_allow_ips=_PROXIES, ssl_context_factory=context if certificates else None,
    )  # fmt: skip


class Beside:
    """Another application of this process on an address of its own, in a thread of its own.

    Used as a context; a page that takes long there does not hold up the line.
    """

    def __init__(self, app: ASGIApp, listen: Listen) -> None:
        self._socket = bound_socket(listen)
        self.url = url_of(listen, self._socket)
        self._server = uvicorn.Server(configured(app, listen, "off"))
        self._thread = threading.Thread(target=self._serve, name="beside", daemon=True)

    def __enter__(self) -> Self:
        """Answer from here on."""
        # Peers may connect at once; they are answered as soon as the loop runs.
        self._socket.listen(_BACKLOG)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and wait for the end."""
        self._server.should_exit = True
        self._thread.join()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])
