"""Taking a request: what is asked, what is refused, what the visitor gets."""

from typing import Any

import pytest

from desk_app.records.codes import check_code, make_code, parse_code
from desk_app.records.errors import UserMistake
from desk_app.records.persons import OutsideNumber, Person, PlaceOfMatter
from desk_app.services.office import drop_item
from desk_app.services.papers import reserve_codes
from desk_app.services.parties import PartyTold
from desk_app.services.standing import close_request
from tests.db.desks import Desk, carry
from tests.services.told import ALI, LEGAL_ID, MOTHER, asked, mistakes, shown, took


def test_a_request_gets_a_code_a_follow_up_number_and_a_promised_day(desk: Desk) -> None:
    taken = took(desk.book, service="109", topic="t81")
    assert check_code(taken.tracking_code)
    assert len(taken.follow_up) == 6
    assert taken.follow_up.isdigit()
    view = shown(desk.book, taken.tracking_code)
    assert view.promised == taken.due == view.due != ""
    assert view.follow_up == taken.follow_up
    assert view.registered["service_title"].startswith("رسیدگی به مشکلات آب")
    assert view.registered["topic_title"] == "انشعاب آب روستایی"
    assert view.registered["responsible"]["post"] == "p3"
    assert view.registered["responsible"]["holder"] == "حسین میرزایی"
    assert "021-88001133" in view.registered["responsible"]["reach"]
    assert view.registered["officer_name"] == "سارا امینی"


def test_everything_that_was_told_is_read_back(desk: Desk) -> None:
    taken = took(
        desk.book,
        text="متن درخواست",
        place=PlaceOfMatter(city=1),
        place_told="پشت مسجد",
        papers_received=(" کارت ملی ", ""),
        outside=(OutsideNumber("111", "۱۲۳۴۵۶"), OutsideNumber("samad", " ")),
        answer_channel="sms",
        pass_on_identity=True,
        channel="phone111",
    )
    view = shown(desk.book, taken.request_id)
    assert view.matter is not None
    assert (view.matter.text, view.matter.place) == ("متن درخواست", "پشت مسجد")
    told = view.registered
    assert told["place"] == {"province": 14, "city": 1}
    assert told["papers_received"] == ("کارت ملی",)
    assert view.matter.outside == (OutsideNumber("111", "123456"),)
    assert (told["answer_channel"], told["pass_on_identity"]) == ("sms", True)
    assert told["channel"] == "phone111"
    assert desk.book.queries.find("123456")[0].request_id == taken.request_id


def test_a_presenter_stands_beside_the_applicant(desk: Desk) -> None:
    parties = (
        PartyTold(person=MOTHER, needs=("reading", "hearing"), established="card"),
        PartyTold(
            person=Person(first_name="علی", id_number="0012345679", authority_paper="وکالت ۱۲"),
            role="presenter",
            relation="پسر",
        ),
    )
    view = shown(desk.book, took(desk.book, parties=parties).request_id)
    mother, son = view.parties
    assert view.hit.visitor_name == "زهرا احمدی"
    assert (mother.party.role, mother.party.established) == ("applicant", "card")
    assert mother.party.needs == ("reading", "hearing")
    assert (son.party.role, son.party.relation) == ("presenter", "پسر")
    assert son.person is not None
    assert son.person.authority_paper == "وکالت ۱۲"


def test_who_presents_for_many_repeats_nothing_and_who_applies_does(desk: Desk) -> None:
    son = PartyTold(person=ALI, role="presenter", relation="پسر")
    first = took(desk.book, parties=(PartyTold(person=MOTHER), son))
    took(desk.book)
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, " آب  روستا", parties=(PartyTold(person=MOTHER),))
    (mistake,) = wrong.value.mistakes
    assert (mistake.field, mistake.code) == ("subject", "request.repeat")
    assert mistake.params == {"code": first.tracking_code}


def test_a_repeat_is_taken_when_allowed_or_when_the_first_is_closed(desk: Desk) -> None:
    first = took(desk.book)
    assert took(desk.book, allow_repeat=True).tracking_code != first.tracking_code
    other = took(desk.book, "برق روستا")
    close_request(desk.book, other.request_id, "تمام شد")
    assert not took(desk.book, "برق روستا").already


def test_a_request_without_a_subject_repeats_nothing(desk: Desk) -> None:
    took(desk.book, "")
    assert took(desk.book, "").tracking_code


def test_a_group_names_its_members(desk: Desk) -> None:
    people = (
        PartyTold(person=ALI),
        PartyTold(person=MOTHER, role="member"),
        PartyTold(person=Person(first_name="رضا", mobile="9350000000"), role="member"),
    )
    view = shown(desk.book, took(desk.book, parties=people).request_id)
    assert [party.party.role for party in view.parties] == ["applicant", "member", "member"]
    assert view.parties[2].person is not None
    assert view.parties[2].person.mobile == "09350000000"
    assert desk.book.queries.find("رضا")


def test_a_legal_person_is_known_by_its_own_number(desk: Desk) -> None:
    company = PartyTold(
        person=Person(id_number=LEGAL_ID, organisation="شرکت تعاونی", registration="۱۲۳"),
        id_kind="legal",
    )
    view = shown(desk.book, took(desk.book, parties=(company,)).request_id)
    assert (view.parties[0].party.id_kind, view.hit.visitor_name) == ("legal", "شرکت تعاونی")


@pytest.mark.parametrize(
    ("kind", "number", "field"),
    [
        ("national", LEGAL_ID, "national_id"),
        ("legal", "0012345679", "legal_id"),
        ("foreign", "12", "id_number"),
        ("passport", "x", "id_number"),
        ("none", "12345", "id_number"),
    ],
)
def test_a_number_of_another_kind_is_refused(
    desk: Desk, kind: Any, number: str, field: str
) -> None:
    wrong_party = PartyTold(person=Person(id_number=number), id_kind=kind)
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, parties=(wrong_party,))
    assert field in {mistake.field for mistake in wrong.value.mistakes}


@pytest.mark.parametrize("established", ["unknown", "withheld"])
def test_nobody_need_say_who_they_are(desk: Desk, established: Any) -> None:
    party = PartyTold(
        person=Person(id_number="0012345679", first_name="علی"), established=established
    )
    taken = took(desk.book, parties=(party,))
    view = shown(desk.book, taken.request_id)
    assert view.parties[0].party.established == established
    assert view.parties[0].person is not None
    assert view.parties[0].person.id_number == ""
    nameless = took(desk.book, "بی‌نام", parties=(PartyTold(established=established),))
    assert shown(desk.book, nameless.request_id).parties[0].person is None


def test_every_wrong_field_is_named_at_once(desk: Desk) -> None:
    command: dict[str, Any] = {
        "kind": "ناشناخته",
        "service": "999",
        "topic": "t999",
        "place": PlaceOfMatter(province=1, city=999_999),
        "channel": "pigeon",
        "answer_channel": "pigeon",
        "outcome": "gone",
        "taken_at": desk.clock.at + 1,
        "papers_received": ("کارت",) * 51,
        "papers_lacking": ("ک" * 401,),
        "outside": (OutsideNumber("111", "1"),) * 21,
        "parties": (
            PartyTold(
                person=Person(
                    id_number="0012345678",
                    first_name="ن" * 121,
                    mobile="12",
                    phone="x",
                    postal_code="1",
                    birth_year=1200,
                )
            ),
            PartyTold(
                person=ALI,
                role="friend",  # type: ignore[arg-type]
                established="seen",  # type: ignore[arg-type]
                needs=("money",),  # type: ignore[arg-type]
            ),
        ),
    }
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, "ک" * 301, text="م" * 20_001, **command)
    assert mistakes(wrong) >= {
        ("kind", "kind.unknown"),
        ("service", "service.unknown"),
        ("topic", "topic.unknown"),
        ("place", "place.unknown"),
        ("channel", "channel.unknown"),
        ("answer_channel", "answer_channel.unknown"),
        ("outcome", "outcome.unknown"),
        ("taken_at", "taken_at.range"),
        ("papers_received", "list.too_long"),
        ("papers_lacking", "text.too_long"),
        ("outside", "list.too_long"),
        ("national_id", "national_id.check_digit"),
        ("first_name", "text.too_long"),
        ("mobile", "mobile.format"),
        ("phone", "phone.format"),
        ("postal_code", "postal_code.format"),
        ("birth_year", "birth_year.range"),
        ("party2.role", "role.unknown"),
        ("party2.established", "established.how"),
        ("party2.needs", "needs.unknown"),
        ("subject", "text.too_long"),
        ("body", "text.too_long"),
    }
    assert desk.book.queries.counts().requests == 0


@pytest.mark.parametrize(
    ("parties", "mistake"),
    [
        ((), ("national_id", "person.missing")),
        ((PartyTold(),), ("national_id", "person.missing")),
        ((PartyTold(person=Person(mobile="09121234567")),), ("national_id", "person.missing")),
        (
            (PartyTold(person=Person(id_number="0012345678")),),
            ("national_id", "national_id.check_digit"),
        ),
        ((PartyTold(person=ALI, role="presenter"),), ("parties", "applicant.missing")),
        (
            (PartyTold(person=ALI), *[PartyTold(person=MOTHER, role="member")] * 200),
            ("parties", "list.too_long"),
        ),
    ],
)
def test_somebody_must_have_asked(desk: Desk, parties: Any, mistake: tuple[str, str]) -> None:
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, parties=parties)
    assert mistakes(wrong) == {mistake}


def test_a_kind_must_be_said(desk: Desk) -> None:
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, kind=" ")
    assert mistakes(wrong) == {("kind", "kind.missing")}


@pytest.mark.parametrize("place", [PlaceOfMatter(province=99), PlaceOfMatter(province=2, city=1)])
def test_a_city_lies_in_its_province(desk: Desk, place: PlaceOfMatter) -> None:
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, place=place)
    assert mistakes(wrong) == {("place", "place.unknown")}


def test_a_province_alone_is_a_place(desk: Desk) -> None:
    view = shown(desk.book, took(desk.book, place=PlaceOfMatter(province=8)).request_id)
    assert view.registered["place"] == {"province": 8}


def test_a_text_of_rare_letters_counts_for_the_room_it_takes(desk: Desk) -> None:
    took(desk.book, text="م" * 20_000)
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, "دیگر", text="😀" * 12_000)
    assert mistakes(wrong) == {("body", "text.too_long")}


def test_a_group_too_large_for_one_entry_is_told_at_its_people(desk: Desk) -> None:
    wordy = Person(first_name="ن" * 120, last_name="ن" * 120, address="ن" * 400)
    many = tuple(PartyTold(person=wordy, role="member") for _ in range(100))
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, parties=many)
    assert mistakes(wrong) == {("parties", "entry.too_large")}
    some = many[:20]
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, parties=some, text="م" * 20_000)
    assert mistakes(wrong) == {("body", "entry.too_large")}


def test_papers_that_lack_make_the_visitor_come_again(desk: Desk) -> None:
    view = shown(desk.book, took(desk.book, papers_lacking=("سند",)).request_id)
    assert (view.registered["outcome"], view.registered["papers_lacking"]) == ("papers", ("سند",))


def test_what_is_done_at_once_is_answered_and_closed_and_promises_nothing(desk: Desk) -> None:
    taken = took(desk.book, outcome="done")
    view = shown(desk.book, taken.request_id)
    assert taken.due == view.due == ""
    assert view.hit.status == "closed"
    assert [item.type for item in view.timeline] == ["Registered", "Answered", "Closed"]
    assert view.answers[0].facts["result"] == "granted"


def test_a_kind_that_the_office_dropped_keeps_its_common_title(desk: Desk) -> None:
    drop_item(desk.book, "kind", "idea")
    view = shown(desk.book, took(desk.book, kind="ایده").request_id)
    assert (view.hit.kind, view.hit.kind_title, view.promised) == ("idea", "ایده و طرح", "")
    assert view.registered["responsible"]["holder"] == "سارا امینی"


def test_a_blank_is_used_once_with_its_own_numbers(desk: Desk) -> None:
    first, second = reserve_codes(desk.book, 2, "forms")
    hour_ago = desk.clock.at - 3_600_000
    taken = took(
        desk.book, code=f"{second.tracking_code[:6]} {second.tracking_code[6:]}", taken_at=hour_ago
    )
    assert (taken.tracking_code, taken.follow_up) == (second.tracking_code, second.follow_up)
    view = shown(desk.book, taken.tracking_code)
    assert view.registered["reserved"]
    assert view.hit.received_at == hour_ago
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, "دیگر", code=second.tracking_code)
    assert mistakes(wrong) == {("tracking_code", "code.used")}
    assert parse_code(took(desk.book, "سوم").tracking_code)[1] == 3
    assert took(desk.book, "چهارم", code=first.tracking_code).follow_up == first.follow_up


def test_a_code_from_another_lane_is_entered_before_its_record_arrives(
    desk: Desk, other: Desk
) -> None:
    carry(desk, other)
    there = took(other.book)
    here = took(desk.book, code=there.tracking_code)
    assert here.tracking_code == there.tracking_code
    assert not shown(desk.book, here.request_id).registered.get("reserved")
    carry(other, desk)
    assert desk.book.queries.counts().requests == 2
    assert ("code.twice", there.tracking_code) in desk.book.queries.alarms()


def test_a_blank_printed_at_one_counter_is_used_at_another(desk: Desk, other: Desk) -> None:
    (blank,) = reserve_codes(desk.book, 1)
    carry(desk, other)
    assert took(other.book, code=blank.tracking_code).follow_up == blank.follow_up


@pytest.mark.parametrize("serial", [5, 999_999])
def test_a_code_of_this_desk_that_was_never_given_is_refused(desk: Desk, serial: int) -> None:
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, code=make_code(421_507, serial))
    assert mistakes(wrong) == {("tracking_code", "code.not_blank")}


def test_a_wrong_code_is_refused_with_its_own_reason(desk: Desk) -> None:
    with pytest.raises(UserMistake) as wrong:
        took(desk.book, code="42150700000100")
    assert mistakes(wrong) == {("tracking_code", "code.check_digits")}


def test_what_was_refused_uses_up_no_code(desk: Desk) -> None:
    first = took(desk.book)
    for _ in range(3):
        with pytest.raises(UserMistake):
            took(desk.book)
    second = took(desk.book, "دیگر")
    assert parse_code(second.tracking_code)[1] == parse_code(first.tracking_code)[1] + 1


def test_one_row_is_recorded_once(desk: Desk) -> None:
    row = b"row 1 of a file"
    first = took(desk.book, row=row)
    again = took(desk.book, row=row)
    assert again.already
    assert (again.tracking_code, again.follow_up, again.due) == (
        first.tracking_code,
        first.follow_up,
        first.due,
    )
    assert asked().row == b""
