"""PDF pages as pixels: grey for page printers, black and white for roll printers.

Arrays are ``uint8`` grey (0 black, 255 white) or ``bool`` (True is a black dot), rows first.
pdfium is not safe in two threads at once: every use of it in this process holds ``PDFIUM``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from desk_app.printing.papers import DOTS_PER_MM, PAPERS
from desk_app.records.errors import MachineFault

PDFIUM: Final = Lock()
_POINTS_PER_MM: Final = 72 / 25.4
_FLAT: Final = 6  # grey steps within which a neighbourhood counts as one tone
_WHITE_TAIL_MM: Final = 3

Grey = npt.NDArray[np.uint8]
Bits = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page's width and height in millimetres."""

    width: float
    height: float


def sheet_size(paper: str) -> PageSize | None:
    """The size of a sheet by its name, None for a roll, whose pages are as long as they are."""
    known = PAPERS[paper]
    return None if known.height_mm is None else PageSize(known.width_mm, known.height_mm)


def page_sizes(document: bytes) -> list[PageSize]:
    """The size of every page; raises MachineFault printer.bad_document."""
    with PDFIUM, _Open(document) as pdf:
        return [PageSize(*(side / _POINTS_PER_MM for side in page.get_size())) for page in pdf]


def grey_page(document: bytes, number: int, dots_per_mm: float) -> Grey:
    """One page (from 0) on white paper at this resolution."""
    with PDFIUM, _Open(document) as pdf:
        scale = dots_per_mm / _POINTS_PER_MM
        drawn = pdf[number].render(scale=scale, grayscale=True, fill_color=(255, 255, 255, 255))
        pixels: Grey = drawn.to_numpy().reshape(drawn.height, -1)[:, : drawn.width].copy()
        return pixels


class _Open:
    """A PDF opened and surely closed; what pdfium cannot read is a bad document."""

    def __init__(self, document: bytes) -> None:
        self._document = document

    def __enter__(self) -> pdfium.PdfDocument:
        try:
            self._pdf = pdfium.PdfDocument(self._document)
        except pdfium.PdfiumError as fault:
            raise MachineFault("printer.bad_document") from fault
        return self._pdf

    def __exit__(self, *_: object) -> None:
        self._pdf.close()


def roll_bitmaps(document: bytes, dots: int, threshold: int = 160) -> Iterator[Bits]:
    """Every page as ``dots`` wide black and white, blank tails cut short.

    A page keeps its size when its ink fits the head: one as wide as the paper loses only its
    white margins. Anything wider shrinks until nothing is lost.
    """
    for number, size in enumerate(page_sizes(document)):
        drawn = grey_page(document, number, DOTS_PER_MM)
        bits = black_dots(drawn, threshold)
        spare = (bits.shape[1] - dots) // 2
        if spare > 0 and (bits[:, :spare].any() or bits[:, spare + dots :].any()):
            bits = black_dots(grey_page(document, number, dots / size.width), threshold)
        yield _short(_centred(bits, dots))


def _centred(bits: Bits, dots: int) -> Bits:
    """The bitmap cut or padded evenly at both sides to the width of the head."""
    over = bits.shape[1] - dots
    if over > 0:
        return bits[:, over // 2 : over // 2 + dots]
    return np.pad(bits, ((0, 0), (-over // 2, -over - -over // 2)))


def _short(bits: Bits) -> Bits:
    """The bitmap without the paper that would run out white below the last dot."""
    inked = np.flatnonzero(bits.any(axis=1))
    end = (int(inked[-1]) + 1 if inked.size else 0) + _WHITE_TAIL_MM * DOTS_PER_MM
    return bits[: min(end, bits.shape[0])]


def black_dots(grey: Grey, threshold: int = 160) -> Bits:
    """Where a dot is burnt: letters and bars by threshold, even tones by an ordered screen.

    A threshold alone turns a shaded field solid and hides what stands on it, or drops it;
    a screen alone frays letters. Pixels whose neighbourhood is one tone are screened.
    """
    low, high = _extremes(grey)
    flat = (high - low) <= _FLAT
    rows, columns = grey.shape
    screen = np.tile(_SCREEN, (-(-rows // 8), -(-columns // 8)))[:rows, :columns]
    return np.where(flat, grey < screen, grey < threshold)


def _extremes(grey: Grey) -> tuple[Grey, Grey]:
    """The darkest and lightest value in the 3 x 3 neighbourhood of each pixel."""
    wide = np.pad(grey, 1, mode="edge")
    low = np.minimum(np.minimum(wide[:-2], wide[1:-1]), wide[2:])
    high = np.maximum(np.maximum(wide[:-2], wide[1:-1]), wide[2:])
    low = np.minimum(np.minimum(low[:, :-2], low[:, 1:-1]), low[:, 2:])
    high = np.maximum(np.maximum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    return low, high


def _screen() -> Grey:
    """Bayer's 8 x 8 thresholds, spread so that black stays black and near-white white."""
    bayer = np.array([[0]])
    for _ in range(3):
        bayer = np.block([[4 * bayer, 4 * bayer + 2], [4 * bayer + 3, 4 * bayer + 1]])
    return np.asarray((bayer * 2 + 1) * 240 // 128 + 4, dtype=np.uint8)


_SCREEN: Final = _screen()
