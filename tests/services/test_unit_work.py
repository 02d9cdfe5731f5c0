"""A unit's way with a referral: taken on, given back, papers asked for, drafted, approved."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from db.book import DeskBook
from desk_app.ports.book import Book, Officer
from desk_app.records.errors import NotAllowed, UserMistake
from desk_app.services import follow_up, standing, unit_work
from desk_app.services.follow_up import Answer, Refer, Tell
from desk_app.services.register import Taken
from desk_app.services.unit_work import AskPapers
from tests.db.desks import Desk
from tests.services.told import last, mistakes, shown, took

EXPERT = Officer("reza", "رضا کارشناس", "expert", "u5")
HEAD = Officer("nasrin", "نسرین رئیس", "expert", "u5", head=True)
STRANGER = Officer("kian", "کیان دیگری", "expert", "u1")
Sign = Callable[[Officer], DeskBook]


@pytest.fixture
def sign(desk: Desk) -> Iterator[Sign]:
    """Opens the book for an officer of a unit."""
    opened: list[DeskBook] = []

    def sign_in(officer: Officer) -> DeskBook:
        opened.append(desk.again(officer))
        return opened[-1]

    yield sign_in
    for book in opened:
        book.close()


def referred(desk: Desk, subject: str = "پروانه", **changed: Any) -> Taken:
    """A request of Ali's that was referred to the unit of the expert."""
    taken = took(desk.book, subject, **changed)
    follow_up.refer_request(desk.book, Refer(taken.request_id, "بررسی شود", unit="u5"))
    return taken


def answer_to(request_id: str, **changed: Any) -> Answer:
    told = {"result": "granted", "done": "مجوز صادر شد", **changed}
    return Answer(request_id, **told)


def stages(book: Book, request_id: str) -> list[str]:
    return list(shown(book, request_id).stages.values())


def test_an_expert_takes_a_referral_on_once(desk: Desk, sign: Sign) -> None:
    name, book = referred(desk).request_id, sign(EXPERT)
    unit_work.accept_referral(book, name)
    assert stages(book, name) == ["accepted"]
    assert book.queries.unit_queue()[0].taker == "reza"
    with pytest.raises(UserMistake) as wrong:
        unit_work.accept_referral(sign(HEAD), name)
    assert mistakes(wrong) == {("referral", "referral.taken")}


def test_what_is_not_the_units_business_goes_back_with_its_reason(desk: Desk, sign: Sign) -> None:
    name, book = referred(desk).request_id, sign(EXPERT)
    with pytest.raises(UserMistake) as wrong:
        unit_work.return_not_ours(book, name, " ")
    assert mistakes(wrong) == {("reason", "reason.missing")}
    unit_work.return_not_ours(book, name, "با امور اراضی است")
    facts = last(desk.book, name).facts
    assert (facts["why"], facts["reason"]) == ("not_ours", "با امور اراضی است")
    assert shown(desk.book, name).hit.status == "open"
    assert book.queries.unit_queue() == []


def test_asking_for_papers_gives_the_request_to_the_desk_which_tells_the_visitor(
    desk: Desk, sign: Sign
) -> None:
    name, book = referred(desk).request_id, sign(EXPERT)
    ask = AskPapers(name, ("سند ", "سند", "کارت ملی"), "مالکیت روشن نیست", "2027-01-10")
    unit_work.ask_for_papers(book, ask)
    view = shown(desk.book, name)
    assert (view.hit.status, view.awaited_papers) == ("papers", ("سند", "کارت ملی"))
    follow_up.tell_answer(desk.book, Tell(name, "phone", address="02188000000"))
    assert last(desk.book, name).facts["answer"] == view.timeline[-1].event_id
    with pytest.raises(UserMistake, match=r"tell\.already"):
        follow_up.tell_answer(desk.book, Tell(name, "phone", address="02188000000"))
    follow_up.refer_request(desk.book, Refer(name, "مدرک رسید", unit="u5"))
    assert shown(desk.book, name).hit.status == "referred"
    assert [row.stage for row in book.queries.unit_queue()] == ["new"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"papers": ()}, "papers.missing"),
        ({"reason": ""}, "reason.missing"),
        ({"come_by": "2020-01-01"}, "date.past"),
        ({"come_by": "فردا"}, "date.format"),
        ({"referral": "x"}, "referral.not_open"),
    ],
)
def test_a_call_for_papers_names_them_and_says_why(
    desk: Desk, sign: Sign, changed: dict[str, Any], code: str
) -> None:
    name = referred(desk).request_id
    told = {"papers": ("سند",), "reason": "لازم است", **changed}
    with pytest.raises(UserMistake) as wrong:
        unit_work.ask_for_papers(sign(EXPERT), AskPapers(name, **told))
    assert {each for _, each in mistakes(wrong)} == {code}


def test_a_draft_is_no_answer_until_the_head_approves_it(desk: Desk, sign: Sign) -> None:
    name, book, head = referred(desk).request_id, sign(EXPERT), sign(HEAD)
    draft = unit_work.draft_answer(book, answer_to(name, basis="بند ۲"))
    assert shown(desk.book, name).hit.status == "referred"
    assert stages(book, name) == ["drafted"]
    with pytest.raises(NotAllowed, match=r"unit\.head_only"):
        unit_work.approve_draft(book, name)
    unit_work.approve_draft(head, name)
    view = shown(desk.book, name)
    assert (view.hit.status, [each.standing for each in view.drafts]) == ("answered", ["approved"])
    facts = view.answers[0].facts
    assert (facts["draft"], facts["done"], facts["basis"]) == (draft.id, "مجوز صادر شد", "بند ۲")
    with pytest.raises(UserMistake, match=r"draft\.none"):
        unit_work.approve_draft(head, name)


def test_a_draft_that_was_sent_back_is_written_again(desk: Desk, sign: Sign) -> None:
    name, book, head = referred(desk).request_id, sign(EXPERT), sign(HEAD)
    first = unit_work.draft_answer(book, answer_to(name))
    with pytest.raises(NotAllowed, match=r"unit\.head_only"):
        unit_work.send_back_draft(book, name, "کوتاه است")
    unit_work.send_back_draft(head, name, "مستند شود", first.id)
    assert stages(book, name) == ["sent_back"]
    again = unit_work.draft_answer(book, answer_to(name, basis="ماده ۱۰۰"))
    assert again.body["supersedes"] == first.id
    unit_work.approve_draft(head, name, again.id)
    assert [each.standing for each in shown(book, name).drafts] == ["superseded", "approved"]


def test_a_refusal_is_drafted_with_its_reason_and_basis_alone(desk: Desk, sign: Sign) -> None:
    name = referred(desk).request_id
    with pytest.raises(UserMistake) as wrong:
        unit_work.draft_answer(sign(EXPERT), Answer(name, "refused"))
    assert mistakes(wrong) == {
        ("reason", "answer.reason_missing"),
        ("basis", "answer.basis_missing"),
    }


def test_a_draft_whose_reason_was_erased_is_not_approved(desk: Desk, sign: Sign) -> None:
    from desk_app.services.correct import erase_personal

    name = referred(desk).request_id
    told = {"result": "refused", "reason": "نشدنی", "basis": "ماده ۵"}
    unit_work.draft_answer(sign(EXPERT), Answer(name, **told))
    erase_personal(desk.book, name, "حکم")
    with pytest.raises(UserMistake, match=r"answer\.reason_missing"):
        unit_work.approve_draft(sign(HEAD), name)


def test_of_two_waiting_drafts_one_is_named(desk: Desk, sign: Sign) -> None:
    name = referred(desk).request_id
    follow_up.refer_request(desk.book, Refer(name, "از نو", unit="u5"))
    one, two = shown(desk.book, name).referrals
    book, head = sign(EXPERT), sign(HEAD)
    unit_work.draft_answer(book, answer_to(name, referral=one.event_id))
    second = unit_work.draft_answer(book, answer_to(name, referral=two.event_id))
    with pytest.raises(UserMistake, match=r"draft\.which"):
        unit_work.approve_draft(head, name)
    unit_work.approve_draft(head, name, second.id)
    assert stages(book, name) == ["drafted", "gone"]


def test_a_stranger_learns_nothing_of_what_was_not_referred_to_them(desk: Desk, sign: Sign) -> None:
    name, book = referred(desk).request_id, sign(STRANGER)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: unit_work.accept_referral(book, name),
        lambda: unit_work.draft_answer(book, answer_to(name)),
        lambda: follow_up.note_request(book, name, "متن"),
    )
    for deed in deeds:
        with pytest.raises(UserMistake, match=r"request\.not_here"):
            deed()


def test_an_expert_acts_on_the_own_units_referral_alone(desk: Desk, sign: Sign) -> None:
    name = referred(desk).request_id
    follow_up.refer_request(desk.book, Refer(name, "نظر دهید", unit="u1"))
    theirs = shown(desk.book, name).referrals[1].event_id
    with pytest.raises(UserMistake, match=r"referral\.not_open"):
        unit_work.return_not_ours(sign(EXPERT), name, "دلیل", theirs)
    unit_work.accept_referral(sign(STRANGER), name)
    assert stages(desk.book, name) == ["new", "accepted"]


def test_who_leads_the_office_acts_for_any_unit_but_not_on_a_closed_request(
    desk: Desk,
) -> None:
    name = referred(desk).request_id
    unit_work.draft_answer(desk.book, answer_to(name))
    unit_work.approve_draft(desk.book, name)
    standing.close_request(desk.book, name)
    with pytest.raises(UserMistake, match=r"request\.closed"):
        unit_work.accept_referral(desk.book, name)
