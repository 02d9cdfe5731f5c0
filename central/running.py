"""A centre that answers: the HTTP server over one database, started and stopped whole."""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

import uvicorn

from central.line import CentralLine
from central.store.counts import project_all
from central.store.database import Database
from central.tls import Certificates
from central.web.app import make_app
from desk_app.records.errors import DeskError, MachineFault

_log: Final = logging.getLogger("mizban.central")
_PROJECT_EVERY_SECONDS: Final = 1.0
_STOP_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen; port 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 0
    certificates: Certificates | None = None


def wall_clock_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class _Server(uvicorn.Server):
    """Uvicorn, whose stopping first answers every long poll."""

    def __init__(self, config: uvicorn.Config, line: CentralLine, url: str) -> None:
        super().__init__(config)
        self._line = line
        self._url = url
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _log.info("listening on %s", self._url)
            self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._line.news.close()
        await super().shutdown(sockets)


class Centre:
    """A centre on one address: ``serve`` holds the thread, or as a context runs beside it."""

    def __init__(
        self, database: Database, listen: Listen, now_ms: Callable[[], int] = wall_clock_ms
    ) -> None:
        self._database = database
        self._now_ms = now_ms
        self._listen = listen
        self._socket = _bound(listen)
        self._line = CentralLine(database, now_ms)
        self._server = self._make_server()
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address at which desks on this machine reach it."""
        scheme = "https" if self._listen.certificates else "http"
        host, port = self._socket.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        return f"{scheme}://{shown}:{port}"

    def serve(self) -> None:
        """Answer until told to stop by a signal or ``stop``."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._line.close()
            _log.info("stopped")

    def stop(self) -> None:
        """Finish what is under way and end; safe from any thread."""
        self._server.should_exit = True

    def __enter__(self) -> Self:
        """Serve in a thread of its own from here on."""
        self._thread = threading.Thread(target=self.serve, name="centre", daemon=True)
        self._thread.start()
        while not self._server.ready.wait(0.05):
            if not self._thread.is_alive():
                raise MachineFault("central.not_started")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop and wait for the end."""
        self.stop()
        assert self._thread is not None
        self._thread.join()

    def _make_server(self) -> _Server:
        certificates = self._listen.certificates
        app = make_app(self._line, certificates.anchor if certificates else b"", self._alongside)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, lifespan="on",
            timeout_graceful_shutdown=_STOP_SECONDS, timeout_keep_alive=75, ws="none", http="h11",
            ssl_certfile=certificates.chain if certificates else None,
            ssl_keyfile=certificates.key if certificates else None,
        )  # fmt: skip
        return _Server(config, self._line, self.url)

    @asynccontextmanager
    async def _alongside(self) -> AsyncIterator[None]:
        """The projection follows the events while the server runs."""
        task = asyncio.create_task(self._project(), name="projection")
        task.add_done_callback(_report)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _project(self) -> None:
        while True:
            try:
                await asyncio.to_thread(project_all, self._database, self._now_ms())
            except DeskError as error:
                _log.warning("projection waits: %s", error.code)
            await asyncio.sleep(_PROJECT_EVERY_SECONDS)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("%s ended: %s", task.get_name(), type(error).__name__)


def _bound(listen: Listen) -> socket.socket:
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
