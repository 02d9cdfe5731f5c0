"""The page's HTTP application: both languages, and what every answer carries."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.public.desk import PublicDesk
from central.public.endpoints import Pages, Pause
from central.public.forms import BadForm
from central.public.frame import HEADERS, HSTS
from central.public.limits import Limits
from central.public.lookup_page import message_page
from central.public.speech import Language, Speech
from central.web.metrics import Metrics
from central.web.operations import Endpoint
from central.web.record import Recorded
from desk_app.bugs import keep_bug
from desk_app.protocol.problems import Problem
from desk_app.records.errors import DeskError

_log: Final = logging.getLogger("mizban.central")
_LANGUAGES: Final[tuple[Language, ...]] = ("fa", "en")
_CODE: Final = "/{code:str}"
_WORTH_SQUEEZING: Final = 1000


@dataclass(frozen=True, slots=True)
class Manner:
    """How the page is served: over TLS or not, under which host names (none: any), by which clock.

    ``clock`` tells seconds that never go back; ``pause`` waits for some.
    """

    secure: bool = False
    hosts: frozenset[str] = frozenset()
    clock: Callable[[], float] = time.monotonic
    pause: Pause = asyncio.sleep


def make_public_app(desk: PublicDesk, manner: Manner, metrics: Metrics) -> Starlette:
    """The application over one desk of the page."""
    limits = Limits(manner.clock)
    routes = [
        Route("/healthz", _healthy(desk), methods=["GET"]),
        Route("/robots.txt", _robots, methods=["GET"]),
        Route("/favicon.ico", _nothing, methods=["GET"]),
    ]
    # English first: "/en" would pass for a code.
    for language in reversed(_LANGUAGES):
        speech = Speech(language)
        pages = Pages(desk, limits, manner.pause, speech)
        posts: dict[str, Endpoint] = {
            "/": pages.look, "/request": pages.again, "/ask": pages.ask,
            "/complain": pages.complain, "/survey": pages.survey,
        }  # fmt: skip
        for path, endpoint in posts.items():
            routes.append(Route(speech.path(path), _answered(endpoint, speech), methods=["POST"]))
        first = _answered(pages.first, speech)
        starts = dict.fromkeys((speech.path("/"), speech.prefix + "/", speech.path(_CODE)))
        routes += [Route(path, first, methods=["GET"]) for path in starts]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Recorded, metrics=metrics),
            Middleware(_Guard, secure=manner.secure, hosts=manner.hosts),
            Middleware(GZipMiddleware, minimum_size=_WORTH_SQUEEZING),
        ],
        exception_handlers={HTTPException: _unknown},
    )
    # A redirect would name host and scheme as a proxy has them.
    app.router.redirect_slashes = False
    return app


class _Guard:
    """Middleware: only the page's own host names answer, and every answer has the headers."""

    def __init__(self, app: ASGIApp, secure: bool, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts
        self._headers = {**HEADERS, **(HSTS if secure else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is meant for this page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        host = Request(scope).headers.get("host", "").rpartition(":")
        name = (host[0] if host[2].isdigit() else host[0] + host[1] + host[2]).lower()
        if self._hosts and name not in self._hosts:
            await PlainTextResponse("", 421)(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def _answered(endpoint: Endpoint, speech: Speech) -> Endpoint:
    """The endpoint with every failure answered by a page that says no more than it must."""

    async def answer(request: Request) -> Response:
        code, status = "trouble", 500
        try:
            return await endpoint(request)
        except BadForm as bad:
            code, status = "bad_form", bad.status
        except ClientDisconnect:
            code, status = "bad_form", 400
        except Problem as problem:
            return _problem(speech, problem)
        except DeskError as error:
            _log.error("the visitor's page failed: %s", error.code)
        except Exception as error:  # noqa: BLE001  a bug must not end the page
            _log.error("the visitor's page met a bug, kept as %s", keep_bug(error))
        text = message_page(speech, code, speech.say(f"{code}.more"))
        return HTMLResponse(text, status)

    return answer


def _problem(speech: Speech, problem: Problem) -> Response:
    """A page for what is too much, or for a database that is not there."""
    code = "slow" if problem.code == "slow_down" else "trouble"
    seconds = int(problem.params.get("retry_after", 5))
    minutes = -(-seconds // 60)
    text = message_page(speech, code, speech.say(f"{code}.more", minutes=minutes))
    return HTMLResponse(text, problem.status, {"retry-after": str(seconds)})


def _healthy(desk: PublicDesk) -> Endpoint:
    async def health(_request: Request) -> Response:
        """``GET /healthz``: whether the database answers."""
        try:
            await desk.check()
        except Problem:
            return PlainTextResponse("busy", 503)
        return PlainTextResponse("ok")

    return health


async def _robots(_request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def _nothing(_request: Request) -> Response:
    return Response(status_code=204)


async def _unknown(request: Request, error: Exception) -> Response:
    """What routing itself refuses, as a page."""
    assert isinstance(error, HTTPException)
    speech = Speech("en" if request.url.path.startswith("/en") else "fa")
    text = message_page(speech, "no_page", speech.say("no_page.more"))
    return HTMLResponse(text, error.status_code)
