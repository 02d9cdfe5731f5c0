"""Every sentence of the product exists in Persian and in English and asks for the same things."""

import json
import re
import string
from collections import Counter
from pathlib import Path

import pytest

TEXTS = Path(__file__).resolve().parents[2] / "resources" / "texts"
AREAS = sorted({path.name for path in TEXTS.glob("*/*.json")})
LATIN_WORD_OR_PARAMETER = re.compile(r"\{[^}]*\}|[A-Za-z][\w.:/@-]*", re.ASCII)
ARABIC_LETTERS_OR_FOREIGN_DIGITS = re.compile("[يكى٠-٩0-9]")


def sentences(language: str, area: str) -> dict[str, str]:
    path = TEXTS / language / area
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def parameters(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_there_are_texts() -> None:
    assert AREAS


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same_things(area: str) -> None:
    persian, english = sentences("fa", area), sentences("en", area)
    assert persian.keys() == english.keys()
    differing = [code for code in persian if parameters(persian[code]) != parameters(english[code])]
    assert differing == []


@pytest.mark.parametrize("language", ["fa", "en"])
def test_no_code_has_two_sentences(language: str) -> None:
    codes = Counter(code for area in AREAS for code in sentences(language, area))
    assert [code for code, times in codes.items() if times > 1] == []


@pytest.mark.parametrize("area", AREAS)
def test_persian_sentences_are_written_with_persian_letters_and_digits(area: str) -> None:
    foreign = {
        code: sentence
        for code, sentence in sentences("fa", area).items()
        if ARABIC_LETTERS_OR_FOREIGN_DIGITS.search(LATIN_WORD_OR_PARAMETER.sub("", sentence))
    }
    assert foreign == {}
