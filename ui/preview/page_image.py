"""Pages of a PDF as pictures fit for a width on the screen; made on any thread."""

from typing import Final

import numpy as np
from PySide6.QtGui import QImage

from desk_app.printing.raster import Grey, grey_page, page_sizes

_EDGE_MM: Final = 3.0
_FINEST: Final = 8.0
"""Dots to the millimetre, however wide the place is: a roll printer's own."""
_INK: Final = 250


def page_images(document: bytes, width: int) -> list[QImage]:
    """Every page, its white margins cut, no wider than ``width`` dots and all at one scale."""
    sizes = page_sizes(document)
    coarse = [grey_page(document, number, 1.0) for number in range(len(sizes))]
    left, right = _across(coarse)
    scale = min(width / (right - left + 2 * _EDGE_MM), _FINEST)
    pages = []
    for number in range(len(sizes)):
        grey = grey_page(document, number, scale)
        first = max(0, round((left - _EDGE_MM) * scale))
        last = min(grey.shape[1], round((right + _EDGE_MM) * scale))
        pages.append(_image(_whole_rows(grey, round(_EDGE_MM * scale))[:, first:last]))
    return pages


def _across(pages: list[Grey]) -> tuple[float, float]:
    """Where the ink of all pages begins and ends, in mm."""
    inked = np.zeros(max(page.shape[1] for page in pages), dtype=bool)
    for page in pages:
        inked[: page.shape[1]] |= (page < _INK).any(axis=0)
    places = np.flatnonzero(inked)
    if not places.size:
        return 0.0, float(inked.size)
    return float(places[0]), float(places[-1] + 1)


def _whole_rows(grey: Grey, edge: int) -> Grey:
    """The page without the white above its first and below its last line."""
    places = np.flatnonzero((grey < _INK).any(axis=1))
    if not places.size:
        return grey
    return grey[max(0, int(places[0]) - edge) : int(places[-1]) + 1 + edge]


def _image(grey: Grey) -> QImage:
    rows, columns = grey.shape
    return QImage(
        np.ascontiguousarray(grey).tobytes(),
        columns,
        rows,
        columns,
        QImage.Format.Format_Grayscale8,
    ).copy()  # the bytes end here, the picture lives on
