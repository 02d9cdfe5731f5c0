"""The record of requests: what was asked and how it ended, never who or about whom."""

import logging
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log: Final = logging.getLogger("mizban.central.requests")


class Recorded:
    """Middleware that writes one line a request: method, path, status, milliseconds.

    Query strings, tokens, addresses and bodies are left out.
    """

    def __init__(self, app: ASGIApp, paths: frozenset[str]) -> None:
        self._app = app
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            path = scope["path"] if scope["path"] in self._paths else "(other)"
            spent = round((time.monotonic() - started) * 1000)
            _log.info("%s %s %d %d ms", scope["method"], path, status, spent)
