"""A TCP proxy that breaks what passes through it, by count of bytes and not by the clock."""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self


@dataclass
class Faults:
    """What happens next; each fault strikes once and is then spent."""

    cut_up: int | None = None
    """Reset after so many more bytes from desk to centre."""
    cut_down: int | None = None
    """Reset after so many more bytes from centre to desk."""
    lost_replies: int = 0
    """So many replies never arrive: the centre has done its work, the desk is not told."""
    refused: int = 0
    """So many connections are reset at once."""
    drip: bool = False
    """Everything passes in pieces of a few bytes."""
    at_cut: Callable[[], None] = lambda: None
    """Called when a cut strikes."""


class Chaos:
    """The proxy in a thread of its own, between a free port and a centre."""

    def __init__(self, target: int) -> None:
        self.faults = Faults()
        self.struck = 0
        self.up_bytes = 0
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self.faults.refused:
            self.faults.refused -= 1
            self._strike(writer)
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            self._strike(writer)
            return
        ends = (writer, far_writer)
        up = asyncio.ensure_future(self._pump(reader, far_writer, ends, up=True))
        down = asyncio.ensure_future(self._pump(far_reader, writer, ends, up=False))
        try:
            # A handler that ends as cancelled is told as an error by the server of streams.
            with suppress(asyncio.CancelledError):
                await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in (up, down):
                pump.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
            for end in ends:
                end.close()

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter],
        *,
        up: bool,
    ) -> None:
        try:
            while data := await reader.read(7 if self.faults.drip else 65_536):
                if up:
                    self.up_bytes += len(data)
                    self.faults.cut_up, kept = self._cut(self.faults.cut_up, data)
                elif self.faults.lost_replies:
                    self.faults.lost_replies -= 1
                    kept = b""
                else:
                    self.faults.cut_down, kept = self._cut(self.faults.cut_down, data)
                if kept:
                    writer.write(kept)
                    await writer.drain()
                if len(kept) < len(data):
                    self.faults.at_cut()
                    for end in ends:
                        self._strike(end)
                    return
        except OSError:
            return

    @staticmethod
    def _cut(left: int | None, data: bytes) -> tuple[int | None, bytes]:
        if left is None:
            return None, data
        if len(data) < left:
            return left - len(data), data
        return None, data[: left - 1] if left else b""

    def _strike(self, writer: asyncio.StreamWriter) -> None:
        """Reset, as a line that breaks does."""
        self.struck += 1
        raw = writer.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
