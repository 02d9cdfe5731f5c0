"""What a lower centre asks: it speaks for its offices and reads their feeds."""

from typing import Any, Final

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from central.line import CentralLine
from central.store.devices import Device
from central.store.hub_feed import HubPage, read_hub_feed
from central.store.hubs import hear_word, office_below, places_below
from central.web.answers import accepted, body_of, token_of
from central.web.operations import JSON, Body, Operation, Value
from desk_app.protocol import batch
from desk_app.protocol.hub_messages import OfficePlaces, OfficeWord, OfficeWordReply
from desk_app.protocol.limits import MAX_MESSAGE, MAX_PAGE_INFLATED
from desk_app.protocol.messages import Message, read_message, write_message
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import squeeze

_FRESH: Final = {"cache-control": "no-store"}
_MAX_CODE: Final = 64
_MAX_CURSOR: Final = 80
_TEXT: Final[dict[str, Any]] = {"type": "string", "maxLength": _MAX_CURSOR}


class HubEndpoints:
    """The line between two centres, as the higher one answers it."""

    def __init__(self, line: CentralLine) -> None:
        self._line = line

    async def word(self, request: Request) -> Response:
        """``POST /v1/below``: what a lower centre says of one of its offices."""
        token = token_of(request)
        word = read_message(await body_of(request, MAX_MESSAGE), OfficeWord)

        def hear(connection: Connection, device: Device, now_ms: int) -> OfficeWordReply:
            return hear_word(connection, device, word, now_ms)

        return _told(await self._line.for_device(token, hear, write=True))

    async def places(self, request: Request) -> Response:
        """``GET /v1/below``: how far the feeds of its offices reach."""

        def look(connection: Connection, device: Device, _: int) -> OfficePlaces:
            return places_below(connection, device)

        return _told(await self._line.for_device(token_of(request), look))

    async def feed(self, request: Request) -> Response:
        """``GET /v1/below/feed``: a page of one office's feed."""
        code = request.query_params.get("office", "")
        cursor = request.query_params.get("after", "")
        if len(code) > _MAX_CODE or len(cursor) > _MAX_CURSOR or "\0" in code:
            raise Problem("bad_request")

        def read(connection: Connection, device: Device, _: int) -> HubPage:
            office = office_below(connection, device, code)
            return read_hub_feed(connection, office, cursor, device.device)

        page = await self._line.for_device(token_of(request), read)
        encoding = accepted(request)
        data = page.lines if encoding == "identity" else squeeze(page.lines, encoding)
        headers = {
            **_FRESH, "mizban-cursor": page.cursor, "mizban-more": str(int(page.more)),
        }  # fmt: skip
        if encoding != "identity":
            headers["content-encoding"] = encoding
        return Response(data, media_type=batch.CONTENT_TYPE, headers=headers)


def _told(reply: Message) -> Response:
    return Response(write_message(reply), media_type=JSON, headers=_FRESH)


HUBS: Final[tuple[Operation[HubEndpoints], ...]] = (
    Operation(
        method="POST", path="/v1/below", name="speakForOffice", answer=HubEndpoints.word,
        token=True,
        about="A lower centre names an office, its devices and logs, and asks for lanes.",
        takes=Body(message=OfficeWord), gives=Body(message=OfficeWordReply),
        refusals=("not_found", "not_yours"),
    ),
    Operation(
        method="GET", path="/v1/below", name="placesBelow", answer=HubEndpoints.places,
        token=True,
        about="How far the feeds of the lower centre's offices reach.",
        gives=Body(message=OfficePlaces),
        refusals=("not_found",),
    ),
    Operation(
        method="GET", path="/v1/below/feed", name="feedBelow", answer=HubEndpoints.feed,
        token=True,
        about="A page of an office's feed without what the lower centre brought.",
        gives=Body(batch.CONTENT_TYPE, limit=MAX_PAGE_INFLATED, about="Batches one after another."),
        refusals=("not_found",),
        values=(
            Value("office", "query", {"type": "string", "maxLength": _MAX_CODE}, "Its code."),
            Value("after", "query", _TEXT, "The cursor of the last page; empty at first."),
        ),
        told=(
            Value("Mizban-Cursor", "header", _TEXT, "Where the next page begins."),
            Value("Mizban-More", "header", {"enum": ["0", "1"]}, "1: ask again at once."),
        ),
    ),
)  # fmt: skip
"""What is asked between centres."""
