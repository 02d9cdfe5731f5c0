"""Many rows at once and rows by many keys are the same on both databases."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, func, select, text

from central.store import tables
from central.store.append import append_batch
from central.store.database import Database
from central.store.rows import is_among, put_rows
from central.store.taking import take_batch
from desk_app.protocol.batch import read_batch
from desk_app.protocol.problems import Problem
from tests.centres import Headquarters, lite_url, new_database, postgres
from tests.sync.memory_book import MemoryBook
from tests.sync.speaker import Speaker

_WAITS = (
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)
_INTERFERED = "DO $$ BEGIN RAISE EXCEPTION 'interfered' USING ERRCODE = '{}'; END $$"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    lite = request.param == "sqlite"
    url = lite_url(tmp_path) if lite else new_database(request.getfixturevalue("server"))
    found = Database(url)
    yield found
    found.close()


def test_rows_are_kept_byte_for_byte(database: Database) -> None:
    rows = [
        (
            1,
            7,
            seq,
            bytes([seq % 251]) * 32,
            'a "subject" \\ ,{}',
            b"\x00\\x\xff{}" * (seq % 251),
            beside,
        )
        for seq, beside in ((1, None), (2, b""), (1 << 40, b"\n\t"))
    ]
    database.write(lambda c: put_rows(c, tables.entry, rows))
    database.write(lambda c: put_rows(c, tables.entry, []))
    query = select(tables.entry).order_by(tables.entry.c.seq)
    found = database.read(lambda c: [tuple(row) for row in c.execute(query)])
    assert found == rows


def test_rows_that_fail_leave_nothing_behind(database: Database) -> None:
    row = (1, b"\1" * 16, b"\2" * 32, 1, 1)
    with pytest.raises(Exception, match=r"(?i)unique"):
        database.write(lambda c: put_rows(c, tables.known, [row, row]))
    count = select(func.count()).select_from(tables.known)
    assert database.read(lambda c: c.execute(count).scalar_one()) == 0


def test_rows_are_found_by_bytes_and_by_texts_with_any_letters(database: Database) -> None:
    names = [bytes(range(at, at + 16)) for at in (0, 34, 92, 240)]
    database.write(
        lambda c: put_rows(c, tables.known, [(1, name, b"\0" * 32, 1, 1) for name in names])
    )
    codes = ['a"b', "c\\d", "{e,f}", "NULL", " g "]
    database.write(lambda c: put_rows(c, tables.code, [(1, code, "r") for code in codes]))

    def ids(*wanted: bytes) -> set[bytes]:
        column = tables.known.c.id
        rows = database.read(
            lambda c: c.execute(select(column).where(is_among(c, column, wanted))).scalars().all()
        )
        return set(map(bytes, rows))

    def found(*wanted: str) -> set[str]:
        column = tables.code.c.code
        rows = database.read(
            lambda c: c.execute(select(column).where(is_among(c, column, wanted))).scalars().all()
        )
        return set(rows)

    assert ids(*names[1:3], bytes(16)) == set(names[1:3])
    assert ids() == set()
    assert found(*codes[:4], "other") == set(codes[:4])
    assert found(" g ") == {" g "}


def test_work_that_others_interfered_with_is_done_again(server: str) -> None:
    database = Database(new_database(server))
    tried: list[int] = []

    def work(connection: Connection) -> int:
        tried.append(1)
        if len(tried) < 3:
            connection.execute(text(_INTERFERED.format("40001")))
        return len(tried)

    assert database.write(work) == 3
    database.close()


def test_work_that_is_interfered_with_for_ever_is_told_to_come_again(server: str) -> None:
    database = Database(new_database(server))
    failing = text(_INTERFERED.format("40P01"))
    with pytest.raises(Problem) as caught:
        database.write(lambda c: c.execute(failing))
    assert (caught.value.code, caught.value.params["retry_after"]) == ("busy", 5)
    database.close()


def test_what_is_erased_while_it_is_on_its_way_is_not_kept(server: str) -> None:
    """The push of a person's values waits for the office while another erases the person."""
    centre = Headquarters(new_database(server))
    centre.start()
    writer, eraser = MemoryBook(1), MemoryBook(2, lane=421_508)
    for book in (writer, eraser):
        centre.enrol(book)
    (made,) = writer.register()
    eraser.erase(made)
    with Speaker(centre.address, writer) as one, Speaker(centre.address, eraser) as other:
        values, erasing = read_batch(one.batch(1, 1)), read_batch(other.batch(1, 1))
    pushing = threading.Thread(
        target=take_batch, args=(centre.database, lambda _: None, values, centre.clock.ms)
    )

    def erase(connection: Connection) -> None:
        append_batch(connection, None, erasing, centre.clock.ms)
        pushing.start()
        with psycopg.connect(centre.url, autocommit=True) as watching:
            while watching.execute(_WAITS).fetchone() is None:
                pass

    centre.database.write(erase)
    pushing.join()
    assert centre.counts().events == 2
    assert centre.values_kept() == 0
    centre.close()
