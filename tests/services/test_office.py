"""What an office knows of itself, and who was at its desk."""

from typing import Any

import pyrage
import pytest

from desk_app.ports.book import OfficeFacts
from desk_app.records.errors import UserMistake
from desk_app.records.items import Service, Unit
from desk_app.services.office import (
    NewOfficer,
    add_officer,
    drop_item,
    join_office,
    name_office,
    publish_keys,
    rekey_oneself,
    set_items,
    withdraw_officer,
)
from desk_app.services.presence import (
    look_at,
    note_clock_step,
    note_search,
    sign_in,
    sign_out,
)
from desk_app.services.shipped import base_items, sample_items
from tests.db.desks import Desk
from tests.services.conftest import As
from tests.services.told import mistakes, took

FACTS = OfficeFacts("1001", "استانداری", "دفتر نو", "3", 8, "میدان", "021", "https://x.ir", "134")


def facts(desk: Desk, kind: str) -> list[tuple[str, str, str]]:
    told = "SELECT type, actor, data FROM fact WHERE kind = ? ORDER BY hlc, event"
    with desk.book.reader.look() as db:
        return [(name, actor, data) for name, actor, data in db.execute(told, (kind,))]


def test_an_office_is_named_anew(desk: Desk) -> None:
    name_office(desk.book, FACTS)
    assert desk.book.queries.office() == FACTS
    for wrong_facts, code in (
        (OfficeFacts("1001", "", "دفتر", "3"), "agency.missing"),
        (OfficeFacts("1001", "دستگاه", " ", "3"), "office_name.missing"),
    ):
        with pytest.raises(UserMistake, match=code):
            name_office(desk.book, wrong_facts)


def test_an_office_that_works_elsewhere_is_joined_as_it_stands(desk: Desk, other: Desk) -> None:
    first = NewOfficer("omid", "امید", "officer", "", desk.identity)
    join_office(desk.book, FACTS, first, base_items(), ())
    assert desk.book.queries.office().agency == "فرمانداری"
    assert {officer.user for officer in desk.book.queries.officers()} == {"sara", "omid"}
    assert len(desk.book.queries.catalogue()) == len(sample_items("governor")) + 1
    key = str(pyrage.x25519.Identity.generate().to_public())
    join_office(other.book, FACTS, None, base_items(), (key,))
    assert other.book.queries.office().agency == "استانداری"
    assert len(other.book.queries.catalogue()) == len(base_items())
    assert took(other.book, kind="wrongdoing").audience == "oversight"


def test_officers_come_change_and_go(desk: Desk) -> None:
    add_officer(desk.book, NewOfficer("omid", "امید کرمی", "officer", "u4"))
    add_officer(desk.book, NewOfficer("omid", "امید کرمی", "expert", "u4"))
    assert [(one.user, one.role) for one in desk.book.queries.officers()] == [
        ("omid", "expert"),
        ("sara", "admin"),
    ]
    withdraw_officer(desk.book, "omid", "sara")
    assert [one.user for one in desk.book.queries.officers()] == ["sara"]


@pytest.mark.parametrize(
    ("officer", "code"),
    [
        (NewOfficer("", "امید", "officer"), "officer.missing"),
        (NewOfficer("omid", " ", "officer"), "officer_name.missing"),
        (NewOfficer("omid", "امید", "king"), "role.unknown"),
        (NewOfficer("omid", "امید", "centre"), "role.unknown"),
        (NewOfficer("sara", "سارا", "officer"), "officer.own_role"),
    ],
)
def test_an_officer_has_a_name_and_a_role(desk: Desk, officer: NewOfficer, code: str) -> None:
    with pytest.raises(UserMistake, match=code):
        add_officer(desk.book, officer)


def test_nobody_takes_their_own_access_away(desk: Desk) -> None:
    with pytest.raises(UserMistake, match="oneself"):
        withdraw_officer(desk.book, "sara")


def test_everybody_may_change_their_own_key(desk: Desk, signed_in: As) -> None:
    clerk = signed_in("officer")
    add_officer(desk.book, NewOfficer("one-officer", "علی", "officer"))
    event = rekey_oneself(clerk, "age1new", "sealed")
    assert (event.body["public_key"], event.body["role"]) == ("age1new", "officer")


@pytest.mark.parametrize(
    ("audience", "keys", "code"),
    [
        ("friends", (), "audience.unknown"),
        ("oversight", (), "keys.format"),
        ("oversight", ("age1nonsense",), "keys.format"),
    ],
)
def test_an_audience_has_keys_that_seal(desk: Desk, audience: str, keys: Any, code: str) -> None:
    with pytest.raises(UserMistake, match=code):
        publish_keys(desk.book, audience, keys)


def test_bodies_are_sealed_to_the_keys_published_last(desk: Desk) -> None:
    judge = pyrage.x25519.Identity.generate()
    publish_keys(desk.book, "oversight", (str(judge.to_public()),))
    taken = took(desk.book, kind="wrongdoing")
    assert desk.book.queries.sealed_for_me() == []
    theirs = desk.again(identity=str(judge))
    assert [hit.request_id for hit in theirs.queries.sealed_for_me()] == [taken.request_id]
    theirs.close()


def test_only_items_that_differ_are_written(desk: Desk) -> None:
    items = sample_items("governor")
    assert set_items(desk.book, items) == 0
    assert set_items(desk.book, [*items, Unit("u1", "حوزهٔ نو"), Service("900", "خدمت نو")]) == 2
    assert desk.book.queries.catalogue().unit("u1") == Unit("u1", "حوزهٔ نو")


def test_a_dropped_item_is_offered_no_more(desk: Desk) -> None:
    taken = took(desk.book, service="109")
    drop_item(desk.book, "service", "109")
    assert desk.book.queries.catalogue().service("109") is None
    with pytest.raises(UserMistake, match=r"service\.unknown"):
        took(desk.book, "دیگر", service="109")
    view = desk.book.queries.request(taken.request_id)
    assert view is not None
    assert view.hit.service_title
    for item, key in (("service", "109"), ("planet", "mars")):
        with pytest.raises(UserMistake) as wrong:
            drop_item(desk.book, item, key)
        assert mistakes(wrong) == {("item", "item.not_here")}


def test_coming_and_going_is_noted(desk: Desk) -> None:
    session = sign_in(desk.book, "0.1.0")
    note_clock_step(desk.book, session, 1_000, 900_000, "centre")
    sign_out(desk.book, session, "locked")
    noted = facts(desk, "session")
    assert [(kind, actor) for kind, actor, _ in noted] == [
        ("SignedIn", "sara"),
        ("ClockStepped", "sara"),
        ("SignedOut", "sara"),
    ]
    assert '"counter":"3"' in noted[0][2]
    assert '"after":900000' in noted[1][2]
    assert '"locked"' in noted[2][2]


def test_every_look_and_search_is_noted_by_number_not_by_name(desk: Desk) -> None:
    taken = took(desk.book)
    look_at(desk.book, taken.request_id, "exported")
    note_search(desk.book, "searched", 12)
    (looked, searched) = facts(desk, "look")
    assert taken.request_id in looked[2]
    assert "exported" in looked[2]
    assert '"how_many":12' in searched[2]
    with pytest.raises(UserMistake, match="not_here"):
        look_at(desk.book, "nowhere")
