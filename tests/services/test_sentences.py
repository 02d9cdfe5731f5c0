"""Every mistake that a service can find has its sentence in both languages."""

import ast
from pathlib import Path

import pytest

from desk_app.services import fields
from desk_app.texts import knows

SOURCES = sorted(Path(str(fields.__file__)).parent.glob("*.py"))
BUILT = [
    *(f"{word}.unknown" for word in ("role", "id_kind", "channel", "answer_channel", "outcome")),
    *(f"{name}.unknown" for name in (*fields.TITLED, "agency", "by", "facts", "priority")),
    *(f"{name}.unknown" for name in ("audience", "document", "post", "party")),
    *(f"{name}.missing" for name in ("text", "reason", "ground", "holder", "taken_by", "agency")),
    *(f"{name}.missing" for name in ("office_name", "officer", "officer_name", "form", "item")),
    *(f"request.{standing}" for standing in ("open", "closed", "voided", "withdrawn")),
]


def codes() -> set[str]:
    """Every code that stands as a text in a call that makes or notes a mistake."""
    calls = [
        node
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    named = {"Mistake", "add", "NotAllowed", "MachineFault", "_wrong", "_mistake"}
    return {
        text.value
        for call in calls
        if getattr(call.func, "id", getattr(call.func, "attr", "")) in named
        for text in call.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and "." in text.value
    }


@pytest.mark.parametrize("language", ["fa", "en"])
def test_no_mistake_is_without_words(language: str) -> None:
    found = codes()
    assert len(found) > 60
    assert [code for code in sorted({*found, *BUILT}) if not knows(code, language)] == []
