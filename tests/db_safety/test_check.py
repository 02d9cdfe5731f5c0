"""The check finds what was planted, and nothing in a sound book."""

import pytest
from sqlalchemy import text as sql

from db.check import Problem, check
from db.engine import open_engines
from desk_app.texts import say
from tests.db_safety.desks import Desk, register


def planted(desk: Desk, *statements: str) -> list[Problem]:
    session = desk.open()
    engines = open_engines(desk.book, session.keyring.data_key)
    with engines.writer.begin() as connection:
        for statement in statements:
            connection.execute(sql(statement))
    engines.dispose()
    found = check(session)
    session.close()
    return found


def test_a_sound_book_has_no_problem_while_it_is_used(desk: Desk) -> None:
    desk.record(10)
    session, other = desk.open(), desk.open()
    parts: list[str] = []

    def meanwhile(part: str) -> None:
        parts.append(part)
        register(other)

    assert check(session, meanwhile) == []
    assert len(parts) == len(set(parts)) == 5
    assert all(say(part, "fa") != part for part in parts)
    other.close()
    session.close()


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE event SET bytes = x'7b7d' WHERE n = 2", {"check.chain", "check.values"}),
        ("DELETE FROM place WHERE seq = 3", {"check.chain"}),
        ("UPDATE place SET head = zeroblob(32) WHERE seq = 3", {"check.chain"}),
        ("UPDATE log SET seq = seq - 1", {"check.chain"}),
        ("UPDATE request SET status = 'closed' WHERE n = (SELECT max(n) FROM request)",
         {"check.table"}),
        ("DELETE FROM party", set()),
        ("UPDATE tally SET count = count + 1", {"check.table"}),
        ("INSERT INTO alarm VALUES ('place.twice', '1/1')", {"check.place.twice"}),
        ("INSERT INTO alarm VALUES ('entry.refused', '1/1')", {"check.entry.refused"}),
    ],
)  # fmt: skip
def test_what_was_planted_is_found(desk: Desk, statement: str, codes: set[str]) -> None:
    desk.record(4)
    found = planted(desk, statement)
    assert {problem.code for problem in found} >= codes
    assert bool(found) == bool(codes)


def test_a_changed_value_is_found(desk: Desk) -> None:
    session = desk.open()
    register(session, "the real words")
    session.close()
    found = planted(
        desk,
        "UPDATE event SET beside = CAST(replace(CAST(beside AS TEXT), 'real', 'fake') AS BLOB) "
        "WHERE type = 'Registered'",
    )
    assert [problem.code for problem in found if problem.code == "check.values"] == ["check.values"]


def test_flipped_bytes_are_counted(desk: Desk) -> None:
    desk.record(20)
    session = desk.open()
    data = bytearray(desk.book.read_bytes())
    for page in (20, 30):
        data[page * 4096 + 7] ^= 1
    desk.book.write_bytes(data)
    found = check(session)
    session.close()
    assert Problem("book.bad_pages", {"pages": 2}) in found


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_problem_is_a_sentence(desk: Desk, language: str) -> None:
    desk.record(2)
    found = planted(
        desk,
        "UPDATE event SET bytes = x'7b7d' WHERE n = 2",
        "UPDATE tally SET count = count + 1",
        "INSERT INTO alarm VALUES ('id.twice', 'x')",
    )
    assert len(found) >= 4
    for problem in found:
        assert say(problem.code, language, **problem.params) != problem.code
