"""The bidirectional algorithm against Unicode's own test of the same version."""

import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.printing.bidi import (
    NO_LEVEL,
    carried_levels,
    paragraph_level,
    resolved_levels,
    visual_order,
)
from desk_app.printing.bidi_classes import unicode_version

CONFORMANCE = Path(__file__).parent / "data" / "BidiCharacterTest-15.0.0.txt.xz"
CONTROLS = "\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u064e\u2029"
AWKWARD = "ابی۱۲٣٤12ab -,./:+%()[]«»" + CONTROLS


def _cases() -> Iterator[tuple[str, int, int, list[int], list[int]]]:
    with lzma.open(CONFORMANCE, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                points, direction, base, levels, order = line.rstrip("\n").split(";")
                yield (
                    "".join(chr(int(point, 16)) for point in points.split()),
                    int(direction),
                    int(base),
                    [NO_LEVEL if level == "x" else int(level) for level in levels.split()],
                    [int(place) for place in order.split()],
                )


def test_every_case_of_the_unicode_test_has_the_levels_and_order_it_asks_for() -> None:
    wrong, count = [], 0
    for text, direction, base, levels, order in _cases():
        count += 1
        found_base = paragraph_level(text) if direction == 2 else direction
        found = resolved_levels(text, found_base)
        if (found_base, found, visual_order(found)) != (base, levels, order):
            wrong.append((text, direction))
    assert wrong == []
    assert count == 91_707


def test_the_tables_and_the_test_are_of_one_unicode_version() -> None:
    with lzma.open(CONFORMANCE, "rt", encoding="utf-8") as lines:
        assert lines.readline().strip() == f"# BidiCharacterTest-{unicode_version()}.txt"


@given(st.text(alphabet=AWKWARD, max_size=60), st.sampled_from((0, 1)))
def test_reordering_is_a_permutation(text: str, base: int) -> None:
    levels = carried_levels(resolved_levels(text, base), base)
    assert sorted(visual_order(levels)) == list(range(len(text)))
    assert all(0 <= level <= 126 for level in levels)


@given(st.text(max_size=80), st.sampled_from((0, 1)))
def test_any_text_at_all_gets_a_level_for_each_character(text: str, base: int) -> None:
    assert len(resolved_levels(text, base)) == len(text)


@pytest.mark.parametrize("text", ["", " ", "\u2066" * 300 + "ا", "(" * 400 + "ا" + ")" * 400])
def test_deep_nesting_and_emptiness_are_safe(text: str) -> None:
    levels = carried_levels(resolved_levels(text, 1), 1)
    assert sorted(visual_order(levels)) == list(range(len(text)))
