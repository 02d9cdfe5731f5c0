"""Explicit levels and directions: rules X1 to X9 of UAX #9."""

from dataclasses import dataclass
from typing import Final

MAX_DEPTH: Final = 125
EMBEDDINGS: Final = frozenset({"RLE", "LRE", "RLO", "LRO"})
ISOLATES: Final = frozenset({"RLI", "LRI", "FSI"})
REMOVED: Final = EMBEDDINGS | {"PDF", "BN"}
EXPLICIT: Final = EMBEDDINGS | ISOLATES | {"PDF", "PDI"}
_OVERRIDE: Final = {"RLO": "R", "LRO": "L"}


@dataclass(slots=True)
class Explicit:
    """Levels and types after X8, and which PDI matches which isolate initiator."""

    levels: list[int]
    types: list[str]
    matches: dict[int, int]


@dataclass(slots=True, frozen=True)
class _Status:
    level: int
    override: str | None
    isolate: bool


class _Stack:
    """The directional status stack with its three overflow counters."""

    def __init__(self, base: int) -> None:
        self.entries = [_Status(base, None, isolate=False)]
        self.overflow_isolates = 0
        self.overflow_embeddings = 0
        self.valid_isolates = 0

    @property
    def top(self) -> _Status:
        return self.entries[-1]

    def _next_level(self, right_to_left: bool) -> int | None:
        level = self.top.level
        wanted = (level + 1) | 1 if right_to_left else (level + 2) & ~1
        full = wanted > MAX_DEPTH or self.overflow_isolates or self.overflow_embeddings
        return None if full else wanted

    def embed(self, kind: str) -> None:
        level = self._next_level(kind in ("RLE", "RLO"))
        if level is not None:
            self.entries.append(_Status(level, _OVERRIDE.get(kind), isolate=False))
        elif not self.overflow_isolates:
            self.overflow_embeddings += 1

    def isolate(self, right_to_left: bool) -> None:
        level = self._next_level(right_to_left)
        if level is not None:
            self.valid_isolates += 1
            self.entries.append(_Status(level, None, isolate=True))
        else:
            self.overflow_isolates += 1

    def close_isolate(self) -> None:
        if self.overflow_isolates:
            self.overflow_isolates -= 1
        elif self.valid_isolates:
            self.overflow_embeddings = 0
            while not self.top.isolate:
                self.entries.pop()
            self.entries.pop()
            self.valid_isolates -= 1

    def close_embedding(self) -> None:
        if self.overflow_isolates:
            return
        if self.overflow_embeddings:
            self.overflow_embeddings -= 1
        elif not self.top.isolate and len(self.entries) >= 2:
            self.entries.pop()


def isolate_matches(classes: list[str]) -> dict[int, int]:
    """The matching PDI of each isolate initiator that has one (BD9)."""
    matches: dict[int, int] = {}
    open_ones: list[int] = []
    for index, kind in enumerate(classes):
        if kind in ISOLATES:
            open_ones.append(index)
        elif kind == "PDI" and open_ones:
            matches[open_ones.pop()] = index
    return matches


def first_strong(classes: list[str], matches: dict[int, int], start: int, end: int) -> int | None:
    """The level that the first strong character gives (P2, P3), isolates skipped; None if none."""
    index = start
    while index < end:
        kind = classes[index]
        if kind == "L":
            return 0
        if kind in ("R", "AL"):
            return 1
        index = matches.get(index, end) if kind in ISOLATES else index
        index += 1
    return None


def explicit_levels(classes: list[str], base: int) -> Explicit:
    """Apply X1 to X8; characters that X9 removes keep the level around them."""
    count = len(classes)
    if EXPLICIT.isdisjoint(classes):
        return Explicit([base] * count, list(classes), {})
    matches = isolate_matches(classes)
    levels, types = [base] * count, list(classes)
    stack = _Stack(base)
    for index, kind in enumerate(classes):
        if kind == "PDI":
            stack.close_isolate()
        status = stack.top
        levels[index] = base if kind == "B" else status.level
        if status.override and kind not in REMOVED and kind != "B":
            types[index] = status.override
        if kind in EMBEDDINGS:
            stack.embed(kind)
        elif kind in ISOLATES:
            end = matches.get(index, count)
            towards_right = kind == "RLI" or (
                kind == "FSI" and first_strong(classes, matches, index + 1, end) == 1
            )
            stack.isolate(towards_right)
        elif kind == "PDF":
            stack.close_embedding()
    return Explicit(levels, types, matches)
