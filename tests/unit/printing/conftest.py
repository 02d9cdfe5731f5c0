"""One page with texts on it, as the tests of this folder need it."""

from collections.abc import Callable

import pytest

from desk_app.printing.canvas import MM, PdfCanvas
from desk_app.printing.lines import Style, lines_of
from desk_app.printing.type_scale import REGULAR

Page = Callable[..., bytes]


@pytest.fixture
def page_of() -> Page:
    """A maker of one PDF page that holds each text as a paragraph."""

    def page(*texts: str, width_mm: float = 120) -> bytes:
        style = Style(REGULAR, 11)
        lines = [line for text in texts for line in lines_of(text, style, width_mm * MM)]
        height = (len(lines) + 2) * style.line_height
        canvas = PdfCanvas("", (width_mm + 20) * MM, height)
        for number, line in enumerate(lines):
            right = (width_mm + 10) * MM
            canvas.line(line, right - line.width, (number + 1) * style.line_height)
        return canvas.finished()

    return page
