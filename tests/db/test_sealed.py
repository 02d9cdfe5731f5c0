"""Sealed requests: for their audience in memory, for nobody else anywhere."""

import pyrage
import pytest

from desk_app.ports.book import Officer
from desk_app.records import bodies as b
from desk_app.records.codes import make_code
from desk_app.records.errors import MachineFault
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from tests.db.desks import Desk, carry, register, write
from tests.db.test_replicas import check_rebuilt

SECRET = "رشوهٔ مدیر"


def test_a_sealed_request_is_in_no_list_count_or_table_of_others(desk: Desk, other: Desk) -> None:
    register(desk)
    before = desk.book.queries.counts()
    told = register(desk, SECRET, name="نام پنهان", audience="oversight")
    carry(desk, other)
    for each in (desk, other):
        queries = each.book.queries
        assert queries.find("رشوه") == queries.find("پنهان") == queries.find(told.code) == []
        assert len(queries.latest()) == 1
        assert queries.request(told.code) is None
        assert queries.request(told.id) is None
        assert queries.sealed_for_me() == []
        assert queries.history_of("i0012345679") == queries.history_of("i0012345679", 1)
        assert queries.counts().requests == before.requests
        assert _dumped(each).count(told.code) == _dumped(each).count("پنهان") == 0
    assert desk.book.queries.counts().events == before.events + 1


def _dumped(desk: Desk) -> str:
    with desk.engines.reader.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'request_words%'"
        ).scalars()
        rows = [connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names.all()]
    return "\n".join(
        cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
        for table in rows
        for row in table
        for cell in row
    )


def test_a_holder_of_the_key_reads_it_in_memory(desk: Desk, other: Desk) -> None:
    told = register(desk, SECRET, audience="oversight")
    newer = register(desk, "گزارش دوم", audience="oversight")
    write(desk, told.id, "Noted", b.Noted(text=0), "بررسی شد", audience="oversight")
    carry(desk, other)
    for each in (desk, other):
        book = each.again(Officer("baz", "بازرس", "supervisor"), desk.identity)
        assert [hit.request_id for hit in book.queries.sealed_for_me()] == [newer.id, told.id]
        assert book.queries.find("رشوه") == []
        view = book.queries.request(told.code)
        assert view is not None
        assert view.hit.subject == SECRET
        assert [item.type for item in view.timeline] == ["Registered", "Noted"]
        assert view.timeline[1].facts["text"] == "بررسی شد"
        with book.writing() as pen:
            assert pen.request_of_code(told.code) == told.id
            state = pen.request(told.id)
        assert state is not None
        assert state.audience == "oversight"
    assert check_rebuilt(desk) == check_rebuilt(other)


def test_a_stranger_with_a_key_of_their_own_reads_nothing(desk: Desk) -> None:
    told = register(desk, SECRET, audience="oversight")
    book = desk.again(identity=str(pyrage.x25519.Identity.generate()))
    assert book.queries.sealed_for_me() == []
    assert book.queries.request(told.code) is None


def test_a_sealed_request_takes_its_code_from_the_lane(desk: Desk) -> None:
    sealed = register(desk, SECRET, audience="oversight")
    assert register(desk).code != sealed.code


def test_a_reserved_code_of_a_sealed_request_is_used_up(desk: Desk) -> None:
    with desk.book.writing() as pen:
        lane, first, last = pen.next_codes(1)
        body = b.CodesReserved(lane=lane, first=first, last=last, follow_ups=("000111",))
        subject = Subject("reserve", pen.new_id())
        pen.write(Draft(subject=subject, type="CodesReserved", body=body_data(body)))
    code = make_code(lane, first)
    register(desk, SECRET, audience="oversight", code=code)
    with desk.book.writing() as pen:
        assert pen.reserved(code) is None


def test_without_a_key_nothing_is_written_open(desk: Desk) -> None:
    with pytest.raises(MachineFault, match=r"audience\.no_key"):
        register(desk, SECRET, audience="nobody")
    assert SECRET not in _dumped(desk)


def test_an_erased_sealed_request_opens_for_nobody(desk: Desk) -> None:
    told = register(desk, SECRET, audience="oversight")
    book = desk.again(identity=desk.identity)
    assert len(book.queries.sealed_for_me()) == 1
    with desk.book.writing() as pen:
        values = pen.values_of("request", told.id)
    write(desk, told.id, "Erased", b.Erased(values=values, ground="حکم"))
    assert book.queries.sealed_for_me() == []
    assert book.queries.request(told.code) is None
