"""Whatever carrying reports has a sentence in both languages."""

import re
from pathlib import Path

import pytest

from desk_app.texts import LANGUAGES, knows

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'"((?:bundle|carry|stick)\.[a-z_.]+)"')
FOLDERS = ("desk_app/protocol", "desk_app/sync", "desk_app/cli", "central", "ui/pages/stick")
FROM_LINE = ("unknown_log", "fork", "quota", "blob_differs", "bad_digest", "not_found", "too_large")
"""Refusals of the line that a file on a stick can meet, too."""


def codes() -> set[str]:
    found = {
        code
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        for code in CODE.findall(file.read_text(encoding="utf-8"))
    }
    of_line = {f"bundle.{code}" for code in FROM_LINE}
    return {code for code in found if not code.endswith(".")} | of_line


def test_the_codes_are_found_in_the_sources() -> None:
    assert {"bundle.damaged", "carry.full", "stick.out.done", "bundle.gap_before_set"} <= codes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_carrying_has_its_sentence(language: str) -> None:
    assert sorted(code for code in codes() if not knows(code, language)) == []
