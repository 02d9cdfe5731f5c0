"""QR codes as paths of whole modules, and how large codes are drawn.

A path has one unit to a module, its origin at the lower left; quiet zones are left around it.
"""

import re
from functools import lru_cache
from typing import Any, Final

import zxingcpp

from desk_app.printing.code_128 import Symbol
from desk_app.printing.papers import DOTS_PER_MM

DOT: Final = 72 / 25.4 / DOTS_PER_MM
"""Points in one dot of a thermal head."""
QR_QUIET: Final = 4
CODE_128_QUIET: Final = 10
_DARK: Final = re.compile("1+")
_AS_BITS: Final = bytes(b"1"[0] if dark == 0 else b"0"[0] for dark in range(256))
_CHUNK: Final = 10
_REMEMBERED_CHUNKS: Final = 8192


def qr_symbol(text: str) -> Symbol:
    """A QR code with error correction M, which still reads with a crease or a stain."""
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = symbol.to_image(scale=1, add_quiet_zones=False)
    modules = memoryview(image).tobytes().translate(_AS_BITS).decode("ascii")
    size = image.shape[0]
    rows = (
        "".join(
            _rectangles(x, modules[y * size + x : y * size + min(x + _CHUNK, size)])
            for x in range(0, size, _CHUNK)
        ).replace("y", str(size - 1 - y))
        for y in range(size)
    )
    return Symbol("".join(rows), size, size)


@lru_cache(_REMEMBERED_CHUNKS)
def _rectangles(x: int, bits: str) -> str:
    """One rectangle for each run of dark modules of a chunk, its row left open as ``y``."""
    return "".join(
        f"{x + run.start()} y {run.end() - run.start()} 1 re " for run in _DARK.finditer(bits)
    )


def dots_per_module(modules: int, width: float, most: int) -> int:
    """Whole dots for each module so that all fit in ``width`` points; at least one."""
    return max(1, min(most, int(width / DOT + 1e-6) // modules))
