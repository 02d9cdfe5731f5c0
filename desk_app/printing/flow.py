"""Rows laid on pages: one long page on a roll, as many as needed on sheets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from math import ceil, floor
from operator import attrgetter
from typing import Final

from desk_app.printing.canvas import MM, PdfCanvas
from desk_app.printing.codes import DOT
from desk_app.printing.papers import Paper
from desk_app.printing.rows import Row, height_of

_ROLL_TAIL_MM: Final = 4


@dataclass(frozen=True, slots=True)
class Margins:
    """What repeats on every page of a document that needs more than one.

    Both are called with the page's number and the count of pages.
    """

    head: Callable[[int, int], Sequence[Row]]
    foot: Callable[[int, int], Sequence[Row]]


def _nothing(page: int, pages: int) -> Sequence[Row]:
    return []


BARE: Final = Margins(_nothing, _nothing)
"""Pages with neither head nor foot."""


def pdf_of(title: str, paper: Paper, rows: Sequence[Row], margins: Margins) -> bytes:
    """The rows as a PDF on this paper; raises ValueError for a row higher than a page."""
    margin = paper.margin_mm * MM
    if paper.height_mm is None:
        length = height_of(rows) + 2 * margin + _ROLL_TAIL_MM * MM
        length = ceil(length / DOT) * DOT
        canvas = PdfCanvas(title, _cropped(paper.page_width_mm * MM), _cropped(length))
        _draw(canvas, rows, margin, margin)
        return canvas.finished()
    height = paper.height_mm * MM
    canvas = PdfCanvas(title, paper.page_width_mm * MM, height)
    room = height - 2 * margin
    pages = [list(rows)] if height_of(rows) <= room else _cut(rows, room, margins)
    for number, page in enumerate(pages, 1):
        if number > 1:
            canvas.next_page()
        top = margin
        if len(pages) > 1:
            head, foot = margins.head(number, len(pages)), margins.foot(number, len(pages))
            top += _draw(canvas, head, margin, top)
            _draw(canvas, foot, margin, height - margin - height_of(foot))
        _draw(canvas, page, margin, top)
    return canvas.finished()


def _cropped(length: float) -> float:
    """A hair less, so that a program that rounds up to whole dots adds none."""
    return floor(length * 100) / 100


def _draw(canvas: PdfCanvas, rows: Sequence[Row], left: float, top: float) -> float:
    down = 0.0
    for row in rows:
        for drawing in row.drawings:
            drawing.draw(canvas, left, top + down)
        down += row.height
    return down


def _cut(rows: Sequence[Row], room: float, margins: Margins) -> list[list[Row]]:
    """Pages no higher than the room that head and foot leave; kept rows stay together."""
    pages: list[list[Row]] = [[]]
    left = _room(room, margins, 1)
    for group in _groups(rows, _room(room, margins, 2)):
        fitting = group
        if height_of(group) > left and pages[-1]:
            pages.append([])
            left = _room(room, margins, len(pages))
            fitting = list(dropwhile(attrgetter("separator"), group))
        if height_of(fitting) > left:
            raise ValueError("a row is higher than the page")
        pages[-1] += fitting
        left -= height_of(fitting)
    return pages


def _room(room: float, margins: Margins, number: int) -> float:
    return room - height_of(margins.head(number, 99)) - height_of(margins.foot(number, 99))


def _groups(rows: Sequence[Row], room: float) -> list[list[Row]]:
    """Rows that are kept together, unless together they are higher than a page."""
    groups: list[list[Row]] = []
    kept = False
    for row in rows:
        if kept and height_of(groups[-1]) + row.height <= room:
            groups[-1].append(row)
        else:
            groups.append([row])
        kept = row.keep
    return groups
