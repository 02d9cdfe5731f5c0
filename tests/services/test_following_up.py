"""Remarks, referrals, answers, telling: each with what it needs."""

from typing import Any

import pytest

from desk_app.records.errors import UserMistake
from desk_app.records.persons import Person
from desk_app.services.follow_up import (
    Answer,
    Refer,
    Tell,
    answer_request,
    note_call,
    note_request,
    refer_request,
    return_referral,
    tell_answer,
)
from desk_app.services.parties import PartyTold
from desk_app.services.standing import close_request
from desk_app.services.survey import Survey, record_survey
from tests.db.desks import Desk, carry
from tests.services.told import MOTHER, last, mistakes, shown, took


def test_a_remark_stands_on_the_timeline(desk: Desk) -> None:
    taken = took(desk.book)
    note_request(desk.book, taken.request_id, " پرونده پیدا شد ")
    assert last(desk.book, taken.request_id).facts["text"] == "پرونده پیدا شد"
    note_request(desk.book, taken.request_id, "م" * 20_000)
    for text, code in (("", "text.missing"), ("م" * 20_001, "text.too_long")):
        with pytest.raises(UserMistake) as wrong:
            note_request(desk.book, taken.request_id, text)
        assert mistakes(wrong) == {("text", code)}


def test_a_remark_on_what_is_not_here_is_refused(desk: Desk) -> None:
    with pytest.raises(UserMistake) as wrong:
        note_request(desk.book, "nowhere", "متن")
    assert mistakes(wrong) == {("code", "request.not_here")}


def test_a_request_of_which_only_a_remark_arrived_is_not_here(desk: Desk, other: Desk) -> None:
    carry(desk, other)
    taken = took(other.book)
    event = note_request(other.book, taken.request_id, "زود رسید")
    remark = [each for each in other.entries() if event.id.encode() in each.entry.bytes]
    carry(other, desk, remark)
    with pytest.raises(UserMistake, match="not_here"):
        note_request(desk.book, taken.request_id, "متن")


def test_an_answer_on_paper_names_its_number_and_day(desk: Desk) -> None:
    taken = took(desk.book)
    referred = refer_request(desk.book, Refer(taken.request_id, "بررسی", unit="u5"))
    answer = Answer(
        taken.request_id,
        "granted",
        done="انشعاب داده شد",
        referral=referred.id,
        letter=" ۵/۱۲۳۴ ",
        letter_date="2026-12-01",
    )
    answer_request(desk.book, answer)
    facts = last(desk.book, taken.request_id).facts
    assert (facts["letter"], facts["letter_date"]) == ("۵/۱۲۳۴", "2026-12-01")
    assert shown(desk.book, taken.request_id).hit.status == "answered"


@pytest.mark.parametrize(
    ("told", "mistake"),
    [
        ({"letter_date": "2026-12-01"}, ("letter", "answer.letter_missing")),
        ({"letter": "۵", "letter_date": "soon"}, ("letter_date", "date.format")),
        ({"letter": "۵", "letter_date": "2030-01-01"}, ("letter_date", "date.future")),
        ({"letter": "۵" * 121}, ("letter", "text.too_long")),
    ],
)
def test_a_paper_that_cannot_be_is_refused_at_its_field(
    desk: Desk, told: Any, mistake: tuple[str, str]
) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        answer_request(desk.book, Answer(taken.request_id, "granted", done="بلی", **told))
    assert mistakes(wrong) == {mistake}


def test_a_call_says_who_called(desk: Desk) -> None:
    taken = took(desk.book)
    note_call(desk.book, taken.request_id)
    assert last(desk.book, taken.request_id).facts == {"by": "applicant"}
    note_call(desk.book, taken.request_id, "other", "نمایندهٔ شورا پرسید")
    assert last(desk.book, taken.request_id).facts["text"] == "نمایندهٔ شورا پرسید"
    with pytest.raises(UserMistake) as wrong:
        note_call(desk.book, taken.request_id, "علی احمدی")
    assert mistakes(wrong) == {("by", "by.unknown")}


def test_two_referrals_are_both_open_until_each_comes_back(desk: Desk) -> None:
    needy = PartyTold(person=MOTHER, needs=("moving", "hearing"))
    taken = took(desk.book, parties=(needy,))
    first = refer_request(desk.book, Refer(taken.request_id, "بررسی", unit="u5", post="p3"))
    facts = last(desk.book, taken.request_id).facts
    assert (facts["title"], facts["needs"]) == (
        "ادارهٔ امور شهری و روستایی",
        ("hearing", "moving"),
    )
    second = refer_request(
        desk.book, Refer(taken.request_id, "استعلام", agency="a2", due="20270301")
    )
    assert last(desk.book, taken.request_id).facts["due"] == "2027-03-01"
    assert shown(desk.book, taken.request_id).hit.status == "referred"
    with pytest.raises(UserMistake) as wrong:
        return_referral(desk.book, taken.request_id, "کدام؟")
    assert mistakes(wrong) == {("referral", "referral.which")}
    return_referral(desk.book, taken.request_id, "مربوط نیست", first.id)
    with pytest.raises(UserMistake) as wrong:
        return_referral(desk.book, taken.request_id, "دوباره", first.id)
    assert mistakes(wrong) == {("referral", "referral.not_open")}
    answer_request(
        desk.book, Answer(taken.request_id, "granted", done="انجام شد", referral=second.id)
    )
    assert shown(desk.book, taken.request_id).hit.status == "answered"
    with pytest.raises(UserMistake) as wrong:
        return_referral(desk.book, taken.request_id, "هیچ")
    assert mistakes(wrong) == {("referral", "referral.none")}


def test_the_only_referral_comes_back_without_being_named(desk: Desk) -> None:
    taken = took(desk.book)
    refer_request(desk.book, Refer(taken.request_id, "بررسی", unit="u5"))
    return_referral(desk.book, taken.request_id, "نقص مدارک")
    assert shown(desk.book, taken.request_id).hit.status == "open"


@pytest.mark.parametrize(
    ("told", "mistake"),
    [
        ({"reason": ""}, ("reason", "reason.missing")),
        ({"unit": ""}, ("unit", "refer.where")),
        ({"agency": "a1"}, ("unit", "refer.where")),
        ({"unit": "u99"}, ("unit", "refer.unknown")),
        ({"unit": "", "agency": "a99"}, ("unit", "refer.unknown")),
        ({"post": "p99"}, ("post", "post.unknown")),
        ({"due": "soon"}, ("due", "date.format")),
        ({"due": "2020-01-01"}, ("due", "date.past")),
    ],
)
def test_a_referral_says_where_why_and_until_when(
    desk: Desk, told: dict[str, str], mistake: tuple[str, str]
) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        refer_request(
            desk.book, Refer(taken.request_id, **{"reason": "بررسی", "unit": "u5", **told})
        )
    assert mistakes(wrong) == {mistake}


def test_an_answer_is_read_back_whole(desk: Desk) -> None:
    taken = took(desk.book)
    answer_request(
        desk.book,
        Answer(
            taken.request_id,
            "refused",
            reason="خارج از محدوده",
            basis="مادهٔ ۱۶",
            done="بازدید شد",
            objection="ظرف ۲۰ روز به هیئت",
        ),
    )
    (answer,) = shown(desk.book, taken.request_id).answers
    assert answer.facts == {
        "result": "refused",
        "reason": "خارج از محدوده",
        "basis": "مادهٔ ۱۶",
        "done": "بازدید شد",
        "objection": "ظرف ۲۰ روز به هیئت",
    }


@pytest.mark.parametrize("result", ["refused", "partly", "not_ours", "unfounded"])
def test_no_refusal_without_its_reason_and_its_basis(desk: Desk, result: str) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        answer_request(desk.book, Answer(taken.request_id, result, reason=" "))
    assert mistakes(wrong) == {
        ("reason", "answer.reason_missing"),
        ("basis", "answer.basis_missing"),
    }


def test_an_answer_has_one_of_the_known_results(desk: Desk) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        answer_request(desk.book, Answer(taken.request_id, "maybe", reason="م" * 4_001))
    assert mistakes(wrong) == {("result", "answer.result"), ("reason", "text.too_long")}


def test_the_longest_answer_fits_one_entry(desk: Desk) -> None:
    for kind in ("request", "wrongdoing"):
        taken = took(desk.book, kind=kind)
        longest = Answer(
            taken.request_id,
            "refused",
            reason="م" * 4_000,
            basis="م" * 400,
            done="\n" + "م\n" * 5_999,
            objection="م" * 1_000,
        )
        assert answer_request(desk.book, longest).type == "Answered"


def test_a_later_answer_supersedes_an_earlier_one(desk: Desk) -> None:
    taken = took(desk.book)
    first = answer_request(desk.book, Answer(taken.request_id, "granted"))
    answer_request(
        desk.book, Answer(taken.request_id, "partly", "دلیل", "ماده", supersedes=first.id)
    )
    with pytest.raises(UserMistake) as wrong:
        answer_request(desk.book, Answer(taken.request_id, "granted", supersedes="nowhere"))
    assert mistakes(wrong) == {("supersedes", "answer.not_here")}
    with desk.book.writing() as pen:
        state = pen.request(taken.request_id)
    assert state is not None
    assert [answer.body.result for answer in state.current_answers] == ["partly"]


def test_a_closed_request_is_not_answered_or_referred(desk: Desk) -> None:
    taken = took(desk.book)
    close_request(desk.book, taken.request_id, "انصراف تلفنی")
    with pytest.raises(UserMistake) as wrong:
        answer_request(desk.book, Answer(taken.request_id, "granted"))
    assert mistakes(wrong) == {("code", "request.closed")}
    with pytest.raises(UserMistake) as wrong:
        refer_request(desk.book, Refer(taken.request_id, "بررسی", unit="u5"))
    assert mistakes(wrong) == {("code", "request.closed")}


def test_an_answer_is_told_once_by_channel_and_address(desk: Desk) -> None:
    taken = took(desk.book)
    answer = answer_request(desk.book, Answer(taken.request_id, "granted"))
    sms = Tell(taken.request_id, "sms", address="0912 123 4567")
    tell_answer(desk.book, sms)
    assert last(desk.book, taken.request_id).facts["address"] == "09121234567"
    for again in ("+989121234567", "۰۹۱۲۱۲۳۴۵۶۷"):
        with pytest.raises(UserMistake) as wrong:
            tell_answer(desk.book, Tell(taken.request_id, "sms", answer.id, again))
        assert mistakes(wrong) == {("channel", "tell.already")}
    tell_answer(desk.book, Tell(taken.request_id, "sms", address="09350000000"))
    tell_answer(desk.book, Tell(taken.request_id, "phone", address="09121234567"))
    tell_answer(desk.book, Tell(taken.request_id, "desk"))
    with pytest.raises(UserMistake, match="already"):
        tell_answer(desk.book, Tell(taken.request_id, "desk"))
    tell_answer(desk.book, Tell(taken.request_id, "letter", address="خیابان امام"))


def test_who_was_not_reached_may_be_told_again(desk: Desk) -> None:
    taken = took(desk.book)
    answer_request(desk.book, Answer(taken.request_id, "granted"))
    missed = Tell(taken.request_id, "sms", address="09121234567", reached=False)
    tell_answer(desk.book, missed)
    tell_answer(desk.book, missed)
    tell_answer(desk.book, Tell(taken.request_id, "sms", address="09121234567"))


def test_one_address_is_one_at_every_desk_and_is_read_at_none(desk: Desk, other: Desk) -> None:
    taken = took(desk.book)
    answer_request(desk.book, Answer(taken.request_id, "granted"))
    carry(desk, other)
    told = Tell(taken.request_id, "sms", address="09121234567")
    here, there = tell_answer(desk.book, told), tell_answer(other.book, told)
    assert here.body["address_key"] == there.body["address_key"]
    carry(other, desk)
    with desk.book.writing() as pen:
        state = pen.request(taken.request_id)
    assert state is not None
    assert len(state.told) == 1
    second = took(desk.book, "دیگر")
    answer_request(desk.book, Answer(second.request_id, "granted"))
    elsewhere = tell_answer(desk.book, Tell(second.request_id, "sms", address="09121234567"))
    assert elsewhere.body["address_key"] != here.body["address_key"]


@pytest.mark.parametrize(
    ("told", "mistake"),
    [
        ({"channel": "smoke"}, ("channel", "tell.channel")),
        ({"channel": "sms", "address": "12"}, ("mobile", "mobile.format")),
        ({"channel": "phone", "address": "x"}, ("phone", "phone.format")),
        ({"channel": "letter", "address": "م" * 401}, ("address", "text.too_long")),
        ({"channel": "sms", "answer": "nowhere"}, ("answer", "answer.none")),
        ({"channel": "desk"}, ("answer", "answer.none")),
    ],
)
def test_what_cannot_be_told(desk: Desk, told: dict[str, Any], mistake: tuple[str, str]) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        tell_answer(desk.book, Tell(taken.request_id, **told))
    assert mistakes(wrong) == {mistake}


def test_a_satisfaction_form_is_kept_with_its_grades(desk: Desk) -> None:
    taken = took(desk.book)
    close_request(desk.book, taken.request_id, "انجام شد")
    record_survey(desk.book, Survey(taken.request_id, "takrim", {"ادب": 5, "سرعت": 2}, "خوب بود"))
    assert last(desk.book, taken.request_id).facts == {
        "form": "takrim",
        "answers": {"ادب": 5, "سرعت": 2},
        "text": "خوب بود",
    }


@pytest.mark.parametrize(
    ("told", "mistake"),
    [
        ({"form": ""}, ("form", "form.missing")),
        ({"answers": {}}, ("answers", "survey.empty")),
        ({"answers": dict.fromkeys(map(str, range(101)), 1)}, ("answers", "list.too_long")),
        ({"answers": {"ادب": 101}}, ("ادب", "survey.grade")),
        ({"answers": {" ": 1}}, ("item", "item.missing")),
    ],
)
def test_a_form_without_grades_or_words_is_no_survey(
    desk: Desk, told: dict[str, Any], mistake: tuple[str, str]
) -> None:
    taken = took(desk.book, parties=(PartyTold(person=Person(first_name="علی")),))
    form: dict[str, Any] = {"form": "takrim", "answers": {"ادب": 5}, **told}
    with pytest.raises(UserMistake) as wrong:
        record_survey(desk.book, Survey(taken.request_id, **form))
    assert mistakes(wrong) == {mistake}
