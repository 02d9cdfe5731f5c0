"""The ledger: events stored once, each with its places; nothing here is ever computed anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, NamedTuple

from db.erasing import drop_papers
from db.names import event_key, key_of, text_of
from db.tables import ledger as tables
from db.tables.shape import insert_into
from desk_app.records.chain import START, next_head
from desk_app.records.event import (
    BadEntry,
    Event,
    Held,
    check_beside,
    decode_beside,
    encode_beside,
    read_event,
)

_OWN: Final = (
    "SELECT n, id, lane, office, seq, head, acked, serial, clock FROM log "
    "WHERE own = 1 AND closed = 0 ORDER BY n DESC LIMIT 1"
)
_SAVE_OWN: Final = "UPDATE log SET seq = ?, head = ?, serial = ?, clock = ? WHERE n = ?"
_ADD_EVENT: Final = (
    "INSERT INTO event(id, kind, subject, type, audience, shadowed, log, seq, bytes, beside) "
    "VALUES(?, ?, ?, ?, ?, 0, ?, ?, ?, ?)"
)
_SAME_ID: Final = "SELECT n, bytes, beside, kind, subject FROM event WHERE id = ?"
_IS_ERASED: Final = "SELECT 1 FROM erased WHERE subject = ? AND name = ?"
_OF_SUBJECT: Final = "SELECT n, beside FROM event WHERE subject = ? AND beside <> x''"
_ANY: Final = "SELECT 1 FROM event WHERE subject = ? LIMIT 1"
_AT: Final = "SELECT event FROM place WHERE log = ? AND seq = ?"
_WAIT: Final = "INSERT OR IGNORE INTO waiting(kind, subject) VALUES(?, ?)"

Place = tuple[int, int]
"""A log's row and a seq."""
NOWHERE: Final[Place] = (0, 0)


@dataclass(slots=True)
class OwnLog:
    """The log that this desk writes, as it stands in an open transaction."""

    n: int
    id: str
    lane: int
    office: str
    seq: int
    head: bytes
    acked: int
    serial: int
    clock: int


class Stored(NamedTuple):
    """What came of storing an entry: its row, the subjects to project, whether it is new."""

    n: int
    touched: tuple[tuple[str, bytes], ...]
    new: bool
    alone: bool = False
    """Whether nothing else is stored under the subject's id."""


class Ledger:
    """The ledger through one connection, inside a transaction of the caller's."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self._none_erased = db.execute("SELECT 1 FROM erased LIMIT 1").fetchone() is None
        self.has_erased = False
        """Whether this transaction dropped values that were stored."""

    @property
    def any_erased(self) -> bool:
        """Whether values of anything were ever erased here."""
        return not self._none_erased

    def own_log(self) -> OwnLog | None:
        """The log being written; None in a book that was never begun."""
        row = self._db.execute(_OWN).fetchone()
        return OwnLog(row[0], text_of(row[1]), *row[2:]) if row else None

    def begin_log(self, log: str, lane: int, office: str, clock: int = 0) -> OwnLog:
        """A new log to be written from now on; those before it are closed."""
        known = self._db.execute("SELECT n FROM log WHERE id = ?", (key_of(log),)).fetchone()
        if known is not None:
            raise ValueError("a log is begun once")
        self._db.execute(
            "UPDATE log SET closed = 1, ends = min(acked, seq) WHERE own = 1 AND closed = 0"
        )
        n = self._db.execute("SELECT coalesce(max(n), 0) + 1 FROM log").fetchone()[0]
        row = (n, key_of(log), 1, lane, office, 0, START, 0, 0, clock, 0, 0)
        self._db.execute(insert_into(tables.log), row)
        return OwnLog(n, log, lane, office, 0, START, 0, 0, clock)

    def save_own(self, own: OwnLog) -> None:
        """Put down how far the own log has come."""
        self._db.execute(_SAVE_OWN, (own.seq, own.head, own.serial, own.clock, own.n))

    def append(self, own: OwnLog, event: Event, data: bytes, beside: Mapping[str, Held]) -> Stored:
        """Store an event whose id was made for it, at the next place of the own log."""
        stored = self._store(event, data, beside, (own.n, own.seq + 1), made_now=True)
        self.place_own(own, stored.n, data, again=not stored.new)
        return stored

    def place_own(self, own: OwnLog, event_row: int, data: bytes, *, again: bool = True) -> None:
        """The next place of the own log, for an event that is stored."""
        own.seq += 1
        own.head = next_head(own.head, data)
        row = (own.n, own.seq, event_row, own.head, int(again))
        self._db.execute(insert_into(tables.place), row)

    def take_in(
        self, data: bytes, beside: Mapping[str, Held], place: Place
    ) -> tuple[Stored, Event | None]:
        """Store an entry that arrived, with its place in another log.

        Bytes that are no event are kept all the same; values that do not fit their hashes are
        left out; two contents at one place are an alarm.
        """
        occupied = self._db.execute(_AT, place).fetchone()
        where = place if occupied is None else NOWHERE
        event: Event | None = None
        try:
            event = read_event(data)
        except (BadEntry, RecursionError):
            stored = self._store_unreadable(data, where)
        else:
            stored = self._store(event, data, _fitting(event, beside), where)
        if occupied is None:
            row = (*place, stored.n, None, int(not stored.new))
            self._db.execute(insert_into(tables.place), row)
        elif occupied[0] != stored.n:
            self._alarm("place.twice", f"{place[0]}/{place[1]}")
        return stored, event

    def _store(
        self,
        event: Event,
        data: bytes,
        beside: Mapping[str, Held],
        where: Place,
        *,
        made_now: bool = False,
    ) -> Stored:
        """Keep an event with its values; the same again changes nothing.

        The same id with other bytes is kept too, as an alarm: the smaller digest counts.
        """
        key = event_key(event.id, data)
        subject = key_of(event.subject.id)
        touched = ((event.subject.kind, subject),)
        beside = self._without_erased(subject, beside)
        same_id = [] if made_now else self._db.execute(_SAME_ID, (key,)).fetchall()
        for n, known, held, _, _ in same_id:
            if known == data:
                return self._known_again(n, held, beside, touched)
        row = (
            key,
            event.subject.kind,
            subject,
            event.type,
            event.audience,
            *where,
            data,
            encode_beside(beside),
        )
        alone = not same_id and self._db.execute(_ANY, (subject,)).fetchone() is None
        n = self._db.execute(_ADD_EVENT, row).lastrowid
        if same_id:
            self._alarm("id.twice", event.id)
            touched += tuple((kind, other) for _, _, _, kind, other in same_id)
            self._count_smallest([(n, data), *((row[0], row[1]) for row in same_id)])
        if event.type == "Erased" and event.v == 1 and not event.audience:
            self._erase(event, subject)
        return Stored(n, tuple(dict.fromkeys(touched)), new=True, alone=alone)

    def wait(self, touched: tuple[tuple[str, bytes], ...]) -> None:
        """Note subjects whose tables must follow."""
        self._db.executemany(_WAIT, touched)

    def alarm_ahead(self, log: str) -> None:
        """The centre holds more of the own log than this book does."""
        self._alarm("log.ahead", log)

    def alarm_refused(self, log: str, seq: int) -> None:
        """The centre does not take an own entry; the check names it (``check.entry.refused``)."""
        self._alarm("entry.refused", f"{log}/{seq}")

    def alarm_unproved(self, log: str, seq: int) -> None:
        """What came for this place of a log was not signed by its device, and was left out."""
        self._alarm("entry.unproved", f"{log}/{seq}")

    def _store_unreadable(self, data: bytes, where: Place) -> Stored:
        key = sha256(data).digest()[:16]
        known = self._db.execute(_SAME_ID, (key,)).fetchone()
        if known is not None:
            return Stored(known[0], (), new=False)
        row = (key, "", key, "", "", *where, data, b"")
        n = self._db.execute(_ADD_EVENT, row).lastrowid
        return Stored(n, (("", key),), new=True)

    def _known_again(
        self,
        n: int,
        held: bytes,
        beside: Mapping[str, Held],
        touched: tuple[tuple[str, bytes], ...],
    ) -> Stored:
        """A known entry may bring values that are missing here and were not erased."""
        here = decode_beside(held)
        missing = {name: value for name, value in beside.items() if name not in here}
        if not missing:
            return Stored(n, (), new=False)
        full = encode_beside({**here, **missing})
        self._db.execute("UPDATE event SET beside = ? WHERE n = ?", (full, n))
        return Stored(n, touched, new=False)

    def _count_smallest(self, contents: list[tuple[int, bytes]]) -> None:
        counted = min(contents, key=lambda each: sha256(each[1]).digest())[0]
        for n, _ in contents:
            self._db.execute("UPDATE event SET shadowed = ? WHERE n = ?", (int(n != counted), n))

    def _without_erased(self, subject: bytes, beside: Mapping[str, Held]) -> Mapping[str, Held]:
        if self._none_erased or not beside:
            return beside
        return {
            name: held
            for name, held in beside.items()
            if self._db.execute(_IS_ERASED, (subject, name)).fetchone() is None
        }

    def _erase(self, event: Event, subject: bytes) -> None:
        """Drop the named values from everything stored of the subject, now and for good."""
        named = event.body.get("values", ())
        named = named if isinstance(named, list | tuple) else ()
        names = {name for name in named if isinstance(name, str)}
        self._db.executemany(
            "INSERT OR IGNORE INTO erased(subject, name) VALUES(?, ?)",
            [(subject, name) for name in sorted(names)],
        )
        for n, held in self._db.execute(_OF_SUBJECT, (subject,)).fetchall():
            here = decode_beside(held)
            left = {name: value for name, value in here.items() if name not in names}
            if len(left) < len(here):
                row = (encode_beside(left), n)
                self._db.execute("UPDATE event SET beside = ? WHERE n = ?", row)
        drop_papers(self._db, subject)
        self._db.execute(
            "INSERT INTO stamp(name, n) VALUES('scrub', 1) ON CONFLICT(name) DO UPDATE SET n = 1"
        )
        self.has_erased = True
        self._none_erased = False

    def _alarm(self, kind: str, name: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO alarm(kind, name) VALUES(?, ?)", (kind, name))


def _fitting(event: Event, beside: Mapping[str, Held]) -> Mapping[str, Held]:
    try:
        check_beside(event, beside)
    except BadEntry:
        pass
    else:
        return beside
    fitting: dict[str, Held] = {}
    for name, held in beside.items():
        try:
            check_beside(event, {name: held})
        except BadEntry:
            continue
        fitting[name] = held
    return fitting
