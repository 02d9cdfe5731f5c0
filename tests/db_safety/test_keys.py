"""Keys, slots and the recovery key."""

import os
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import keys, slots
from db.slots import Slots
from desk_app.records.errors import DataDamaged, NotAllowed, UserMistake
from tests.db_safety.desks import CHEAP

DATA_KEY = bytes(range(32))


def book_of(*users: str) -> Slots:
    made = tuple(
        slots.officer_slot(user, f"{user}-password", DATA_KEY, cost=CHEAP, entropy=os.urandom)[0]
        for user in users
    )
    return Slots(book="b", schema="0001", salt=bytes(16), officers=made)


def test_a_password_opens_its_own_slot_only() -> None:
    book = book_of("maryam", "reza")
    assert slots.unlock(book, "reza", "reza-password").data_keys == (DATA_KEY,)
    with pytest.raises(NotAllowed) as wrong:
        slots.unlock(book, "reza", "maryam-password")
    assert wrong.value.code == "password.wrong"


def test_an_unknown_user_gets_the_answer_of_a_wrong_password() -> None:
    with pytest.raises(NotAllowed) as unknown:
        slots.unlock(book_of("reza"), "nobody", "reza-password", cost=CHEAP)
    assert (unknown.value.code, unknown.value.params) == ("password.wrong", {})


@pytest.mark.parametrize(
    ("password", "code"),
    [("", "password.empty"), ("      ", "password.empty"), ("12345", "password.short")],
)
def test_a_password_that_protects_nothing_is_refused(password: str, code: str) -> None:
    with pytest.raises(UserMistake) as refused:
        slots.officer_slot("reza", password, DATA_KEY, cost=CHEAP, entropy=os.urandom)
    assert refused.value.code == code


def test_a_key_under_a_password_travels_as_one_line() -> None:
    slot = book_of("reza").officers[0]
    again = keys.wrapped_from(slot.identity.text())
    assert again == slot.identity
    assert keys.wrapped_from("not a key") is None


@given(st.binary(min_size=16, max_size=16))
def test_a_recovery_key_is_read_as_it_was_printed(secret: bytes) -> None:
    printed = keys.print_recovery_key(secret)
    assert keys.read_recovery_key(printed) == secret
    persian = printed.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")).replace("-", " ")
    assert keys.read_recovery_key(persian) == secret


@given(st.binary(min_size=16, max_size=16), st.integers(0, 47), st.integers(1, 9))
def test_a_wrong_digit_is_found_in_its_group(secret: bytes, place: int, by: int) -> None:
    digits = keys.print_recovery_key(secret).replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    with pytest.raises(UserMistake) as found:
        keys.read_recovery_key(wrong)
    assert found.value.code == "recovery.group"
    assert found.value.params == {"group": place // 6 + 1}


def test_a_recovery_key_with_a_digit_missing_is_refused() -> None:
    with pytest.raises(UserMistake) as short:
        keys.read_recovery_key(keys.print_recovery_key(bytes(16))[:-1])
    assert short.value.code == "recovery.length"


def test_the_recovery_key_opens_the_book_and_another_does_not() -> None:
    secret = os.urandom(16)
    book = msgspec.structs.replace(book_of(), recovery=slots.secret_slot(DATA_KEY, secret))
    assert slots.unlock_by_secret(book, book.recovery, secret).data_keys == (DATA_KEY,)
    with pytest.raises(NotAllowed) as wrong:
        slots.unlock_by_secret(book, book.recovery, bytes(16))
    assert wrong.value.code == "recovery.wrong"


def test_the_slots_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    twin.mkdir()
    book = book_of("maryam")
    slots.write(book, tmp_path, twin)
    assert slots.read(tmp_path) == slots.read(twin) == book


def test_a_changed_byte_in_the_slots_file_is_found() -> None:
    data = bytearray(slots.encode(book_of("reza")))
    chance = random.Random(3)
    for _ in range(200):
        at = chance.randrange(len(data) - 1)
        data[at] ^= 1 << chance.randrange(8)
        with pytest.raises(DataDamaged):
            slots.decode(bytes(data))
        data = bytearray(slots.encode(book_of()))


def test_slots_of_a_later_format_are_refused_as_newer() -> None:
    data = slots.encode(book_of()).replace(b"mizban-slots 1 ", b"mizban-slots 2 ", 1)
    with pytest.raises(DataDamaged) as newer:
        slots.decode(data)
    assert newer.value.code == "book.newer"


def test_the_slots_file_holds_neither_key_nor_password_nor_name() -> None:
    data = slots.encode(book_of("reza"))
    assert b"AGE-SECRET-KEY" not in data
    assert b"reza-password" not in data
    assert DATA_KEY not in data
