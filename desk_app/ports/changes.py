"""What a transaction changed, so that every page that shows it re-reads."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """The subjects touched by one commit, by kind; ``everything`` where too many to name."""

    requests: frozenset[str] = frozenset()
    visits: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    """Other kinds of subject touched: ``item``, ``calendar``, ``officer``, ``session`` …"""
    own_events: int = 0
    """How many events this desk wrote: what sync listens for."""
    everything: bool = False
    arrived: frozenset[str] = frozenset()
    """Those of the requests that changed by what came from elsewhere."""

    def __bool__(self) -> bool:
        return bool(
            self.everything or self.own_events or self.requests or self.visits or self.kinds
        )

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(
            self.requests | other.requests,
            self.visits | other.visits,
            self.kinds | other.kinds,
            self.own_events + other.own_events,
            self.everything or other.everything,
            self.arrived | other.arrived,
        )


NOTHING = Changes()
"""No change."""


@dataclass(slots=True)
class Gathered:
    """Changes while a transaction is open."""

    requests: set[str] = field(default_factory=set)
    visits: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    own_events: int = 0
    everything: bool = False
    arrived: set[str] = field(default_factory=set)

    def touch(self, kind: str, subject_id: str, *, arrived: bool = False) -> None:
        """Remember that a subject changed, here or by what came from elsewhere."""
        if kind == "request":
            self.requests.add(subject_id)
            if arrived:
                self.arrived.add(subject_id)
        elif kind == "visit":
            self.visits.add(subject_id)
        else:
            self.kinds.add(kind)

    def frozen(self) -> Changes:
        """The changes so far."""
        return Changes(
            frozenset(self.requests),
            frozenset(self.visits),
            frozenset(self.kinds),
            self.own_events,
            self.everything,
            frozenset(self.arrived),
        )
