"""The order of mixed text: the Unicode Bidirectional Algorithm (UAX #9), whole.

Conforms to ``BidiCharacterTest.txt`` of the Unicode version of its tables. Mirroring of glyphs
(L4) is done where glyphs are chosen.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from desk_app.printing.bidi_classes import bidi_classes
from desk_app.printing.bidi_explicit import (
    ISOLATES,
    REMOVED,
    Explicit,
    explicit_levels,
    first_strong,
    isolate_matches,
)
from desk_app.printing.bidi_implicit import (
    implicit_level,
    level_runs,
    resolve_brackets,
    resolve_neutral,
    resolve_weak,
)

NO_LEVEL: Final = -1
"""The level of a character that rule X9 removes."""
_BLANKS: Final = frozenset({"WS", "PDI"}) | ISOLATES
_ALL_RIGHT: Final = frozenset({"R", "AL", "NSM", "WS", "CS", "ON", "ES", "ET", "BN", "S"})


def paragraph_level(text: str) -> int:
    """0 or 1 by the first strong character (P2, P3); 0 when there is none."""
    classes = bidi_classes(text)
    return first_strong(classes, isolate_matches(classes), 0, len(classes)) or 0


def resolved_levels(text: str, base: int) -> list[int]:
    """The level of each character of a one-line paragraph; NO_LEVEL where X9 removes it."""
    classes = bidi_classes(text)
    if base == 1 and _ALL_RIGHT.issuperset(classes):
        return [NO_LEVEL if kind == "BN" else 1 for kind in classes]
    explicit = explicit_levels(classes, base)
    kept = [index for index, kind in enumerate(classes) if kind not in REMOVED]
    levels = list(explicit.levels)
    for sequence in _run_sequences(kept, classes, explicit):
        _resolve(sequence, text, classes, explicit, kept, base, levels)
    _reset_blanks(classes, levels, base)
    for index, kind in enumerate(classes):
        if kind in REMOVED:
            levels[index] = NO_LEVEL
    return levels


def carried_levels(levels: list[int], base: int) -> list[int]:
    """The levels with removed characters taking the level of what precedes them."""
    carried, last = [], base
    for level in levels:
        last = last if level == NO_LEVEL else level
        carried.append(last)
    return carried


def visual_order(levels: Sequence[int]) -> list[int]:
    """Places in order from left to right (L2); removed characters are left out."""
    order = [place for place, level in enumerate(levels) if level != NO_LEVEL]
    odd = [levels[place] for place in order if levels[place] & 1]
    if not odd:
        return order
    for level in range(max(levels), min(odd) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            if end > start:
                order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return order


def _run_sequences(
    kept: list[int], classes: list[str], explicit: Explicit
) -> list[tuple[int, list[int]]]:
    """(level, places) of each isolating run sequence (BD13)."""
    runs = level_runs(kept, explicit.levels)
    starting = {run[0]: run for run in runs}
    continued = {
        explicit.matches[run[-1]]
        for run in runs
        if classes[run[-1]] in ISOLATES and run[-1] in explicit.matches
    }
    sequences = []
    for run in runs:
        if run[0] in continued:
            continue
        sequence = list(run)
        while classes[sequence[-1]] in ISOLATES and sequence[-1] in explicit.matches:
            sequence += starting[explicit.matches[sequence[-1]]]
        sequences.append((explicit.levels[run[0]], sequence))
    return sequences


def _resolve(
    sequence: tuple[int, list[int]],
    text: str,
    classes: list[str],
    explicit: Explicit,
    kept: list[int],
    base: int,
    levels: list[int],
) -> None:
    level, places = sequence
    sos, eos = _sides(level, places, classes, explicit, kept, base)
    embedding = "R" if level & 1 else "L"
    types = [explicit.types[place] for place in places]
    resolve_weak(types, sos)
    if "ON" in types:
        characters = [text[place] for place in places]
        originals = [classes[place] for place in places]
        resolve_brackets(types, characters, originals, sos, embedding)
    resolve_neutral(types, sos, eos, embedding)
    for place, kind in zip(places, types, strict=True):
        levels[place] = implicit_level(kind, level)


def _sides(
    level: int,
    places: list[int],
    classes: list[str],
    explicit: Explicit,
    kept: list[int],
    base: int,
) -> tuple[str, str]:
    """The directions before and after a sequence (X10): the higher of the two levels decides."""
    if len(places) == len(kept):
        before = after = base
    else:
        first, last = bisect_left(kept, places[0]), bisect_left(kept, places[-1])
        unmatched = classes[places[-1]] in ISOLATES and places[-1] not in explicit.matches
        before = explicit.levels[kept[first - 1]] if first else base
        at_end = unmatched or last + 1 == len(kept)
        after = base if at_end else explicit.levels[kept[last + 1]]
    return "R" if max(level, before) & 1 else "L", "R" if max(level, after) & 1 else "L"


def _reset_blanks(classes: list[str], levels: list[int], base: int) -> None:
    """L1: separators, and blanks before them or at the end, return to the base level."""
    trailing = True
    for index in range(len(classes) - 1, -1, -1):
        kind = classes[index]
        if kind in ("B", "S"):
            levels[index], trailing = base, True
        elif kind in _BLANKS and trailing:
            levels[index] = base
        elif kind not in REMOVED and kind not in _BLANKS:
            trailing = False
