"""Bringing back what a book had lost: entries of its own logs, from a mirror or from salvage."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from db.book import DeskBook
from db.ledger import OwnLog
from db.names import key_of
from db.tables import ledger as tables
from db.tables.shape import insert_into
from db.transaction import Transaction
from desk_app.ports.line import Placed
from desk_app.records.chain import START, next_head
from desk_app.records.event import Entry

AT_ONCE: Final = 250
_LOG: Final = (
    "SELECT n, lane, office, seq, head, acked, serial, clock FROM log WHERE id = ? AND own = 1"
)
_CHAIN: Final = "UPDATE place SET head = ? WHERE log = ? AND seq = ?"
_REACH: Final = "UPDATE log SET seq = ?, head = ? WHERE n = ?"


@dataclass(slots=True)
class Gathered:
    """What came of gathering."""

    found: int = 0
    """Events that were not in the book."""
    loose: list[Entry] = field(default_factory=list)
    """Entries after a gap: they cannot be chained where they stood and go into the next log."""


def gather(
    book: DeskBook, entries: Iterable[Placed], lanes: dict[str, int], into: Gathered
) -> None:
    """Put entries of own logs where they stood, as far as nothing before them is missing.

    ``lanes`` names the lane of each log. A log that the book does not know is taken in as one that
    it wrote and closed.
    """
    waiting = iter(entries)
    while part := list(islice(waiting, AT_ONCE)):
        with book.transaction() as turn:
            for placed in part:
                _take(turn, placed, lanes, into)


def adopt(book: DeskBook, entries: Iterable[Entry]) -> int:
    """Record entries that have no place any more in the log being written; returns how many."""
    waiting = iter(entries)
    found = 0
    while part := list(islice(waiting, AT_ONCE)):
        with book.transaction() as turn:
            found += sum(_put(turn, turn.own, entry) for entry in part)
    return found


def _take(turn: Transaction, placed: Placed, lanes: dict[str, int], into: Gathered) -> None:
    log = _own(turn, placed.log, lanes.get(placed.log, 0))
    if placed.seq > log.seq + 1:
        into.loose.append(placed.entry)
    elif placed.seq == log.seq + 1:
        into.found += _put(turn, log, placed.entry)
        if log is not turn.own:
            turn.db.execute(_REACH, (log.seq, log.head, log.n))


def _put(turn: Transaction, log: OwnLog, entry: Entry) -> bool:
    """The entry at the next place of an own log; whether the event was new."""
    log.seq += 1
    log.head = next_head(log.head, entry.bytes)
    stored, _ = turn.ledger.take_in(entry.bytes, entry.beside, (log.n, log.seq))
    turn.db.execute(_CHAIN, (log.head, log.n, log.seq))
    turn.touch(stored.touched)
    return stored.new


def _own(turn: Transaction, log: str, lane: int) -> OwnLog:
    if log == turn.own.id:
        return turn.own
    row = turn.db.execute(_LOG, (key_of(log),)).fetchone()
    if row is not None:
        return OwnLog(row[0], log, *row[1:])
    (n,) = turn.db.execute("SELECT min(n) - 1 FROM log").fetchone()
    office = turn.own.office
    row = (n, key_of(log), 1, lane, office, 0, START, 0, 0, 0, 1, 0)
    turn.db.execute(insert_into(tables.log), row)
    return OwnLog(n, log, lane, office, 0, START, 0, 0, 0)
