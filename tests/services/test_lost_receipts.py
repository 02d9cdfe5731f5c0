"""A lost receipt is given out again for two facts that are right, and for nothing less."""

from typing import Any

import pytest

from desk_app.records.errors import UserMistake
from desk_app.records.persons import Person
from desk_app.services.correct import Correct, correct_request
from desk_app.services.lost_receipts import Reissue, facts_of, reissue_receipt
from desk_app.services.parties import PartyTold
from tests.db.desks import Desk
from tests.services.told import mistakes, shown, took

HASAN = Person(
    id_number="0012345679",
    first_name="حسن",
    last_name="علی‌پور",
    father_name="محمد علی",
    birth_year=1360,
    mobile="09121234567",
    address="ری، خیابان فدائیان اسلام، کوچهٔ بهار، پلاک ۷",
)
SON = Person(id_number="1111111278", first_name="امیر", father_name="حسن")


def lost(desk: Desk) -> Any:
    """A request of Hasan's, brought by his son."""
    parties = (PartyTold(person=HASAN), PartyTold(person=SON, role="presenter", relation="فرزند"))
    return took(desk.book, "معرفی به نهادهای حمایتی", parties=parties)


@pytest.mark.parametrize(
    "facts",
    [
        {"national_id": "۰۰۱۲۳۴۵۶۷۹", "father_name": "محمدعلي"},
        {"mobile": "0912 123 4567", "birth_year": "۱۳۶۰"},
        {"address": "کوچه بهار", "card": ""},
        {"subject": "نهادهای حمایتی", "mobile": "۰۹۱۲۱۲۳۴۵۶۷"},
        {"national_id": "1111111278", "father_name": "حسن"},
    ],
)
def test_two_facts_of_one_person_that_are_right_give_a_new_number(
    desk: Desk, facts: dict[str, str]
) -> None:
    taken = lost(desk)
    event = reissue_receipt(desk.book, Reissue(taken.request_id, facts, "امیر علی‌پور"))
    view = shown(desk.book, taken.request_id)
    assert view.follow_up == event.body["follow_up"] != taken.follow_up
    assert view.registered["follow_up"] == taken.follow_up
    told = view.timeline[-1].facts
    assert told["taken_by"] == "امیر علی‌پور"
    assert told["facts"] == tuple(facts)
    assert told["compared"] == tuple(fact for fact in facts if fact != "card")
    assert not any(text and text in str(event.body) for text in facts.values())


def test_the_follow_up_number_counts_only_as_long_as_it_is_the_one_in_force(desk: Desk) -> None:
    taken = lost(desk)
    facts = {"follow_up": taken.follow_up, "mobile": HASAN.mobile}
    reissue_receipt(desk.book, Reissue(taken.request_id, facts, "حسن"))
    with pytest.raises(UserMistake) as wrong:
        reissue_receipt(desk.book, Reissue(taken.request_id, facts, "حسن"))
    assert mistakes(wrong) == {("follow_up", "reissue.differs")}


@pytest.mark.parametrize(
    ("facts", "who", "mistake"),
    [
        ({"mobile": HASAN.mobile}, "علی", ("facts", "reissue.two_facts")),
        ({"mobile": HASAN.mobile, "حسن": "x"}, "علی", ("facts", "facts.unknown")),
        ({"mobile": HASAN.mobile, "card": ""}, " ", ("taken_by", "taken_by.missing")),
        ({"mobile": " ", "card": ""}, "علی", ("mobile", "reissue.not_told")),
        ({"mobile": "09350000000", "card": ""}, "علی", ("mobile", "reissue.differs")),
        ({"address": "کوچه", "card": ""}, "علی", ("address", "reissue.differs")),
        ({"subject": "آب روستا", "card": ""}, "علی", ("subject", "reissue.differs")),
        # What is right of two different persons is right of neither.
        (
            {"national_id": HASAN.id_number, "father_name": "حسن"},
            "علی",
            ("father_name", "reissue.differs"),
        ),
        (
            {"national_id": SON.id_number, "birth_year": "1360"},
            "علی",
            ("national_id", "reissue.differs"),
        ),
    ],
)
def test_a_lost_receipt_stays_lost_where_a_fact_is_not_right(
    desk: Desk, facts: dict[str, str], who: str, mistake: tuple[str, str]
) -> None:
    taken = lost(desk)
    with pytest.raises(UserMistake) as wrong:
        reissue_receipt(desk.book, Reissue(taken.request_id, facts, who))
    assert mistakes(wrong) == {mistake}
    assert shown(desk.book, taken.request_id).follow_up == taken.follow_up


def test_what_is_not_recorded_cannot_be_checked(desk: Desk) -> None:
    nobody = took(desk.book, parties=(PartyTold(established="withheld"),))
    with pytest.raises(UserMistake) as wrong:
        facts = {"mobile": HASAN.mobile, "birth_year": "1360"}
        reissue_receipt(desk.book, Reissue(nobody.request_id, facts, "علی"))
    assert mistakes(wrong) == {
        ("mobile", "reissue.not_recorded"),
        ("birth_year", "reissue.not_recorded"),
    }


def test_a_corrected_fact_is_the_one_that_counts(desk: Desk) -> None:
    taken = lost(desk)
    fixed = Correct(taken.request_id, {"party.0.mobile": "09350000000"}, "اشتباه تایپی")
    correct_request(desk.book, fixed)
    facts = {"mobile": "09350000000", "birth_year": "1360"}
    reissue_receipt(desk.book, Reissue(taken.request_id, facts, "حسن"))
    assert shown(desk.book, taken.request_id).follow_up != taken.follow_up


def test_only_what_is_recorded_is_asked() -> None:
    present = [("id_number", "0012345679"), ("mobile", ""), ("subject", "آب")]
    assert facts_of(present) == ["national_id", "follow_up", "subject", "card", "receipt_photo"]
    assert facts_of([]) == ["follow_up", "card", "receipt_photo"]
