"""Items kept and retired one by one, as the catalogue's editor does."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desk_app.records.due import DeadlineRule
from desk_app.records.errors import NotAllowed, UserMistake
from desk_app.records.items import Agency, Item, Kind, Post, Service, Spell, Topic, Unit
from desk_app.services.catalogue_items import keep_item, retire_item, users_of
from tests.db.desks import Desk
from tests.services.conftest import As
from tests.services.told import mistakes

UNIT = Unit("u90", "واحد آزمون")


def test_an_item_is_kept_with_its_texts_cleaned_and_once(desk: Desk) -> None:
    post = Post("p90", "  کارشناس  ", holders=(Spell(" مریم ", date(2026, 3, 21)),))
    assert keep_item(desk.book, post, fresh=True)
    kept = desk.book.queries.catalogue().post("p90")
    assert kept is not None
    assert (kept.title, kept.holders[0].person) == ("کارشناس", "مریم")
    assert not keep_item(desk.book, kept)


def test_a_service_keeps_its_papers_steps_and_deadline(desk: Desk) -> None:
    service = Service(
        "905",
        "گواهی",
        papers=("کارت ملی", " ", "سند"),
        steps=("ثبت",),
        cost=120_000,
        deadline=DeadlineRule(10, "days", " بخشنامه "),
        unit=desk.book.queries.catalogue().all(Unit)[0].key,
    )
    assert keep_item(desk.book, service, fresh=True)
    kept = desk.book.queries.catalogue().service("905")
    assert kept is not None
    assert kept.papers == ("کارت ملی", "سند")
    assert kept.deadline == DeadlineRule(10, "days", "بخشنامه")


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        (Unit("", "واحد"), ("key", "item.key_missing")),
        (Unit("x", " "), ("title", "item.title_missing")),
        (Unit("x" * 41, "واحد"), ("key", "text.too_long")),
        (Unit("x", "و", parent="nowhere"), ("parent", "item.reference")),
        (Unit("x", "و", parent="x"), ("parent", "item.circle")),
        (Service("x", "خ", unit="nowhere"), ("unit", "item.reference")),
        (Service("x", "خ", kinds=("nothing",)), ("kinds", "item.reference")),
        (Service("x", "خ", cost=-1), ("cost", "item.cost")),
        (Service("x", "خ", papers=("ک",) * 61), ("papers", "list.too_long")),
        (Service("x", "خ", deadline=DeadlineRule(4_000)), ("deadline", "deadline.amount")),
        (Kind("x", "ن", audience="press"), ("audience", "audience.unknown")),
        (Post("x", "پ", holders=(Spell(" "),)), ("holders.0", "spell.person")),
        (Post("x", "پ", holders=(Spell("ن"),) * 61), ("holders", "list.too_long")),
        (
            Post("x", "پ", substitutes=(Spell("ن", date(2026, 5, 2), date(2026, 5, 1)),)),
            ("substitutes.0", "spell.order"),
        ),
        (Agency("x", "د", address="ن" * 4_001), ("address", "text.too_long")),
    ],
)
def test_each_wrong_field_is_named(desk: Desk, item: Item, wrong: tuple[str, str]) -> None:
    before = len(desk.book.queries.catalogue())
    with pytest.raises(UserMistake) as refused:
        keep_item(desk.book, item)
    assert wrong in mistakes(refused)
    assert len(desk.book.queries.catalogue()) == before


def test_a_new_item_does_not_take_the_key_of_another(desk: Desk) -> None:
    keep_item(desk.book, UNIT, fresh=True)
    with pytest.raises(UserMistake) as refused:
        keep_item(desk.book, replace(UNIT, title="دیگر"), fresh=True)
    (wrong,) = refused.value.mistakes
    assert (wrong.code, wrong.params) == ("item.key_taken", {"title": "واحد آزمون"})


def test_nothing_lies_above_itself(desk: Desk) -> None:
    for topic in (Topic("t91", "یک"), Topic("t92", "دو", parent="t91")):
        keep_item(desk.book, topic)
    assert keep_item(desk.book, Topic("t93", "سه", parent="t92"))
    with pytest.raises(UserMistake, match=r"item\.circle"):
        keep_item(desk.book, Topic("t91", "یک", parent="t93"))


def test_a_circle_above_an_item_is_not_its_own(desk: Desk) -> None:
    from desk_app.services.office import set_items

    set_items(desk.book, [Topic("a", "یک", parent="b"), Topic("b", "دو", parent="a")])
    assert keep_item(desk.book, Topic("c", "سه", parent="a"))


def test_what_others_name_is_not_retired(desk: Desk) -> None:
    keep_item(desk.book, UNIT)
    keep_item(desk.book, Post("p90", "پست آزمون", unit="u90"))
    assert users_of(desk.book.queries.catalogue(), "unit", "u90")
    with pytest.raises(UserMistake) as refused:
        retire_item(desk.book, "unit", "u90")
    assert refused.value.params == {"title": "پست آزمون", "count": 1}
    retire_item(desk.book, "post", "p90")
    retire_item(desk.book, "unit", "u90")
    assert desk.book.queries.catalogue().unit("u90") is None


@pytest.mark.parametrize("role", ["officer", "expert"])
def test_only_who_leads_changes_the_catalogue(signed_in: As, role: str) -> None:
    book: Any = signed_in(role)
    with pytest.raises(NotAllowed):
        keep_item(book, UNIT)
    with pytest.raises(NotAllowed):
        retire_item(book, "unit", "u1")
