"""One machine of a counter, all of whose files can be looked through, and the line from it."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.central.conftest import ROOT, CommandLine
from tests.cli.program import PASSWORD, Machine

ASKED = "asked"
"""The folder of what the person asked for by name: receipts, refused rows, papers, keys."""
_HEAD = re.compile(rb"(?:GET|POST|PUT|HEAD) /[^\r\n]*\r\n(?:[^\r\n]+\r\n)*")


def counter(folder: Path) -> Machine:
    """A machine whose home, temporary files and caches all lie in one folder."""
    for name in (ASKED, "tmp", "home"):
        (folder / name).mkdir(parents=True)
    return Machine(
        folder,
        {
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_RUNTIME_DIR": str(folder / "tmp"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "MIZBAN_PASSWORD": PASSWORD,
        },
    )


@contextmanager
def serving(central: CommandLine, log: Path) -> Iterator[int]:
    """The real centre on a free port; all it says goes into the log."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "central", "serve", "--data", str(central.folder), "--json",
             "--listen", "127.0.0.1:0"],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=out, env={**os.environ, "MIZBAN_LANG": "en"},
        )  # fmt: skip
        assert process.stdout is not None
        first = process.stdout.readline()
        out.write(first)
        rest = threading.Thread(target=lambda: out.write(process.stdout.read()))  # type: ignore[union-attr]
        rest.start()
        try:
            yield int(json.loads(first)["message"].rpartition(":")[2])
        finally:
            process.terminate()
            process.wait()
            rest.join()
            process.stdout.close()


class Wire:
    """A relay before a centre that keeps the heads of all requests."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sent: list[bytearray] = []
        self._open: list[socket.socket] = []
        self._relays: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    @property
    def address(self) -> str:
        """Where desks reach the centre through it."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def heads(self) -> bytes:
        """Request lines and headers of everything that was asked so far."""
        return b"\n".join(head for sent in self._sent for head in _HEAD.findall(bytes(sent)))

    def close(self) -> None:
        """End every connection and take no more."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        for relay in self._relays:
            relay.join()
        for each in (self._listener, *self._open):
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(self._target)
            sent = bytearray()
            self._sent.append(sent)
            self._open += [near, far]
            for source, sink, kept in ((near, far, sent), (far, near, None)):
                relay = threading.Thread(target=_relay, args=(source, sink, kept))
                relay.start()
                self._relays.append(relay)


def _relay(source: socket.socket, sink: socket.socket, kept: bytearray | None) -> None:
    try:
        while data := source.recv(65536):
            if kept is not None:
                kept += data
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def command_line_of(process: int) -> bytes:
    """What a list of processes shows of one; nothing where there is no such list."""
    path = Path(f"/proc/{process}/cmdline")
    return path.read_bytes() if path.exists() else b""
