"""Code 128 in set C: two digits to a character (ISO/IEC 15417).

A path has one unit to a module in width and is one unit high; quiet zones are left around it.
"""

from functools import lru_cache
from typing import Final, NamedTuple

START_C: Final = 105
STOP: Final = 106
_SIGN: Final = 11
"""Modules of every value; the stop pattern has a last bar besides."""
_LAST_BAR: Final = 2
_REMEMBERED_SIGNS: Final = 1024
_TABLE: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 "
    "112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 "
    "311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 "
    "112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 "
    "122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 "
    "124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112 "
)
_WIDTHS: Final = tuple(_TABLE.split())
"""Widths of bars and spaces, in turn, of each value; the last is the stop pattern."""


class Symbol(NamedTuple):
    """The dark modules as ``re`` operators, and the size in modules."""

    path: str
    width: int
    height: int


def code_128_symbol(digits: str) -> Symbol:
    """The bars of an even number of ASCII digits; raises ValueError for anything else."""
    if not digits.isascii() or not digits.isdigit() or len(digits) % 2:
        raise ValueError("set C takes ASCII digits in pairs")
    values = [int(digits[place : place + 2]) for place in range(0, len(digits), 2)]
    check = (START_C + sum(place * value for place, value in enumerate(values, 1))) % 103
    signs = [START_C, *values, check, STOP]
    path = " ".join(_bars(value, place * _SIGN) for place, value in enumerate(signs))
    return Symbol(path, len(signs) * _SIGN + _LAST_BAR, 1)


@lru_cache(_REMEMBERED_SIGNS)
def _bars(value: int, x: int) -> str:
    """The bars of one value that begins at a module."""
    bars: list[str] = []
    for number, width in enumerate(map(int, _WIDTHS[value])):
        if number % 2 == 0:
            bars.append(f"{x} 0 {width} 1 re")
        x += width
    return " ".join(bars)
