"""When an officer leaves, posts and open work go to the successor, and history stays told."""

from datetime import date

import pytest

from desk_app.records.catalogue import Catalogue, Post, Spell
from desk_app.records.errors import NotAllowed, UserMistake
from desk_app.services.leaving import SLICE, posts_handed_over, reassign_requests
from desk_app.services.standing import assign, close_request
from tests.db.desks import Desk
from tests.services.conftest import As
from tests.services.told import took

TODAY = date(2026, 11, 21)
YESTERDAY = date(2026, 11, 20)
OLD, NEW = "علی کاظمی", "مریم رضایی"


def test_a_post_passes_from_today_on_and_what_was_is_still_told() -> None:
    post = Post("p", "رئیس", holders=(Spell("پیشین", None, date(2026, 1, 1)), Spell(OLD)))
    (changed,) = posts_handed_over(Catalogue([post]), OLD, NEW, TODAY)
    assert changed.holder_on(YESTERDAY) == OLD
    assert changed.holder_on(TODAY) == NEW
    assert changed.holders[0] == post.holders[0]


def test_without_a_successor_the_post_is_vacant() -> None:
    post = Post("p", "رئیس", holders=(Spell(OLD, date(2026, 3, 21)),))
    (changed,) = posts_handed_over(Catalogue([post]), OLD, "", TODAY)
    assert (changed.holder_on(YESTERDAY), changed.holder_on(TODAY)) == (OLD, "")


def test_days_to_come_pass_and_ended_ones_and_other_peoples_stay() -> None:
    coming = Spell(OLD, date(2027, 1, 1), date(2027, 2, 1))
    ended = Spell(OLD, date(2025, 1, 1), date(2025, 12, 31))
    post = Post("p", "دبیر", holders=(ended, Spell("دیگری"), coming))
    (changed,) = posts_handed_over(Catalogue([post, Post("q", "x")]), OLD, NEW, TODAY)
    assert changed.holders == (ended, Spell("دیگری"), Spell(NEW, coming.first, coming.last))
    (vacant,) = posts_handed_over(Catalogue([post]), OLD, "", TODAY)
    assert vacant.holders == (ended, Spell("دیگری"))


def test_a_named_substitute_is_replaced_by_name_and_a_dated_one_by_date() -> None:
    dated = Spell(OLD, date(2026, 11, 1), date(2026, 12, 1))
    post = Post("p", "دبیر", holders=(Spell("دیگری"),), substitutes=(Spell(OLD), dated))
    (changed,) = posts_handed_over(Catalogue([post]), OLD, NEW, TODAY)
    assert changed.substitutes == (
        Spell(OLD, date(2026, 11, 1), YESTERDAY),
        Spell(NEW, TODAY, date(2026, 12, 1)),
        Spell(NEW),
    )
    assert changed.holder_on(date(2026, 10, 1)) == "دیگری"


def test_a_post_of_nobody_who_leaves_is_untouched() -> None:
    post = Post("p", "رئیس", holders=(Spell("دیگری"),))
    assert posts_handed_over(Catalogue([post]), OLD, NEW, TODAY) == []


def test_open_requests_change_hands_and_closed_ones_stay(desk: Desk) -> None:
    ids = [took(desk.book, allow_repeat=True).request_id for _ in range(SLICE + 2)]
    assign(desk.book, ids[0], "omid")
    close_request(desk.book, ids[1], "پایان یافت")
    assert reassign_requests(desk.book, [*ids, "no-such-request"], "maryam") == SLICE + 1
    held = [view.holder for each in ids if (view := desk.book.queries.request(each))]
    assert held == ["maryam", "", *["maryam"] * SLICE]


def test_who_may_not_reassign_is_refused(desk: Desk, signed_in: As) -> None:
    taken = took(desk.book).request_id
    with pytest.raises(NotAllowed):
        reassign_requests(signed_in("officer"), [taken], "maryam")
    with pytest.raises(UserMistake, match=r"holder\.missing"):
        reassign_requests(desk.book, [taken], " ")
