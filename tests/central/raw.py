"""A peer on the bare socket, who need not keep to HTTP, and centres with limits of one's own."""

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from central.running import Centre
from central.web.gate import Allowances
from central.web.server import Listen
from tests.centres import Headquarters


@contextmanager
def bare(address: str) -> Iterator[socket.socket]:
    """A connection on which nothing was said yet."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as found:
        yield found


@dataclass
class Heard:
    """What came back until the connection ended, or until the body was whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"] == "application/problem+json"
        found: dict[str, Any] = json.loads(self.body)
        assert found["status"] == self.status
        return found


def hear(peer: socket.socket) -> Heard:
    """One reply."""
    with peer.makefile("rb") as reader:
        status = int(reader.readline().split()[1])
        headers = {}
        while line := reader.readline().strip().decode():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        size = headers.get("content-length")
        body = reader.read(int(size)) if size is not None else unchunked(reader.read())
    return Heard(status, headers, body)


def unchunked(data: bytes) -> bytes:
    """The body of a chunked reply, or of one that ends with its connection."""
    if not data[:1].isalnum() or b"\r\n" not in data:
        return data
    found = b""
    while data:
        size, _, rest = data.partition(b"\r\n")
        count = int(size, 16)
        found, data = found + rest[:count], rest[count + 2 :] if count else b""
    return found


def ended(peer: socket.socket) -> bool:
    """Whether the other side ended the connection without a word."""
    try:
        return peer.recv(1) == b""
    except ConnectionError:
        return True


@contextmanager
def limited(quarters: Headquarters, allowances: Allowances) -> Iterator[str]:
    """The address of a centre over the same database, with these allowances."""
    with Centre(quarters.database, Listen(), quarters.clock.now_ms, allowances) as centre:
        yield centre.url
