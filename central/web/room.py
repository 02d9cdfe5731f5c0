"""How many bytes of bodies the process holds at once, so that many slow peers cannot fill it."""

from typing import Final

from desk_app.protocol.problems import Problem

ROOM: Final = 256_000_000
"""Bytes of bodies, coming in or going out, that all requests together may hold."""

_RETRY_AFTER: Final = 10


class Room:
    """The bytes that are taken now, of those there are."""

    def __init__(self, size: int = ROOM) -> None:
        self._size = size
        self.taken = 0

    def hold(self) -> "Hold":
        """What one request holds; nothing at first."""
        return Hold(self)

    def take(self, count: int) -> None:
        """Take so many bytes; Problem ``busy`` when there are no more."""
        if self.taken + count > self._size:
            raise Problem("busy", retry_after=_RETRY_AFTER)
        self.taken += count

    def give_back(self, count: int) -> None:
        """So many bytes are free again."""
        self.taken -= count


class Hold:
    """The bytes that one request holds until it ends."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._held = 0

    def more(self, count: int) -> None:
        """Hold so many bytes more; Problem ``busy`` when there is no room."""
        self._room.take(count)
        self._held += count

    def end(self) -> None:
        """Let go of all of them."""
        self._room.give_back(self._held)
        self._held = 0
