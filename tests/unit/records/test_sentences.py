"""Every refusal of identity, dates, codes, calendar and catalogue can be said in both languages."""

import re
from pathlib import Path

import pytest

from desk_app.texts import knows, say

ROOT = Path(__file__).resolve().parents[3] / "desk_app"
SOURCES = [
    *(ROOT / "records" / f"{name}.py" for name in (
        "codes", "identity", "jalali", "workdays", "due", "items", "catalogue", "places")),
    *(ROOT / "services" / f"{name}.py" for name in (
        "sheet_file", "catalogue_columns", "catalogue_sheet")),
]  # fmt: skip
CODE = re.compile(
    r'f?"((?:code|date|national_id|legal_id|foreign_id|passport|identity|mobile|phone'
    r"|postal_code|calendar|deadline|catalogue|place|xlsx|\{prefix\})"
    r'\.(?!amount"|source")[a-z_]+|deadline\.(?:amount|unit))"'
)
BARE = ("national_id", "legal_id", "foreign_id")


def raised() -> set[str]:
    found = {code for path in SOURCES for code in CODE.findall(path.read_text(encoding="utf-8"))}
    return {code.replace("{prefix}", prefix) for code in found for prefix in BARE}


def test_the_codes_are_found_in_the_sources() -> None:
    assert {"code.lane", "legal_id.missing", "date.day", "deadline.amount", "xlsx.rows"} <= raised()
    assert len(raised()) > 50


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_code_that_is_raised_has_a_sentence(language: str) -> None:
    assert [code for code in sorted(raised()) if not knows(code, language)] == []


def test_a_sentence_shows_numbers_in_the_readers_digits() -> None:
    assert say("national_id.length", "fa", length=9) == "کد ملی ۱۰ رقم است؛ ۹ رقم وارد شده است."
    assert (
        say("national_id.length", "en", length=9) == "A national id has 10 digits; 9 were entered."
    )
