"""A centre that answers: the HTTP server over one database, started and stopped whole."""

import asyncio
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import uvicorn

from central.above.following import Following
from central.line import CentralLine
from central.store.behind import behind
from central.store.counts import project_all
from central.store.database import Database
from central.store.relay import relay
from central.traffic import Traffic
from central.web.app import Watch, make_app
from central.web.gate import Allowances, Gate
from central.web.metrics import Metrics
from central.web.server import Listen, bound_socket, configured, url_of
from desk_app.bugs import keep_bug
from desk_app.records.errors import DeskError, MachineFault

_log: Final = logging.getLogger("mizban.central")
_FOLLOW_EVERY_SECONDS: Final = 1.0
_GATHER_SECONDS: Final = 0.2
"""What is pushed within this time is passed on together."""

_AFTER_BUG_SECONDS: Final = 30.0


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
        self._line.stop_waiting()
        await super().shutdown(sockets)


class Centre:
    """A centre on one address: ``serve`` holds the thread, or as a context runs beside it.

    ``scans`` is the folder of the files of scans; without one none are taken. ``takers`` is how
    many processes read and store what is pushed, beside the one that answers.
    """

    def __init__(
        self,
        database: Database,
        listen: Listen,
        now_ms: Callable[[], int] = wall_clock_ms,
        allowances: Allowances | None = None,
        scans: Path | None = None,
        takers: int = 0,
    ) -> None:
        self._database = database
        self._now_ms = now_ms
        self._listen = listen
        self._socket = bound_socket(listen)
        self._line = CentralLine(database, now_ms, scans=scans, takers=takers)
        self._watch = Watch(Gate(allowances))
        self._server = self._make_server()
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address at which desks on this machine reach it."""
        return url_of(self._listen, self._socket)

    @property
    def metrics(self) -> Metrics:
        """What it did so far, and what it holds now."""
        return self._watch.metrics

    @property
    def traffic(self) -> Traffic:
        """The pushes under way, to which what runs behind gives way."""
        return self._line.traffic

    def serve(self) -> None:
        """Answer until told to stop by a signal or ``stop``."""
        following = Following(self._database, self._now_ms)
        following.start()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            following.stop()
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
        anchor = certificates.anchor if certificates else b""
        app = make_app(self._line, anchor, self._alongside, self._watch)
        server = _Server(configured(app, self._listen, "on"), self._line, self.url)
        connections = server.server_state.connections
        told = self._watch.metrics.gauge
        told("long_polls", "Long polls that wait.", lambda: self._line.news.waiting)
        told("connections", "Connections that are open.", lambda: len(connections))
        told("body_bytes", "Bytes of bodies that are held.", lambda: self._watch.room.taken)
        told("behind_batches", "Batches not yet projected.", lambda: self._database.read(behind))
        return server

    @asynccontextmanager
    async def _alongside(self) -> AsyncIterator[None]:
        """What follows the events while the server runs."""
        tasks = [
            asyncio.create_task(self._follow("relay", self._relay), name="relay"),
            asyncio.create_task(self._follow("projection", self._project), name="projection"),
        ]
        for task in tasks:
            task.add_done_callback(_report)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _relay(self) -> None:
        """Pass on what concerns other offices, soon after it was pushed."""
        give_way = self._line.traffic.give_way
        await asyncio.to_thread(relay, self._database, self._now_ms(), give_way)
        await asyncio.sleep(_GATHER_SECONDS)
        await self._line.news.pushed(_FOLLOW_EVERY_SECONDS)

    async def _project(self) -> None:
        give_way = self._line.traffic.give_way
        await asyncio.to_thread(project_all, self._database, self._now_ms(), give_way)
        await self._line.tidy()
        await asyncio.sleep(_FOLLOW_EVERY_SECONDS)

    async def _follow(self, name: str, turn: Callable[[], Awaitable[None]]) -> None:
        """Turn after turn; what fails in one is tried again in a later one."""
        while True:
            try:
                await turn()
            except DeskError as error:
                _log.warning("%s waits: %s", name, error.code)
                await asyncio.sleep(_FOLLOW_EVERY_SECONDS)
            except Exception as error:  # noqa: BLE001  one odd event must not end it for all
                _log.error("%s met a bug, kept as %s", name, keep_bug(error))
                await asyncio.sleep(_AFTER_BUG_SECONDS)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("%s ended: %s", task.get_name(), type(error).__name__)
