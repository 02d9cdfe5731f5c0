"""Codes that scanners read, as paths of whole modules, and how large to draw them.

A path has one unit to a module, its origin at the lower left; quiet zones are left around it.
"""

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple

import zxingcpp

from desk_app.printing.papers import DOTS_PER_MM

DOT: Final = 72 / 25.4 / DOTS_PER_MM
"""Points in one dot of a thermal head."""
QR_QUIET: Final = 4
CODE_128_QUIET: Final = 10
_DARK: Final = re.compile(b"\x00+")


class Symbol(NamedTuple):
    """The dark modules as ``re`` operators, and the size in modules."""

    path: str
    width: int
    height: int


def qr_symbol(text: str) -> Symbol:
    """A QR code with error correction M, which still reads with a crease or a stain."""
    rows = _rows(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    size = len(rows)
    runs = (
        f"{run.start()} {size - y} {run.end() - run.start()} 1 re"
        for y, row in enumerate(rows, 1)
        for run in _DARK.finditer(row)
    )
    return Symbol(" ".join(runs), size, size)


@lru_cache(64)
def code_128_symbol(digits: str) -> Symbol:
    """A Code 128 of an even number of digits (set C: two digits to a character), one unit high.

    Raises ValueError for anything but ASCII digits in pairs.
    """
    if not re.fullmatch(r"(?:[0-9]{2})+", digits):
        raise ValueError("set C takes ASCII digits in pairs")
    row = _rows(digits, zxingcpp.BarcodeFormat.Code128)[0]
    bars = (run.span() for run in _DARK.finditer(row))
    return Symbol(" ".join(f"{start} 0 {end - start} 1 re" for start, end in bars), len(row), 1)


def dots_per_module(modules: int, width: float, most: int) -> int:
    """Whole dots for each module so that all fit in ``width`` points; at least one."""
    return max(1, min(most, int(width / DOT + 1e-6) // modules))


def _rows(text: str, kind: zxingcpp.BarcodeFormat, **options: str) -> list[bytes]:
    symbol = zxingcpp.create_barcode(text, kind, **options)
    image: Any = symbol.to_image(scale=1, add_quiet_zones=False)
    height, width = image.shape
    pixels = memoryview(image).tobytes()
    return [pixels[row * width : (row + 1) * width] for row in range(height)]
