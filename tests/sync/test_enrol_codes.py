"""The enrolment code survives people: typing, reading aloud, printing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.protocol.enrol_code import (
    CODE_BYTES,
    FINGERPRINT_BYTES,
    EnrolCode,
    read_enrol_code,
    write_enrol_code,
)
from desk_app.records.errors import UserMistake

CODES = st.builds(
    EnrolCode,
    st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES),
    st.binary(min_size=FINGERPRINT_BYTES, max_size=FINGERPRINT_BYTES).map(bytes.hex) | st.just(""),
)
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@given(CODES)
def test_a_code_is_read_as_it_was_written(code: EnrolCode) -> None:
    text = write_enrol_code(code)
    assert read_enrol_code(text) == code
    assert len(text.replace("-", "")) == (72 if code.fingerprint else 24)


@given(CODES)
def test_case_spaces_and_persian_digits_do_not_matter(code: EnrolCode) -> None:
    text = write_enrol_code(code)
    typed = f"  {text.lower().replace('-', ' ')}\n".translate(PERSIAN)
    assert read_enrol_code(typed) == code
    assert read_enrol_code(text.replace("0", "O").replace("1", "l")) == code


@given(CODES, st.data())
def test_one_wrong_letter_is_found(code: EnrolCode, data: st.DataObject) -> None:
    text = write_enrol_code(code).replace("-", "")
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
    wrong = text[:at] + letter + text[at + 1 :]
    if wrong == text:
        assert read_enrol_code(wrong) == code
    else:
        with pytest.raises(UserMistake):
            read_enrol_code(wrong)


@pytest.mark.parametrize("text", ["", "AAAA", "؟؟؟؟", "U" * 24, "A" * 71, "A" * 24, "A" * 400])
def test_what_is_no_code_is_named_as_mistyped(text: str) -> None:
    with pytest.raises(UserMistake) as found:
        read_enrol_code(text)
    assert found.value.code == "enrol_code.mistyped"
