"""What a centre and the centre above it tell one another of their offices; see docs/protocol.md."""

from desk_app.protocol.bundle_statements import KnownDevice, KnownLog
from desk_app.protocol.messages import LogHeld, Message, OfficeNames


class LaneBlock(Message, frozen=True, kw_only=True):
    """Lanes ``first`` to ``last`` for the lower centre to give; of these some are ``taken``."""

    first: int
    last: int
    taken: tuple[int, ...] = ()


class OfficeWord(Message, frozen=True, kw_only=True):
    """A lower centre's word for one of its offices: its devices and logs, new or changed.

    ``asked`` names logs it met in the feed and does not know; ``lanes`` asks for so many lanes.
    """

    office: OfficeNames
    devices: tuple[KnownDevice, ...] = ()
    logs: tuple[KnownLog, ...] = ()
    asked: tuple[str, ...] = ()
    lanes: int = 0


class OfficeWordReply(Message, frozen=True, kw_only=True):
    """The logs as the higher centre holds them, whose the asked ones are, and lanes."""

    logs: tuple[LogHeld, ...] = ()
    devices: tuple[KnownDevice, ...] = ()
    known_logs: tuple[KnownLog, ...] = ()
    lanes: LaneBlock | None = None


class OfficePlaces(Message, frozen=True, kw_only=True):
    """By office code, the cursor at the end of each feed of the lower centre's offices."""

    cursors: dict[str, str]
