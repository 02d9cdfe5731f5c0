"""A lane read over the telephone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.records.errors import UserMistake
from desk_app.records.lane_slips import make_slip, read_slip

KEY = bytes(range(32))
LANES = st.integers(100_000, 999_999)


@given(LANES)
def test_a_slip_gives_its_lane_in_persian_digits_too(lane: int) -> None:
    slip = make_slip(KEY, "device", lane)
    assert read_slip(KEY, "device", slip) == lane
    persian = slip.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")).replace(" ", "-")
    assert read_slip(KEY, "device", persian) == lane


@given(LANES, st.integers(0, 31), st.integers(1, 9))
def test_a_misheard_digit_is_always_found(lane: int, place: int, by: int) -> None:
    digits = make_slip(KEY, "device", lane).replace(" ", "")
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    with pytest.raises(UserMistake) as found:
        read_slip(KEY, "device", wrong)
    assert found.value.code == "slip.digits"


@given(LANES, st.integers(0, 30))
def test_swapped_neighbours_are_always_found(lane: int, place: int) -> None:
    digits = make_slip(KEY, "device", lane).replace(" ", "")
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped != digits:
        with pytest.raises(UserMistake) as found:
            read_slip(KEY, "device", swapped)
        assert found.value.code == "slip.digits"


@pytest.mark.parametrize(("key", "device"), [(bytes(32), "device"), (KEY, "another")])
def test_a_slip_of_another_centre_or_device_is_refused(key: bytes, device: str) -> None:
    with pytest.raises(UserMistake) as foreign:
        read_slip(KEY, "device", make_slip(key, device, 421_507))
    assert foreign.value.code == "slip.foreign"


def test_a_slip_with_a_digit_missing_is_refused() -> None:
    with pytest.raises(UserMistake) as short:
        read_slip(KEY, "device", make_slip(KEY, "device", 421_507)[:-1])
    assert short.value.code == "slip.length"
