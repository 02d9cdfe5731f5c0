"""A new book from what remains of another: a mirror, or pages saved from damaged files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from db import keys, platform
from db.copies import settle
from db.diagnosis import salt_of
from db.engine import open_engines
from db.folder import BookFolder
from db.founding import begin_book
from db.gathering import Gathered, adopt, gather
from db.going_on import NO_MEANS, Means, WentOn, go_on
from db.keys import DATA_KEY_BYTES
from db.line_book import DeskLineBook
from db.migrations import HEAD, upgrade
from db.names import key_of
from db.opening import session_of
from db.session import Around, Session
from db.setup import half_made
from db.slots import Slots, Unlocked
from db.witness import WitnessRecord
from desk_app.ports.book import Officer
from desk_app.ports.line import Placed
from desk_app.records.chain import START
from desk_app.records.event import Entry
from desk_app.records.ids import new_id


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of a book."""

    lanes: Mapping[str, int]
    """The lane of each log that the book wrote; the last one is the one it was writing."""
    office: str
    settings: Mapping[str, str]
    keeping: Mapping[str, bytes]
    acknowledged: Mapping[str, int]
    """How much of each log the centre had made durable."""
    spare_lanes: tuple[int, ...] = ()
    """Spare lanes taken off the lost book's witness on this machine."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who remakes the book, and how they open it."""

    user: str
    password: str
    slots: Slots
    """The slots of the lost book; its officers open the new one with the same passwords."""
    opened: Unlocked


def remake(
    folder: Path,
    who: Who,
    remains: Remains,
    own: Iterable[Placed],
    others: Iterable[Placed],
    loose: Iterable[Entry],
    around: Around,
    means: Means = NO_MEANS,
) -> tuple[Session, WentOn, int]:
    """Make a book in an empty folder and go on in a new log; returns how many events it has.

    ``own`` are entries of the book's logs in order, ``others`` those of other desks, ``loose``
    those whose place is lost. Raises as set-up and as going on do; after ``lane.none`` the book is
    there and waits for a lane.
    """
    where = BookFolder(folder, around.home, wait_s=around.wait_s)
    gathered = Gathered()
    with half_made(where, new_id(around.clock.now_ms(), around.entropy(10))) as book:
        session = _empty(where, book, who, remains, around)
        try:
            gather(session.book, own, dict(remains.lanes), gathered)
            _put_back(session, remains)
            line = DeskLineBook(session.book)
            for part in _parts(others):
                line.receive(part, "")
        finally:
            session.close()
    session, went_on = go_on(
        folder, who.user, who.password, "salvage", around, means=means, needed=False
    )
    adopted = adopt(session.book, (*gathered.loose, *loose))
    return session, went_on, gathered.found + adopted


def _empty(where: BookFolder, book: str, who: Who, remains: Remains, around: Around) -> Session:
    """A book without events, ended before it began: only a new log may be written in it."""
    data_key = around.entropy(DATA_KEY_BYTES)
    log = list(remains.lanes)[-1]
    lane = remains.lanes[log]
    engines = open_engines(where.book, data_key)
    try:
        with engines.writer.begin() as connection:
            upgrade(connection)
        counter = remains.settings.get("counter", "")
        begin_book(
            engines.writer, log=log, lane=lane, office=remains.office, counter=counter,
            entropy=around.entropy,
        )  # fmt: skip
    finally:
        engines.dispose()
    settle(where.book, data_key)
    platform.make_private(where.book)
    witness = where.witness(book)
    with witness.lock():
        witness.write(
            WitnessRecord(
                book=book,
                log=log,
                seq=0,
                head=START,
                lane=lane,
                serial=0,
                spare_lanes=remains.spare_lanes,
                folder=str(where.path),
                ended=log,
            )
        )
        where.write_slots(_resealed(who.slots, book, data_key, salt_of(where.book)))
    opened = msgspec.structs.replace(who.opened, data_keys=(data_key,))
    return session_of(where, opened, witness, around, officer=Officer(who.user, "", ""))


def _resealed(old: Slots, book: str, data_key: bytes, salt: bytes) -> Slots:
    return Slots(
        book=book,
        schema=HEAD,
        salt=salt,
        officers=tuple(
            msgspec.structs.replace(slot, key=keys.seal_key(data_key, slot.public))
            for slot in old.officers
        ),
        withdrawn=old.withdrawn,
        recovery=old.recovery
        and msgspec.structs.replace(old.recovery, key=keys.seal_key(data_key, old.recovery.public)),
    )


def _put_back(session: Session, remains: Remains) -> None:
    with session.book.transaction() as turn:
        turn.db.executemany(
            "INSERT OR REPLACE INTO setting(name, value) VALUES(?, ?)",
            list(remains.settings.items()),
        )
        turn.db.executemany(
            "INSERT OR REPLACE INTO keeping(name, value) VALUES(?, ?)",
            [item for item in remains.keeping.items() if item[0] != "cursor"],
        )
        turn.db.executemany(
            # The next log holds again what the centre did not.
            "UPDATE log SET acked = min(?1, seq), ends = closed * min(?1, seq) WHERE id = ?2",
            [(seq, key_of(log)) for log, seq in remains.acknowledged.items()],
        )


def _parts(placed: Iterable[Placed], most: int = 1000) -> Iterable[list[Placed]]:
    part: list[Placed] = []
    for each in placed:
        part.append(each)
        if len(part) == most:
            yield part
            part = []
    if part:
        yield part
