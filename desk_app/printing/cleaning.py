"""What people typed, made safe for paper: control characters, lone surrogates, digit groups.

Nothing visible is dropped: what cannot be drawn becomes U+FFFD.
"""

import re
from typing import Final

REPLACEMENT: Final = "\ufffd"
_DIGIT: Final = "0-9\u06f0-\u06f9\u0660-\u0669"
_BLANKS: Final = re.compile("[\t\v\f\x1c-\x1f]")
_BREAKS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNDRAWABLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_UNUSUAL: Final = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]")

_GROUPS: Final = re.compile(
    rf"""
    (?=[{_DIGIT}A-Za-z+*\#(\u2066])                               # nothing else begins one
    (?:(\u2066\u202d[^\u2069]*\u2069)                             # isolated already
    | (?:https?://|www\.)[!-~]*[/0-9A-Za-z]                     # an address
    | [*\#][{_DIGIT}*]+\#                                       # a code dialled: *111#
    | \(0?[{_DIGIT}]{{2,4}}\)[ -]?[{_DIGIT}]{{4,8}}             # (021) 88776655
    | (?<![{_DIGIT}A-Za-z])[{_DIGIT}]{{6}}[ ][{_DIGIT}]{{6}}[ ][{_DIGIT}]{{2}}(?![{_DIGIT}])
    | (?<![{_DIGIT}A-Za-z])[0۰٠][{_DIGIT}]{{2,3}}(?:[ ]?-[ ]?|[ ])[{_DIGIT}]{{3,8}}
      (?:[ -][{_DIGIT}]{{2,4}}){{0,2}}(?![{_DIGIT}])            # 021 8877 6655
    | \+?[{_DIGIT}A-Za-z]+(?:[-\u2010\u2011/.:_+*\#@&=?~,،٫٬]+[{_DIGIT}A-Za-z]+)+
    | \+[{_DIGIT}]+(?:[ ][{_DIGIT}]{{2,4}}){{0,4}}              # +98 912 345 6789
    )""",
    re.VERBOSE,
)
_MAY_HOLD_GROUPS: Final = re.compile(rf"[{_DIGIT}A-Za-z][-\u2010\u2011/.:_+*\#@&=?~,،٫٬ )]|[+*#(]")


def printable(text: str) -> str:
    r"""The text with line ends as ``\n`` and each character that no font can draw replaced."""
    if _UNUSUAL.search(text) is None:
        return text
    text = _BLANKS.sub(" ", _BREAKS.sub("\n", text))
    text = _UNDRAWABLE.sub(REPLACEMENT, text)
    return "".join(
        REPLACEMENT if ord(character) > 0xFFFF and ord(character) & 0xFFFE == 0xFFFE else character
        for character in text
    )


def in_typed_order(text: str) -> str:
    """The text with codes, telephone numbers and addresses isolated from left to right.

    Without this UAX #9 sets ``۰۲۱-۸۸۷۷`` in Persian text as ``۸۸۷۷-۰۲۱``. The controls put in
    are never drawn or extracted.
    """
    if _MAY_HOLD_GROUPS.search(text) is None:
        return text
    return _GROUPS.sub(lambda found: found[1] or left_to_right(found.group()), text)


def left_to_right(text: str) -> str:
    """The text isolated and held in the order typed, whatever stands around it."""
    return f"\u2066\u202d{text}\u202c\u2069"
