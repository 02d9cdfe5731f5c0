"""Questions to a print server in its own protocol (IPP: RFC 8010, RFC 8011).

``lpstat`` words are for people and tell a finished job from a cancelled one by nothing; IPP
gives both numbers. Only the few attribute kinds that the answers hold are read.
"""

import http.client
import socket
import sys
from dataclasses import dataclass
from typing import Final

GET_JOB: Final = 0x0009
CANCEL_JOB: Final = 0x0008
GET_PRINTER: Final = 0x000B

_OPERATION: Final = 0x01
_END: Final = 0x03
_BOOLEAN: Final = 0x22
_INTEGERS: Final = (0x21, 0x23)
_NAME: Final = 0x42
_KEYWORD: Final = 0x44
_URI: Final = 0x45
_CHARSET: Final = 0x47
_LANGUAGE: Final = 0x48

Values = dict[str, list[int | str]]


class IppError(OSError):
    """The server could not be asked, or answered with an error status."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a print server listens: a local socket's path, or ``host:port``."""

    address: str
    seconds: float = 5.0

    def ask(self, operation: int, uri_name: str, uri: str, *attributes: bytes) -> Values:
        """The attributes of one answer; raises IppError."""
        body = _request(operation, _attribute(_URI, uri_name, uri.encode()), *attributes)
        line = _Connection(self.address, self.seconds)
        try:
            line.request("POST", "/", body, {"Content-Type": "application/ipp"})
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            raise IppError("the print server did not answer") from fault
        finally:
            line.close()
        if answer.status != http.client.OK:
            raise IppError(f"HTTP {answer.status}")
        return _values(content)


def wanted(*names: str) -> bytes:
    """The attributes that an answer shall hold."""
    first, *rest = names
    return _attribute(_KEYWORD, "requested-attributes", first.encode()) + b"".join(
        _attribute(_KEYWORD, "", name.encode()) for name in rest
    )


def with_its_files(user: str) -> bytes:
    """Of a cancellation: in the name of this user, and nothing of the job is kept."""
    return _attribute(_NAME, "requesting-user-name", user.encode()) + _attribute(
        _BOOLEAN, "purge-job", b"\x01"
    )


class _Connection(http.client.HTTPConnection):
    """HTTP over a local socket or TCP; IPv6 hosts stand in brackets."""

    def __init__(self, address: str, seconds: float) -> None:
        self._path = address if address.startswith("/") else ""
        host, _, port = address.rpartition(":")
        number = int(port) if host and port.isdigit() else 631
        super().__init__(
            "localhost" if self._path else (host or address).strip("[]"), number, timeout=seconds
        )

    def connect(self) -> None:
        """Reach the local socket where there is one, otherwise the network."""
        if not self._path or sys.platform == "win32":
            super().connect()
            return
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    label = name.encode()
    return bytes([tag]) + len(label).to_bytes(2) + label + len(value).to_bytes(2) + value


def _request(operation: int, *attributes: bytes) -> bytes:
    return b"".join(
        (
            b"\x02\x00",
            operation.to_bytes(2),
            (1).to_bytes(4),
            bytes([_OPERATION]),
            _attribute(_CHARSET, "attributes-charset", b"utf-8"),
            _attribute(_LANGUAGE, "attributes-natural-language", b"en"),
            *attributes,
            bytes([_END]),
        )
    )


def _values(content: bytes) -> Values:
    """Every attribute of an answer by its name; raises IppError on an error status or damage."""
    if len(content) < 8:
        raise IppError("cut answer")
    if (status := int.from_bytes(content[2:4])) >= 0x0100:
        raise IppError(f"IPP status {status:#06x}")
    found: Values = {}
    at, name = 8, ""
    while at < len(content) and (tag := content[at]) != _END:
        at += 1
        if tag < 0x10:  # the next group
            continue
        label, at = _sized(content, at)
        value, at = _sized(content, at)
        name = label.decode("utf-8", "replace") or name
        read = int.from_bytes(value) if tag in _INTEGERS else value.decode("utf-8", "replace")
        found.setdefault(name, []).append(read)
    return found


def _sized(content: bytes, at: int) -> tuple[bytes, int]:
    size = int.from_bytes(content[at : at + 2])
    piece = content[at + 2 : at + 2 + size]
    if len(piece) != size or at + 2 > len(content):
        raise IppError("cut answer")
    return piece, at + 2 + size
