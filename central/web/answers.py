"""Between HTTP and the line: bodies within limits, tokens, problems as replies."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from desk_app.bugs import keep_bug
from desk_app.protocol import problems
from desk_app.protocol.problems import Problem, write_problem
from desk_app.records.errors import DeskError

_log: Final = logging.getLogger("mizban.central")
Endpoint = Callable[[Request], Awaitable[Response]]
_RETRY_AFTER: Final = "5"


def answered(endpoint: Endpoint) -> Endpoint:
    """The endpoint with every failure answered as problem details."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Problem as problem:
            return problem_response(problem)
        except ClientDisconnect:
            return problem_response(Problem("bad_encoding"))
        except DeskError as error:
            _log.error("%s failed: %s", request.url.path, error.code)
        except Exception as error:  # noqa: BLE001  a bug must not end the centre
            _log.error("%s met a bug, kept as %s", request.url.path, keep_bug(error))
        return problem_response(Problem("internal"))

    return answer


def problem_response(problem: Problem) -> Response:
    """The reply of a refusal."""
    headers = {"cache-control": "no-store"}
    if problem.code in ("busy", "slow_down"):
        headers["retry-after"] = str(problem.params.get("retry_after", _RETRY_AFTER))
    if problem.status == 401:
        headers["www-authenticate"] = "Bearer"
    return Response(
        write_problem(problem),
        status_code=problem.status,
        media_type=problems.CONTENT_TYPE,
        headers=headers,
    )


async def body_of(request: Request, limit: int) -> bytes:
    """The body as it came; Problem ``too_large`` before more than ``limit`` bytes are kept."""
    found = bytearray()
    async for part in request.stream():
        found += part
        if len(found) > limit:
            raise Problem("too_large", limit=limit)
    return bytes(found)


def token_of(request: Request) -> str:
    """The bearer token; Problem ``unauthorized`` without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("unauthorized")
    return token


def accepted(request: Request) -> str:
    """The best content coding that the peer takes."""
    named = request.headers.get("accept-encoding", "").replace(" ", "").split(",")
    takes = {name.partition(";")[0] for name in named}
    return next((coding for coding in ("zstd", "gzip") if coding in takes), "identity")


def number_of(request: Request, name: str, otherwise: int) -> int:
    """A whole number of the query; Problem ``bad_request`` for anything else."""
    text = request.query_params.get(name, str(otherwise))
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Problem("bad_request")
    return int(text)
