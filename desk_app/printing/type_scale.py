"""Sizes of type for each paper, and for readers who need large type; points."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from desk_app.printing.canvas import MM
from desk_app.printing.lines import Style
from desk_app.printing.papers import A4, A5, A6, ROLL_58, ROLL_80, Paper

REGULAR: Final = "Vazirmatn-Regular"
BOLD: Final = "Vazirmatn-Bold"
_LEADING: Final = 1.5


@dataclass(frozen=True, slots=True)
class TypeScale:
    """The styles of a paper, and the measures that follow from them.

    ``label_width`` is the column of labels; None sets each label above its value. ``heading`` is
    the label's style then, and that of a part of a paper.
    """

    body: Style
    strong: Style
    label: Style
    heading: Style
    small: Style
    title: Style
    code: Style
    counter: Style
    label_width: float | None
    qr_mm: float

    @property
    def gap(self) -> float:
        """White between two groups."""
        return self.body.size * 0.55


_Sizes = tuple[float, float, float, float, float | None, float]
# body, title, code, counter number in points; label column and QR code in millimetres
_SIZES: Final[dict[str, _Sizes]] = {
    A4.name: (11.0, 16.0, 18.0, 34.0, 34.0, 30.0),
    A5.name: (10.0, 15.0, 17.0, 30.0, 27.0, 27.0),
    A6.name: (8.5, 12.5, 14.0, 25.0, 21.0, 22.0),
    ROLL_80.name: (8.8, 13.0, 14.5, 26.0, 19.0, 22.0),
    ROLL_58.name: (8.2, 11.5, 13.5, 21.0, 16.0, 25.0),
}
_LARGE: Final[dict[str, _Sizes]] = {
    A4.name: (15.0, 21.0, 24.0, 40.0, 44.0, 34.0),
    A5.name: (14.0, 19.0, 22.0, 34.0, 36.0, 30.0),
    A6.name: (14.0, 17.0, 19.0, 30.0, None, 24.0),
    ROLL_80.name: (14.0, 17.0, 20.0, 32.0, None, 24.0),
    ROLL_58.name: (13.0, 15.0, 17.0, 26.0, None, 26.0),
}


@cache
def scale_for(paper: Paper, large_type: bool = False) -> TypeScale:
    """The type of a paper; large type is at least 13 points, on sheets 14."""
    body, title, code, counter, label_mm, qr_mm = (_LARGE if large_type else _SIZES)[paper.name]
    return TypeScale(
        body=Style(REGULAR, body, _LEADING),
        strong=Style(BOLD, body, _LEADING),
        label=Style(REGULAR, round(body * 0.9, 2), _LEADING),
        heading=Style(BOLD, round(body * 0.86, 2), _LEADING),
        small=Style(REGULAR, round(body * 0.86, 2), 1.5),
        title=Style(BOLD, title, 1.5),
        code=Style(BOLD, code, 1.35),
        counter=Style(BOLD, counter, 1.15),
        label_width=None if label_mm is None else label_mm * MM,
        qr_mm=qr_mm,
    )
