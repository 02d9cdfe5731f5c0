"""Ways back without a password, and an officer who leaves, through the way in the window uses."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.clock import SYSTEM_CLOCK
from db.keys import Cost
from desk_app.cli.desk_access import DeskAccess
from desk_app.cli.house import House
from desk_app.ports.access import Leaving
from desk_app.ports.desk import Desk, Founded, SetUp
from desk_app.records.catalogue import Post, Spell
from desk_app.records.errors import MachineFault, NotAllowed, UserMistake
from desk_app.records.jalali import local_date
from desk_app.records.persons import Person
from desk_app.services.office import set_items
from desk_app.services.parties import PartyTold
from desk_app.services.register import RegisterRequest, register_request
from desk_app.services.standing import assign

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
PASSWORD, OWN = "گذرواژهٔ‌سارا-12", "گذرواژهٔ‌امید-34"
WISHES = SetUp(
    agency="فرمانداری نمونه",
    office_name="میز خدمت",
    office_code="1201",
    counter="3",
    officer="sara",
    officer_name="سارا محمدی",
    password=PASSWORD,
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path / "desk", home=tmp_path / "witness")
    found._around = replace(found._around, cost=CHEAP)
    yield found
    found.close()


@pytest.fixture
def founded(house: House) -> Iterator[Founded]:
    """Sara's desk, open."""
    made = house.set_up(WISHES)
    yield made
    made.desk.close("closed")


def came_in(house: House, desk: Desk, role: str = "officer") -> str:
    """Omid is admitted and has chosen a password of his own; the temporary one he was given."""
    given = desk.access.admit("omid", "امید کرمی", role)
    first = house.sign_in("omid", given)
    assert first.temporary
    first.access.change_password(given, OWN)
    first.close("left")
    return given


def happened(desk: Desk) -> list[tuple[str, str, str]]:
    return [(each.user, each.actor, each.what) for each in desk.access.log()]


def test_an_officer_comes_in_by_a_temporary_password_and_chooses_another(
    house: House, founded: Founded
) -> None:
    given = came_in(house, founded.desk)
    with pytest.raises(NotAllowed):
        house.admits("omid", given)
    house.admits("omid", OWN)
    again = house.sign_in("omid", OWN)
    assert not again.temporary
    with pytest.raises(NotAllowed, match=r"role\.not_allowed"):
        again.access.officers()
    again.close("left")
    assert happened(founded.desk) == [
        ("omid", "omid", "own"),
        ("omid", "sara", "admitted"),
        ("sara", "sara", "admitted"),
    ]
    entries = [(one.user, one.opens, one.temporary) for one in founded.desk.access.officers()]
    assert entries == [("omid", True, False), ("sara", True, False)]


def test_whoever_may_gives_a_temporary_password_at_the_sign_in(
    house: House, founded: Founded
) -> None:
    came_in(house, founded.desk, "supervisor")
    with pytest.raises(UserMistake, match="oneself"):
        house.give_password("omid", OWN, "omid")
    given = house.give_password("omid", OWN, "sara")
    with pytest.raises(NotAllowed):
        house.admits("sara", PASSWORD)
    desk = house.sign_in("sara", " ".join(given))
    assert desk.temporary
    assert happened(desk)[0] == ("sara", "omid", "supervisor")
    desk.close("left")


def test_an_officer_who_may_not_gives_nobody_a_password(house: House, founded: Founded) -> None:
    came_in(house, founded.desk)
    with pytest.raises(NotAllowed, match=r"role\.not_allowed"):
        house.give_password("omid", OWN, "sara")
    with pytest.raises(NotAllowed, match=r"password\.wrong"):
        house.give_password("sara", "wrong-password", "omid")
    house.admits("sara", PASSWORD)


def test_a_number_read_over_the_telephone_lets_an_officer_in_once(
    house: House, founded: Founded
) -> None:
    came_in(house, founded.desk)
    numbers = founded.desk.access.new_numbers()
    back = house.recover("omid", numbers[0], "another-password")
    assert back.recovery_key == ""
    assert (back.desk.book.officer.user, back.desk.temporary) == ("omid", False)
    back.desk.close("left")
    assert happened(founded.desk)[0] == ("omid", "omid", "number")
    assert founded.desk.access.numbers_left() == len(numbers) - 1
    with pytest.raises(NotAllowed, match=r"recovery_number\.wrong"):
        house.recover("omid", numbers[0], "another-password")
    house.sign_in("omid", "another-password").close("left")


def test_the_printed_key_lets_an_officer_in_and_is_replaced(house: House, founded: Founded) -> None:
    back = house.recover("sara", founded.recovery_key, "another-password")
    assert happened(back.desk)[0] == ("sara", "sara", "key")
    back.desk.close("left")
    assert back.recovery_key not in ("", founded.recovery_key)
    with pytest.raises(NotAllowed, match=r"recovery\.wrong"):
        house.recover("sara", founded.recovery_key, "another-password")


def test_who_leaves_opens_nothing_and_hands_posts_and_open_work_over(
    house: House, founded: Founded
) -> None:
    desk = founded.desk
    came_in(house, desk)
    desk.access.admit("maryam", "مریم رضایی", "officer")
    set_items(desk.book, [Post("p", "مسئول میز", holders=(Spell("امید کرمی"),))])
    omids = house.sign_in("omid", OWN)
    ask = RegisterRequest(
        kind="request", subject="آب", parties=(PartyTold(person=Person(first_name="علی")),)
    )
    taken = register_request(omids.book, ask).request_id
    omids.close("left")
    assert [one.posts for one in desk.access.officers() if one.user == "omid"] == [("مسئول میز",)]
    assert desk.access.open_work("omid").taken == (taken,)
    with pytest.raises(UserMistake, match=r"officer\.unknown"):
        desk.access.leave(Leaving("omid", "nobody"))
    with pytest.raises(UserMistake, match=r"successor\.same"):
        desk.access.leave(Leaving("omid", "omid"))
    left = desk.access.leave(Leaving("omid", "maryam", with_taken=True))
    assert (left.requests, left.posts) == (1, 1)
    view = desk.book.queries.request(taken)
    assert view is not None
    assert view.holder == "maryam"
    today = local_date(SYSTEM_CLOCK.now_ms())
    post = desk.book.queries.catalogue().post("p")
    assert post is not None
    assert post.holder_on(today) == "مریم رضایی"
    with pytest.raises(NotAllowed):
        house.sign_in("omid", OWN)
    assert happened(desk)[0] == ("omid", "sara", "withdrawn")
    again = desk.access.leave(Leaving("omid", "maryam", with_taken=True))
    assert (again.requests, again.posts) == (0, 0)


def test_who_left_without_a_successor_is_listed_until_the_work_is_handed_over(
    house: House, founded: Founded
) -> None:
    desk = founded.desk
    came_in(house, desk)
    ask = RegisterRequest(
        kind="request", subject="آب", parties=(PartyTold(person=Person(first_name="علی")),)
    )
    assign(desk.book, register_request(desk.book, ask).request_id, "omid")
    desk.access.leave(Leaving("omid"))
    listed = [(one.user, one.name, one.left_behind) for one in desk.access.officers()]
    assert listed == [("sara", "سارا محمدی", 0), ("omid", "امید کرمی", 1)]
    assert desk.access.leave(Leaving("omid", "sara")).requests == 1
    assert [one.user for one in desk.access.officers()] == ["sara"]


def test_a_password_that_cannot_be_recorded_is_not_set(
    house: House, founded: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    came_in(house, founded.desk)

    def full(*_: object) -> None:
        raise MachineFault("disk.full")

    with monkeypatch.context() as disk:
        disk.setattr("desk_app.cli.desk_access.add_officer", full)
        with pytest.raises(MachineFault):
            founded.desk.access.give_password("omid")
        disk.setattr("desk_app.cli.desk_access.rekey_oneself", full)
        with pytest.raises(MachineFault):
            founded.desk.access.change_password(PASSWORD, "another-password")
    house.admits("omid", OWN)
    house.admits("sara", PASSWORD)


def test_nobody_is_admitted_twice_or_to_a_unit_that_is_not_there(founded: Founded) -> None:
    access = founded.desk.access
    assert isinstance(access, DeskAccess)
    with pytest.raises(UserMistake, match=r"officer\.exists"):
        access.admit("sara", "سارا", "officer")
    with pytest.raises(UserMistake, match=r"refer\.unknown"):
        access.admit("omid", "امید", "expert", "no-such-unit")
    with pytest.raises(UserMistake, match=r"role\.unknown"):
        access.admit("omid", "امید", "king")
    assert [one.user for one in access.officers()] == ["sara"]
