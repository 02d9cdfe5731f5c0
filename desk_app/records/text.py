"""Persian text as it is stored, compared and searched: pure functions on strings.

Storage keeps what was typed; comparison folds what people do not tell apart: Arabic and
Persian letters, three digit sets, half-space, kashida, harakat, presentation forms, case.
"""

import re
from typing import Final
from unicodedata import combining, is_normalized, normalize

ZWNJ: Final = "\u200c"


def _letters(spans: str) -> list[int]:
    """Code points of hexadecimal spans such as ``610-61a 670``."""
    ends = [span.partition("-") for span in spans.split()]
    return [c for first, _, last in ends for c in range(int(first, 16), int(last or first, 16) + 1)]


_DIGITS: Final = {zero + n: str(n) for zero in (0x660, 0x6F0, 0xFF10) for n in range(10)}
_PERSIAN: Final = {zero + n: chr(0x6F0 + n) for zero in (0x30, 0x660, 0xFF10) for n in range(10)}

_LINE_ENDS: Final = _letters("b-d 85 2028 2029")
_EDGES: Final = ZWNJ + "".join(
    map(chr, _letters("9-d 20 85 a0 1680 2000-200a 2028 2029 202f 205f 3000"))
)
# Controls, the byte-order mark and noncharacters: nobody types them, nothing shows them.
_NOTHING: Final = _letters("0-8 e-1f 7f-84 86-9f fdd0-fdef feff fffe ffff")
# An override turns every following letter round, on screen and on paper.
_OVERRIDES: Final = _letters("202d 202e")
_SURROGATES: Final = _letters("d800-dfff")

_STORED: Final[dict[int, str | None]] = {
    **dict.fromkeys((*_NOTHING, *_OVERRIDES)),
    **dict.fromkeys(_LINE_ENDS, "\n"),
    **dict.fromkeys(_SURROGATES, "\ufffd"),
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
_HARAKAT: Final = _letters("610-61a 64b-65f 670 6d6-6dc 6df-6e4 6e7 6e8 6ea-6ed")
# Hamza alone, kashida, soft hyphen, joiners, direction marks.
_UNSEEN: Final = _letters("621 640 ad 61c 180e 200d-200f 202a-202e 2060-206f")
# ¬ and the zero-width space stand for the half-space in texts from older editors.
_HALF_SPACES: Final = _letters("ac 200b 200c")

_PARTED: Final[dict[int, str | None]] = {
    **{ord(odd): letter for letter, family in _FAMILIES.items() for odd in family},
    **_DIGITS,
    **dict.fromkeys((*_NOTHING, *_HARAKAT, *_UNSEEN)),
    **dict.fromkeys(_SURROGATES, "\ufffd"),
    **dict.fromkeys(_HALF_SPACES, ZWNJ),
}
_JOINED: Final[dict[int, str | None]] = {**_PARTED, **dict.fromkeys(_HALF_SPACES)}


def _untouched(also: str) -> re.Pattern[str]:
    """Texts of letters that no step of the fold changes and that join with no others."""
    letters = [chr(code) for code in _letters("20-7e 600-6ff")]
    alone = [c for c in letters if c == c.casefold() == normalize("NFKC", c) and not combining(c)]
    kept = [c for c in alone if _JOINED.get(ord(c), c) == c]
    return re.compile("[" + re.escape("".join(kept)) + also + "]*")


# Most texts are such but for the letter آ, and are folded at every save and every arrival.
_UNTOUCHED: Final = _untouched("")
_UNTOUCHED_APART: Final = _untouched(ZWNJ)
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
    return normalize("NFC", s.replace("\r\n", "\n").translate(_STORED)).strip(_EDGES)


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
        if ZWNJ not in word:
            words[word] = None
            continue
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
    plain = s.replace("آ", "ا")
    if _UNTOUCHED.fullmatch(plain) or (table is _PARTED and _UNTOUCHED_APART.fullmatch(plain)):
        return " ".join(plain.split())
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
