"""The quick ways of setting text give what the whole rules give."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.printing.bidi import visual_order
from desk_app.printing.cleaning import in_typed_order, left_to_right
from desk_app.printing.code_128 import code_128_symbol
from desk_app.printing.codes import DOT, dots_per_module, qr_symbol
from desk_app.printing.fonts import shared_font
from desk_app.printing.lines import Style, lines_of, one_line
from desk_app.printing.type_scale import BOLD, REGULAR
from desk_app.printing.units import unit
from desk_app.printing.words import Segment, Word, ordered_words, visual_runs, words

PLAIN = "ابی۱۲٣12 .:/،؛«»…()[]-–!•\u200cA"
UNJOINED = "0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩•:/- "


def _seen(found: list[Word]) -> str:
    segments: list[Segment] = []
    for number, word in enumerate(found):
        segments += [Segment(" ", word.blank_level)] if number else []
        segments += word.segments
    order = visual_order([segment.level for segment in segments])
    return "".join(
        segments[place].text[:: -1 if segments[place].right_to_left else 1] for place in order
    )


@settings(max_examples=300)
@given(st.text(alphabet=PLAIN, max_size=24))
def test_plain_text_is_ordered_as_the_whole_algorithm_orders_it(text: str) -> None:
    assert _seen(words(text, 1)) == _seen(ordered_words(in_typed_order(text), 1))


@given(st.text(alphabet=UNJOINED, min_size=1, max_size=12), st.sampled_from((REGULAR, BOLD)))
def test_numbers_put_together_from_digits_are_what_shaping_makes_of_them(
    text: str, name: str
) -> None:
    font = shared_font(name)
    run = font.face.fresh_run(text, right_to_left=False)
    coded = font.coded(text, right_to_left=False)
    assert coded is not None
    assert coded.width == run.width
    if "//" not in text:
        body = "".join(font.table.codes[placed.key] for placed in run.glyphs)
        assert "".join(part.body for part in coded.parts) == f"<{body}>"


@given(st.lists(st.sampled_from(("درخواست", "شماره", "IR-204", "۱۴۰۵/۰۸/۳۰", "و")), max_size=30))
def test_broken_lines_hold_the_words_of_the_whole_line(tokens: list[str]) -> None:
    text, style = " ".join(tokens), Style(REGULAR, 10)
    broken = lines_of(text, style, 100)
    assert all(line.width <= 100.02 for line in broken)
    letters = sorted("".join(run for line in broken for run, _ in line.runs).replace(" ", ""))
    whole = sorted("".join(run for run, _ in one_line(text, style).runs).replace(" ", ""))
    assert [one for one in letters if one != "\u200f"] == [one for one in whole if one != "\u200f"]


def test_a_code_of_fourteen_digits_is_short_enough_for_the_narrowest_roll() -> None:
    symbol = code_128_symbol("42150700012313")
    assert symbol.width == 112
    assert (symbol.width + 20) * 2 * DOT <= 47 / 25.4 * 72


@pytest.mark.parametrize("digits", ["123", "12a4", "۱۲۳۴", ""])
def test_bars_are_made_of_pairs_of_ascii_digits_only(digits: str) -> None:
    with pytest.raises(ValueError, match="pairs"):
        code_128_symbol(digits)


def test_modules_take_whole_dots_and_never_fewer_than_one() -> None:
    assert dots_per_module(37, 22 / 25.4 * 72, 6) == 4
    assert dots_per_module(300, 10, 6) == 1
    assert dots_per_module(10, 1000, 6) == 6


def test_qr_codes_grow_with_their_text() -> None:
    sizes = [qr_symbol("x" * length).width for length in (10, 100, 400)]
    assert sizes == sorted(sizes)
    assert sizes[0] == 21


@pytest.mark.parametrize("inner", ["۱۲۳", "۴۲۱۵۰۷ ۰۰۰۱۲۳ ۱۳", "۷۶۶••••۳۶۱", "021-8877"])
@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_a_held_number_is_set_as_the_whole_algorithm_sets_it(inner: str, name: str) -> None:
    held = left_to_right(inner)
    found = unit(held, followed=False, face=name)
    runs = visual_runs(
        [part for word in ordered_words(held, 1) for part in (Segment(" ", 4), *word.segments)][1:]
    )
    font = shared_font(name)
    coded = [font.coded(*run) for run in runs]
    assert found is not None
    assert found.width == sum(one.width for one in coded if one)
    bodies = "".join(part.body for one in coded if one for part in one.parts)
    assert found.body == bodies.replace("><", "")
