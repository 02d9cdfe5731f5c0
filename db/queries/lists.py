"""The newest requests, page by page, under a filter."""

from typing import Any, Final, NamedTuple

from db.names import key_of
from db.projection.order import neighbours
from db.queries.hits import COLUMNS, Row, conditions, facets_of, hits
from desk_app.ports.queries import Filter, Hit

_PLACE: Final = "SELECT n FROM request WHERE key = ?"
_END: Final = 1 << 62
"""Beyond every number."""
_UNSENT: Final = (
    "SELECT DISTINCT e.subject FROM log l JOIN place p ON p.log = l.n AND p.seq > l.acked "
    "JOIN event e ON e.n = p.event "
    "WHERE l.own = 1 AND (l.closed = 0 OR p.seq <= l.ends) AND e.kind = 'request'"
)
_PAGE: Final = (
    f"SELECT {COLUMNS} FROM (%s ORDER BY 1 DESC LIMIT -1) "  # noqa: S608
    "CROSS JOIN request r ON r.n = rid%s ORDER BY rid DESC LIMIT ?"
)
"""Numbers come newest first from an index, and rows are read until the page is full."""


class Candidates(NamedTuple):
    """Which numbers are looked at, and the parameters of that."""

    sql: str
    values: tuple[Any, ...]


def latest(db: Any, limit: int, before: str, narrow: Filter) -> list[Hit]:
    """The newest requests after the request ``before``, or from the newest on."""
    top, bottom = _END, -_END
    if before:
        row = db.execute(_PLACE, (key_of(before),)).fetchone()
        if row is None:
            return []
        top = row[0]
    if narrow.since:
        # What was taken since then was recorded since then.
        first = neighbours(db, (narrow.since << 16, b""))[1]
        if first is None:
            return []
        bottom = first
    asked, values = conditions(narrow)
    if narrow.only_unsent:
        asked.append("r.n < ?")
        return hits(db, _unsent(db, asked, [*values, top], limit))
    where = " WHERE " + " AND ".join(asked) if asked else ""
    found = _candidates(narrow, (top, bottom))
    rows = db.execute(_PAGE % (found.sql, where), (*found.values, *values, limit)).fetchall()
    return hits(db, rows)


def _candidates(narrow: Filter, within: tuple[int, int]) -> Candidates:
    """The index under which the fewest rows are looked at; all numbers without one."""
    there = "n < ? AND n >= ?"
    ways = (
        (narrow.only_conflicts, "request_conflict", "conflicts > 0", ()),
        (
            narrow.due_until,
            "request_due",
            "open = 1 AND due <> '' AND due <= ?",
            (narrow.due_until,),
        ),
        (
            narrow.since and narrow.until,
            "request_at",
            "at >= ? AND at < ?",
            (narrow.since, narrow.until),
        ),
        (narrow.only_unprinted, "request_unprinted", "unprinted = 1", ()),
        (len(narrow.statuses) == 1, "request_status", "status = ?", (*narrow.statuses,)),
    )
    for fits, index, condition, values in ways:
        if fits:
            sql = f"SELECT n rid FROM request INDEXED BY {index} WHERE {condition} AND {there}"  # noqa: S608
            return Candidates(sql, (*values, *within))
    if match := facets_of(narrow):
        sql = "SELECT rowid rid FROM request_words WHERE request_words MATCH ? "
        return Candidates(sql + "AND rowid < ? AND rowid >= ?", (match, *within))
    return Candidates(f"SELECT n rid FROM request WHERE {there}", within)  # noqa: S608


def _unsent(
    db: Any, asked: list[str], values: list[Any], limit: int
) -> list[Row]:
    """The newest of what waits: gathered from the log's end, which is as long as it waits."""
    where = " AND ".join(("r.key = ?", *asked))
    one = f"SELECT {COLUMNS} FROM request r WHERE {where}"  # noqa: S608
    found = [
        row
        for (key,) in db.execute(_UNSENT).fetchall()
        for row in db.execute(one, (key, *values)).fetchall()
    ]
    return sorted(found, reverse=True)[:limit]


