"""Weak, neutral and implicit types: rules W1 to W7, N0 to N2, I1 and I2 of UAX #9.

Each function works on the types of one isolating run sequence, in place.
"""

from itertools import pairwise
from typing import Final

from desk_app.printing.bidi_classes import Bracket, bracket

_STRONG: Final = frozenset({"L", "R", "AL"})
_ISOLATE_MARKS: Final = frozenset({"LRI", "RLI", "FSI", "PDI"})
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON"}) | _ISOLATE_MARKS
_SEPARATORS: Final = frozenset({"ES", "ET", "CS"})
_DIRECTION: Final = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
_OPEN_BRACKETS: Final = 63


def resolve_weak(types: list[str], sos: str) -> None:
    """W1 to W7: marks, Arabic numbers, separators and terminators of numbers."""
    _marks_and_numbers(types, sos)
    if not _SEPARATORS.isdisjoint(types):
        _separators(types)
    if "EN" in types:
        strong = sos
        for index, kind in enumerate(types):
            if kind in ("L", "R"):
                strong = kind
            elif kind == "EN" and strong == "L":
                types[index] = "L"


def _marks_and_numbers(types: list[str], sos: str) -> None:
    previous = strong = sos
    for index, original in enumerate(types):
        kind = original
        if kind == "NSM":
            kind = "ON" if previous in _ISOLATE_MARKS else previous
        previous = kind
        if kind in _STRONG:
            strong = kind
        if kind == "AL":
            kind = "R"
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        types[index] = kind


def _separators(types: list[str]) -> None:
    for index in range(1, len(types) - 1):
        kind, before = types[index], types[index - 1]
        if (
            before == types[index + 1]
            and before in ("EN", "AN")
            and (kind == "CS" or (kind == "ES" and before == "EN"))
        ):
            types[index] = before
    index = 0
    while index < len(types):
        if types[index] != "ET":
            index += 1
            continue
        end = index
        while end < len(types) and types[end] == "ET":
            end += 1
        if "EN" in types[max(index - 1, 0) : index] + types[end : end + 1]:
            types[index:end] = ["EN"] * (end - index)
        index = end
    types[:] = ["ON" if kind in _SEPARATORS else kind for kind in types]


def bracket_pairs(types: list[str], characters: list[str]) -> list[tuple[int, int]]:
    """Places of matching brackets, by opening place (BD16)."""
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[Bracket, int]] = []
    for index, character in enumerate(characters):
        side = bracket(character) if types[index] == "ON" else None
        if side is None:
            continue
        if side.opens:
            if len(waiting) == _OPEN_BRACKETS:
                break
            waiting.append((side, index))
            continue
        for depth in range(len(waiting) - 1, -1, -1):
            if waiting[depth][0].pair == side.pair:
                pairs.append((waiting[depth][1], index))
                del waiting[depth:]
                break
    return sorted(pairs)


def resolve_brackets(
    types: list[str], characters: list[str], originals: list[str], sos: str, embedding: str
) -> None:
    """N0: both brackets of a pair take one direction, from inside or from what precedes."""
    for opening, closing in bracket_pairs(types, characters):
        inside = {_DIRECTION.get(kind) for kind in types[opening + 1 : closing]} - {None}
        if not inside:
            continue
        direction = embedding
        if embedding not in inside:
            before = (_DIRECTION.get(types[place]) for place in range(opening - 1, -1, -1))
            context = next((found for found in before if found), sos)
            direction = embedding if context == embedding else context
        for place in (opening, closing):
            types[place] = direction
            follower = place + 1
            while follower < len(types) and originals[follower] == "NSM":
                types[follower] = direction
                follower += 1


def resolve_neutral(types: list[str], sos: str, eos: str, embedding: str) -> None:
    """N1 and N2: a run of neutrals takes the direction of both sides, else the embedding's."""
    index, count = 0, len(types)
    while index < count:
        if types[index] not in _NEUTRAL:
            index += 1
            continue
        end = index
        while end < count and types[end] in _NEUTRAL:
            end += 1
        before = _DIRECTION[types[index - 1]] if index else sos
        after = _DIRECTION[types[end]] if end < count else eos
        types[index:end] = [before if before == after else embedding] * (end - index)
        index = end


def implicit_level(kind: str, level: int) -> int:
    """I1 and I2: the level of a resolved type at an embedding level."""
    if level & 1:
        return level if kind == "R" else level + 1
    return level + {"L": 0, "R": 1}.get(kind, 2)


def level_runs(indices: list[int], levels: list[int]) -> list[list[int]]:
    """Neighbouring indices of equal level (BD7), in text order."""
    if not indices:
        return []
    changes = [n for n, (a, b) in enumerate(pairwise(indices), 1) if levels[a] != levels[b]]
    edges = [0, *changes, len(indices)]
    return [indices[start:end] for start, end in pairwise(edges)]
