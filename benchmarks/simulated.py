"""Counters without a book: as much of a desk as a centre sees, over real HTTP."""

import asyncio
import os
import ssl
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from desk_app.protocol.batch import CONTENT_TYPE, write_batch
from desk_app.protocol.enrol_code import EnrolCode
from desk_app.protocol.keys import b64, enrol_statement, public_key, session_statement, sign
from desk_app.records.chain import START, next_head
from desk_app.records.event import Event, Subject, hold, write_entry
from desk_app.records.ids import new_id

POLL_SECONDS: Final = 55


@dataclass(frozen=True, slots=True)
class Reply:
    """What a centre answered, and when (seconds of the monotonic clock)."""

    status: int
    headers: dict[str, str]
    body: bytes
    at: float


@dataclass(slots=True)
class SimulatedCounter:
    """One counter with one connection that is kept alive."""

    address: str
    key: bytes = field(default_factory=lambda: os.urandom(32))
    token: str = ""
    log: str = field(default_factory=lambda: new_id(_now_ms(), os.urandom(10)))
    cursor: str = ""
    seq: int = 0
    head: bytes = START
    way: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def join(self, code: EnrolCode) -> None:
        """Enrol, and open a session."""
        public, recipient = b64(public_key(self.key)), "age1simulated"
        signature = sign(self.key, enrol_statement(code.code_text, public, recipient))
        asked = {
            "code": code.code_text, "signing_key": public, "age_recipient": recipient,
            "sig": b64(signature), "name": "counter", "logs": [{"log": self.log}],
        }  # fmt: skip
        device = (await self._told("/v1/enrol", asked))["device"]
        nonce = (await self._told("/v1/session", {"device": device}))["nonce"]
        proof = b64(sign(self.key, session_statement(device, nonce)))
        answer = {"device": device, "nonce": nonce, "sig": proof}
        self.token = (await self._told("/v1/session", answer))["token"]

    async def poll(self, wait: int = POLL_SECONDS) -> Reply:
        """Ask for news and wait for it."""
        query = f"after={self.cursor}&without={self.log}&wait={wait}"
        reply = await self._asked("GET", f"/v1/pull?{query}", b"", "")
        assert reply.status == 200, reply
        self.cursor = reply.headers["mizban-cursor"]
        return reply

    async def push(self) -> Reply:
        """Record a visit and make it durable."""
        beside = hold(("رفع توقیف خودرو",), os.urandom(16))
        event = Event(
            id=new_id(_now_ms(), os.urandom(10)), hlc=_now_ms() << 16, actor="ali", role="officer",
            office="1001", subject=Subject("visit", new_id(_now_ms(), os.urandom(10))),
            type="Visited", v=1, body={"started": _now_ms(), "note": 0}, held=tuple(beside),
        )  # fmt: skip
        entry = write_entry(event, beside)
        data = write_batch(self.key, self.log, self.seq + 1, self.head, [entry])
        reply = await self._asked("POST", "/v1/push", data, CONTENT_TYPE)
        assert reply.status == 200, reply
        self.seq, self.head = self.seq + 1, next_head(self.head, entry.bytes)
        return reply

    async def close(self) -> None:
        """Hang up."""
        if self.way is not None:
            self.way[1].close()
            self.way = None

    async def _told(self, path: str, message: dict[str, Any]) -> dict[str, Any]:
        reply = await self._asked("POST", path, msgspec.json.encode(message), "application/json")
        assert reply.status in (200, 201), reply
        found: dict[str, Any] = msgspec.json.decode(reply.body)
        return found

    async def _asked(self, method: str, path: str, body: bytes, media: str) -> Reply:
        if self.way is None:
            parts = urlsplit(self.address)
            secure = _unverified() if parts.scheme == "https" else None
            self.way = await asyncio.open_connection(parts.hostname, parts.port, ssl=secure)
        reader, writer = self.way
        lines = [f"{method} {path} HTTP/1.1", "host: centre", f"content-length: {len(body)}"]
        lines += [f"content-type: {media}"] if media else []
        lines += [f"authorization: Bearer {self.token}"] if self.token else []
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        status = int((await reader.readline()).split()[1])
        headers = {}
        while line := (await reader.readline()).strip().decode():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        data = await reader.readexactly(int(headers["content-length"]))
        return Reply(status, headers, data, time.monotonic())


@cache
def _unverified() -> ssl.SSLContext:
    """TLS that takes any certificate: what is asked is how much it costs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
