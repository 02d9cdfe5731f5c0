"""The one place where codes become sentences, in Persian and English.

Sentences live in ``resources/texts/<language>/<area>.json``, each a flat object from code to
text with ``{name}`` parameters. Digits in Persian sentences are shown as Persian digits.
"""

import json
import locale
import os
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("fa", "en")
# A path, not importlib.resources: that costs the first window 5 ms.
_FOLDER: Final = Path(__file__).resolve().parents[1] / "resources" / "texts"
_PERSIAN_DIGITS: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@cache
def _sentences(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for area in sorted((_FOLDER / language).glob("*.json")):
        found.update(json.loads(area.read_text(encoding="utf-8")))
    return found


def knows(code: str, language: str) -> bool:
    """Whether a sentence is written for this code."""
    return code in _sentences(language)


def say(code: str, language: str = "fa", /, **params: str | int) -> str:
    """The sentence of a code; a code without a sentence comes back as itself.

    Numbers, and strings of digits such as a tracking code, are shown with the language's digits;
    other strings are put in as they are.
    """
    sentence = _sentences(language).get(code)
    if sentence is None:
        return code
    shown = {
        name: digits(text, language) if (text := str(value)).isdecimal() else text
        for name, value in params.items()
    }
    return sentence.format_map(shown)


def digits(text: str, language: str = "fa") -> str:
    """The text with ASCII digits shown in the language's digits."""
    return text.translate(_PERSIAN_DIGITS) if language == "fa" else text


def user_language() -> str:
    """``MIZBAN_LANG``, or English where the user's locale is, or Persian.

    ``C`` and ``POSIX`` are no language.
    """
    named = (os.environ.get(name) for name in ("MIZBAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    wanted = next((value for value in named if value), "") or locale.getlocale()[0] or ""
    return "en" if wanted.lower().startswith("en") else "fa"
