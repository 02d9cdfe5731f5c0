"""Whatever people type or paste comes onto paper, visibly and within the margins."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.printing.canvas import MM
from desk_app.printing.cleaning import REPLACEMENT, printable
from desk_app.printing.glyphs import REMEMBERED_RUNS, face
from desk_app.printing.lines import REMEMBERED, Style, lines_of
from desk_app.printing.lines import _remembered as remembered_paragraphs
from desk_app.printing.papers import A6, PAPERS, RECEIPT_PAPERS, ROLL_58
from desk_app.printing.receipt import receipt_pdf
from desk_app.printing.type_scale import REGULAR
from tests.unit.printing.made_up import APPLICANT, receipt
from tests.unit.printing.reading import page_count, page_image, pdfium_text, poppler_text

Page = Callable[..., bytes]
STYLE = Style(REGULAR, 9)
HOSTILE = [
    "\ud800 lone \udfff",
    "\x00\x01\x07\x1b[31m",
    "\u202e\u202d\u2067" * 200 + "ا",
    "ا" + "\u0651\u064e" * 500,
    "👨\u200d👩\u200d👧 漢字 ½ ﷲ ﷽",
    "\ufdd0\ufffe\U0001ffff\U000e0041",
    "(" * 300 + "[" * 300,
    "a" * 5000,
    "ب" * 5000,
    "\n" * 50,
    "\r\n\t\v\f\x85\u2028\u2029",
    "=cmd|' /C calc'!A0",
    "%s %d {0} </text> <b>&amp; (\\)",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("paper", RECEIPT_PAPERS)
def test_hostile_subjects_and_names_are_printed(text: str, paper: str) -> None:
    content = receipt(subject=text, applicant=APPLICANT, papers_lacking=(text[:200],))
    assert page_count(receipt_pdf(content, PAPERS[paper])) >= 1


@pytest.mark.parametrize("character", ["😀", "漢", "ℵ", "\U00010900"])
def test_a_character_that_the_face_lacks_is_drawn_as_a_box_and_can_still_be_copied(
    character: str, page_of: Page, tmp_path: Path
) -> None:
    assert not face(REGULAR).has(character)
    pdf = page_of(f"متن {character} پایان")
    assert character in poppler_text(pdf, tmp_path)
    assert character in pdfium_text(pdf) or ord(character) > 0xFFFF
    assert (page_image(pdf) < 128).sum() > (page_image(page_of("متن پایان")) < 128).sum()


def test_lone_surrogates_and_controls_become_the_replacement_character() -> None:
    assert printable("a\ud800b\x00c") == f"a{REPLACEMENT}b{REPLACEMENT}c"
    assert printable("a\tb\r\nc\u2028d") == "a b\nc\nd"
    assert printable("ساده ۱۲ abc «»") == "ساده ۱۲ abc «»"


@given(st.text(max_size=300), st.floats(20, 400))
def test_lines_are_never_wider_than_the_column_and_hold_every_visible_character(
    text: str, width: float
) -> None:
    lines = lines_of(text, STYLE, width)
    widest = max(face(REGULAR).run(c, False).width for c in (text or " ")) * STYLE.size / 2048
    letters = sum(len(run) for line in lines for run, _ in line.runs)
    assert letters >= len("".join(printable(text).split())) - sum(map(text.count, CONTROLS))
    assert all(line.width <= max(width, 3 * widest) + 0.02 for line in lines)


CONTROLS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=20)
@given(st.text(max_size=400))
def test_any_text_makes_a_page(text: str) -> None:
    assert page_count(receipt_pdf(receipt(subject=text), A6)) >= 1


def test_twenty_thousand_characters_flow_over_pages_and_none_is_lost(tmp_path: Path) -> None:
    numbered = " ".join(f"واژهٔ{n}" for n in range(2500))
    pdf = receipt_pdf(receipt(subject=numbered), A6)
    read = poppler_text(pdf, tmp_path)
    assert len(numbered) > 20_000
    assert page_count(pdf) > 10
    assert all(f"واژهٔ{n}" in read for n in range(0, 2500, 97))


def test_a_word_of_twenty_thousand_letters_is_cut_into_lines() -> None:
    lines = lines_of("W" * 20_000, STYLE, 48 * MM)
    assert sum(len(run) for line in lines for run, _ in line.runs) == 20_000
    assert max(line.width for line in lines) <= 48 * MM + 0.02


def test_memory_stays_bounded_after_two_thousand_different_receipts() -> None:
    for number in range(2000):
        content = receipt(subject=f"موضوع {number} ویژه{number}", follow_up=f"{number:06d}")
        receipt_pdf(content, ROLL_58)
    shaped = face(REGULAR)._remembered.cache_info()
    assert shaped.maxsize == REMEMBERED_RUNS
    assert shaped.currsize <= REMEMBERED_RUNS
    assert remembered_paragraphs.cache_info().currsize <= REMEMBERED
