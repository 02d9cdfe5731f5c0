"""Persons of the last saves: found at once, brought to their place in idle moments."""

from sqlalchemy import text as sql

from db.rebuild import fingerprint
from desk_app.records import bodies as b
from desk_app.records.persons import Person
from tests.db.desks import Desk, register, write

NUMBER = "0012345679"


def rows(desk: Desk, table: str) -> int:
    with desk.engines.reader.connect() as connection:
        return int(connection.execute(sql(f"SELECT count(*) FROM {table}")).scalar_one())


def tables(desk: Desk) -> dict[str, str]:
    with desk.engines.writer.connect() as connection:
        return fingerprint(connection)


def test_a_save_leaves_the_large_table_of_persons_alone(desk: Desk) -> None:
    register(desk)
    assert (rows(desk, "fresh_party"), rows(desk, "party")) == (1, 0)
    while desk.book.tend():
        pass
    assert (rows(desk, "fresh_party"), rows(desk, "party")) == (0, 1)


def test_moving_persons_changes_nothing_that_is_read(desk: Desk) -> None:
    for at in range(6):
        register(desk, f"آسفالت {at}", mobile=f"0912000000{at}")
    known = desk.book.queries.known_person(Person(id_number=NUMBER).key)
    before = tables(desk)
    while desk.book.tend():
        pass
    assert rows(desk, "fresh_party") == 0
    assert known is not None
    assert known.requests == 6
    assert desk.book.queries.known_person(Person(id_number=NUMBER).key) == known
    assert tables(desk) == before


def test_a_person_stands_once_whichever_table_holds_the_row(desk: Desk) -> None:
    moved = register(desk, "از پیش")
    while desk.book.tend():
        pass
    fresh = register(desk, "تازه")
    for told in (moved, fresh):
        write(desk, told.id, "Noted", b.Noted(text=0), "بازدید شد")
        write(desk, told.id, "Closed", b.StatusChange())
    found = desk.book.queries.history_of(Person(id_number=NUMBER).key, 10)
    assert [hit.tracking_code for hit in found] == [fresh.code, moved.code]
    known = desk.book.queries.known_person(Person(id_number=NUMBER).key)
    assert known is not None
    assert (known.requests, known.open_requests) == (2, 0)
    assert rows(desk, "fresh_party") + rows(desk, "party") == 2


def test_open_requests_of_a_person_are_seen_in_both_tables(desk: Desk) -> None:
    first = register(desk, "از پیش")
    while desk.book.tend():
        pass
    second = register(desk, "تازه")
    with desk.book.writing() as pen:
        found = pen.open_requests_of(Person(id_number=NUMBER).key)
    assert [each.tracking_code for each in found] == [second.code, first.code]
