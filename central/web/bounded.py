"""Middleware that bounds what one request holds in memory, coming in and going out."""

from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.web.room import Hold, Room

_HOLD: Final = "mizban.hold"
_SLICE: Final = 64 * 1024


class Bounded:
    """Gives every request its hold on the room, and sends replies in slices.

    A slice waits until the peer took the one before, so a slow peer costs what its reply weighs
    and no second copy of it.
    """

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app = app
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and let go of what it held at its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def in_slices(message: Message) -> None:
            body = message.get("body", b"")
            if len(body) <= _SLICE:
                await send(message)
                return
            more = message.get("more_body", False)
            view = memoryview(body)
            for start in range(0, len(body), _SLICE):
                last = start + _SLICE >= len(body)
                await send(
                    {
                        "type": message["type"],
                        "body": bytes(view[start : start + _SLICE]),
                        "more_body": more or not last,
                    }
                )

        hold = scope[_HOLD] = self._room.hold()
        try:
            await self._app(scope, receive, in_slices)
        finally:
            hold.end()


def hold_of(request: Request) -> Hold:
    """What this request holds."""
    found: Hold = request.scope[_HOLD]
    return found
