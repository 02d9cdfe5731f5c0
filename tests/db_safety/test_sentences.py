"""Every fault that the book raises is a sentence in both languages."""

import re
from pathlib import Path

import pytest

import db
from desk_app.texts import knows, say

SOURCES = sorted(Path(db.__file__).parent.rglob("*.py"))
RAISED = re.compile(
    r"(?:MachineFault|DataDamaged|NotAllowed|Mistake\(\s*\"\w+\",|Problem)\(?\s*f?\"([a-z_.{}]+)\""
)
MADE = {
    "book.in_use.{what}": ["book.in_use.window", "book.in_use.command", "book.in_use.sync"],
    "check.{kind}": [
        "check.id.twice", "check.place.twice", "check.log.ahead", "check.entry.refused",
        "check.entry.unproved",
    ],
}  # fmt: skip


def raised() -> set[str]:
    found: set[str] = set()
    for path in SOURCES:
        for code in RAISED.findall(path.read_text(encoding="utf-8")):
            found.update(MADE.get(code, [code]))
    return found


def test_the_faults_are_found_in_the_sources() -> None:
    assert {"book.behind", "password.short", "slip.no_key", "check.table"} <= raised()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_fault_has_a_sentence(language: str) -> None:
    assert sorted(code for code in raised() if not knows(code, language)) == []


def test_numbers_are_shown_in_the_readers_digits() -> None:
    assert "۷ رویداد" in say("book.behind", "fa", missing=7)
    assert "7 events" in say("book.behind", "en", missing=7)
