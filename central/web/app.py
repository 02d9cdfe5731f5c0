"""The centre's HTTP application."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from central.line import CentralLine
from central.web.answers import answered, problem_response
from central.web.bounded import Bounded
from central.web.gate import Gate
from central.web.metrics import Metrics
from central.web.operations import Bound, Endpoint
from central.web.record import Recorded
from central.web.room import Room
from central.web.tables import bound_to
from desk_app.protocol.problems import Problem

_HTTP_CODES: Final = {404: "not_found", 405: "bad_method"}


@dataclass(frozen=True, slots=True)
class Watch:
    """What stands over every request: allowances, the room for bodies, what is counted."""

    gate: Gate = field(default_factory=Gate)
    room: Room = field(default_factory=Room)
    metrics: Metrics = field(default_factory=Metrics)


def make_app(
    line: CentralLine,
    anchor: bytes,
    alongside: Callable[[], AbstractAsyncContextManager[None]],
    watch: Watch,
) -> Starlette:
    """The application over one line.

    ``anchor`` is the certificate (PEM) that desks pin, empty without TLS; ``alongside`` lives
    from start to stop.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with alongside():
            yield

    app = Starlette(
        routes=_routes(bound_to(line, anchor, watch.gate), watch.gate),
        middleware=[
            Middleware(Recorded, metrics=watch.metrics),
            Middleware(Bounded, room=watch.room),
        ],
        exception_handlers={HTTPException: _refused},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def _routes(every: Iterable[Bound], gate: Gate) -> list[Route]:
    """One route a path, whatever its methods."""
    paths: dict[str, dict[str, Endpoint]] = defaultdict(dict)
    for bound in every:
        paths[bound.operation.path][bound.operation.method] = answered(bound, gate)
    return [
        Route(path, _by_method(methods), methods=list(methods)) for path, methods in paths.items()
    ]


def _by_method(methods: dict[str, Endpoint]) -> Endpoint:
    async def answer(request: Request) -> Response:
        # A HEAD that nobody wrote is a GET whose body stays here.
        return await methods.get(request.method, methods.get("GET", _absent))(request)

    return answer


async def _absent(_request: Request) -> Response:
    raise HTTPException(405)


async def _refused(_request: Request, error: Exception) -> Response:
    """What routing itself refuses, as problem details."""
    assert isinstance(error, HTTPException)
    code = _HTTP_CODES.get(error.status_code, "bad_request")
    return problem_response(Problem(code), error.headers)
