"""Batches: consecutive entries of one log under a signed header, as NDJSON.

A push is one batch; a page of a pull is any number of them one after the other. Lines end with a
line feed; the header names how many entry lines follow it.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from desk_app.protocol.entry_line import read_line, write_line
from desk_app.protocol.keys import b64, is_signed, push_statement, sign, unb64
from desk_app.protocol.limits import MAX_EVENTS, PROTOCOL
from desk_app.protocol.problems import Problem
from desk_app.records.chain import heads
from desk_app.records.event import BadEntry, Entry, Event
from desk_app.records.ids import id_bytes, id_text

CONTENT_TYPE: Final = "application/x-ndjson"
_LAST_SEQ: Final = (1 << 62) - MAX_EVENTS


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The first line of a batch; binary values are base64url.

    ``ahead``: so many entries right before ``frm`` are on their way too, in other batches.
    The centre's additions: ``device`` (whose log it is), ``key`` (that device's public key) and
    ``at`` (ms since 1970, when the centre took it).
    """

    p: int = PROTOCOL
    log: str
    frm: int
    n: int
    prev: str
    head: str
    sig: str
    ahead: int = 0
    device: str = ""
    key: str = ""
    at: int = 0


class Batch(NamedTuple):
    """A batch that was read: its chain holds from ``prev`` over every entry to the last head."""

    header: Header
    prev: bytes
    entries: list[Entry]
    events: list[Event]
    heads: list[bytes]
    size: int
    """Bytes of its lines, inflated."""

    def seq(self, position: int) -> int:
        """The place in the log of the entry at a position."""
        return self.header.frm + position

    def is_signed_by(self, public: bytes) -> bool:
        """Whether the header's signature is by this key (32 bytes)."""
        try:
            signature = unb64(self.header.sig, 64)
        except ValueError:
            return False
        return is_signed(public, signature, _statement(self.header, self.prev, self.heads[-1]))


_header = msgspec.json.Decoder(Header)


def write_batch(
    private_key: bytes,
    log: str,
    first: int,
    prev: bytes,
    entries: Sequence[Entry],
    ahead: int = 0,
) -> bytes:
    """A signed batch of at least one entry, ready to be compressed."""
    head = heads(prev, (entry.bytes for entry in entries))[-1]
    signature = sign(private_key, push_statement(log, first, len(entries), prev, head))
    header = Header(
        log=log, frm=first, n=len(entries), prev=b64(prev), head=b64(head), sig=b64(signature),
        ahead=ahead,
    )  # fmt: skip
    return write_lines(header, entries)


def write_lines(header: Header, entries: Sequence[Entry]) -> bytes:
    """A batch whose header is already made."""
    lines = [msgspec.json.encode(header)]
    lines += [write_line(entry.bytes, entry.beside) for entry in entries]
    return b"\n".join(lines) + b"\n"


def log_of(data: bytes) -> str:
    """The log that a body's first batch is of; raises as ``read_batches`` for a bad header."""
    return _read_header(data.partition(b"\n")[0]).log


def read_batch(data: bytes) -> Batch:
    """The one batch of a push. Raises as ``read_batches``, and ``bad_count`` for more than one."""
    batches = read_batches(data)
    if len(batches) != 1:
        raise Problem("bad_count")
    return batches[0]


def read_batches(data: bytes) -> list[Batch]:
    """Every batch of a body.

    Raises Problem ``bad_json``, ``bad_header``, ``bad_count``, ``bad_entry`` (with ``seq`` and
    ``reason``), ``bad_chain``, ``too_large`` or ``upgrade``.
    """
    lines = data.split(b"\n")
    if lines.pop():
        raise Problem("bad_count")
    batches = []
    at = 0
    while at < len(lines):
        header = _read_header(lines[at])
        own = lines[at + 1 : at + 1 + header.n]
        if len(own) != header.n:
            raise Problem("bad_count", expected=header.n, found=len(own))
        batches.append(_read_entries(header, own))
        at += 1 + header.n
    return batches


def _read_header(line: bytes) -> Header:
    try:
        header = _header.decode(line)
    except msgspec.ValidationError as error:
        raise Problem("bad_header") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem("bad_json") from error
    if header.p != PROTOCOL:
        raise Problem("upgrade", min_p=PROTOCOL, max_p=PROTOCOL)
    if not header.n > 0:
        raise Problem("bad_count")
    if header.n > MAX_EVENTS:
        raise Problem("too_large", limit=MAX_EVENTS)
    try:
        usable = id_text(id_bytes(header.log)) == header.log and 0 < header.frm <= _LAST_SEQ
        usable = usable and 0 <= header.ahead < header.frm
    except ValueError:
        usable = False
    if not usable:
        raise Problem("bad_header")
    return header


def _read_entries(header: Header, lines: list[bytes]) -> Batch:
    try:
        prev, head = unb64(header.prev, 32), unb64(header.head, 32)
    except ValueError as error:
        raise Problem("bad_header") from error
    entries, events = [], []
    for position, line in enumerate(lines):
        try:
            entry, event = read_line(line)
        except BadEntry as error:
            raise Problem("bad_entry", seq=header.frm + position, reason=error.code) from error
        entries.append(entry)
        events.append(event)
    found = heads(prev, (entry.bytes for entry in entries))
    if found[-1] != head:
        raise Problem("bad_chain", seq=header.frm)
    return Batch(header, prev, entries, events, found, sum(map(len, lines)))


def _statement(header: Header, prev: bytes, head: bytes) -> bytes:
    return push_statement(header.log, header.frm, header.n, prev, head)
