"""A column of a paper: text, pairs of label and value, lists, rules and frames as rows.

Lengths are points; right is where reading begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.code_128 import code_128_symbol
from desk_app.printing.codes import (
    CODE_128_QUIET,
    DOT,
    QR_QUIET,
    dots_per_module,
    qr_symbol,
)
from desk_app.printing.lines import Style, one_line
from desk_app.printing.papers import Paper
from desk_app.printing.rows import Frame, Row, Rule, Shape, Side, Words, beside, gap, text_rows
from desk_app.printing.type_scale import TypeScale, scale_for
from desk_app.texts import digits

HAIRLINE: Final = 0.4
_GUTTER: Final = 2 * MM
_BULLET: Final = "•"
_LARGEST_QR_MODULE: Final = 6
_LARGEST_BAR: Final = 3
_REMEMBERED_COLUMNS: Final = 256
_REMEMBERED_PAIRS: Final = 1024
_REMEMBERED_LABELS: Final = 512
_LONGEST_REMEMBERED: Final = 120


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """The place of a column: its right end and width, the room for labels, the type used in it.

    Columns are few and remembered, so that one is known by being the same object.
    """

    scale: TypeScale
    width: float
    right: float
    label_width: float | None

    @lru_cache(_REMEMBERED_COLUMNS)  # noqa: B019 (columns are few and live as long as the program)
    def part(self, width: float, from_right: float) -> "Column":
        """A narrower column that begins at a distance from this one's right end."""
        return replace(self, width=width, right=self.right - from_right)

    def text(self, text: str, style: Style | None = None, side: Side = "right") -> list[Row]:
        """Paragraphs; no row for an empty text."""
        return (
            text_rows(text, style or self.scale.body, self.right, self.width, side) if text else []
        )

    def fitted(self, text: str, style: Style, side: Side = "right") -> list[Row]:
        """One line in smaller type when it is wider than the column, but never below body type."""
        wide = one_line(text, style).width
        if wide > self.width:
            size = int(style.size * self.width / wide * 10) / 10
            style = style._replace(size=max(size, self.scale.body.size))
        return self.text(text, style, side)

    def pair(self, label: str, value: str, style: Style | None = None) -> list[Row]:
        """A label and its value on common baselines; no row for an empty value."""
        if not value:
            return []
        if len(value) > _LONGEST_REMEMBERED:
            return self._pair(label, value, style)
        return self._remembered_pair(label, value, style)

    def _pair(self, label: str, value: str, style: Style | None) -> list[Row]:
        style = style or self.scale.body
        return self.labelled(label, self.values().text(value, style), style)

    _remembered_pair = lru_cache(_REMEMBERED_PAIRS)(_pair)

    def labelled(self, label: str, values: Sequence[Row], grid: Style | None = None) -> list[Row]:
        """Rows of values with a label beside the first, or above it where labels have no room.

        ``grid`` is the style of the values, on whose baselines the label stands.
        """
        if not values:
            return []
        if self.label_width is None:
            above = self.text(label, self.scale.heading)
            return [row._replace(keep=True) for row in above] + [*values, gap(self.scale.gap / 2)]
        return beside(self._labels(label, grid or self.scale.body), values)

    @lru_cache(_REMEMBERED_LABELS)  # noqa: B019
    def _labels(self, label: str, grid: Style) -> Sequence[Row]:
        width = (self.label_width or 0.0) - _GUTTER
        return text_rows(label, self.scale.label, self.right, width, grid=grid)

    @lru_cache(_REMEMBERED_COLUMNS)  # noqa: B019
    def values(self) -> "Column":
        """The part of the column where values stand."""
        labels = self.label_width
        return self if labels is None else self.part(self.width - labels, labels)

    @lru_cache(_REMEMBERED_COLUMNS)  # noqa: B019
    def without_labels(self) -> "Column":
        """The same column with each label above its value."""
        return replace(self, label_width=None)

    def items(
        self, label: str, items: Iterable[str], numbered: bool = False, boxes: bool = False
    ) -> list[Row]:
        """A list beside its label: bullets, numbers, or empty boxes to be ticked."""
        style = self.scale.body
        values = self.values()
        indent = style.size * (1.6 if numbered or boxes else 1.0)
        rows: list[Row] = []
        for number, item in enumerate(filter(None, items), 1):
            lines = values.part(values.width - indent, indent).text(item)
            if boxes:
                side = style.size * 0.72
                box = Frame(values.right - side, style.baseline - side * 0.95, side, side)
                lines[0] = lines[0]._replace(drawings=(*lines[0].drawings, box))
            else:
                mark = f"{digits(str(number))}." if numbered else _BULLET
                lines = beside(lines, values.text(mark))
            rows += lines
        if len(rows) > 1:
            rows.append(gap(self.scale.gap / 2))
        return self.labelled(label, rows)

    def rule(self, width: float = HAIRLINE, keep: bool = False) -> list[Row]:
        """A rule across the column with white above and below."""
        half = self.scale.gap / 2
        left = self.right - self.width
        return [Row(half * 2, (Rule(left, half, self.right, half, width),), keep, separator=True)]

    def framed(self, rows: Sequence[Row], padding: float, line_width: float) -> list[Row]:
        """Rows that were set in ``inside(padding)``, with a frame around them, kept together."""
        left = self.right - self.width
        padded = [Row(padding * 0.6), *rows, Row(padding * 0.6)]
        last = len(padded) - 1
        framed: list[Row] = []
        for number, row in enumerate(padded):
            edges = [Rule(x, 0, x, row.height, line_width) for x in (left, self.right)]
            for wanted, y in ((0, 0.0), (last, row.height)):
                if number == wanted:
                    edges.append(Rule(left, y, self.right, y, line_width))
            framed.append(Row(row.height, (*row.drawings, *edges), keep=number < last))
        return framed

    @lru_cache(_REMEMBERED_COLUMNS)  # noqa: B019
    def inside(self, padding: float) -> "Column":
        """The column less a padding on both sides; values stand where they do outside."""
        inner = self.part(self.width - 2 * padding, padding)
        labels = self.label_width
        return inner if labels is None else replace(inner, label_width=labels - padding)

    def qr(self, text: str, size: float, side: Side = "left") -> Row:
        """A QR code with its quiet zone, in whole dots, no larger than ``size``."""
        symbol = qr_symbol(text)
        modules = symbol.width + 2 * QR_QUIET
        module = dots_per_module(modules, size, _LARGEST_QR_MODULE) * DOT
        whole = modules * module
        slack = {"left": 0.0, "centre": (self.width - whole) / 2}.get(side, self.width - whole)
        x = self.right - self.width + slack + QR_QUIET * module
        shape = Shape(symbol.path, x, whole - QR_QUIET * module, module, module, DOT)
        return Row(whole, (shape,))

    def code_128(self, code: str, height: float, side: Side = "right") -> Row:
        """A Code 128 of digits with its quiet zones, in whole dots."""
        symbol = code_128_symbol(code)
        modules = symbol.width + 2 * CODE_128_QUIET
        module = dots_per_module(modules, self.width, _LARGEST_BAR) * DOT
        bars = symbol.width * module
        places = {"left": CODE_128_QUIET * module, "centre": (self.width - bars) / 2}
        x = self.right - self.width + places.get(side, self.width - bars)
        return Row(height, (Shape(symbol.path, x, height, module, height, DOT),))

    def ends(self, right: str, left: str, style: Style) -> Row:
        """Two short texts on one baseline, at the two ends of the column."""
        first, second = one_line(right, style), one_line(left, style)
        start = self.right - self.width
        return Row(
            style.line_height,
            (
                Words(first, self.right - first.width, style.baseline),
                Words(second, start, style.baseline),
            ),
        )


@cache
def page_column(paper: Paper, large_type: bool = False) -> Column:
    """The column as wide as a paper's margins leave it."""
    scale = scale_for(paper, large_type)
    width = (paper.page_width_mm - 2 * paper.margin_mm) * MM
    return Column(scale, width, width, scale.label_width)
