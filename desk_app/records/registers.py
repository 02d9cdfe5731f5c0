"""Registers: values that several hands may write, merged without losing any.

A write names the heads of its register that its author saw. What no write names is a head; more
than one head with different values is an open conflict, shown by rank and then by order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desk_app.records.roles import RANK


@dataclass(frozen=True, slots=True)
class Write:
    """One value written into a register by an event."""

    event: str
    order: tuple[int, str]
    rank: int
    value: Any
    replaces: tuple[str, ...] = ()


@dataclass(slots=True)
class Register:
    """The writes of one register of one subject, whatever order they arrived in."""

    writes: dict[str, Write] = field(default_factory=dict)

    def put(self, write: Write) -> None:
        """Take a write; the same event again changes nothing."""
        self.writes[write.event] = write

    def heads(self) -> list[Write]:
        """The writes that nobody has replaced, the one to show first."""
        writes = self.writes
        gone = replaced(
            {key: write.replaces for key, write in writes.items()},
            {key: write.order for key, write in writes.items()},
        )
        left = [write for write in writes.values() if write.event not in gone]
        return sorted(left, key=lambda write: (write.rank, write.order), reverse=True)

    def shown(self, otherwise: Any = None) -> Any:
        """The value to show, or ``otherwise`` where nothing was written."""
        if len(self.writes) == 1:
            return next(iter(self.writes.values())).value
        found = self.heads()
        return found[0].value if found else otherwise

    def in_conflict(self) -> bool:
        """Whether heads with different values are left."""
        if len(self.writes) < 2:
            return False
        found = self.heads()
        return any(write.value != found[0].value for write in found[1:])


def replaced(names: Mapping[str, Iterable[str]], orders: Mapping[str, tuple[int, str]]) -> set[str]:
    """Which of some writes are replaced, from what each names and where each stands.

    Writes that replace each other in a circle (no honest author makes one) do not count as
    replaced by one another, so that none of them is lost.
    """
    edges = [(key, old) for key, olds in names.items() for old in olds if old in names]
    # Every circle has a step back in the order; where there is none, nothing need be walked.
    if all(orders[old] < orders[key] for key, old in edges):
        return {old for _, old in edges}
    return {old for key, old in edges if key not in _reached(old, names)}


def _reached(start: str, names: Mapping[str, Iterable[str]]) -> set[str]:
    """A write and everything that it replaces, at once or in turn."""
    found, open_ends = {start}, [start]
    while open_ends:
        fresh = {old for old in names[open_ends.pop()] if old in names} - found
        found |= fresh
        open_ends += sorted(fresh)
    return found


def rank_of(role: str) -> int:
    """The weight of a role in a conflict; an unknown role weighs nothing."""
    return RANK.get(role, 0)
