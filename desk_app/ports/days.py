"""A day of the office as its pages show it: figures by counter, visits, what was set aside."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Figures of one counter, or of several together, as of a Gregorian ISO date.

    Visits, requests and what they are counted by are those of the day; what is overdue on the
    day, due on it, unprinted, unheard or in conflict is told of everything that stands in the book.
    """

    counter: str = ""
    """Empty for several together."""
    visits: int = 0
    requests: int = 0
    by_outcome: dict[str, int] = field(default_factory=dict)
    by_kind: dict[str, int] = field(default_factory=dict)
    by_officer: dict[str, int] = field(default_factory=dict)
    overdue: int = 0
    due_today: int = 0
    unprinted: int = 0
    conflicts: int = 0
    unheard: int = 0
    """Requests on which the visitor wrote, on the page outside, and nobody has taken it up."""
    own: bool = False
    """Whether it is the counter that this desk stands at."""
    as_of: int = 0
    """When the newest record known of it was written, ms since 1970; 0 where none is known."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit in a list; ``started`` and ``recorded`` in ms since 1970."""

    visit_id: str
    started: int
    recorded: int
    counter: str
    officer: str
    outcome: str
    channel: str
    service: str
    topic: str
    agency: str


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """An event that this program could not read: kept and passed on, shown nowhere else."""

    event_id: str
    kind: str
    """Of its subject: ``request``, ``visit`` …"""
    type: str
    why: str
    """``unknown``, ``clock`` or a code ``entry.…``."""
    request_id: str = ""
    """The request on which it stands, where that is here."""


def together(each: Iterable[DayCounts]) -> DayCounts:
    """Several counters in one."""
    every = tuple(each)
    return DayCounts(
        visits=sum(one.visits for one in every),
        requests=sum(one.requests for one in every),
        by_outcome=_summed(one.by_outcome for one in every),
        by_kind=_summed(one.by_kind for one in every),
        by_officer=_summed(one.by_officer for one in every),
        overdue=sum(one.overdue for one in every),
        due_today=sum(one.due_today for one in every),
        unprinted=sum(one.unprinted for one in every),
        conflicts=sum(one.conflicts for one in every),
        unheard=sum(one.unheard for one in every),
    )


def _summed(each: Iterable[dict[str, int]]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for counts in each:
        for name, count in counts.items():
            found[name] += count
    return dict(found)
