"""What the window shows of the line: rounds, what waits, where the desk stands, what is at risk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

ALL_WELL: Final = "line.up_to_date"
"""How a round ends when everything was sent and fetched."""
CODES_LOW: Final = 5_000
"""With so few codes left in its lane a desk says so: some ten days of the busiest counter."""
Copied = Literal["backup", "mirror", "stick"]
COPIES: Final[tuple[Copied, ...]] = ("backup", "mirror", "stick")
"""Places outside the book's own folder that hold records again."""


@dataclass(frozen=True, slots=True)
class RoundTold:
    """One round of sending and fetching; instants in ms since 1970.

    Failures that ended alike, one after the other, are one round of several ``tries``, of which
    the last ended at ``last``.
    """

    at: int
    took_ms: int
    sent: int
    received: int
    code: str = ALL_WELL
    """How it ended, as a code with a sentence."""
    params: dict[str, str | int] = field(default_factory=dict)
    tries: int = 1
    last: int = 0


KeepRound = Callable[[RoundTold], None]
"""Puts a round down where it outlives the program; called on the line's own thread."""


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """A subject of which own events are not with the centre yet.

    ``code`` and ``title`` are those of a request that may be seen; both are empty for a sealed one
    and for other kinds of subject.
    """

    kind: str
    subject: str
    code: str
    title: str
    events: int
    since: int
    """When the oldest of those events was recorded, ms since 1970."""
    sealed: bool = False
    refused: bool = False
    """Whether the centre does not take one of them; it stays here and was set aside."""


@dataclass(frozen=True, slots=True)
class LineStanding:
    """Where this desk stands: names of device and log, its lane, and what is left of it."""

    enrolled: bool
    central: str = ""
    device: str = ""
    log: str = ""
    lane: int = 0
    codes_left: int = 0
    spare_lanes: int = 0
    slips: bool = False
    """Whether a lane can be taken by telephone: the centre gave a key for it."""
    office: str = ""
    counter: str = ""


@dataclass(frozen=True, slots=True)
class AtRisk:
    """What would be lost with this machine: recorded here and held nowhere else that is known.

    ``unsent`` counts events that the centre has not acknowledged, ``events`` those of them that
    are in no copy either. ``codes`` are of the requests among these, newest first; not ``whole``:
    there are more.
    """

    unsent: int
    events: int
    requests: int = 0
    codes: tuple[str, ...] = ()
    others: int = 0
    """Subjects that are no requests: visits, settings of the office, officers."""
    whole: bool = True
    scans: int = 0
    """Scans that neither the centre nor a copy holds."""
    copied: Mapping[str, int] = field(default_factory=dict)
    """When each kind of copy was brought up to date last, ms since 1970."""

    @property
    def safe(self) -> bool:
        """Whether nothing would be lost."""
        return self.events == 0 and self.scans == 0


class Joining(Protocol):
    """What is done by hand about the line: joining a centre, lanes by telephone, a new log.

    Every call may take seconds: not for the window's thread.
    """

    def standing(self) -> LineStanding:
        """Where this desk stands now."""
        ...

    def join(self, central: str, code: str) -> LineStanding:
        """Join a centre with the history recorded alone.

        Raises UserMistake for a mistyped address or code, Refused, Unreachable, NotAllowed.
        """
        ...

    def take_slip(self, slip: str) -> LineStanding:
        """Keep a lane that was read out over the telephone as a spare one.

        Raises UserMistake ``slip.…``, MachineFault ``slip.no_key`` or ``lane.used``.
        """
        ...

    def go_on(self) -> LineStanding:
        """Go on in a new log under a spare lane, or one from the centre; nothing is lost by it.

        Raises MachineFault ``lane.none`` where there is neither; Refused.
        """
        ...


class LineReads(Protocol):
    """What the book tells of its line; each call is fast, and not for the window's thread."""

    def rounds(self, limit: int = 100) -> Sequence[RoundTold]:
        """The latest rounds, newest first; they are kept over restarts."""
        ...

    def waiting(self, limit: int = 500) -> Sequence[WaitingRecord]:
        """Of what own events wait for the centre, the latest first; what it refused comes first."""
        ...

    def at_risk(self, most: int = 1_000) -> AtRisk:
        """What would be lost with this machine; at most so many codes are told."""
        ...
