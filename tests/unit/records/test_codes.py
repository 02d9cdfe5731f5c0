"""Tracking codes: what is made is read back, what is mistyped is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.records.codes import (
    check_code,
    follow_up_number,
    group_code,
    make_code,
    parse_code,
)
from desk_app.records.errors import UserMistake
from desk_app.records.text import to_persian_digits

LANES = st.integers(100_000, 999_999)
SERIALS = st.integers(0, 999_999)


@given(LANES, SERIALS)
def test_a_code_reads_back_as_its_lane_and_serial(lane: int, serial: int) -> None:
    code = make_code(lane, serial)
    assert len(code) == 14
    assert parse_code(code) == (lane, serial)


@given(LANES, SERIALS, st.sampled_from([" ", "-", "\u200c", "\u200f", "–", " \u202a", "\u00a0"]))
def test_a_code_is_taken_in_any_digits_and_grouping(lane: int, serial: int, between: str) -> None:
    typed = to_persian_digits(group_code(make_code(lane, serial)).replace(" ", between))
    assert parse_code(f" {typed}\n") == (lane, serial)


def test_the_printed_example_holds() -> None:
    assert make_code(421_507, 123) == "42150700012313"
    assert group_code("42150700012313") == "421507 000123 13"


@given(LANES, SERIALS)
def test_every_wrong_digit_swap_and_jump_is_seen(lane: int, serial: int) -> None:
    code = make_code(lane, serial)
    wrong = {
        code[:at] + digit + code[at + 1 :] for at in range(14) for digit in "0123456789"
    } | {
        code[:at] + code[at + gap] + code[at + 1 : at + gap] + code[at] + code[at + gap + 1 :]
        for gap in (1, 2)
        for at in range(14 - gap)
    }  # fmt: skip
    assert not [each for each in wrong - {code} if check_code(each)]


@given(LANES, SERIALS)
def test_of_all_hundred_endings_only_one_is_right(lane: int, serial: int) -> None:
    start = make_code(lane, serial)[:12]
    assert sum(check_code(f"{start}{ending:02d}") for ending in range(100)) == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "code.missing"),
        (" - ", "code.missing"),
        ("4215070001231x", "code.characters"),
        ("421507000123²3", "code.characters"),
        ("421507", "code.length"),
        ("02150700012313", "code.lane"),
        ("42150700012314", "code.check_digits"),
    ],
)
def test_what_is_no_code_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(UserMistake) as refused:
        parse_code(typed)
    assert refused.value.code == code
    assert refused.value.mistakes[0].field == "tracking_code"
    assert not check_code(typed)


@pytest.mark.parametrize(("lane", "serial"), [(99_999, 1), (1_000_000, 1), (421_507, -1),
                                              (421_507, 1_000_000)])  # fmt: skip
def test_no_code_is_made_outside_its_lane(lane: int, serial: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        make_code(lane, serial)


def test_the_follow_up_number_spreads_over_all_six_digits() -> None:
    assert follow_up_number(bytes(16)) == "000000"
    assert follow_up_number(b"\xff" * 16) == "999999"
    assert follow_up_number(b"\x80" + bytes(15)) == "500000"
    with pytest.raises(ValueError, match="16"):
        follow_up_number(bytes(15))
