"""Putting right, filling in, erasing; what the receipt said stays."""

from typing import Any

import pytest

from desk_app.records.errors import UserMistake
from desk_app.records.persons import Matter, OutsideNumber, Person, PlaceOfMatter
from desk_app.services.correct import (
    Complete,
    Correct,
    complete_request,
    correct_request,
    erase_personal,
)
from desk_app.services.follow_up import Answer, Tell, answer_request, note_request, tell_answer
from desk_app.services.parties import PartyTold
from desk_app.services.visits import RecordVisit, record_visit
from tests.db.desks import Desk, carry
from tests.services.told import LEGAL_ID, asked, last, mistakes, shown, took


def put_right(desk: Desk, request_id: str, **values: Any) -> None:
    named = {name.replace("__", "."): value for name, value in values.items()}
    correct_request(desk.book, Correct(request_id, named, "اشتباه تایپی"))


def test_a_corrected_name_is_shown_and_found_and_the_receipt_stays(desk: Desk) -> None:
    taken = took(desk.book)
    put_right(desk, taken.request_id, party__0__last_name="محمدی", matter__subject="برق روستا")
    view = shown(desk.book, taken.request_id)
    assert (view.hit.visitor_name, view.hit.subject) == ("علی محمدی", "برق روستا")
    assert view.matter is not None
    assert view.matter.subject == "آب روستا"
    assert view.timeline[0].facts["parties"][0]["person"]["last_name"] == "احمدی"
    assert last(desk.book, taken.request_id).facts["reason"] == "اشتباه تایپی"
    assert desk.book.queries.find("محمدی")
    assert desk.book.queries.find("برق")


def test_a_personal_value_never_stands_in_the_hashed_bytes(desk: Desk) -> None:
    taken = took(desk.book)
    event = correct_request(
        desk.book,
        Correct(
            taken.request_id,
            {"party.0.address": "کوچهٔ سوم", "matter.text": "متن", "topic": "t1"},
            "دلیل محرمانه",
        ),
    )
    assert event.body["fields"] == {"topic": "t1", "topic_title": "آب، برق، گاز و راه"}
    assert set(event.body["held"]) == {"party.0.address", "matter.text"}
    assert len(event.held) == 3


def test_a_title_goes_with_its_key(desk: Desk) -> None:
    taken = took(desk.book, service="109")
    put_right(desk, taken.request_id, service="110", kind="شکایت")
    hit = shown(desk.book, taken.request_id).hit
    assert (hit.kind, hit.kind_title) == ("complaint", "شکایت")
    assert hit.service_title == "رسیدگی به امور دهیاری و شورای روستا"


def test_a_corrected_identity_is_checked_by_its_check_digit(desk: Desk) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        put_right(desk, taken.request_id, party__0__id_number="0012345678")
    assert mistakes(wrong) == {("party.0.national_id", "national_id.check_digit")}
    put_right(desk, taken.request_id, party__0__id_number="۱۱۱۱۱۱۱۲۷۸")
    assert desk.book.queries.history_of("i1111111278")


def test_a_number_is_checked_as_the_kind_it_is_said_to_be(desk: Desk) -> None:
    nameless = PartyTold(person=Person(first_name="خالد"))
    taken = took(desk.book, parties=(nameless,))
    put_right(desk, taken.request_id, party__0__id_kind="passport", party__0__id_number="p1234567")
    fields = shown(desk.book, taken.request_id).fields
    assert (fields["party.0.id_kind"], fields["party.0.id_number"]) == ("passport", "P1234567")
    put_right(desk, taken.request_id, party__0__id_number="P7654321")
    for values, mistake in (
        ({"party__0__id_kind": "passport"}, ("party.0.id_kind", "id_kind.alone")),
        (
            {"party__0__id_kind": "club", "party__0__id_number": "12"},
            ("party.0.id_kind", "id_kind.unknown"),
        ),
    ):
        with pytest.raises(UserMistake) as wrong:
            put_right(desk, taken.request_id, **values)
        assert mistake in mistakes(wrong)


def test_a_number_without_a_kind_is_taken_for_the_likely_one(desk: Desk) -> None:
    company = PartyTold(person=Person(organisation="شرکت تعاونی"), id_kind="legal")
    person = PartyTold(person=Person(first_name="رضا"), role="member")
    hidden = PartyTold(established="withheld", role="member")
    taken = took(desk.book, parties=(company, person, hidden))
    put_right(desk, taken.request_id, party__0__id_number=LEGAL_ID)
    put_right(desk, taken.request_id, party__1__id_number="0012345679")
    put_right(desk, taken.request_id, party__2__id_number="1111111278")
    fields = shown(desk.book, taken.request_id).fields
    assert [fields[f"party.{place}.id_kind"] for place in range(3)] == [
        "legal",
        "national",
        "national",
    ]


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("party.0.birth_year", "۱۳۶۲", 1362),
        ("party.0.birth_year", "", 0),
        ("party.0.mobile", "9351112233", "09351112233"),
        ("party.0.mobile", "", ""),
        ("party.0.id_number", "", ""),
        ("party.0.village", " ده بالا ", "ده بالا"),
        ("matter.place", "پل", "پل"),
        ("pass_on_identity", "بله", True),
        ("pass_on_identity", False, False),
        ("channel", "letter", "letter"),
        ("answer_channel", "", ""),
        ("papers_received", "کارت ملی؛ شناسنامه\n", ["کارت ملی", "شناسنامه"]),
        ("papers_lacking", ["سند"], ["سند"]),
        (
            "matter.outside",
            "111:۱۲۳; samad: ۷",
            [
                {"system": "111", "number": "123"},
                {"system": "samad", "number": "7"},
            ],
        ),
        ("matter.outside", (OutsideNumber("111", "5"),), [{"system": "111", "number": "5"}]),
        ("place", "8/", {"province": 8}),
        ("place", PlaceOfMatter(city=1), {"province": 14, "city": 1}),
        ("topic", "t1", "t1"),
    ],
)
def test_every_field_is_read_as_what_it_is(desk: Desk, name: str, value: Any, written: Any) -> None:
    taken = took(desk.book)
    correct_request(desk.book, Correct(taken.request_id, {name: value}, "دلیل"))
    assert shown(desk.book, taken.request_id).fields[name] == written


@pytest.mark.parametrize(
    ("name", "value", "mistake"),
    [
        ("party.0.birth_year", "پیر", ("party.0.birth_year", "birth_year.range")),
        ("party.0.birth_year", "1200", ("party.0.birth_year", "birth_year.range")),
        ("party.0.mobile", "1", ("party.0.mobile", "mobile.format")),
        ("party.0.colour", "1", ("party.0.colour", "correct.unknown_field")),
        ("party.7.mobile", "1", ("party.7.mobile", "party.unknown")),
        ("party.x.mobile", "1", ("party.x.mobile", "correct.unknown_field")),
        ("matter.colour", "1", ("matter.colour", "correct.unknown_field")),
        ("matter.subject", "م" * 301, ("matter.subject", "text.too_long")),
        ("code", "1", ("code", "correct.unknown_field")),
        ("service", "999", ("service", "service.unknown")),
        ("topic", "", ("topic", "topic.unknown")),
        ("kind", "هیچ", ("kind", "kind.unknown")),
        ("channel", "x", ("channel", "channel.unknown")),
        ("pass_on_identity", "شاید", ("pass_on_identity", "flag.unknown")),
        ("place", "کرج", ("place", "place.unknown")),
        ("place", "99/1", ("place", "place.unknown")),
        ("matter.outside", "111", ("matter.outside", "outside.format")),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(
    desk: Desk, name: str, value: str, mistake: tuple[str, str]
) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        correct_request(desk.book, Correct(taken.request_id, {name: value}, "دلیل"))
    assert mistakes(wrong) == {mistake}
    assert shown(desk.book, taken.request_id).fields == {}


def test_a_correction_names_a_field_and_a_reason(desk: Desk) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        correct_request(desk.book, Correct(taken.request_id, {}, "دلیل"))
    assert mistakes(wrong) == {("field", "correct.nothing")}
    with pytest.raises(UserMistake) as wrong:
        correct_request(desk.book, Correct(taken.request_id, {"topic": "t1"}, " "))
    assert mistakes(wrong) == {("reason", "reason.missing")}


def test_a_second_correction_replaces_the_first(desk: Desk) -> None:
    taken = took(desk.book)
    put_right(desk, taken.request_id, topic="t1")
    put_right(desk, taken.request_id, topic="t2")
    view = shown(desk.book, taken.request_id)
    assert (view.fields["topic"], view.conflicts) == ("t2", ())


def test_what_was_left_empty_is_filled_in_from_the_scan(desk: Desk) -> None:
    nameless = PartyTold(person=Person(first_name="علی"))
    taken = took(desk.book, "", parties=(nameless,))
    complete_request(
        desk.book,
        Complete(
            taken.request_id,
            {"service": "109", "place": PlaceOfMatter(province=8)},
            Matter(subject="آب روستا", text="متن"),
            {0: Person(first_name="علی", last_name="احمدی", id_number="12345679")},
        ),
    )
    view = shown(desk.book, taken.request_id)
    assert (view.hit.visitor_name, view.hit.subject) == ("علی احمدی", "آب روستا")
    assert view.hit.service_title.startswith("رسیدگی به مشکلات آب")
    assert view.fields["place"] == {"province": 8}
    assert view.fields["party.0.id_number"] == "0012345679"
    assert view.fields["party.0.id_kind"] == "national"
    assert "party.0.first_name" not in view.fields
    assert desk.book.queries.history_of("i0012345679")
    complete_request(desk.book, Complete(taken.request_id, persons={0: Person(village="ده")}))
    assert shown(desk.book, taken.request_id).fields["party.0.village"] == "ده"


def test_what_says_something_else_is_a_correction(desk: Desk) -> None:
    taken = took(desk.book, service="109", papers_received=("کارت",))
    other = Complete(
        taken.request_id,
        {"service": "110", "papers_received": "سند"},
        Matter(subject="برق"),
        {0: Person(mobile="09350000000")},
    )
    with pytest.raises(UserMistake) as wrong:
        complete_request(desk.book, other)
    assert mistakes(wrong) == {
        ("service", "complete.not_empty"),
        ("papers_received", "complete.not_empty"),
        ("matter.subject", "complete.not_empty"),
        ("party.0.mobile", "complete.not_empty"),
    }


def test_typing_again_what_is_there_changes_nothing(desk: Desk) -> None:
    taken = took(desk.book, service="109", papers_received=("کارت",))
    put_right(desk, taken.request_id, topic="t2")
    same = Complete(
        taken.request_id,
        {"service": "109", "papers_received": ["کارت"], "topic": "t2"},
        Matter(subject="آب روستا"),
        {0: Person(id_number="0012345679", mobile="09121234567")},
    )
    with pytest.raises(UserMistake) as wrong:
        complete_request(desk.book, same)
    assert mistakes(wrong) == {("field", "correct.nothing")}


def test_filling_in_for_nobody_is_refused(desk: Desk) -> None:
    taken = took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        complete_request(desk.book, Complete(taken.request_id, persons={3: Person(village="ده")}))
    assert mistakes(wrong) == {("party.3.village", "party.unknown")}


def everything_personal(desk: Desk) -> bytes:
    with desk.book.reader.look() as db:
        told = "SELECT bytes, beside FROM event WHERE kind IN ('request', 'visit')"
        rows = db.execute(told).fetchall()
        rows += db.execute("SELECT subject, visitor || persons FROM request").fetchall()
    return b"".join(
        part.encode() if isinstance(part, str) else part for row in rows for part in row
    )


def test_erasing_drops_every_personal_word_and_the_count_stands(desk: Desk, other: Desk) -> None:
    visit = RecordVisit(desk.clock.at, "taken", (asked("زمین‌خواری پسرعمو"),), note="پسرعمویش آمد")
    (taken,) = record_visit(desk.book, visit).taken
    back = RecordVisit(desk.clock.at, "followed", follows=(taken.request_id,), note="زنگ پسرعمو")
    record_visit(desk.book, back)
    note_request(desk.book, taken.request_id, "پسرعمو تهدید کرد")
    put_right(desk, taken.request_id, party__0__address="کوی پسرعمو")
    answer_request(desk.book, Answer(taken.request_id, "granted", done="پسرعمو راضی شد"))
    tell_answer(desk.book, Tell(taken.request_id, "letter", address="نشانی پسرعمو"))
    carry(desk, other)
    erase_personal(desk.book, taken.request_id, "حکم شمارهٔ ۵")
    carry(desk, other)
    for each in (desk, other):
        left = everything_personal(each)
        for word in ("پسرعمو", "احمدی", "0012345679", "09121234567"):
            assert word.encode() not in left
        for typed in ("احمدی", "0012345679", "09121234567", "پسرعمو"):
            assert each.book.queries.find(typed) == []
        view = shown(each.book, taken.tracking_code)
        assert view.erased
        assert view.parties[0].person is None
        assert view.answers[0].facts["result"] == "granted"
        assert each.book.queries.counts().requests == 1
    with pytest.raises(UserMistake) as wrong:
        erase_personal(desk.book, taken.request_id, "")
    assert mistakes(wrong) == {("ground", "ground.missing")}


def test_a_visit_without_a_word_has_nothing_to_erase(desk: Desk) -> None:
    visit = RecordVisit(desk.clock.at, "taken", (asked(),))
    (taken,) = record_visit(desk.book, visit).taken
    before = len(desk.entries())
    erase_personal(desk.book, taken.request_id, "حکم")
    assert len(desk.entries()) == before + 1


def test_an_address_told_after_erasing_cannot_be_guessed_from_its_key(
    desk: Desk, other: Desk
) -> None:
    taken = took(desk.book)
    answer_request(desk.book, Answer(taken.request_id, "granted"))
    erase_personal(desk.book, taken.request_id, "حکم")
    carry(desk, other)
    told = Tell(taken.request_id, "sms", address="09121234567")
    here, there = tell_answer(desk.book, told), tell_answer(other.book, told)
    assert here.body["address_key"] != there.body["address_key"]
