"""Persian text as it is stored, compared and searched: pure functions on strings.

Storage keeps what was typed; comparison folds what people do not tell apart: Arabic and
Persian letters, three digit sets, half-space, kashida, harakat, presentation forms, case.
"""

import re
from typing import Final
from unicodedata import is_normalized, normalize

ZWNJ: Final = "\u200c"

_DIGITS: Final = {zero + n: str(n) for zero in (0x660, 0x6F0, 0xFF10) for n in range(10)}
_PERSIAN: Final = {zero + n: chr(0x6F0 + n) for zero in (0x30, 0x660, 0xFF10) for n in range(10)}

_SPACES: Final = "".join(
    map(
        chr,
        (
            *range(9, 14),
            0x20,
            0x85,
            0xA0,
            0x1680,
            *range(0x2000, 0x200B),
            0x2028,
            0x2029,
            0x202F,
            0x205F,
            0x3000,
        ),
    )
)
_EDGES: Final = _SPACES + ZWNJ

# The overrides turn every following letter round, on screen and on paper; the byte-order mark
# and the noncharacters mean nothing inside a text.
_UNSTORABLE: Final[dict[int, str | None]] = {
    **{c: None for c in (*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0))},
    **{c: None for c in (0x202D, 0x202E, 0xFEFF, 0xFFFE, 0xFFFF, *range(0xFDD0, 0xFDF0))},
    **{c: "\n" for c in (0x0D, 0x85, 0x2028, 0x2029)},
    **{c: "\ufffd" for c in range(0xD800, 0xE000)},
}

_FAMILIES: Final = {
    "ا": "أإآٱٲٳ",
    "ی": "يىئےېۍێۓ",
    "ک": "كڪ",
    "ه": "ةۀهہھۂۃە",
    "و": "ؤۇۆۈۋ",
    "ر": "ڕ",
    "ل": "ڵ",
}
_MARKS: Final = (
    *range(0x610, 0x61B),
    *range(0x64B, 0x660),
    0x670,
    *range(0x6D6, 0x6DD),
    *range(0x6DF, 0x6E5),
    0x6E7,
    0x6E8,
    *range(0x6EA, 0x6EE),
)
_UNSEEN: Final = (
    0x621,
    0x640,
    0xAD,
    0x61C,
    0x180E,
    0x200D,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
)
# ¬ and the zero-width space stand for the half-space in texts from older editors.
_HALF_SPACES: Final = (0x200B, 0x200C, 0xAC)

_PARTED: Final[dict[int, str | None]] = {
    **{ord(odd): letter for letter, family in _FAMILIES.items() for odd in family},
    **_DIGITS,
    **dict.fromkeys((*_MARKS, *_UNSEEN)),
    **dict.fromkeys((*range(9), *range(14, 28), *range(0x7F, 0x85), *range(0x86, 0xA0))),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **dict.fromkeys(_HALF_SPACES, ZWNJ),
}
_JOINED: Final[dict[int, str | None]] = {**_PARTED, **dict.fromkeys(_HALF_SPACES)}

# Over these letters one pass changes nothing that it has made: the fold is finished.
_FINISHED: Final = re.compile("[ -~\u0600-\u06ff\u200c«»]*")
_WORD: Final = re.compile(r"[^\W_]+(?:\u200c+[^\W_]+)*")
_NOT_WORD: Final = re.compile(r"[\W_]+")


def to_ascii_digits(s: str) -> str:
    """The text with Persian, Arabic and full-width digits as ASCII digits."""
    return s if s.isascii() else s.translate(_DIGITS)


def to_persian_digits(s: str) -> str:
    """The text with ASCII, Arabic and full-width digits as Persian digits."""
    return s.translate(_PERSIAN)


def clean(s: str) -> str:
    """What was typed, fit to be stored: NFC, trimmed, without control characters.

    Newline, tab, half-space and harakat stay; a lone surrogate becomes U+FFFD.
    """
    return normalize("NFC", s.replace("\r\n", "\n").translate(_UNSTORABLE)).strip(_EDGES)


def normalise(s: str) -> str:
    """The form in which two texts are compared: folded, joined at half-spaces, one line.

    Idempotent. Words are parted by single spaces.
    """
    return _fold(s, _JOINED)


def search_words(s: str) -> list[str]:
    """The different words under which a text is found, in the order they first occur.

    A word with half-spaces gives its parts and their joined form: علی‌زاده gives
    علی, زاده and علیزاده.
    """
    words: dict[str, None] = {}
    for word in _WORD.findall(_fold(s, _PARTED)):
        parts = [part for part in word.split(ZWNJ) if part]
        words.update(dict.fromkeys(parts))
        words["".join(parts)] = None
    return list(words)


def similar(a: str, b: str) -> float:
    """How alike two subjects are, 0.0 to 1.0: Dice's coefficient of their letter pairs."""
    left, right = _bare(a), _bare(b)
    if left == right:
        return 1.0 if left else 0.0
    pairs, others = _pairs(left), _pairs(right)
    if not pairs or not others:
        return 0.0
    return 2 * len(pairs & others) / (len(pairs) + len(others))


def same_subject(a: str, b: str) -> bool:
    """Whether two subjects are one for the repeat rule: equal but for spelling and spacing.

    An empty subject is the same as none.
    """
    left = _bare(a)
    return bool(left) and left == _bare(b)


def _fold(s: str, table: dict[int, str | None]) -> str:
    folded = _fold_once(s, table)
    if _FINISHED.fullmatch(folded):
        return folded
    while (again := _fold_once(folded, table)) != folded:
        folded = again
    return folded


def _fold_once(s: str, table: dict[int, str | None]) -> str:
    if not s.isascii() and not is_normalized("NFKC", s):
        s = normalize("NFKC", s)
    return " ".join(s.translate(table).casefold().split())


def _bare(s: str) -> str:
    return _NOT_WORD.sub("", normalise(s))


def _pairs(s: str) -> set[str]:
    return {s[at : at + 2] for at in range(len(s) - 1)}
