"""The page of threats keeps its word: each story has its tests, and each test is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
STORIES = dict(
    (story.partition("\n")[0], story.partition("\n")[2]) for story in PAGE.split("\n## ")[1:]
)


@cache
def named_in(path: str) -> frozenset[str]:
    """The names of the tests of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.name.startswith("test_")
    )


def test_every_story_is_told() -> None:
    assert set(STORIES) == {
        "A stolen laptop", "A curious officer", "A hostile network", "A hostile desk",
        "A curious administrator of the centre", "A lost stick", "A leaked server key",
    }  # fmt: skip


@pytest.mark.parametrize("story", STORIES.values(), ids=list(STORIES))
def test_each_story_says_what_stops_it_what_does_not_and_where_that_is_shown(story: str) -> None:
    stops, _, does_not = story.partition("**What does not**")
    assert "**What stops them**" in stops
    assert does_not.count("\n- ") >= 2
    points = stops.partition("**What stops them**")[2].split("\n- ")[1:]
    assert len(points) >= 4
    assert [point for point in points if not NAMED.search(point)] == []


def test_every_test_that_is_named_is_there() -> None:
    named = NAMED.findall(PAGE)
    assert [f"{path}::{name}" for path, name in named if name not in named_in(path)] == []
    # A name that is not written as such would not be looked for.
    assert PAGE.count("::test_") == len(named)
