"""The line itself: what the desk's HTTP client and the centre both implement."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from desk_app.protocol.blobs import BlobLine
from desk_app.protocol.messages import (
    BundleReply,
    EnrolReply,
    EnrolRequest,
    LogReply,
    LogRequest,
    PushReply,
    SessionReply,
    SessionRequest,
    StatusReply,
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A body as it travels: compressed with the named content coding."""

    data: bytes
    encoding: str = "zstd"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pull asks for: what follows ``cursor``, without one log, at most ``limit`` entries.

    With nothing to send the centre holds the answer for up to ``wait`` seconds. ``onward`` is told
    the next cursor, and whether more follows, by a line that hears it before the page has come.
    """

    cursor: str = ""
    without: str = ""
    limit: int = 1000
    wait: int = 0
    onward: Callable[[str, bool], None] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Page:
    """Whole batches in the order of the office's feed, and where the next page begins."""

    parcel: Parcel
    cursor: str
    more: bool
    server_time: int


class LineProtocol(BlobLine, Protocol):
    """One centre. Every call may raise Problem (a refusal) or, at the desk, Unreachable."""

    async def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Join; asking again with the same code and key gives the same answer."""
        ...

    async def session(self, request: SessionRequest) -> SessionReply:
        """A nonce for a device, or a token for its signature."""
        ...

    async def new_log(self, token: str, request: LogRequest) -> LogReply:
        """Register a log of this device; asking again for the same log changes nothing."""
        ...

    async def push(self, token: str, parcel: Parcel) -> PushReply:
        """Make one batch durable; what is already held changes nothing."""
        ...

    async def pull(self, token: str, wanted: Wanted) -> Page:
        """One page of the feed of the token's office."""
        ...

    async def bundle(self, token: str, data: bytes) -> BundleReply:
        """Take a file that some desk carried on a stick; Problem ``bad_bundle`` (``reason``)."""
        ...

    async def status(self, token: str) -> StatusReply:
        """The versions spoken, the time, and this device's logs."""
        ...
