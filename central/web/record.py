"""The record of requests: what was asked and how it ended, never who or about whom."""

import logging
import time
from typing import Final

from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.web.metrics import Metrics

_log: Final = logging.getLogger("mizban.central.requests")
_OTHER: Final = "(other)"
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


class Recorded:
    """Middleware that counts each request and writes one line: method, path, status, milliseconds.

    The path is the one of the table, without what stands in it; query strings, tokens, addresses
    and bodies are left out.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

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
            spent = time.monotonic() - started
            path, method = _path(scope), _method(scope)
            self._metrics.ended(path, method, status, spent)
            _log.info("%s %s %d %d ms", method, path, status, round(spent * 1000))


def _path(scope: Scope) -> str:
    route = scope.get("route")
    return route.path if isinstance(route, Route) else _OTHER


def _method(scope: Scope) -> str:
    """The method; what a stranger made up is not written down."""
    found: str = scope["method"]
    return found if found in _METHODS else _OTHER
