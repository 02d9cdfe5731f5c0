"""Letters as glyphs of one face: HarfBuzz shaping, one source character to each glyph placed.

Lengths are font units; ``Face.per_mille`` turns them into thousandths of the type size.
"""

from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

import uharfbuzz as hb

from desk_app.printing.cleaning import REPLACEMENT
from resources import shipped

REMEMBERED_RUNS: Final = 8192
LONGEST_REMEMBERED: Final = 64
_CLUSTERS: Final = hb.BufferClusterLevel.MONOTONE_CHARACTERS


Key = tuple[int, str, int]
"""What makes two glyphs of a face the same in a file: glyph, source character, width."""


class Placed(NamedTuple):
    """A glyph in its run; shift and rise are from the pen, the advance moves it afterwards.

    The width in ``key`` is what the glyph's own metrics say, or its share of a ligature.
    """

    key: Key
    advance: int
    shift: int
    rise: int


class Ink(NamedTuple):
    """A mark to be drawn as a shape, at a point from the start of its run."""

    glyph: int
    x: int
    y: int


class Run(NamedTuple):
    """Glyphs of one direction from left to right, and their width.

    A vowel mark is a blank glyph that carries its meaning, in the order of reading, and a shape
    that carries none: readers of PDF files order letters by where they stand, and would take a
    mark that is drawn above its letter for one before or after it.
    """

    glyphs: tuple[Placed, ...]
    inks: tuple[Ink, ...]
    width: int


class _PathPen:
    """Receives an outline and keeps it as PDF path operators; quadratic curves become cubic."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self._at = (0.0, 0.0)

    def moveTo(self, to: tuple[float, float]) -> None:  # noqa: N802 (HarfBuzz calls it so)
        self._add("m", to)

    def lineTo(self, to: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", to)

    def qCurveTo(self, by: tuple[float, float], to: tuple[float, float]) -> None:  # noqa: N802
        one, two = (
            (end[0] + (by[0] - end[0]) * 2 / 3, end[1] + (by[1] - end[1]) * 2 / 3)
            for end in (self._at, to)
        )
        self._add("c", one, two, to)

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._add("c", *points)

    def closePath(self) -> None:  # noqa: N802
        self.operators.append("h")

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self._at = points[-1]
        self.operators.append(" ".join(f"{x:.0f} {y:.0f}" for x, y in points) + f" {operator}")


class Face:
    """One typeface file: shaping with a bounded memory of runs."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.font_face: Any = hb.Face(hb.Blob(data))
        self._font: Any = hb.Font(self.font_face)
        self.per_mille: float = 1000 / self.font_face.upem
        extents = self._font.get_font_extents("ltr")
        self.ascent: float = extents.ascender * self.per_mille
        self.descent: float = extents.descender * self.per_mille
        self._blank: int = self._font.get_nominal_glyph(0x20)
        self._missing: int = self._font.get_nominal_glyph(ord(REPLACEMENT))
        self._remembered = lru_cache(REMEMBERED_RUNS)(self._shaped)
        self.outline = lru_cache(256)(self._outline)

    def run(self, text: str, right_to_left: bool) -> Run:
        """The shaped run; a character the face lacks is drawn as U+FFFD and keeps its meaning."""
        if len(text) > LONGEST_REMEMBERED:
            return self._shaped(text, right_to_left)
        return self._remembered(text, right_to_left)

    def fresh_run(self, text: str, right_to_left: bool) -> Run:
        """The shaped run, not remembered."""
        return self._shaped(text, right_to_left)

    def has(self, character: str) -> bool:
        """Whether the face has a glyph of its own for the character."""
        return bool(self._font.get_nominal_glyph(ord(character)))

    def _shaped(self, text: str, right_to_left: bool) -> Run:
        buffer: Any = hb.Buffer()
        buffer.cluster_level = _CLUSTERS
        buffer.add_str(text)
        buffer.direction = "rtl" if right_to_left else "ltr"
        buffer.script = "Arab" if right_to_left else "Latn"
        buffer.language = "fa"
        hb.shape(self._font, buffer)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        clusters = [info.cluster for info in infos]
        starts = sorted({*clusters, len(text)})
        ends = dict(pairwise(starts))
        placed: list[Placed] = []
        inks: list[Ink] = []
        pen = 0
        told: set[int] = set()
        for info, position, cluster in zip(infos, positions, clusters, strict=True):
            source = "" if cluster in told else text[cluster : ends[cluster]]
            told.add(cluster)
            source = source[::-1] if right_to_left else source
            advance, shift, rise = position.x_advance, position.x_offset, position.y_offset
            if advance == 0 and (shift or rise):
                inks.append(Ink(info.codepoint, pen + shift, rise))
                placed += [Placed((self._blank, one, 0), 0, 0, 0) for one in source]
            else:
                placed += self._split(info.codepoint, source, advance, shift, rise)
            pen += advance
        return Run(tuple(placed), tuple(inks), sum(one.advance for one in placed))

    def _outline(self, glyph: int) -> str:
        """The glyph as PDF path operators, in font units."""
        pen = _PathPen()
        self._font.draw_glyph_with_pen(glyph, pen)
        return " ".join(pen.operators)

    def _split(self, glyph: int, source: str, advance: int, shift: int, rise: int) -> list[Placed]:
        """One glyph as one entry for each of its characters; a ligature's tail is blank."""
        if len(source) < 2:
            if glyph == 0:
                glyph = self._missing
                advance = self._font.get_glyph_h_advance(glyph)
            width = advance if glyph == self._blank else self._font.get_glyph_h_advance(glyph)
            return [Placed((glyph, source, width), advance, shift, rise)]
        share = advance // len(source)
        first = advance - share * (len(source) - 1)
        tail = [Placed((self._blank, one, share), share, 0, 0) for one in source[1:]]
        return [Placed((glyph, source[0], first), first, shift, rise), *tail]


@cache
def face(name: str) -> Face:
    """A shipped face by its file's name, such as ``Vazirmatn-Regular``."""
    return Face(name, shipped(f"fonts/{name}.ttf").read_bytes())
