"""Finding as one types, against a reading of every request by plain means."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.ports.queries import Filter
from desk_app.records import bodies as b
from desk_app.records.persons import OutsideNumber
from desk_app.records.text import normalise, search_words
from tests.db.desks import Desk, Told, make_desk, register, write

FIRST = ("علی", "علی‌اکبر", "زهرا", "محمدرضا", "مُحَمَّد", "كبري", "نور الدین")
LAST = ("احمدی", "احمدزاده", "علی‌زاده", "كريمي", "عسگری‌پور", "اینجانبی", "اینجانبان", "Smith")
SUBJECTS = ("آسفالت کوچه ۱۲", "انشعاب آب", "وام ازدواج", "پروانهٔ ساختمانی", "شکایت از شهرداری")

FILLED = 120

Made = list[tuple[Told, str, list[str]]]


def _fill(desk: Desk, count: int) -> Made:
    """Requests with their words and their numbers, oldest first."""
    chance = random.Random(8)
    made = []
    for _ in range(count):
        desk.clock.pass_ms(1_000)
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        subject = chance.choice(SUBJECTS)
        number = f"{chance.randrange(10**10):010d}"
        mobile = f"0912{chance.randrange(10**7):07d}"
        outside = str(chance.randrange(10**6))
        told = register(
            desk,
            subject,
            name=name,
            id_number=number,
            mobile=mobile,
            outside=(OutsideNumber("111", outside),),
        )
        made.append(
            (
                told,
                f"{name} {subject} خواهشمند است رسیدگی گردد",
                [
                    told.code,
                    number,
                    mobile.removeprefix("0"),
                    outside,
                ],
            )
        )
    return made


def _oracle(made: Made, typed: str) -> list[str]:
    chunks = [chunk for chunk in typed.split() if any(len(w) > 1 for w in search_words(chunk))]
    # A number typed in groups, as codes are printed, is one number too.
    whole = "".join(typed.split())
    one_number = whole if whole.isascii() and whole.isdigit() else ""
    return [
        told.id
        for told, text, numbers in reversed(made)
        if chunks
        and (
            all(_chunk_in(chunk, search_words(text), numbers) for chunk in chunks)
            or (one_number and _begins(one_number, [], numbers))
        )
    ]


def _chunk_in(chunk: str, words: list[str], numbers: list[str]) -> bool:
    whole = search_words(normalise(chunk))
    parts = [word for word in search_words(chunk) if word not in whole]
    ways = [whole] + ([parts] if parts else [])
    return any(all(_begins(word, words, numbers) for word in way if len(word) > 1) for way in ways)


def _begins(word: str, words: list[str], numbers: list[str]) -> bool:
    begun = any(each.startswith(word) for each in words)
    if not (word.isascii() and word.isdigit()):
        return begun
    ways = {word, word.removeprefix("0"), word.removeprefix("98"), word.removeprefix("0098")}
    code, number, mobile, outside = numbers
    return (
        begun
        or any(each.startswith(word) for each in (code, number, outside))
        or any(way and mobile.startswith(way) for way in ways)
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Made]:
    desk = make_desk(tmp_path_factory.mktemp("filled"))
    return desk, _fill(desk, FILLED)


PICKS = st.lists(st.tuples(st.integers(0, 30), st.integers(2, 14)), min_size=1, max_size=3)
"""Which words of a request are typed, and how many letters of each."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, FILLED - 1), picks=PICKS)
def test_what_is_found_is_what_a_careful_reader_finds(
    filled: tuple[Desk, Made], which: int, picks: list[tuple[int, int]]
) -> None:
    desk, made = filled
    _, text, numbers = made[which]
    words = [*text.split(), *numbers]
    typed = " ".join(words[place % len(words)][:letters] for place, letters in picks)
    found = [hit.request_id for hit in desk.book.queries.find(typed, 200)]
    assert found == _oracle(made, typed)


@pytest.mark.parametrize(
    "typed",
    ["كريمي", "کریمی", "کريمى", "کریم", "ﻛﺮﯾﻤﯽ", "کَرِیمی", "کـریـمی", "  کریمی  "],
)
def test_letters_that_nobody_tells_apart_are_one(desk: Desk, typed: str) -> None:
    told = register(desk, name="زهرا كريمي")
    assert [hit.request_id for hit in desk.book.queries.find(typed)] == [told.id]


@pytest.mark.parametrize("typed", ["علی‌زاده", "علیزاده", "زاده", "علی"])
def test_a_name_with_a_half_space_is_found_in_its_parts_and_whole(desk: Desk, typed: str) -> None:
    told = register(desk, name="رضا علی‌زاده")
    assert [hit.request_id for hit in desk.book.queries.find(typed)] == [told.id]


@pytest.mark.parametrize(
    "typed",
    ["09121234567", "۰۹۱۲۱۲۳۴۵۶۷", "9121234567", "+989121234567", "00989121234567", "0912-123"],
)
def test_a_mobile_is_found_however_it_is_typed(desk: Desk, typed: str) -> None:
    told = register(desk, mobile="09121234567")
    assert [hit.request_id for hit in desk.book.queries.find(typed)] == [told.id]


def test_a_code_is_found_in_groups_digits_and_part(desk: Desk) -> None:
    told, _ = register(desk), register(desk)
    code = told.code
    for typed in (
        code,
        f"{code[:6]} {code[6:12]} {code[12:]}",
        f"{code[:6]}-{code[6:12]}",
        code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        code[:12],
    ):
        assert [hit.request_id for hit in desk.book.queries.find(typed)] == [told.id]
    assert len(desk.book.queries.find(code[:6])) == 2


@pytest.mark.parametrize(
    "typed", ["", " ", "ع", "۰", '"', "*", "a OR b", "NEAR(", "\x00", "\u200c"]
)
def test_what_says_too_little_finds_nothing_and_harms_nothing(desk: Desk, typed: str) -> None:
    register(desk)
    assert desk.book.queries.find(typed) == []


@pytest.mark.parametrize("typed", ["𞤀𞤁𞤂", "ꟊꟋabc", "x\u0378y", "اب\U0001ec70"])
def test_letters_newer_than_the_index_are_found_too(desk: Desk, typed: str) -> None:
    told = register(desk, f"موضوع {typed}")
    found = desk.book.queries.find(typed)
    assert [hit.request_id for hit in found] in ([told.id], [])
    assert found or not any(len(word) > 1 for word in search_words(typed))


def test_a_corrected_name_is_found_and_the_printed_one_too(desk: Desk) -> None:
    told = register(desk, name="علی احمدی")
    body = b.Corrected(held={"party.0.last_name": 0})
    write(desk, told.id, "Corrected", body, "نوروزی")
    for typed in ("نوروزی", "احمدی"):
        assert [hit.request_id for hit in desk.book.queries.find(typed)] == [told.id]
    assert desk.book.queries.find("نوروزی")[0].visitor_name == "علی نوروزی"


def test_a_found_list_can_be_narrowed(desk: Desk) -> None:
    told = register(desk, "آسفالت", kind="complaint")
    register(desk, "آسفالت")
    found = desk.book.queries.find("آسفالت", 50, Filter(kinds=frozenset({"complaint"})))
    assert [hit.request_id for hit in found] == [told.id]
    desk.line.acknowledge(desk.log, desk.line.own_logs()[-1].seq - 1)
    unsent = desk.book.queries.find("آسفالت", 50, Filter(only_unsent=True))
    assert [hit.request_id for hit in unsent] == [desk.book.queries.latest(1)[0].request_id]
    assert desk.book.queries.find("آسفالت", 0) == []


def test_who_has_little_patience_gets_the_newest_first_and_then_the_rest(desk: Desk) -> None:
    made = _fill(desk, 30)
    asked, found = "خواهشمند رسیدگی", []
    before = ""
    while hits := desk.book.queries.find(asked, 50, Filter(), before, patience_ms=1):
        found += [hit.request_id for hit in hits]
        before = hits[-1].request_id
    assert found == [told.id for told, _, _ in reversed(made)]


def test_nobody_s_patience_ends_before_the_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _fill(desk, 3)
    monkeypatch.setattr("db.queries.finding._deadline", lambda _: lambda: True)
    hits = desk.book.queries.find("خواهشمند", 50, Filter(), "", patience_ms=1)
    assert [hit.request_id for hit in hits] == [made[-1][0].id]
