"""``GET /metrics``, for the listener that only this machine or an administrator's network sees."""

from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from central.web.metrics import CONTENT_TYPE, Metrics

_FRESH: Final = {"cache-control": "no-store"}


def measures_app(metrics: Metrics) -> Starlette:
    """An application that tells the metrics and nothing else."""

    def tell(_request: Request) -> Response:
        return PlainTextResponse(metrics.text(), media_type=CONTENT_TYPE, headers=_FRESH)

    return Starlette(routes=[Route("/metrics", tell)])
