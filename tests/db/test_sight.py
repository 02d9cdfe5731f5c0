"""What an expert's sign-in shows: what was referred to the own unit, and no trace of the rest."""

from collections.abc import Iterator

import pytest

from db.book import DeskBook
from desk_app.ports.book import Officer
from desk_app.ports.queries import Filter
from desk_app.records import bodies as b
from desk_app.records import unit_bodies as u
from tests.db.desks import Desk, register, write

MINUTE = 60_000
PERSON = "i0012345679"


@pytest.fixture
def expert(desk: Desk) -> Iterator[DeskBook]:
    book = desk.again(Officer("reza", "رضا", "expert", "u5"))
    yield book
    book.close()


def mixed(desk: Desk) -> tuple[str, str]:
    """Two requests of one person, of which the first was referred to the expert's unit."""
    ours = register(desk, "آسفالت کوچه", promise=b.Promise(date="2026-12-20"))
    desk.clock.pass_ms(MINUTE)
    theirs = register(desk, "آسفالت میدان", promise=b.Promise(date="2026-12-20"))
    write(desk, ours.id, "Referred", b.Referred(unit="u5", due="2026-12-18", reason=0), "بررسی")
    write(desk, theirs.id, "Referred", b.Referred(unit="u1", reason=0), "بررسی")
    return ours.id, theirs.id


def test_every_list_and_search_holds_the_units_own_alone(desk: Desk, expert: DeskBook) -> None:
    ours, _ = mixed(desk)
    queries = expert.queries
    asked = [
        queries.latest(),
        queries.find("آسفالت"),
        queries.find("0912"),
        queries.find("421507"),
        queries.latest(narrow=Filter(statuses=frozenset({"referred"}))),
        queries.latest(narrow=Filter(kinds=frozenset({"request"}))),
        queries.latest(narrow=Filter(due_until="2027-01-01")),
        queries.latest(narrow=Filter(only_unprinted=True)),
        queries.latest(narrow=Filter(only_unsent=True)),
        queries.latest(narrow=Filter(officer="sara")),
        queries.latest(narrow=Filter(unit="u5")),
        queries.find("آسفالت", narrow=Filter(only_unsent=True)),
        queries.history_of(PERSON),
    ]
    for found in asked:
        assert [hit.request_id for hit in found] == [ours]
    assert queries.latest(narrow=Filter(unit="u1")) == []
    assert queries.find("آسفالت", narrow=Filter(unit="u1")) == []
    assert queries.find("میدان") == []


def test_a_page_opens_for_what_was_referred_and_for_nothing_else(
    desk: Desk, expert: DeskBook
) -> None:
    ours, theirs = mixed(desk)
    code = desk.book.queries.request(theirs)
    assert code is not None
    assert expert.queries.request(ours) is not None
    assert expert.queries.request(theirs) is None
    assert expert.queries.request(code.hit.tracking_code) is None
    with expert.writing() as pen:
        assert pen.request(ours) is not None
        assert pen.request(theirs) is None


def test_a_person_is_known_from_the_units_own_requests(desk: Desk, expert: DeskBook) -> None:
    mixed(desk)
    register(desk, "آب", name="زهرا کریمی", id_number="1111111278")
    known = expert.queries.known_person(PERSON)
    assert known is not None
    assert (known.requests, known.open_requests) == (1, 1)
    assert expert.queries.known_person("i1111111278") is None


def test_counts_tell_of_the_units_own(desk: Desk, expert: DeskBook) -> None:
    ours, theirs = mixed(desk)
    for name in (ours, theirs):
        write(desk, name, "Prioritised", b.Prioritised(priority="urgent"))
        write(desk, name, "Prioritised", b.Prioritised(priority="critical"))
    counts = expert.queries.counts()
    assert (counts.requests, counts.conflicts, counts.unprinted, counts.parked) == (1, 1, 0, 0)
    assert desk.book.queries.counts().requests == 2
    day = expert.queries.day("2026-12-11")
    assert (day.requests, day.overdue, day.by_officer) == (0, 0, {})
    assert expert.queries.days("2026-12-11") == ()
    assert expert.queries.visits_of("2026-12-11") == []
    assert expert.queries.parked() == []


def test_an_expert_without_a_unit_sees_nothing(desk: Desk) -> None:
    ours, _ = mixed(desk)
    register(desk, "بی‌ارجاع")
    write(desk, ours, "Referred", b.Referred(agency="a1", reason=0), "ارجاع به دستگاه دیگر")
    book = desk.again(Officer("reza", "رضا", "expert", ""))
    queries = book.queries
    assert (queries.latest(), queries.find("آسفالت"), queries.unit_queue()) == ([], [], [])
    assert (queries.request(ours), queries.history_of(PERSON)) == (None, [])
    assert queries.known_person(PERSON) is None
    assert queries.counts().requests == 0
    book.close()


def test_the_queue_holds_what_lies_with_the_unit_by_its_day(desk: Desk, expert: DeskBook) -> None:
    ours, theirs = mixed(desk)
    late = register(desk, "سد معبر", promise=b.Promise(date="2026-12-15"))
    write(desk, late.id, "Referred", b.Referred(unit="u5", reason=0), "بررسی")
    endless = register(desk, "پیشنهاد")
    write(desk, endless.id, "Referred", b.Referred(unit="u5", reason=0), "بررسی")
    closed = register(desk, "بسته")
    write(desk, closed.id, "Referred", b.Referred(unit="u5", reason=0), "بررسی")
    write(desk, closed.id, "Closed", b.StatusChange())
    queue = expert.queries.unit_queue()
    assert [(row.hit.request_id, row.due) for row in queue] == [
        (late.id, "2026-12-15"),
        (ours, "2026-12-18"),
        (endless.id, ""),
    ]
    assert {row.stage for row in queue} == {"new"}
    assert expert.queries.unit_queue("u1") == []
    assert [row.hit.request_id for row in desk.book.queries.unit_queue("u1")] == [theirs]
    assert desk.book.queries.unit_queue() == []
    write(desk, ours, "Accepted", u.Accepted(referral=queue[1].referral))
    assert [row.stage for row in expert.queries.unit_queue()] == ["new", "accepted", "new"]


def test_the_count_of_a_unit_follows_what_is_referred_and_what_is_referred_again(
    desk: Desk, expert: DeskBook
) -> None:
    ours, _ = mixed(desk)
    write(desk, ours, "Referred", b.Referred(unit="u5", reason=0), "بار دوم")
    assert expert.queries.counts().requests == 1
    write(desk, ours, "Noted", b.Noted(text=0), "متن")
    assert expert.queries.counts().requests == 1


def test_a_sealed_request_opens_for_a_unit_only_where_it_was_referred(desk: Desk) -> None:
    secret = register(desk, "گزارش", audience="oversight")
    reader = Officer("reza", "رضا", "expert", "u5")
    book = desk.again(reader, identity=desk.identity)
    assert book.queries.sealed_for_me() == []
    assert book.queries.request(secret.id) is None
    with desk.book.writing() as pen:
        assert pen.request(secret.id) is None
    referred = b.Referred(unit="u5", reason=0)
    write(desk, secret.id, "Referred", referred, "بررسی", audience="oversight")
    assert [hit.request_id for hit in book.queries.sealed_for_me()] == [secret.id]
    book.close()


def test_the_queue_and_the_units_lists_come_from_their_indexes(desk: Desk) -> None:
    from db.queries.units import QUEUE

    with desk.book.reader.look() as db:
        plan = db.execute("EXPLAIN QUERY PLAN " + QUEUE, ("u5", 500)).fetchall()
    told = " ".join(row[3] for row in plan)
    assert "SEARCH f USING INDEX referral_open (unit=?)" in told
    assert "SEARCH r USING INDEX request_key (key=?)" in told
    assert "SCAN" not in told
