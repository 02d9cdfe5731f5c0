"""Words of plain text as glyphs, each set once and remembered for every line it stands in."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from desk_app.printing.fonts import SHARED, shared_font
from desk_app.printing.glyphs import LONGEST_REMEMBERED, Ink
from desk_app.printing.words import FENCE, Segment, fenced, unit_segments, visual_runs

REMEMBERED_UNITS: Final = 8192
_NUMBER: Final = re.compile("[0-9۰-۹]+|\u2066\u202d([0-9۰-۹•-]+(?: [0-9۰-۹]+)*)\u202c\u2069")
"""Digits alone, or one whole group that is held in its order."""


class Unit(NamedTuple):
    """A word from left to right: the inside of a TJ, its width and marks in font units."""

    body: str
    width: int
    inks: tuple[Ink, ...]
    runs: tuple[tuple[str, bool], ...]


def unit(text: str, followed: bool, face: str) -> Unit | None:
    """The word in a face, ``followed`` by a blank; None when it needs a rare glyph."""
    make = _remembered if len(text) <= LONGEST_REMEMBERED else _unit
    return make(text, followed, face)


def _unit(text: str, followed: bool, face: str) -> Unit | None:
    number = _NUMBER.fullmatch(text)
    if number:
        run = (number[1] or text, False)
        return _set(((FENCE, True), run) if followed else (run,), face)
    segments = unit_segments(text)
    if followed:
        segments = fenced([*segments, Segment(" ", 1)])[:-1]
    elif len(segments) > 1:
        segments = fenced(segments)
    return _set(visual_runs(segments), face)


def _set(runs: tuple[tuple[str, bool], ...], face: str) -> Unit | None:
    """Runs from left to right as one unit."""
    font = shared_font(face)
    bodies: list[str] = []
    inks: list[Ink] = []
    width = 0
    for run in runs:
        coded = font.coded(*run)
        if coded is None or any(part[:2] != (SHARED, 0) for part in coded.parts):
            return None
        bodies += (part.body for part in coded.parts)
        inks += (Ink(glyph, width + x, y) for glyph, x, y in coded.inks)
        width += coded.width
    return Unit("".join(bodies).replace("><", ""), width, tuple(inks), runs)


_remembered = lru_cache(REMEMBERED_UNITS)(_unit)
