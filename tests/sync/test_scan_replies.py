"""What a desk makes of replies about scans: refusals, and what no centre would say."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from desk_app.protocol.blobs import read_digest, read_range
from desk_app.protocol.problems import Problem
from desk_app.records.errors import Unreachable
from desk_app.sync.http_line import HttpLine

SCAN = "a" * 40


def test_headers_that_are_none_are_refused() -> None:
    for text in ("", "sha-256=::", "sha-256=:" + "!" * 43 + "=:"):
        with pytest.raises(ValueError, match="sha"):
            read_digest(text)
    for text in ("", "bytes 1-0/2", "bytes 0-2/2", "bytes */5"):
        with pytest.raises(ValueError, match="range"):
            read_range(text)


Reply = tuple[int, dict[str, str], bytes]


async def answered(reply: Reply, ask: Callable[[HttpLine], Awaitable[object]]) -> object:
    """What a call makes of the bytes of a reply."""
    status, headers, body = reply
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    told += "" if "content-length" in headers else f"content-length: {len(body)}\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status} x\r\n{told}connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        async with HttpLine(f"http://127.0.0.1:{port}", "") as line:
            return await ask(line)
    finally:
        server.close()
        await server.wait_closed()


async def ask_held(line: HttpLine) -> object:
    return await line.blob_held("t", SCAN)


async def ask_piece(line: HttpLine) -> object:
    return await line.get_piece("t", SCAN, 0)


@pytest.mark.parametrize(
    ("status", "code"), [(401, "unauthorized"), (403, "revoked"), (429, "slow_down"), (503, "busy")]
)
def test_a_refusal_without_a_body_is_told_by_its_status(status: int, code: str) -> None:
    with pytest.raises(Problem) as refused:
        asyncio.run(answered((status, {}, b""), ask_held))
    assert refused.value.code == code


def test_replies_that_make_no_sense_count_as_no_answer() -> None:
    digest = {"repr-digest": "sha-256=:" + "A" * 43 + "=:"}
    for reply, ask in (
        ((302, {}, b""), ask_held),
        ((200, {"upload-offset": "x", **digest}, b""), ask_held),
        ((206, {}, b"data"), ask_piece),
        ((206, {"content-range": "bytes 5-8/9", **digest}, b"data"), ask_piece),
        ((206, {"content-range": "bytes 0-8/9", **digest}, b"data"), ask_piece),
    ):
        with pytest.raises(Unreachable):
            asyncio.run(answered(reply, ask))
    assert asyncio.run(answered((404, {}, b""), ask_held)) is None
