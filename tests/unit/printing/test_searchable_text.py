"""Text can be searched and copied from our files, in the order in which it was typed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.printing.cleaning import in_typed_order
from desk_app.printing.words import base_level, words
from tests.unit.printing.reading import pdfium_text, plain, poppler_text

Page = Callable[..., bytes]

PHRASES = {
    "joined words": "اداره ثبت اسناد و املاک شهرستان",
    "half-spaces": "می‌شود، نمی‌خواهم و خانه‌های روستایی",
    "vowel marks": "مُحَمَّد رَسولُ اللهِ و قرآنِ کریم",
    "lam-alef": "سلام بر اهالی بلا دیده، لا و لأجل الآن",
    "allah": "بسم الله الرحمن و هیبة الله",
    "heh with yeh above": "خانهٔ دوست، نامهٔ ادارهٔ کار و ۀ",
    "brackets around Latin": "تعویض گواهینامه (پایه سوم) [نسخه 2] (PDF) «مهم»",
    "numbers with separators": "مبلغ ۱٬۲۵۰٬۰۰۰ ریال و 88,170,000 ریال و ۱۲٫۵ متر",
    "dates and hours": "تاریخ ۱۴۰۴/۰۸/۳۰ ساعت ۱۰:۳۰ و 1404/04/22 بود.",
    "telephones with hyphens": "تلفن ۰۲۱-۸۸۷۷ یا ۷۲-۱۲-۱۰۳۴ یا 09121234567 داخلی",
    "Latin runs": "کد IR-204 و نشانی www.example.ir/a-1 و mail@example.ir برای پاسخ",
    "Arabic letters and digits": "كاركنان ميز خدمت مي‌گويند ٠٩٣٨٨٨٨٩٣٣٨ و ٠٢١-٨٨٧٧ تمام",
}
PDFIUM_MISREADS = {"brackets around Latin", "Latin runs", "vowel marks", "telephones with hyphens"}
"""Pdfium orders neutral characters by rules of its own; these it reads otherwise."""


RAW_READS = {
    "joined words", "allah", "numbers with separators", "telephones with hyphens", "Latin runs"
}  # fmt: skip
"""Raw, poppler turns what is in a word with half-spaces, marks or stops; words keep their order."""
SIMPLE = re.compile(r"(?<!\S)(?:[ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی]+|[۰-۹]+|[A-Za-z]+)(?!\S)")


@pytest.mark.parametrize("mode", [(), ("-layout",)])
def test_poppler_reads_every_kind_of_phrase_as_it_was_typed(
    mode: tuple[str, ...], page_of: Page, tmp_path: Path
) -> None:
    read = poppler_text(page_of(*PHRASES.values(), width_mm=180), tmp_path, *mode)
    assert [kind for kind, phrase in PHRASES.items() if phrase not in read] == []


def test_words_stand_in_the_file_in_the_order_of_reading(page_of: Page, tmp_path: Path) -> None:
    texts = [*PHRASES.values(), "Dear sir شماره ۱۲ است", "سه نام abc def پس از آن"]
    raw = poppler_text(page_of(*texts, width_mm=180), tmp_path, "-raw")
    assert {kind for kind, phrase in PHRASES.items() if phrase in raw} >= RAW_READS
    assert SIMPLE.findall(raw) == [word for text in texts for word in SIMPLE.findall(text)]


@pytest.mark.parametrize("kind", sorted(set(PHRASES) - PDFIUM_MISREADS))
def test_pdfium_reads_the_same_text(kind: str, page_of: Page) -> None:
    assert plain(PHRASES[kind]) in pdfium_text(page_of(PHRASES[kind], width_mm=180))


@pytest.mark.parametrize("kind", PHRASES)
def test_no_word_is_lost_or_doubled_for_pdfium(kind: str, page_of: Page) -> None:
    read = pdfium_text(page_of(PHRASES[kind], width_mm=180))
    assert sorted(read.replace(" ", "")) == sorted(plain(PHRASES[kind]).replace(" ", ""))


WORD = st.text(alphabet="ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئ", min_size=2, max_size=9)
HALF_SPACED = st.tuples(WORD, WORD).map("\u200c".join)
NUMBER = st.from_regex(r"[۰-۹]{1,6}([/:٬-][۰-۹]{1,4}){0,2}", fullmatch=True)
LATIN = st.from_regex(r"[A-Za-z]{1,8}(-[0-9]{1,4})?", fullmatch=True)
TOKEN = st.one_of(WORD, WORD, HALF_SPACED, NUMBER, LATIN)
ENDING = st.sampled_from(("", "", "", "،", ".", ":", "؛"))
SENTENCE = st.lists(st.tuples(TOKEN, ENDING).map("".join), min_size=1, max_size=9)


MOSTLY_PERSIAN = "این برگ بیشتر به زبان فارسی است و خواننده آن را از راست می‌خواند " * 20
"""Poppler takes the direction of a whole page from the greater number of its letters."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(SENTENCE, min_size=1, max_size=8))
def test_any_mixture_of_persian_numbers_and_latin_is_read_in_order(
    page_of: Page, tmp_path: Path, sentences: list[list[str]]
) -> None:
    texts = ["متن " + " ".join(sentence) + " پایان" for sentence in sentences]
    read = poppler_text(page_of(*texts, MOSTLY_PERSIAN, width_mm=600), tmp_path)
    assert [text for text in texts if plain(text) not in read] == []


@pytest.mark.parametrize(
    "typed",
    [
        "۰۲۱-۸۸۷۷", "۷۲-۱۲-۱۰۳۴", "IR-204", "204-IR", "٠٢١-٨٨٧٧", "+98-21-8877", "*111#",
        "021 88776655", "(021) 88776655", "421507 000123 13", "0912 123 4567",
        "https://example.ir/a-1/", "12/A", "mail@example.ir",
    ],
)  # fmt: skip
def test_codes_and_telephones_keep_their_order_inside_persian(typed: str) -> None:
    isolated = in_typed_order(f"شماره {typed} است")
    assert f"\u2066\u202d{typed}\u202c\u2069" in isolated
    levels = {s.level for word in words(f"شماره {typed} است", 1)[1:-1] for s in word.segments}
    assert all(level % 2 == 0 for level in levels)


@pytest.mark.parametrize("typed", ["سلام، دنیا", "۱۴۰۴ سال", "بند ۳) کارت", "10 روز", "۱۰٪"])
def test_plain_text_is_left_alone(typed: str) -> None:
    assert in_typed_order(typed) == typed


def test_a_line_without_any_letter_is_persian_and_one_of_latin_alone_is_not() -> None:
    assert base_level("۱۲ - ۱۳") == 1
    assert base_level("Dear sir, 12.") == 0
    assert base_level("Request re: پاسخ") == 1
