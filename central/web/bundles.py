"""``POST /v1/bundles``: a desk with a line delivers what another desk carried to it."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from central.line import CentralLine
from central.web.answers import body_of, token_of
from central.web.operations import JSON, Body, Operation
from desk_app.protocol.bundle import BUNDLE_TYPE, MAX_BUNDLE
from desk_app.protocol.messages import BundleReply, write_message

_FRESH: Final = {"cache-control": "no-store"}


class Bundles:
    """Bundles over the line."""

    def __init__(self, line: CentralLine) -> None:
        self._line = line

    async def deliver(self, request: Request) -> Response:
        """``POST /v1/bundles``: the file as it is."""
        token = token_of(request)
        reply = await self._line.bundle(token, await body_of(request, MAX_BUNDLE))
        return Response(write_message(reply), media_type=JSON, headers=_FRESH)


BUNDLES: Final[tuple[Operation[Bundles], ...]] = (
    Operation(
        method="POST", path="/v1/bundles", name="deliverBundle", answer=Bundles.deliver,
        token=True,
        about="Take a file of a set that some desk carried; one that is here changes nothing.",
        takes=Body(BUNDLE_TYPE, limit=MAX_BUNDLE, about="A bundle as it lies on the stick."),
        gives=Body(message=BundleReply),
        refusals=("bad_bundle",),
    ),
)  # fmt: skip
"""What is asked about bundles."""
