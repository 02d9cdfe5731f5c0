"""Paragraphs as lines: broken in the order of reading, then each line set in the order seen."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from desk_app.printing.bidi import visual_order
from desk_app.printing.cleaning import printable
from desk_app.printing.fonts import SHARED, Coded, shared_font
from desk_app.printing.glyphs import Ink, face
from desk_app.printing.words import Segment, Word, base_level, fenced, letters_with_marks, words

REMEMBERED: Final = 2048
LONGEST_REMEMBERED: Final = 240
_SLACK: Final = 0.01


class Style(NamedTuple):
    """A face at a size in points; ``leading`` is the distance of baselines in sizes."""

    face: str
    size: float
    leading: float = 1.6

    @property
    def line_height(self) -> float:
        """Points from one baseline to the next."""
        return self.size * self.leading

    @property
    def baseline(self) -> float:
        """Points from the top of a line to its baseline."""
        return self.size * (self.leading / 2 + 0.3)


class Line(NamedTuple):
    """A line ready to draw: runs from left to right with their directions, width in points.

    ``operators`` is None when the line needs glyphs outside of the shared repertoire.
    """

    runs: tuple[tuple[str, bool], ...]
    width: float
    style: Style
    right_to_left: bool
    operators: str | None
    inks: tuple[Ink, ...]


def lines_of(text: str, style: Style, width: float) -> list[Line]:
    """The lines of a text no wider than ``width`` points; each of its own line ends is kept."""
    lines: list[Line] = []
    for paragraph in printable(text).split("\n"):
        remembered = len(paragraph) <= LONGEST_REMEMBERED
        lines += (_remembered if remembered else _paragraph)(paragraph, style, width)
    return lines


def one_line(text: str, style: Style) -> Line:
    """The whole text on one line, however wide."""
    return lines_of(printable(text).replace("\n", " "), style, float("inf"))[0]


def operators_of(runs: list[Coded], style: Style, names: dict[int, str]) -> str:
    """Text operators for runs from left to right; ``names`` are the fonts' names by index.

    The shared font is current before and after.
    """
    done: list[str] = []
    body: list[str] = []
    font, rise = SHARED, 0
    scale = style.size * face(style.face).per_mille / 1000
    for part in (part for run in runs for part in run.parts):
        if (part.font, part.rise) != (font, rise):
            _show(done, body)
            if part.font != font:
                done.append(f"/{names[part.font]} {style.size:g} Tf")
            if part.rise != rise:
                done.append(f"{part.rise * scale:.3f} Ts")
            font, rise = part.font, part.rise
        body.append(part.body)
    _show(done, body)
    if font != SHARED:
        done.append(f"/{names[SHARED]} {style.size:g} Tf")
    if rise:
        done.append("0 Ts")
    return " ".join(done)


def _show(done: list[str], body: list[str]) -> None:
    if body:
        done.append(f"[{''.join(body)}]TJ".replace("><", ""))
        body.clear()


def _paragraph(text: str, style: Style, width: float) -> tuple[Line, ...]:
    base = base_level(text)
    broken = _broken(words(text, base), style, width)
    return tuple(_line(segments, style, base) for segments in broken)


_remembered = lru_cache(REMEMBERED)(_paragraph)


def _width(segments: tuple[Segment, ...], style: Style) -> float:
    font = shared_font(style.face)
    units = 0
    for text, level in segments:
        coded = font.coded(text, bool(level & 1))
        units += coded.width if coded else font.face.run(text, bool(level & 1)).width
    return units * font.face.per_mille * style.size / 1000


def _broken(found: list[Word], style: Style, width: float) -> Iterator[list[Segment]]:
    """The segments of each line; a paragraph with no word is one empty line."""
    blank = _width((Segment(" ", 0),), style)
    line: list[Segment] = []
    used = 0.0
    for word in found:
        wide = _width(word.segments, style)
        if line and used + blank + wide <= width + _SLACK:
            line += (Segment(" ", word.blank_level), *word.segments)
            used += blank + wide
            continue
        if line:
            yield line
        *full, last = [word.segments] if wide <= width + _SLACK else _cut(word, style, width)
        for piece in full:
            yield list(piece)
        line, used = list(last), _width(last, style)
    yield line


def _cut(word: Word, style: Style, width: float) -> list[tuple[Segment, ...]]:
    """A word wider than the line, in pieces that fit, each of at least one letter."""
    letters = [
        (letter, segment.level)
        for segment in word.segments
        for letter in letters_with_marks(segment.text)
    ]
    average = _width(word.segments, style) / len(letters)
    pieces: list[tuple[Segment, ...]] = []
    start = 0
    while start < len(letters):
        count = max(1, round(width / average * 1.5))
        piece = _joined(letters[start : start + count])
        while count > 1 and _width(piece, style) > width + _SLACK:
            excess = _width(piece, style) - width
            count = max(1, count - max(1, int(excess / average / 2)))
            piece = _joined(letters[start : start + count])
        pieces.append(piece)
        start += count
    return pieces


def _joined(letters: list[tuple[str, int]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    for letter, level in letters:
        if segments and segments[-1].level == level:
            segments[-1] = Segment(segments[-1].text + letter, level)
        else:
            segments.append(Segment(letter, level))
    return tuple(segments)


def _line(segments: list[Segment], style: Style, base: int) -> Line:
    if base and len(segments) > 1:
        segments = fenced(segments)
    order = visual_order([segment.level for segment in segments])
    runs = tuple((segments[place].text, bool(segments[place].level & 1)) for place in order)
    font = shared_font(style.face)
    coded = [font.coded(text, right_to_left) for text, right_to_left in runs]
    known = [one for one in coded if one is not None]
    operators = operators_of(known, style, {}) if len(known) == len(coded) else None
    inks: list[Ink] = []
    pen = 0
    for text, right_to_left in runs:
        run = font.face.run(text, right_to_left)
        inks += (Ink(glyph, pen + x, y) for glyph, x, y in run.inks)
        pen += run.width
    width = pen * font.face.per_mille * style.size / 1000
    return Line(runs, width, style, bool(base), operators, tuple(inks))
