"""Text as stored, compared and searched."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk_app.records.text import (
    clean,
    normalise,
    same_subject,
    search_words,
    similar,
    to_ascii_digits,
    to_persian_digits,
)

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
PERSIAN = st.text("ابپتيیىكکةهۀأإآئؤءـٔ َِّْ‌\u200f۰۱۹٠٩05Aé ﷲﻻﮐ½İßﬁ²¬", max_size=40)


@given(ANY | PERSIAN)
@example("ϓ̈́")
@example("\u0345ǰ")
def test_normalising_twice_changes_nothing(s: str) -> None:
    once = normalise(s)
    assert normalise(once) == once


@given(ANY | PERSIAN)
def test_cleaning_twice_changes_nothing(s: str) -> None:
    once = clean(s)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@given(ANY | PERSIAN)
def test_what_is_stored_compares_as_what_was_typed(s: str) -> None:
    assert normalise(clean(s)) == normalise(s)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي كريمي", "علی کریمی"),
        ("موسى", "موسی"),
        ("طباطبائی", "طباطبایی"),
        ("مُحَمَّد", "محمد"),
        ("خانهٔ ما", "خانه ما"),
        ("خانۀ ما", "خانه ما"),
        ("آمنة", "امنه"),
        ("أحمد إبراهيم", "احمد ابراهیم"),
        ("می‌رود", "میرود"),
        ("می¬رود", "میرود"),
        ("محـــمد", "محمد"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("شماره ۱۲٣4", "شماره 1234"),
        ("\u202bسلام\u202c\u200f", "سلام"),
        ("  a\u00a0B \n c ", "A b C"),
        ("رضاء", "رضا"),
        ("مؤمن", "مومن"),
        ("STRASSE", "straße"),
        ("Jose\u200d\u0301", "josé"),
    ],
)
def test_spellings_people_do_not_tell_apart_are_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_different_words_stay_different() -> None:
    assert len({normalise(w) for w in ("علی", "عالی", "غلی", "علا")}) == 4


def test_storage_keeps_half_spaces_harakat_and_lines() -> None:
    assert clean("  می‌رود\r\nمُحَمَّد\tب ") == "می‌رود\nمُحَمَّد\tب"


def test_storage_drops_what_no_one_typed() -> None:
    assert clean("\ufeffا\x00ب\x1b[31mج\u202eد\x7f") == "اب[31mجد"
    assert clean("خط\vدو\fسه") == "خط\nدو\nسه"
    assert clean("ا\ud800ب") == "ا\ufffdب"
    assert clean("\u200c  خط\u2028دو \u200c") == "خط\nدو"


def test_a_half_space_word_is_found_by_its_parts_and_joined() -> None:
    assert search_words("علی‌زاده") == ["علی", "زاده", "علیزاده"]


def test_search_words_leave_signs_out_and_say_each_word_once() -> None:
    assert search_words("«انشعاب» آب/برق، آب! ۱٬۲۵۰ a_b") == [
        "انشعاب", "اب", "برق", "1", "250", "a", "b",
    ]  # fmt: skip
    assert search_words("؟!") == []


@given(ANY | PERSIAN)
def test_every_search_word_is_already_normalised_and_unbroken(s: str) -> None:
    for word in search_words(s):
        assert word.isalnum()
        assert normalise(word) == word


@given(st.integers(0, 10**20))
def test_digits_go_to_persian_and_back(number: int) -> None:
    assert to_ascii_digits(to_persian_digits(str(number))) == str(number)


def test_three_digit_sets_and_wide_digits_become_ascii() -> None:
    assert to_ascii_digits("۱۲۳٤٥٦７８9") == "123456789"
    assert to_persian_digits("12٣") == "۱۲۳"


def test_a_repeat_is_seen_through_spelling_and_spacing_only() -> None:
    assert same_subject("قطعي برق چاه هاى كشاورزی", "قطعی برق چاه‌های کشاورزی.")
    assert not same_subject("قطعی برق", "قطعی آب")
    assert not same_subject("", "")
    assert not same_subject("…", "!")


def test_likeness_runs_from_nothing_to_one() -> None:
    assert similar("آسفالت کوچه", "آسفالت كوچه") == 1.0
    assert 0.5 < similar("آسفالت کوچه", "آسفالت خیابان و کوچه") < 1.0
    assert similar("آسفالت", "بیمه") == 0.0
    assert similar("", "") == 0.0
    assert similar("ب", "آسفالت") == 0.0


@given(PERSIAN, PERSIAN)
def test_likeness_is_the_same_both_ways(a: str, b: str) -> None:
    assert similar(a, b) == similar(b, a)
    assert 0.0 <= similar(a, b) <= 1.0
