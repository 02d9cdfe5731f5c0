"""What an erasure leaves to do in a large file is done when the book is closed by its last user."""

import pytest

from db.pages import Pages
from db.session import Session
from desk_app.records.bodies import Erased
from desk_app.records.errors import MachineFault
from desk_app.records.event import Draft, Subject, read_event
from desk_app.records.kinds_of_event import body_data
from tests.db_safety.desks import Desk, register

WORDS = "قغفعژضظ"


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.idle.SMALL_FILE_PAGES", 0)


def erase_one(session: Session) -> None:
    """Record something and erase it again."""
    register(session, WORDS)
    with session.book.reader.look() as db:
        (data,) = db.execute(
            "SELECT bytes FROM event WHERE type = 'Registered' ORDER BY n DESC"
        ).fetchone()
    event = read_event(data)
    with session.book.writing() as pen:
        body = body_data(Erased(values=event.held))
        pen.write(Draft(subject=Subject(*event.subject), type="Erased", body=body))


def left_to_do(session: Session) -> bool:
    with session.book.reader.look() as db:
        return db.execute("SELECT 1 FROM stamp WHERE name = 'scrub'").fetchone() is not None


def words_in(desk: Desk, key: bytes) -> bool:
    salt = desk.book.read_bytes()[:16]
    with Pages(desk.book, key, salt) as pages:
        found = b"".join(pages.newest(number) or b"" for number in pages.numbers())
    return WORDS.encode() in found


def test_closing_leaves_no_erased_word(desk: Desk) -> None:
    desk.record(30)
    session = desk.open()
    key = session.keyring.data_key
    erase_one(session)
    assert left_to_do(session)
    session.close()
    assert not words_in(desk, key)
    again = desk.open()
    assert not left_to_do(again)
    again.close()
    again.close()


def test_the_last_one_to_close_does_it(desk: Desk) -> None:
    session, other = desk.open(), desk.open()
    erase_one(session)
    session.close()
    assert left_to_do(other)
    other.close()
    again = desk.open()
    assert not left_to_do(again)
    again.close()


def test_a_disk_without_room_for_it_keeps_nobody_from_closing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.open()
    erase_one(session)
    with monkeypatch.context() as full:

        def refuse(*_: object) -> None:
            raise MachineFault("disk.full")

        full.setattr("db.idle._scrub", refuse)
        session.close()
    again = desk.open()
    assert left_to_do(again)
    again.close()
