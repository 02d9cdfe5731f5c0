"""Entries of others being stored in one transaction; their subjects wait for projection."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from db.asking import rows_in
from db.ledger import Place
from db.names import event_key, key_of
from db.tables import ledger as tables
from db.tables.shape import insert_into
from db.transaction import Transaction
from desk_app.ports.line import Placed
from desk_app.records.event import BadEntry, Event, check_beside, encode_beside, read_event
from desk_app.records.hlc import heard

_MOST_HLC: Final = 1 << 62
_LAST_EVENT: Final = "SELECT coalesce(max(n), 0) FROM event"
_ANY_KNOWN: Final = "SELECT 1 FROM event WHERE id IN ({}) LIMIT 1"
_ANY_ERASED: Final = "SELECT 1 FROM erased WHERE subject IN ({}) LIMIT 1"
_ANY_AT: Final = "SELECT 1 FROM place WHERE log = ? AND seq BETWEEN ? AND ? LIMIT 1"
_REACH: Final = "UPDATE log SET seq = max(seq, ?) WHERE n = ?"


class _Plain(NamedTuple):
    """An entry of an event that fits, as it will be stored."""

    event: Event
    key: bytes
    subject: bytes
    place: Place
    data: bytes
    beside: bytes


class Arrival:
    """Stores entries at their places, all alike at once where none of them is known."""

    def __init__(self, turn: Transaction) -> None:
        self._turn = turn
        self._db = turn.db
        self._logs: dict[str, tuple[int, int, int]] = {}

    def take(self, placed: Sequence[Placed]) -> None:
        """Store entries at their places."""
        plain = self._plain(placed)
        if plain is not None and not self._is_any_known(plain):
            self._store(plain)
        else:
            for each in placed:
                self._take_one(each)
        for log in {each.log for each in placed}:
            self._reach(log, max(each.seq for each in placed if each.log == log))

    def _plain(self, placed: Sequence[Placed]) -> list[_Plain] | None:
        """The entries, where each is an event that erases nothing, with values that fit it."""
        found = []
        try:
            for each in placed:
                data, beside = each.entry
                event = each.event
                if event is None:
                    event = read_event(data)
                    check_beside(event, beside)
                if event.type == "Erased":
                    return None
                key, subject = event_key(event.id, data), key_of(event.subject.id)
                place = (self._log(each.log)[0], each.seq)
                found.append(_Plain(event, key, subject, place, data, encode_beside(beside)))
        except (BadEntry, RecursionError):
            return None
        return found

    def _is_any_known(self, plain: list[_Plain]) -> bool:
        """Whether an event or place is known already, or a subject has lost values."""
        keys = {each.key for each in plain}
        places = {each.place for each in plain}
        if len(keys) < len(plain) or len(places) < len(plain):
            return True
        for log in {place[0] for place in places}:
            seqs = [seq for at, seq in places if at == log]
            if self._db.execute(_ANY_AT, (log, min(seqs), max(seqs))).fetchone():
                return True
        if self._is_any_in(_ANY_KNOWN, keys):
            return True
        return self._turn.ledger.any_erased and self._is_any_in(
            _ANY_ERASED, {each.subject for each in plain}
        )

    def _is_any_in(self, statement: str, wanted: set[bytes]) -> bool:
        return next(rows_in(self._db, statement, sorted(wanted)), None) is not None

    def _store(self, plain: list[_Plain]) -> None:
        (last,) = self._db.execute(_LAST_EVENT).fetchone()
        events, places = [], []
        for n, each in enumerate(plain, last + 1):
            event = each.event
            kind, named = event.subject.kind, (event.type, event.audience, 0)
            events.append(
                (n, each.key, kind, each.subject, *named, *each.place, each.data, each.beside)
            )
            places.append((*each.place, n, None, 0))
            self._hear(event.hlc)
        self._db.executemany(insert_into(tables.event), events)
        self._db.executemany(insert_into(tables.place), places)
        touched = dict.fromkeys((each.event.subject.kind, each.subject) for each in plain)
        self._turn.ledger.wait(tuple(touched))

    def _take_one(self, placed: Placed) -> None:
        place = (self._log(placed.log)[0], placed.seq)
        stored, event = self._turn.ledger.take_in(*placed.entry, place)
        self._turn.ledger.wait(stored.touched)
        if event is not None:
            self._hear(event.hlc)

    def _hear(self, reading: int) -> None:
        if 0 <= reading < _MOST_HLC:
            own = self._turn.own
            own.clock = heard(own.clock, reading, self._turn.now_ms)

    def _reach(self, log: str, seq: int) -> None:
        row, own, reach = self._log(log)
        if not own:
            self._db.execute(_REACH, (seq, row))
        elif seq > reach:
            self._turn.ledger.alarm_ahead(log)

    def _log(self, log: str) -> tuple[int, int, int]:
        if log not in self._logs:
            self._logs[log] = self._find(log) or self._new(log)
        return self._logs[log]

    def _find(self, log: str) -> tuple[int, int, int] | None:
        row: tuple[int, int, int] | None = self._db.execute(
            "SELECT n, own, seq FROM log WHERE id = ?", (key_of(log),)
        ).fetchone()
        return row

    def _new(self, log: str) -> tuple[int, int, int]:
        (n,) = self._db.execute("SELECT coalesce(max(n), 0) + 1 FROM log").fetchone()
        self._db.execute(
            "INSERT INTO log(n, id, own, lane, office, seq, head, acked, serial, clock, closed, "
            "ends) VALUES(?, ?, 0, 0, '', 0, x'', 0, 0, 0, 0, 0)",
            (n, key_of(log)),
        )
        return n, 0, 0
