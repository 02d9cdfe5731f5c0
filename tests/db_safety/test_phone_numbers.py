"""Recovery numbers read out over the telephone: misheard digits, single use, waiting, rotation."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as some

from db import keys, slots
from db.opening import open_session, recover, recover_by_number
from db.phone_numbers import SHEET, new_number, read_number
from desk_app.records.bodies import OfficerSet
from desk_app.records.errors import NotAllowed, UserMistake
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from tests.db_safety.conftest import HandClock
from tests.db_safety.desks import CHEAP, PASSWORD, USER, Desk

NEW = "a-new-password"
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def a_number(place: int = 1) -> str:
    return new_number(place, bytes(32), cost=CHEAP, entropy=os.urandom)[1]


def sheet(desk: Desk) -> tuple[str, ...]:
    """The numbers that an administrator was shown."""
    session = desk.open()
    numbers = session.keyring.new_numbers()
    session.close()
    return numbers


@given(some.integers(1, 9))
def test_a_number_is_read_in_any_digits_and_groups(place: int) -> None:
    number = a_number(place)
    plain = number.replace("-", "")
    assert len(plain) == 24
    assert plain[0] == str(place)
    for typed in (number, plain, number.replace("-", " ").translate(PERSIAN)):
        assert read_number(typed) == plain


@given(some.data())
def test_a_digit_heard_wrongly_is_found_in_its_group(data: some.DataObject) -> None:
    plain = a_number().replace("-", "")
    at = data.draw(some.integers(0, 23))
    other = data.draw(some.sampled_from([one for one in "0123456789" if one != plain[at]]))
    with pytest.raises(UserMistake) as told:
        read_number(plain[:at] + other + plain[at + 1 :])
    (mistake,) = told.value.mistakes
    assert (mistake.code, mistake.params) == ("recovery_number.group", {"group": at // 4 + 1})


@given(some.integers(0, 22))
def test_two_digits_that_changed_places_are_found(at: int) -> None:
    plain = a_number().replace("-", "")
    swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
    if swapped != plain:
        with pytest.raises(UserMistake, match=r"recovery_number\.group"):
            read_number(swapped)


def test_a_number_that_is_too_short_says_so() -> None:
    with pytest.raises(UserMistake, match=r"recovery_number\.length"):
        read_number("1234-5678")


def test_a_number_gives_a_new_password_once(desk: Desk) -> None:
    numbers = sheet(desk)
    assert len(numbers) == SHEET
    session, changed = recover_by_number(desk.folder, USER, numbers[1], NEW, desk.around)
    assert (session.book.officer.user, changed.user) == (USER, USER)
    session.close()
    with pytest.raises(NotAllowed):
        desk.open()
    desk.open(USER, NEW).close()
    with pytest.raises(NotAllowed) as used:
        recover_by_number(desk.folder, USER, numbers[1], "another-password", desk.around)
    assert used.value.code == "recovery_number.wrong"
    recover_by_number(desk.folder, USER, numbers[0], "another-password", desk.around)[0].close()
    assert [slot.place for slot in slots.read(desk.folder).numbers] == [3, 4]


def test_a_new_sheet_makes_the_old_one_worthless(desk: Desk) -> None:
    old = sheet(desk)
    fresh = sheet(desk)
    with pytest.raises(NotAllowed, match="wrong"):
        recover_by_number(desk.folder, USER, old[0], NEW, desk.around)
    recover_by_number(desk.folder, USER, fresh[0], NEW, desk.around)[0].close()


def test_a_number_still_opens_after_the_books_key_changed(desk: Desk) -> None:
    numbers = sheet(desk)
    session = desk.open()
    session.keyring.admit("maryam", "maryam-password")
    session.keyring.withdraw("maryam")
    session.close()
    assert not slots.read(desk.folder).rotate
    recover_by_number(desk.folder, USER, numbers[0], NEW, desk.around)[0].close()


def test_nobody_is_let_in_who_is_no_officer_and_the_number_stands(desk: Desk) -> None:
    numbers = sheet(desk)
    with pytest.raises(UserMistake, match=r"officer\.unknown"):
        recover_by_number(desk.folder, "nobody", numbers[0], NEW, desk.around)
    with pytest.raises(UserMistake, match=r"password\.short"):
        recover_by_number(desk.folder, USER, numbers[0], "x", desk.around)
    recover_by_number(desk.folder, USER, numbers[0], NEW, desk.around)[0].close()


def test_wrong_numbers_and_keys_are_waited_out(desk: Desk, clock: HandClock) -> None:
    numbers = sheet(desk)
    wrong_key = keys.print_recovery_key(os.urandom(16))
    for _ in range(3):
        with pytest.raises(NotAllowed, match="wrong"):
            recover_by_number(desk.folder, USER, a_number(), NEW, desk.around)
    for _ in range(2):
        with pytest.raises(NotAllowed, match="wrong"):
            recover(desk.folder, USER, wrong_key, NEW, desk.around)
    with pytest.raises(NotAllowed, match=r"password\.wait"):
        recover_by_number(desk.folder, USER, numbers[0], NEW, desk.around)
    desk.open().close()
    clock.pass_seconds(31)
    recover_by_number(desk.folder, USER, numbers[0], NEW, desk.around)[0].close()


def test_a_temporary_password_is_typed_in_any_digits_until_one_is_chosen(desk: Desk) -> None:
    session = desk.open()
    session.keyring.reset_password(USER, "4821773019", temporary=True)
    session.close()
    opened = open_session(desk.folder, USER, "۴۸۲۱ ۷۷۳۰ ۱۹", desk.around)
    own = opened.keyring.slots().officer(USER)
    assert own is not None
    assert own.temporary
    opened.keyring.change_password(USER, "4821-7730-19", NEW)
    opened.close()
    own = slots.read(desk.folder).officer(USER)
    assert own is not None
    assert not own.temporary
    with pytest.raises(NotAllowed):
        desk.open(USER, PASSWORD)
    desk.open(USER, NEW).close()


def test_what_the_records_tell_of_a_slot_made_here_leaves_it_temporary(desk: Desk) -> None:
    session = desk.open()
    told = session.keyring.reset_password(USER, "4821773019", temporary=True)
    session.keyring.follow([told])
    own = session.keyring.slots().officer(USER)
    session.close()
    assert own is not None
    assert (own.temporary, own.told) == (True, slots.digest(told.sealed_key))


def test_a_temporary_password_stays_temporary_at_every_desk_of_the_office(desk: Desk) -> None:
    slot, _ = slots.officer_slot("maryam", "4821773019", bytes(32), cost=CHEAP, entropy=os.urandom)
    session = desk.open()
    body = OfficerSet(
        user="maryam",
        name="مریم",
        role="officer",
        public_key=slot.public,
        sealed_key=slot.identity.text(),
        given="supervisor",
    )
    with session.book.writing() as pen:
        subject = Subject("officer", "maryam")
        pen.write(Draft(subject=subject, type="OfficerSet", body=body_data(body)))
    session.close()
    desk.open().close()
    desk.open("maryam", "۴۸۲۱ ۷۷۳ ۰۱۹").close()
    own = slots.read(desk.folder).officer("maryam")
    assert own is not None
    assert own.temporary
