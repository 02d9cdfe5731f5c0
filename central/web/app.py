"""The centre's HTTP application."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from central.line import CentralLine
from central.web.answers import Endpoint, answered, problem_response
from central.web.endpoints import Endpoints
from central.web.record import Recorded
from desk_app.protocol.problems import Problem

_HTTP_CODES: Final = {404: "not_found", 405: "bad_method"}


def make_app(
    line: CentralLine, anchor: bytes, alongside: Callable[[], AbstractAsyncContextManager[None]]
) -> Starlette:
    """The application over one line.

    ``anchor`` is the certificate (PEM) that desks pin, empty without TLS; ``alongside`` lives
    from start to stop.
    """
    at = Endpoints(line, anchor)
    posts: dict[str, Endpoint] = {
        "/v1/enrol": at.enrol,
        "/v1/session": at.session,
        "/v1/logs": at.new_log,
        "/v1/push": at.push,
    }
    gets: dict[str, Endpoint] = {
        "/v1/pull": at.pull,
        "/v1/status": at.status,
        "/v1/ca": at.anchor,
        "/healthz": at.health,
    }

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with alongside():
            yield

    return Starlette(
        routes=[
            *(
                Route(path, answered(endpoint), methods=["POST"])
                for path, endpoint in posts.items()
            ),
            *(Route(path, answered(endpoint), methods=["GET"]) for path, endpoint in gets.items()),
        ],
        middleware=[Middleware(Recorded, paths=frozenset(posts) | frozenset(gets))],
        exception_handlers={HTTPException: _refused},
        lifespan=lifespan,
    )


async def _refused(_request: Request, error: Exception) -> Response:
    """What routing itself refuses, as problem details."""
    assert isinstance(error, HTTPException)
    return problem_response(Problem(_HTTP_CODES.get(error.status_code, "bad_request")))
