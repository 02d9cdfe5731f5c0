"""The catalogue: items that travel, look-ups, who answers, the shipped samples and places."""

import json
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.records.catalogue import (
    KIND_WORDS,
    Catalogue,
    item_from_data,
    item_type,
    kind_of,
)
from desk_app.records.due import DeadlineRule
from desk_app.records.errors import UserMistake
from desk_app.records.items import (
    ITEM_TYPES,
    Agency,
    Item,
    Kind,
    Post,
    Service,
    Spell,
    Topic,
    Unit,
)
from desk_app.services.shipped import (
    SAMPLES,
    base_items,
    sample_catalogue,
    sample_items,
    shipped_places,
)

DAY = date(2026, 11, 21)
ITEMS: st.SearchStrategy[Item] = st.one_of(*(st.from_type(kind) for kind in ITEM_TYPES.values()))


@given(ITEMS)
def test_an_item_travels_as_json_and_comes_back_equal(item: Item) -> None:
    data = json.loads(json.dumps(item.to_data(), ensure_ascii=False))
    assert item_from_data(item_type(item), data) == item


def test_fields_of_a_newer_program_are_passed_over() -> None:
    assert item_from_data("unit", {"key": "u", "title": "واحد", "colour": "سبز"}) == Unit(
        "u", "واحد"
    )


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("unit", {"key": "u"}, "catalogue.shape"),
        ("unit", {"key": 1, "title": "واحد"}, "catalogue.shape"),
        ("service", {"key": "s", "title": "خ", "deadline": {"amount": 1, "unit": "weeks"}},
         "catalogue.shape"),
        ("robot", {"key": "r", "title": "ر"}, "catalogue.item"),
    ],
)  # fmt: skip
def test_what_is_no_item_is_refused(name: str, data: dict[str, Any], code: str) -> None:
    with pytest.raises(UserMistake) as refused:
        item_from_data(name, data)
    assert refused.value.code == code


def test_a_post_is_answered_for_by_whoever_holds_it_that_day() -> None:
    post = Post(
        "p",
        "رئیس",
        holders=(
            Spell("صادقی", None, date(2026, 3, 20)),
            Spell("کریمی", date(2026, 3, 21), date(2026, 12, 31)),
        ),
        substitutes=(Spell("یوسفی"), Spell("رستمی", date(2026, 11, 21), date(2026, 11, 25))),
    )
    assert post.holder_on(date(2020, 1, 1)) == "صادقی"
    assert post.holder_on(date(2026, 11, 20)) == "کریمی"
    assert post.holder_on(date(2026, 11, 21)) == "رستمی"
    assert post.holder_on(date(2026, 11, 26)) == "کریمی"
    assert post.holder_on(date(2027, 1, 1)) == "یوسفی"
    assert post.substitute_on(date(2026, 11, 20)) == "یوسفی"
    assert post.substitute_on(date(2027, 1, 1)) == ""
    assert Post("p", "رئیس").holder_on(DAY) == ""


def test_the_later_of_two_holders_of_one_day_answers() -> None:
    post = Post("p", "رئیس", holders=(Spell("پیشین"), Spell("تازه", DAY)))
    assert post.holder_on(DAY) == "تازه"


@pytest.mark.parametrize(("code", "words"), KIND_WORDS.items())
def test_a_kind_is_known_by_code_and_by_its_persian_names(
    code: str, words: tuple[str, ...]
) -> None:
    for word in (code, code.upper(), *words, f" {words[0]} ", words[0].replace("ی", "ي")):
        assert kind_of(word) == code
    assert kind_of("نامه") is None


def test_an_office_may_name_its_own_kinds() -> None:
    own = Catalogue([Kind("wrongdoing", "گزارش تخلف", audience="oversight", aliases=("افشا",))])
    assert (
        own.kind_of("گزارش تخلف")
        == own.kind_of("افشا")
        == own.kind_of("Wrongdoing")
        == "wrongdoing"
    )
    assert own.kind_of("شكايت") == "complaint"
    assert own.kind_of("نامه") is None
    assert kind_of("گزارش تخلف") is None


def catalogue() -> Catalogue:
    return Catalogue(
        [
            Unit("u", "واحد"),
            Unit("v", "واحد دیگر", parent="u"),
            Post("p", "رئیس", "u", holders=(Spell("کریمی"),)),
            Post("q", "دبیر", "v", holders=(Spell("صادقی"),)),
            Topic("t", "موضوع"),
            Agency("a", "دستگاه"),
            Kind("complaint", "شکایت", DeadlineRule(15), post="q"),
            Kind("question", "سؤال"),
            Service("1", "صدور پروانهٔ ساختمان", ("جواز",), post="p", kinds=("complaint",)),
            Service("2", "تمدید پروانه", deadline=DeadlineRule(3, "hours"), unit="v", topic="t"),
            Service("32", "ساخت‌وساز روستایی"),
        ]
    )


def test_items_are_looked_up_by_their_key() -> None:
    known = catalogue()
    assert len(known) == 11
    for item in known:
        assert getattr(known, item_type(item))(item.key) == item
    assert known.service("u") is None
    assert [unit.key for unit in known.all(Unit)] == ["u", "v"]


def test_a_later_item_of_one_key_replaces_the_earlier() -> None:
    known = Catalogue([Unit("u", "پیشین"), Unit("u", "تازه")])
    assert [unit.title for unit in known.all(Unit)] == ["تازه"]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("پر", ["1", "2"]),
        ("تم", ["2"]),
        ("سا", ["32", "1"]),
        ("ساختم پرو", ["1"]),
        ("جو", ["1"]),
        ("پروانة", ["1", "2"]),
        ("وساز", ["32"]),
        ("۳", ["32"]),
        ("زز", []),
        ("، ", []),
    ],
)
def test_a_service_is_found_by_the_first_letters_of_its_words(typed: str, keys: list[str]) -> None:
    assert [found.key for found in catalogue().find_service(typed)] == keys


def test_typing_on_narrows_what_is_found() -> None:
    known = catalogue()
    typed = "صدور پروانه ساختمان"
    found = [[each.key for each in known.find_service(typed[:end])] for end in range(2, len(typed))]
    assert all(set(later) <= set(earlier) for earlier, later in pairwise(found))
    assert found[-1] == ["1"]


def test_only_so_many_services_are_shown() -> None:
    many = Catalogue([Service(str(n), f"خدمت {n}") for n in range(50)])
    assert len(many.find_service("خد", limit=7)) == 7


def test_a_service_is_known_by_id_or_whole_title() -> None:
    known = catalogue()
    for text in ("1", " 1 ", "صدور پروانه ساختمان", "صدورپروانهٔ ساختمان"):
        found = known.service_of(text)
        assert found is not None
        assert found.key == "1"
    assert known.service_of("صدور") is None


def test_the_services_deadline_goes_before_its_kinds() -> None:
    known = catalogue()
    assert known.deadline("2", "complaint") == DeadlineRule(3, "hours")
    assert known.deadline("1", "complaint") == DeadlineRule(15)
    assert known.deadline("1", "question") is None
    assert known.deadline("", "nothing") is None


def test_a_request_without_a_service_falls_to_the_post_of_its_kind() -> None:
    known = catalogue()
    assert known.responsible("1", DAY)[2] == "کریمی"
    unit, post, person = known.responsible("", DAY, "complaint")
    assert (unit, post, person) == (known.unit("v"), known.post("q"), "صادقی")
    assert known.responsible("2", DAY) == (known.unit("v"), None, "")
    assert known.responsible("", DAY) == (None, None, "")


def test_a_key_that_leads_nowhere_is_named() -> None:
    assert catalogue().broken_references() == []
    loose = Catalogue(
        [
            Service("1", "خ", unit="x", kinds=("y",)),
            Post("p", "پ", "z"),
            Topic("t", "م", "w"),
            Kind("k", "ن", post="m"),
            Agency("a", "د"),
        ]
    )
    missing = [(wrong.code, wrong.params["missing"]) for wrong in loose.broken_references()]
    assert missing == [("catalogue.reference", key) for key in "xyzwm"]


def test_a_new_office_begins_with_every_kind_and_its_deadline() -> None:
    known = Catalogue(base_items())
    assert {kind.key for kind in known.all(Kind)} == {*KIND_WORDS, "wrongdoing"}
    assert all(known.deadline("", kind.key) for kind in known.all(Kind))
    assert known.broken_references() == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_shipped_sample_is_whole(name: str) -> None:
    known = sample_catalogue(name)
    assert len(known) == len(sample_items(name))
    assert known.broken_references() == []
    assert {kind.key for kind in known.all(Kind)} == {*KIND_WORDS, "wrongdoing"}
    for kind in known.all(Kind):
        assert kind.deadline is not None
        assert kind.deadline.source
        assert known.responsible("", DAY, kind.key)[2]
    services = known.all(Service)
    assert len(services) >= 12
    for service in services:
        assert service.steps
        assert service.rights
        assert service.deadline is not None
        assert service.deadline.source
        unit, post, person = known.responsible(service.key, DAY)
        assert unit is not None
        assert post is not None
        assert post.phone
        assert person


def test_places_are_found_by_number_and_by_name() -> None:
    places = shipped_places()
    assert len(places.provinces) == 31
    assert sum(len(places.cities_of(each.number)) for each in places.provinces) == 1324
    tehran = places.province_named("تهران")
    assert tehran is not None
    assert places.province(tehran.number) == tehran
    bakhtiari = places.province_named("چهار محال وبختياري")
    assert bakhtiari is not None
    assert bakhtiari.name == "چهارمحال و بختیاری"
    assert places.province_named("توران") is None
    assert places.province(99) is None
    assert places.city(99_999) is None


def test_a_city_is_found_by_its_first_letters() -> None:
    places = shipped_places()
    assert {city.name for city in places.find_city("خرم اب")} == {"خرم‌آباد"}
    lorestan = places.province_named("لرستان")
    assert lorestan is not None
    found = places.find_city("خرم‌آباد", lorestan.number)
    assert [places.city(city.number) for city in found] == found
    assert len(found) == 1
    assert len(places.find_city("ا", limit=5)) == 5
    assert places.find_city(" ") == []
