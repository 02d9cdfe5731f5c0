"""The check of a book: file, chains, values, and whether its tables are what its events give."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy import text as sql

from db.copies import copy_book, reading
from db.diagnosis import bad_pages, chain_breaks_at, own_logs
from db.engine import open_engines
from db.faults import told_as_faults
from db.keys import DATA_KEY_BYTES
from db.names import text_of
from db.projection.projector import Projector
from db.rebuild import fingerprint, rebuild
from db.session import Session
from db.transaction import Transaction
from desk_app.records.errors import DataDamaged
from desk_app.records.event import BadEntry, check_beside, decode_beside, read_event

_AT_ONCE: Final = 2000
_BESIDE: Final = (
    "SELECT n, bytes, beside FROM event WHERE n > :n AND beside <> x'' ORDER BY n LIMIT :m"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be; its sentence is looked up by the code."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


def check(session: Session, progress: Callable[[str], None] | None = None) -> list[Problem]:
    """Everything that is wrong with the book; empty when it is sound.

    The tables are computed again in a copy beside the book, so the desk goes on working meanwhile.
    ``progress`` hears the code of each part as it begins.
    """
    found: list[Problem] = []
    if session.book.read_only_reason is not None:
        reason = session.book.read_only_reason
        found.append(Problem(reason.code, reason.params))
    say = progress or (lambda _: None)
    key = session.keyring.data_key
    try:
        with reading(session.where.book, key) as connection:
            say("check.pages")
            found += _pages(connection, session.where.book)
            for name, part in _PARTS:
                say(name)
                found += part(connection)
        if not any(one.code == "book.bad_pages" for one in found):
            say("check.tables")
            with told_as_faults():
                found += _tables(session, key)
    except DataDamaged as damaged:
        found.append(Problem(damaged.code, damaged.params))
    return list({(one.code, *one.params.items()): one for one in found}.values())


def _pages(connection: Connection, book: Path) -> Iterator[Problem]:
    if pages := bad_pages(connection, book):
        yield Problem("book.bad_pages", {"pages": pages})
    else:
        for (told,) in connection.exec_driver_sql("PRAGMA quick_check(1)"):
            if told != "ok":
                yield Problem("check.structure")


def _chains(connection: Connection) -> Iterator[Problem]:
    for log in own_logs(connection):
        if (seq := chain_breaks_at(connection, log)) is not None:
            yield Problem("check.chain", {"log": text_of(log.id), "seq": seq})


def _values(connection: Connection) -> Iterator[Problem]:
    wrong = last = 0
    while part := connection.execute(sql(_BESIDE), {"n": last, "m": _AT_ONCE}).fetchall():
        last = part[-1][0]
        wrong += sum(not _fits(bytes(data), bytes(beside)) for _, data, beside in part)
    if wrong:
        yield Problem("check.values", {"count": wrong})


def _fits(data: bytes, beside: bytes) -> bool:
    try:
        check_beside(read_event(data), decode_beside(beside))
    except BadEntry:
        return False
    return True


def _alarms(connection: Connection) -> Iterator[Problem]:
    for kind, count in connection.execute(sql("SELECT kind, count(*) FROM alarm GROUP BY kind")):
        yield Problem(f"check.{kind}", {"count": count})


_PARTS: Final[tuple[tuple[str, Callable[[Connection], Iterator[Problem]]], ...]] = (
    ("check.chains", _chains),
    ("check.personal_values", _values),
    ("check.alarms", _alarms),
)


def _tables(session: Session, key: bytes) -> list[Problem]:
    temporary = session.entropy(DATA_KEY_BYTES)
    with tempfile.TemporaryDirectory(prefix=".check-", dir=session.where.path) as folder:
        copy = Path(folder) / "copy.db"
        copy_book(session.where.book, key, copy, temporary)
        engines = open_engines(copy, temporary)
        try:
            with engines.writer.begin() as connection:
                _project_waiting(connection)
                here = fingerprint(connection)
                rebuild(connection)
                again = fingerprint(connection)
        finally:
            engines.dispose()
    return [
        Problem("check.table", {"table": table})
        for table in here
        if here[table] != again.get(table)
    ]


def _project_waiting(connection: Connection) -> None:
    # What waits for an idle moment is late, not wrong.
    db: Any = connection.connection.driver_connection
    turn = Transaction(db, Projector(db), 0)
    while turn.project_waiting(_AT_ONCE):
        continue
