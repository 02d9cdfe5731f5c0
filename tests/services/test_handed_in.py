"""Papers brought later and needs put right: what is here, what is lacking, what goes along."""

from typing import Any

import pytest

from desk_app.ports.book import Officer
from desk_app.printing.filled import referral_content
from desk_app.records.errors import UserMistake
from desk_app.services.correct import Correct, correct_request
from desk_app.services.follow_up import Refer, refer_request
from desk_app.services.handed_in import BringPapers, bring_papers
from desk_app.services.parties import PartyTold
from desk_app.services.standing import close_request
from desk_app.services.unit_work import AskPapers, ask_for_papers
from tests.db.desks import Desk, carry
from tests.services.told import ALI, MOTHER, last, mistakes, shown, took

PAPERS: dict[str, Any] = {"papers_received": ("شناسنامه",), "papers_lacking": ("سند", "وکالت‌نامه")}


def papers(desk: Desk, request_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    view = shown(desk.book, request_id)
    return view.papers_received, view.papers_lacking


def test_a_paper_that_was_brought_is_no_longer_lacking(desk: Desk) -> None:
    taken = took(desk.book, outcome="papers", **PAPERS)
    assert papers(desk, taken.request_id) == (("شناسنامه",), ("سند", "وکالت‌نامه"))
    event = bring_papers(desk.book, BringPapers(taken.request_id, ("سند", " "), "رونوشت"))
    assert papers(desk, taken.request_id) == (("شناسنامه", "سند"), ("وکالت‌نامه",))
    assert list(event.body["papers"]) == ["سند"]
    assert last(desk.book, taken.request_id).facts["note"] == "رونوشت"
    assert (
        shown(desk.book, taken.request_id).registered["papers_lacking"] == PAPERS["papers_lacking"]
    )


def test_two_counters_that_take_a_paper_each_lose_neither(desk: Desk, other: Desk) -> None:
    taken = took(desk.book, outcome="papers", **PAPERS)
    carry(desk, other)
    bring_papers(desk.book, BringPapers(taken.request_id, ("سند",)))
    bring_papers(other.book, BringPapers(taken.request_id, ("وکالت‌نامه",)))
    carry(other, desk)
    received, lacking = papers(desk, taken.request_id)
    assert (set(received), lacking) == ({"شناسنامه", "سند", "وکالت‌نامه"}, ())
    assert shown(desk.book, taken.request_id).conflicts == ()


def test_a_later_correction_of_a_list_has_the_last_word(desk: Desk) -> None:
    taken = took(desk.book, outcome="papers", **PAPERS)
    bring_papers(desk.book, BringPapers(taken.request_id, ("سند",)))
    desk.clock.pass_ms(1000)
    lists = {"papers_received": "شناسنامه", "papers_lacking": "سند"}
    correct_request(desk.book, Correct(taken.request_id, lists, "سند از آن دیگری بود"))
    assert papers(desk, taken.request_id) == (("شناسنامه",), ("سند",))
    desk.clock.pass_ms(1000)
    bring_papers(desk.book, BringPapers(taken.request_id, ("سند",)))
    assert papers(desk, taken.request_id) == (("شناسنامه", "سند"), ())


def test_what_a_unit_asked_for_is_lacking_until_it_is_brought(desk: Desk) -> None:
    taken = took(desk.book)
    refer_request(desk.book, Refer(taken.request_id, "بررسی", unit="u5"))
    expert = desk.again(Officer("omid", "امید", "expert", "u5"))
    ask_for_papers(expert, AskPapers(taken.request_id, ("سند",), "بی سند نمی‌شود"))
    expert.close()
    assert papers(desk, taken.request_id) == ((), ("سند",))
    assert shown(desk.book, taken.request_id).hit.status == "papers"
    desk.clock.pass_ms(1000)
    bring_papers(desk.book, BringPapers(taken.request_id, ("سند",)))
    assert papers(desk, taken.request_id) == (("سند",), ())
    assert shown(desk.book, taken.request_id).hit.status == "open"


def test_papers_are_named_and_brought_to_an_open_request(desk: Desk) -> None:
    taken = took(desk.book)
    for told, mistake in (
        ((" ",), ("papers", "papers.which")),
        (("س" * 401,), ("papers", "text.too_long")),
    ):
        with pytest.raises(UserMistake) as wrong:
            bring_papers(desk.book, BringPapers(taken.request_id, told))
        assert mistakes(wrong) == {mistake}
    close_request(desk.book, taken.request_id, "انصراف")
    with pytest.raises(UserMistake, match="closed"):
        bring_papers(desk.book, BringPapers(taken.request_id, ("سند",)))


def test_needs_go_along_with_the_referral_as_they_now_are(desk: Desk) -> None:
    parties = (
        PartyTold(person=ALI, needs=("moving",)),
        PartyTold(person=MOTHER, role="presenter", needs=("hearing",)),
    )
    taken = took(desk.book, parties=parties)
    refer_request(desk.book, Refer(taken.request_id, "بررسی", unit="u5"))
    assert last(desk.book, taken.request_id).facts["needs"] == ("hearing", "moving")
    fixed = {"party.0.needs": "reading؛ sight", "party.1.needs": ""}
    correct_request(desk.book, Correct(taken.request_id, fixed, "درست پرسیده شد"))
    view = shown(desk.book, taken.request_id)
    assert [party.party.needs for party in view.parties] == [("reading", "sight"), ()]
    refer_request(desk.book, Refer(taken.request_id, "بررسی", unit="u5"))
    assert last(desk.book, taken.request_id).facts["needs"] == ("reading", "sight")


def test_a_referral_slip_names_papers_and_needs_as_they_are_by_then(desk: Desk) -> None:
    taken = took(desk.book, parties=(PartyTold(person=ALI, needs=("moving",)),), **PAPERS)
    bring_papers(desk.book, BringPapers(taken.request_id, ("سند",)))
    refer_request(desk.book, Refer(taken.request_id, "بررسی", unit="u5"))
    view = shown(desk.book, taken.request_id)
    slip = referral_content(view, desk.book.queries.office(), view.referrals[0], None)
    assert slip.papers == ("شناسنامه", "سند")
    assert slip.needs == ("دشواری در راه رفتن",)


def test_a_need_that_nobody_knows_is_told_at_its_field(desk: Desk) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        correct_request(desk.book, Correct(taken.request_id, {"party.0.needs": ["flying"]}, "دلیل"))
    assert mistakes(wrong) == {("party.0.needs", "needs.unknown")}
