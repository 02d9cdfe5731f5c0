"""A roll printer as a peer: a reader of ESC/POS that knows nothing of the writer's code.

It answers real-time questions at once and the others in their turn, and can stall, cut the
line or keep silent after any byte.
"""

import socket
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import numpy as np

from desk_app.printing.raster import Bits


@dataclass
class Mood:
    """How the printer behaves: its four status bytes, and what it does after so many bytes."""

    status: dict[int, int] = field(default_factory=lambda: {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12})
    answers: bool = True
    knows_fence: bool = True
    fence: int = 0x00
    stalls_after: int | None = None
    cuts_after: int | None = None
    closes: bool = True


class Paper:
    """Bytes read as ESC/POS: the dots that were burnt, the other commands by name."""

    def __init__(self, mood: Mood) -> None:
        self._mood = mood
        self._left = b""
        self._rows: list[Bits] = []
        self.commands: list[str] = []

    @property
    def dots(self) -> Bits:
        return np.vstack(self._rows)

    def take(self, data: bytes) -> bytes:
        """Read on; what the printer answers."""
        self._left += data
        said = b""
        while (size := self._size()) and size <= len(self._left):
            command, self._left = self._left[:size], self._left[size:]
            said += self._obey(command)
        return said

    def _size(self) -> int:
        """How long the command at hand is, 0 when that cannot be told yet."""
        left = self._left
        for head, size in (
            (b"\x1b@", 2),
            (b"\x10\x04", 3),
            (b"\x1bd", 3),
            (b"\x1dr", 3),
            (b"\x1da", 3),
            (b"\x1dVB", 4),
        ):
            if left.startswith(head):
                return size
        if left.startswith(b"\x1dv0"):
            return 8 + self._area() if len(left) >= 8 else 0
        if any(head.startswith(left) for head in (b"\x1b@", b"\x10\x04", b"\x1dVB", b"\x1dv0")):
            return 0
        raise AssertionError(f"not ESC/POS: {left[:8]!r}")

    def _area(self) -> int:
        wide = int.from_bytes(self._left[4:6], "little")
        return wide * int.from_bytes(self._left[6:8], "little")

    def _obey(self, command: bytes) -> bytes:
        if command.startswith(b"\x1dv0"):
            wide = int.from_bytes(command[4:6], "little")
            packed = np.frombuffer(command[8:], np.uint8).reshape(-1, wide)
            self._rows.append(np.unpackbits(packed, axis=1).astype(bool))
            return b""
        if command.startswith(b"\x10\x04"):
            return bytes([self._mood.status[command[2]]]) if self._mood.answers else b""
        if command.startswith(b"\x1dr"):
            return bytes([self._mood.fence]) if self._mood.knows_fence else b""
        self.commands.append(
            {b"\x1b@": "reset", b"\x1dVB": "cut"}.get(
                command[:3].rstrip(b"\x00"), command[:2].hex()
            )
        )
        return b""


class NetworkPrinter:
    """The printer on a TCP port of its own; one connection at a time, as real ones have it."""

    def __init__(self, mood: Mood | None = None) -> None:
        self.mood = mood or Mood()
        self.papers: list[Paper] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        self.port = self._server.getsockname()[1]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stop.set()
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        self._thread.join()
        self._server.close()

    def _serve(self) -> None:
        while True:
            line, _ = self._server.accept()
            with line:
                if self._stop.is_set():
                    return
                self.papers.append(Paper(self.mood))
                self._read(line, self.papers[-1])

    def _read(self, line: socket.socket, page: Paper) -> None:
        line.settimeout(0.05)
        seen, ended = 0, False
        while not self._stop.is_set():
            if self.mood.cuts_after is not None and seen >= self.mood.cuts_after:
                return
            if ended or (self.mood.stalls_after is not None and seen >= self.mood.stalls_after):
                self._stop.wait(0.05)
                continue
            try:
                data = line.recv(2048)
            except TimeoutError:
                continue
            except ConnectionError:
                return
            if not data:
                if self.mood.closes:
                    return
                ended = True
            seen += len(data)
            line.sendall(page.take(data))
