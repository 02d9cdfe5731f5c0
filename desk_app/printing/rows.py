"""Rows of a page: strips that are never cut, each with what is drawn in it.

Lengths are points; places are from the upper left corner of the row.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, Protocol

from desk_app.printing.canvas import PdfCanvas
from desk_app.printing.lines import Line, Style, lines_of

Side = Literal["right", "left", "centre", "start"]


class Drawing(Protocol):
    """Something at a place in a row."""

    def draw(self, canvas: PdfCanvas, left: float, top: float) -> None:
        """Draw it with the row's corner at this point of the page."""

    def moved(self, right: float, down: float) -> "Drawing":
        """The same at another place of the row."""


class Words(NamedTuple):
    """A line of text by its left end and baseline."""

    line: Line
    x: float
    y: float

    def draw(self, canvas: PdfCanvas, left: float, top: float) -> None:
        """Draw the line."""
        canvas.line(self.line, left + self.x, top + self.y)

    def moved(self, right: float, down: float) -> "Words":
        """The same line elsewhere."""
        return Words(self.line, self.x + right, self.y + down)


class Rule(NamedTuple):
    """A straight rule between two points."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    dashed: bool = False

    def draw(self, canvas: PdfCanvas, left: float, top: float) -> None:
        """Draw the rule."""
        draw = canvas.dashed_rule if self.dashed else canvas.rule
        draw(left + self.x1, top + self.y1, left + self.x2, top + self.y2, self.width)

    def moved(self, right: float, down: float) -> "Rule":
        """The same rule elsewhere."""
        return self._replace(
            x1=self.x1 + right, x2=self.x2 + right, y1=self.y1 + down, y2=self.y2 + down
        )


class Frame(NamedTuple):
    """The outline of a rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    line_width: float = 0.5

    def draw(self, canvas: PdfCanvas, left: float, top: float) -> None:
        """Draw the outline."""
        canvas.frame(left + self.x, top + self.y, self.width, self.height, self.line_width)

    def moved(self, right: float, down: float) -> "Frame":
        """The same outline elsewhere."""
        return self._replace(x=self.x + right, y=self.y + down)


class Shape(NamedTuple):
    """A filled path by its lower left corner; ``grid`` is what its place on paper is rounded to."""

    path: str
    x: float
    y: float
    x_scale: float
    y_scale: float
    grid: float = 0.0

    def draw(self, canvas: PdfCanvas, left: float, top: float) -> None:
        """Fill the path."""
        x, y = left + self.x, top + self.y
        if self.grid:
            x, y = round(x / self.grid) * self.grid, round(y / self.grid) * self.grid
        canvas.fill(self.path, x, y, self.x_scale, self.y_scale)

    def moved(self, right: float, down: float) -> "Shape":
        """The same path elsewhere."""
        return self._replace(x=self.x + right, y=self.y + down)


class Row(NamedTuple):
    """A strip of the page; ``keep`` holds it on one page with the row below.

    A separator only parts two others, and is left out at the head of a page.
    """

    height: float
    drawings: tuple[Drawing, ...] = ()
    keep: bool = False
    separator: bool = False


def gap(height: float, keep: bool = False) -> Row:
    """White space."""
    return Row(height, (), keep, separator=True)


def text_rows(
    text: str,
    style: Style,
    right: float,
    width: float,
    side: Side = "right",
    grid: Style | None = None,
) -> list[Row]:
    """A row for each line of the text, in a column that ends at ``right``.

    ``start`` sets each line where its own script begins; ``grid`` lends its baselines to a
    smaller style beside it. One line of a paragraph never stands alone at the foot or head of a
    page.
    """
    lines = lines_of(text, style, width)
    grid = grid or style
    height, baseline = grid.line_height, grid.baseline
    last = len(lines) - 1
    return [
        Row(
            height,
            (Words(line, _left_end(line, right, width, side), baseline),) if line.runs else (),
            number < last and number in (0, last - 1),
        )
        for number, line in enumerate(lines)
    ]


def _left_end(line: Line, right: float, width: float, side: Side) -> float:
    if side == "centre":
        return right - (width + line.width) / 2
    if side == "left" or (side == "start" and not line.right_to_left):
        return right - width
    return right - line.width


def height_of(rows: Iterable[Row]) -> float:
    """The height of rows one below another."""
    return sum(row.height for row in rows)


def one_row(rows: Sequence[Row], height: float | None = None, keep: bool = False) -> Row:
    """Rows one below another as a single row, that is no more cut."""
    drawings: list[Drawing] = []
    down = 0.0
    for row in rows:
        drawings += moved(row, down)
        down += row.height
    return Row(down if height is None else height, tuple(drawings), keep)


def moved(row: Row, down: float) -> tuple[Drawing, ...]:
    """What is drawn in a row, lower by so much."""
    return tuple(drawing.moved(0, down) for drawing in row.drawings) if down else row.drawings


def beside(first: Sequence[Row], second: Sequence[Row]) -> list[Row]:
    """Two columns row by row; a row is as high as the higher of its two sides."""
    both = min(len(first), len(second))
    merged = [
        Row(max(one.height, two.height), one.drawings + two.drawings, one.keep or two.keep)
        for one, two in zip(first, second, strict=False)
    ]
    return [*merged, *first[both:], *second[both:]]
