"""Rows of lists: the columns of a hit, what a filter means, what was not yet sent."""

import json
from collections.abc import Iterable
from typing import Any, Final

from db.names import text_of
from db.projection.order import neighbours
from db.search import COUNTER, KIND, UNIT, facets
from desk_app.ports.queries import Filter, Hit

COLUMNS: Final = (
    "r.n, r.key, r.code, r.at, r.kind, r.kind_title, r.service_title, r.subject, r.status, "
    "r.visitor, r.due, r.counter, r.office, r.conflicts, r.unprinted, r.copies"
)
Row = tuple[Any, ...]
END: Final = 1 << 62
"""Beyond every number of a request."""
LATE: Final = "hlc / 65536 - at > 86400000"
"""Recorded more than a day after it was taken, as from the book of a power cut."""
REFERRED_TO: Final = (
    "EXISTS (SELECT 1 FROM referral f WHERE f.request = {} AND f.unit = ? AND f.unit <> '')"
)
"""Asked of each row beside the index of words: what may be seen hangs on no hash."""
_DAY_MS: Final = 86_400_000
_UNSENT_FROM: Final = (
    "SELECT min(p.event) FROM log l JOIN place p ON p.log = l.n AND p.seq = l.acked + 1 "
    "WHERE l.own = 1 AND (l.closed = 0 OR p.seq <= l.ends)"
)
"""What a log holds after the first unsent is younger: re-recording keeps the order."""
_IS_UNSENT: Final = (
    "EXISTS (SELECT 1 FROM log l WHERE l.n = e.log AND l.own = 1 AND e.seq > l.acked "
    "AND (l.closed = 0 OR e.seq <= l.ends)) "
    "OR EXISTS (SELECT 1 FROM place p JOIN log l ON l.n = p.log WHERE p.event = e.n "
    "AND p.again = 1 AND l.own = 1 AND p.seq > l.acked AND (l.closed = 0 OR p.seq <= l.ends))"
)
_FEW: Final = 400
"""So many of the newest events lie side by side; requests of a list lie anywhere."""
_LAST: Final = "SELECT coalesce(max(n), 0) FROM event"
_WAITING_OF_FEW: Final = f"SELECT DISTINCT e.subject FROM event e WHERE e.n >= ? AND ({_IS_UNSENT})"  # noqa: S608
_WAITING: Final = (
    "SELECT DISTINCT e.subject FROM json_each(?1) j "  # noqa: S608
    "CROSS JOIN event e INDEXED BY event_subject ON e.subject = unhex(j.value) AND e.n >= ?2 "
    f"WHERE {_IS_UNSENT}"
)


def hits(db: Any, rows: Iterable[Row]) -> list[Hit]:
    """The hits of rows of ``COLUMNS``."""
    listed = list(rows)
    waiting = Unsent(db).among([row[1] for row in listed])
    return [hit(row, sent=row[1] not in waiting) for row in listed]


def hit(row: Row, *, sent: bool) -> Hit:
    """One hit of a row of ``COLUMNS``."""
    return Hit(
        request_id=text_of(row[1]),
        tracking_code=row[2],
        received_at=row[3],
        kind=row[4],
        kind_title=row[5],
        service_title=row[6],
        subject=row[7],
        status=row[8],
        visitor_name=row[9],
        due=row[10],
        counter=row[11],
        office=row[12],
        conflicts=row[13],
        sent=sent,
        printed=row[15] > 0,
    )


class Unsent:
    """Which requests have own events that the centre has not made durable."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self._from: int | None = db.execute(_UNSENT_FROM).fetchone()[0]

    def among(self, keys: list[bytes]) -> set[bytes]:
        """Those of these requests of which anything waits to be sent."""
        if self._from is None or not keys:
            return set()
        if self._db.execute(_LAST).fetchone()[0] - self._from < _FEW:
            waiting = self._db.execute(_WAITING_OF_FEW, (self._from,))
            return {key for (key,) in waiting}.intersection(keys)
        named = json.dumps([key.hex() for key in keys])
        return {key for (key,) in self._db.execute(_WAITING, (named, self._from))}


def conditions(narrow: Filter) -> tuple[list[str], list[Any]]:
    """The SQL conditions of a filter on ``request r`` and their parameters.

    ``only_unsent`` is none of them: what was sent stands in the ledger.
    """
    asked: list[str] = []
    values: list[Any] = []
    for column, wanted in (
        ("status", narrow.statuses),
        ("kind", narrow.kinds),
        ("service", narrow.services),
    ):
        if wanted:
            asked.append(f"r.{column} IN ({', '.join('?' * len(wanted))})")
            values += sorted(wanted)
    for condition, value in (
        ("r.at >= ?", narrow.since),
        ("r.at < ?", narrow.until),
        ("r.counter = ?", narrow.counter),
        ("r.actor = ?", narrow.taken_by),
    ):
        if value:
            asked.append(condition)
            values.append(value)
    if narrow.officer:
        asked.append("(r.actor = ? OR r.holder = ?)")
        values += (narrow.officer, narrow.officer)
    if narrow.due_until:
        asked.append("r.open = 1 AND r.due <> '' AND r.due <= ? AND r.due >= ?")
        values += (narrow.due_until, narrow.due_since)
    if narrow.unit:
        asked.append(REFERRED_TO.format("r.key"))
        values.append(narrow.unit)
    asked += [
        condition
        for wanted, condition in (
            (narrow.only_unprinted, "r.unprinted = 1"),
            (narrow.only_conflicts, "r.conflicts > 0"),
            (narrow.only_unheard, "r.key IN (SELECT request FROM unheard)"),
        )
        if wanted
    ]
    return asked, values


def recorded_by(db: Any, until: int) -> int:
    """The number below which everything stands that was taken before an instant and is not late.

    ``until`` in ms since 1970; 0 for no end.
    """
    if not until:
        return END
    above = neighbours(db, ((until + _DAY_MS + 1) << 16, b""))[1]
    return END if above is None else above


def facets_of(narrow: Filter) -> str:
    """The match expression for kinds, counter and unit of a filter; empty for any."""
    groups = [facets(KIND, narrow.kinds)] if narrow.kinds else []
    groups += [facets(UNIT, (narrow.unit,))] if narrow.unit else []
    groups += [facets(COUNTER, (narrow.counter,))] if narrow.counter else []
    return " AND ".join(groups)
