"""What the centre does not hold yet, subject by subject, and what no copy holds either."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from db.names import key_of, text_of
from db.queries.hits import REFERRED_TO
from db.queries.sight import Sight
from desk_app.ports.line_page import AtRisk, WaitingRecord
from desk_app.records.event import BadEntry, read_event
from desk_app.records.hlc import wall_ms

_WAITING: Final = (
    "SELECT e.kind, e.subject, count(*), min(p.event), max(e.audience <> ''), 0 "
    "FROM log l JOIN place p ON p.log = l.n AND p.seq > l.acked JOIN event e ON e.n = p.event "
    "WHERE l.own = 1 AND (l.closed = 0 OR p.seq <= l.ends) "
    "GROUP BY e.kind, e.subject ORDER BY min(p.event) DESC LIMIT ?"
)
_REFUSED: Final = "SELECT name FROM alarm WHERE kind = 'entry.refused' ORDER BY name"
_AT: Final = (
    "SELECT e.kind, e.subject, 1, p.event, e.audience <> '', 1 FROM log l "
    "JOIN place p ON p.log = l.n AND p.seq = ? JOIN event e ON e.n = p.event WHERE l.id = ?"
)
_BYTES: Final = "SELECT bytes FROM event WHERE n = ?"
_REQUEST: Final = "SELECT code, subject, service_title, kind_title FROM request r WHERE key = ?"
_OF_UNIT: Final = f"{_REQUEST} AND {REFERRED_TO.format('r.key')}"
_OWN: Final = "SELECT n, id, acked, iif(closed = 0, seq, ends) FROM log WHERE own = 1 ORDER BY n"
_BACKWARDS: Final = (
    "SELECT e.kind, e.subject FROM place p JOIN event e ON e.n = p.event "
    "WHERE p.log = ? AND p.seq > ? AND p.seq <= ? ORDER BY p.seq DESC LIMIT ?"
)
_LOOKED_AT: Final = 50_000
"""Events read for the codes at risk: an office without centre and backup may have a million."""


class _Row(NamedTuple):
    kind: str
    key: bytes
    events: int
    first: int
    sealed: int
    refused: int


def waiting(db: Any, sight: Sight, limit: int) -> list[WaitingRecord]:
    """What waits, the latest first; before all what the centre refused."""
    refused = [row for _, _, row in _refused(db)]
    known = {(row.kind, row.key) for row in refused}
    rows = map(_Row._make, db.execute(_WAITING, (limit,)).fetchall())
    plain = [row for row in rows if (row.kind, row.key) not in known]
    return [_record(db, sight, row) for row in (refused + plain)[:limit]]


def at_risk(db: Any, sight: Sight, reached: Mapping[str, int], most: int) -> AtRisk:
    """What only this book holds: beyond what the centre acknowledged and what a copy ``reached``.

    ``reached`` is the highest seq by log; ``most`` codes at most are told.
    """
    unsent = events = looked = 0
    refused = list(_refused(db))
    alone = [row for log, seq, row in refused if seq > reached.get(log, 0)]
    found = dict.fromkeys((row.kind, row.key) for row in alone)
    for n, log, acked, end in reversed(db.execute(_OWN).fetchall()):
        begin = max(acked, reached.get(text_of(log), 0))
        unsent += max(0, end - acked)
        events += max(0, end - begin)
        for subject in db.execute(_BACKWARDS, (n, begin, end, _LOOKED_AT - looked)):
            looked += 1
            found[subject] = None
    requests = [key for kind, key in found if kind == "request"]
    told = (_request(db, sight, key) for key in requests[:most])
    return AtRisk(
        unsent=unsent + len(refused),
        events=events + len(alone),
        requests=len(requests),
        codes=tuple(code for code, _ in told if code),
        others=len(found) - len(requests),
        whole=looked < _LOOKED_AT and len(requests) <= most,
    )


def _refused(db: Any) -> Iterator[tuple[str, int, _Row]]:
    """Own entries that the centre does not take, by log and seq."""
    for (name,) in db.execute(_REFUSED).fetchall():
        log, _, seq = name.rpartition("/")
        row = db.execute(_AT, (int(seq), key_of(log))).fetchone()
        if row is not None:
            yield log, int(seq), _Row(*row)


def _record(db: Any, sight: Sight, row: _Row) -> WaitingRecord:
    code, title = _request(db, sight, row.key) if row.kind == "request" else ("", "")
    return WaitingRecord(
        kind=row.kind,
        subject=text_of(row.key),
        code=code,
        title=title,
        events=row.events,
        since=_recorded_at(db, row.first),
        sealed=bool(row.sealed),
        refused=bool(row.refused),
    )


def _request(db: Any, sight: Sight, key: bytes) -> tuple[str, str]:
    """Code and subject of a request that may be seen; empty otherwise."""
    if sight.unit is None:
        row = db.execute(_REQUEST, (key,)).fetchone()
    else:
        row = db.execute(_OF_UNIT, (key, sight.unit)).fetchone()
    return (row[0], row[1] or row[2] or row[3]) if row else ("", "")


def _recorded_at(db: Any, event: int) -> int:
    try:
        return wall_ms(read_event(bytes(db.execute(_BYTES, (event,)).fetchone()[0])).hlc)
    except BadEntry:
        return 0
