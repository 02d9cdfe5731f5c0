"""Bidi_Class and paired brackets of one Unicode version, from ``resources/unicode/bidi.json``.

Python's ``unicodedata`` is of another version with every Python, so it is not asked.
"""

import json
from bisect import bisect_right
from functools import cache
from typing import Final, NamedTuple

from resources import shipped

_LAST_REMEMBERED: Final = 0xFFFF
_CANONICAL: Final = {0x2329: 0x3008, 0x232A: 0x3009}


class Bracket(NamedTuple):
    """One side of a bracket pair: the pair's canonical opening character, and which side it is."""

    pair: int
    opens: bool


class _Tables(NamedTuple):
    unicode: str
    starts: list[int]
    classes: list[str]
    brackets: dict[str, Bracket]


@cache
def _tables() -> _Tables:
    raw = json.loads(shipped("unicode/bidi.json").read_text(encoding="ascii"))
    brackets: dict[str, Bracket] = {}
    for opening, closing in raw["brackets"]:
        pair = _CANONICAL.get(opening, opening)
        brackets[chr(opening)] = Bracket(pair, opens=True)
        brackets[chr(closing)] = Bracket(pair, opens=False)
    return _Tables(raw["unicode"], raw["starts"], raw["classes"], brackets)


_seen: dict[str, str] = {}


def _class_of(character: str) -> str:
    tables = _tables()
    found = tables.classes[bisect_right(tables.starts, ord(character)) - 1]
    if ord(character) <= _LAST_REMEMBERED:
        _seen[character] = found
    return found


def unicode_version() -> str:
    """The version of the Unicode Character Database that the tables were made from."""
    return _tables().unicode


def bidi_classes(text: str) -> list[str]:
    """The Bidi_Class of each character, by its short name (``AL``, ``EN``, ``WS`` …)."""
    known = _seen.get
    return [known(character) or _class_of(character) for character in text]


def bracket(character: str) -> Bracket | None:
    """The side and pair of a paired bracket, else None; canonical equivalents share a pair."""
    return _tables().brackets.get(character)
