"""Whatever the line reports has a sentence in both languages."""

import re
from pathlib import Path

import pytest

from desk_app.protocol.problems import STATUS, Problem
from desk_app.sync.session import as_fault
from desk_app.texts import LANGUAGES, knows

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'"((?:line|central|office|device|enrol_code)\.[a-z_.]+)"')
FILES = {"central.db", "central.json"}
PAGE = ROOT / "central" / "public"
"""The visitor's page says its sentences under names of its own."""


def codes_in_the_source() -> set[str]:
    return {
        code
        for room in ("desk_app/sync", "desk_app/protocol", "central")
        for file in (ROOT / room).rglob("*.py")
        if PAGE not in file.parents
        for code in CODE.findall(file.read_text(encoding="utf-8"))
    } - FILES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_line_has_its_sentence(language: str) -> None:
    codes = codes_in_the_source() | {as_fault(Problem(code)).code for code in STATUS}
    assert sorted(code for code in codes if not knows(code, language)) == []
