"""The book's side of the line: own entries to send, a place for what arrives."""

import time
from typing import Any, Final

import msgspec

from db.arrival import Arrival
from db.book import DeskBook
from db.idle import BREATH_S, project_behind
from db.ledger import OwnLog
from db.names import key_of, text_of
from db.signers import BookSigners
from db.transaction import Transaction
from desk_app.ports.changes import NOTHING, Changes
from desk_app.ports.line import Enrolment, LogPosition, Placed
from desk_app.records.bodies import BookContinued
from desk_app.records.errors import MachineFault
from desk_app.records.event import Draft, Entry, Subject, decode_beside
from desk_app.records.kinds_of_event import body_data

AT_ONCE: Final = 500
"""Entries stored in one transaction, so that a save beside it never waits long."""
NAMED_AT_MOST: Final = 200
"""Entries whose subjects are looked up when they are acknowledged; more are told as everything."""
_OWN_LOGS: Final = "SELECT id, lane, seq, head FROM log WHERE own = 1 ORDER BY n"
_ENTRIES: Final = (
    "SELECT p.seq, e.bytes, e.beside FROM log l JOIN place p ON p.log = l.n "
    "JOIN event e ON e.n = p.event WHERE l.id = ? AND p.seq > ? ORDER BY p.seq LIMIT ?"
)
_HEAD: Final = "SELECT p.head FROM log l JOIN place p ON p.log = l.n WHERE l.id = ? AND p.seq = ?"
_ACKED: Final = "SELECT acked FROM log WHERE id = ?"
_ACKNOWLEDGE: Final = "UPDATE log SET acked = min(?, seq) WHERE id = ? AND own = 1"
_KEPT: Final = "SELECT value FROM keeping WHERE name = ?"
_KEEP: Final = "INSERT OR REPLACE INTO keeping(name, value) VALUES(?, ?)"
_NOT_HELD: Final = (
    "SELECT p.seq, e.n, e.bytes FROM log l JOIN place p ON p.log = l.n AND p.seq > l.acked "
    "JOIN event e ON e.n = p.event WHERE l.n = ? ORDER BY p.seq"
)


class DeskLineBook:
    """What sync needs of the book; every call is safe from the sync thread."""

    def __init__(self, book: DeskBook) -> None:
        self._book = book

    def enrolment(self) -> Enrolment | None:
        """What the centre gave this desk; None before it was enrolled."""
        raw = self._kept("enrolment")
        return msgspec.json.decode(raw, type=Enrolment) if raw else None

    def keep_enrolment(
        self, enrolment: Enrolment, spare_lanes: tuple[int, ...] | None = None
    ) -> None:
        """Keep what the centre gave; spare lanes go into the witness, never into the book."""
        with self._book.transaction() as turn:
            turn.db.execute(_KEEP, ("enrolment", msgspec.json.encode(enrolment)))
            turn.db.execute("UPDATE log SET office = ? WHERE n = ?", (enrolment.office, turn.own.n))
            if spare_lanes is not None:
                self._book.writer.keep_spare_lanes(spare_lanes)

    def own_logs(self) -> list[LogPosition]:
        """The logs this desk wrote, oldest first; the last is the one being written."""
        with self._book.reader.look() as db:
            return [
                LogPosition(text_of(log), lane, seq, head)
                for log, lane, seq, head in db.execute(_OWN_LOGS)
            ]

    def entries(self, log: str, after: int, limit: int) -> list[Placed]:
        """Own entries after a seq, in order, with the values still beside them."""
        with self._book.reader.look() as db:
            return [
                Placed(log, seq, Entry(data, decode_beside(beside)))
                for seq, data, beside in db.execute(_ENTRIES, (key_of(log), after, limit))
            ]

    def head_at(self, log: str, seq: int) -> bytes | None:
        """The chain's head after ``seq`` entries of an own log; None when not held."""
        with self._book.reader.look() as db:
            row = db.execute(_HEAD, (key_of(log), seq)).fetchone()
            return bytes(row[0]) if row and row[0] is not None else None

    def acknowledged(self, log: str) -> int:
        """The highest seq of a log that the centre has made durable."""
        with self._book.reader.look() as db:
            row = db.execute(_ACKED, (key_of(log),)).fetchone()
            return int(row[0]) if row else 0

    def acknowledge(self, log: str, seq: int) -> Changes:
        """Remember how much of a log the centre holds: less than before when it was restored."""
        with self._book.transaction() as turn:
            (acked,) = turn.db.execute(_ACKED, (key_of(log),)).fetchone() or (0,)
            if abs(seq - acked) > NAMED_AT_MOST:
                turn.gathered.everything = True
            else:
                for kind, subject in self._touched_between(turn, log, seq):
                    turn.gathered.touch(kind, subject)
            turn.db.execute(_ACKNOWLEDGE, (seq, key_of(log)))
            return turn.gathered.frozen()

    def cursor(self) -> str:
        """Where the last pull ended; empty before the first."""
        return self._kept("cursor").decode()

    def receive(self, placed: list[Placed], cursor: str) -> Changes:
        """Store what arrived, with the cursor, and project it behind, slice by slice.

        Known entries change nothing; an id with other content is kept as an alarm.
        """
        self._store(placed, cursor, None)
        return self.catch_up() if placed else NOTHING

    def store(self, placed: list[Placed], cursor: str, after: str) -> bool:
        """Store what arrived behind the cursor ``after``; its subjects wait for ``catch_up``.

        False, and the cursor stays, where the feed is read from another place by now.
        """
        return self._store(placed, cursor, after)

    def catch_up(self) -> Changes:
        """Project every subject that waits, slice by slice."""
        return project_behind(self._book.writer, self._book.publish)

    def _store(self, placed: list[Placed], cursor: str, after: str | None) -> bool:
        """The cursor moves with the last of the entries: a break in between asks for them again."""
        parts = [placed[at : at + AT_ONCE] for at in range(0, len(placed), AT_ONCE)] or [[]]
        for part in parts:
            if part is not parts[0] and self._book.writer.is_wanted():
                time.sleep(BREATH_S)
            with self._book.transaction() as turn:
                if after is not None and _kept(turn.db, "cursor") != after.encode():
                    return False
                Arrival(turn).take(part)
                if part is parts[-1]:
                    turn.db.execute(_KEEP, ("cursor", cursor.encode()))
        return True

    @property
    def signers(self) -> BookSigners:
        """The keys of the devices whose logs are here."""
        return BookSigners(self._book)

    def note_contact(self, at_ms: int, central_ms: int) -> None:
        """Remember when the centre was last heard and what its clock said."""
        with self._book.transaction() as turn:
            turn.db.execute(_KEEP, ("contact", str(at_ms).encode()))
            turn.db.execute(_KEEP, ("central_clock", str(central_ms).encode()))

    def contact(self) -> tuple[int, int]:
        """When the centre was last heard (ms since 1970) and how far ahead its clock was then."""
        at_ms = int(self._kept("contact") or 0)
        central_ms = int(self._kept("central_clock") or 0)
        return at_ms, central_ms - at_ms if at_ms else 0

    def continue_in(
        self, log: str, lane: int, reason: str, without: frozenset[int] = frozenset()
    ) -> LogPosition:
        """Open a new log with this lane and re-record what the centre does not hold.

        Entries at the places ``without`` stay behind as alarms. The lane is struck off in the
        witness first. MachineFault ``lane.used`` for one that any log here had.
        """
        with self._book.transaction() as turn:
            old = turn.own
            used = turn.db.execute("SELECT 1 FROM log WHERE lane = ?", (lane,)).fetchone()
            if used is not None:
                raise MachineFault("lane.used")
            self._book.writer.strike_lane(log, lane)
            turn.own = new = turn.ledger.begin_log(log, lane, old.office, old.clock)
            for seq, n, data in turn.db.execute(_NOT_HELD, (old.n,)).fetchall():
                if seq in without:
                    turn.ledger.alarm_refused(old.id, seq)
                else:
                    turn.ledger.place_own(new, n, bytes(data))
            self._tell_continued(turn, old, reason)
            return LogPosition(log, lane, new.seq, new.head)

    def _tell_continued(self, turn: Transaction, old: OwnLog, reason: str) -> None:
        body = BookContinued(
            reason=reason,
            previous_log=old.id,
            previous_seq=old.seq,
            previous_head=old.head.hex(),
        )
        pen = self._book.pen(turn)
        subject = Subject("session", pen.new_id())
        pen.write(Draft(subject=subject, type="BookContinued", body=body_data(body)))

    def _touched_between(self, turn: Transaction, log: str, seq: int) -> list[tuple[str, str]]:
        rows = turn.db.execute(
            "SELECT DISTINCT e.kind, e.subject FROM log l JOIN place p ON p.log = l.n "
            "AND p.seq > min(l.acked, ?1) AND p.seq <= max(l.acked, ?1) "
            "JOIN event e ON e.n = p.event WHERE l.id = ?2",
            (seq, key_of(log)),
        )
        return [(kind, text_of(subject)) for kind, subject in rows]

    def _kept(self, name: str) -> bytes:
        with self._book.reader.look() as db:
            return _kept(db, name)


def _kept(db: Any, name: str) -> bytes:
    row = db.execute(_KEPT, (name,)).fetchone()
    return bytes(row[0]) if row else b""
