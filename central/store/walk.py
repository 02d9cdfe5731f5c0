"""The walk over every log: no gap, every hash and value, every signature; then the alarms."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, select

from central.store import tables
from central.store.alarms import all_alarms
from central.store.database import Database
from central.store.logs import KeptLog, all_logs, find_log
from desk_app.protocol.keys import is_signed, push_statement
from desk_app.records.chain import START, next_head
from desk_app.records.event import BadEntry, check_beside, decode_beside, read_event

_PIECE: Final = 1000
_NO_DAMAGE: Final = frozenset({"office_unknown"})
"""Alarms that somebody typed, not that something is wrong with what is kept."""
_entry = tables.entry
_batch = tables.batch


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the walk found; ``problems`` is empty when all is well."""

    logs: int
    events: int
    problems: list[dict[str, Any]]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(database: Database) -> Verdict:
    """Walk every log, each in one snapshot."""
    problems: list[dict[str, Any]] = []
    logs = database.read(all_logs)
    for log in logs:
        found = database.read(partial(_problems_of, log=log))
        problems += [{"log": log.log, **problem} for problem in found]
    problems += [
        {"problem": alarm.kind, "office": alarm.office, "name": alarm.name, **alarm.detail}
        for alarm in database.read(all_alarms)
        if alarm.kind not in _NO_DAMAGE
    ]
    return Verdict(len(logs), sum(log.seq for log in logs), problems)


def _problems_of(connection: Connection, log: KeptLog) -> list[dict[str, Any]]:
    # Read again: the snapshot is younger than the list of logs.
    found = find_log(connection, log.log)
    assert found is not None
    return _Walk(connection, found).problems()


class _Walk:
    """One log from its first entry to its head, in one snapshot."""

    def __init__(self, connection: Connection, log: KeptLog) -> None:
        self._connection = connection
        self._log = log
        self._batches = self._read_batches()
        edges = {seq for row in self._batches for seq in (row.frm - 1, row.frm + row.n - 1)}
        self._heads = dict.fromkeys(edges, b"")
        self._found: list[dict[str, Any]] = []

    def problems(self) -> list[dict[str, Any]]:
        """Everything wrong with the log."""
        head, seq = START, 0
        self._keep(seq, head)
        for row in self._entries():
            if row.seq != seq + 1:
                self._note("gap", seq + 1)
            seq = row.seq
            head = next_head(head, bytes(row.data))
            if head != bytes(row.head):
                self._note("hash", seq)
                head = bytes(row.head)
            self._check_entry(row)
            self._keep(seq, head)
        if (seq, head) != (self._log.seq, self._log.head):
            self._note("head", seq)
        self._check_batches()
        return self._found

    def _keep(self, seq: int, head: bytes) -> None:
        if seq in self._heads:
            self._heads[seq] = head

    def _note(self, problem: str, seq: int) -> None:
        self._found.append({"problem": problem, "seq": seq})

    def _entries(self) -> Iterator[Any]:
        query = (
            select(_entry.c.seq, _entry.c.head, _entry.c.subject, _entry.c.data, _entry.c.beside)
            .where(_entry.c.office == self._log.office, _entry.c.number == self._log.number)
            .order_by(_entry.c.seq)
        )
        return iter(self._connection.execute(query.execution_options(yield_per=_PIECE)))

    def _check_entry(self, row: Any) -> None:
        try:
            event = read_event(bytes(row.data))
            check_beside(event, decode_beside(bytes(row.beside or b"")))
        except BadEntry as error:
            self._note(error.code, row.seq)
        else:
            if event.subject.id != row.subject:
                self._note("subject", row.seq)

    def _read_batches(self) -> list[Any]:
        query = (
            select(_batch)
            .where(_batch.c.office == self._log.office, _batch.c.number == self._log.number)
            .order_by(_batch.c.frm)
        )
        return list(self._connection.execute(query))

    def _check_batches(self) -> None:
        """Every entry lies under a signature of the log's device."""
        key = self._connection.execute(
            select(tables.device.c.signing_key).where(tables.device.c.device == self._log.device)
        ).scalar_one()
        covered = 0
        for row in self._batches:
            last = row.frm + row.n - 1
            prev, head = self._heads[row.frm - 1], self._heads[last]
            statement = push_statement(self._log.log, row.frm, row.n, prev, head)
            if row.frm > covered + 1:
                self._note("unsigned", covered + 1)
            if prev != bytes(row.prev) or not is_signed(bytes(key), bytes(row.sig), statement):
                self._note("signature", row.frm)
            covered = max(covered, last)
        if covered < self._log.seq:
            self._note("unsigned", covered + 1)
