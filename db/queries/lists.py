"""The newest requests, page by page, under a filter."""

from typing import Any, Final, NamedTuple

from db.names import key_of
from db.projection.order import neighbours
from db.queries.hits import COLUMNS, END, LATE, Row, conditions, facets_of, hits, recorded_by
from desk_app.ports.queries import Filter, Hit

_PLACE: Final = "SELECT n FROM request WHERE key = ?"
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
_ROWS: Final = "SELECT n rid FROM request {index} WHERE {condition} n < ? AND n >= ?"
_UNHEARD: Final = (
    "SELECT u.n rid FROM unheard h JOIN request u ON u.key = h.request WHERE u.n < ? AND u.n >= ?"
)
_WORDS: Final = (
    "SELECT rowid rid FROM request_words WHERE request_words MATCH ? AND rowid < ? AND rowid >= ?"
)


class Part(NamedTuple):
    """One walk through numbers, newest first, and the parameters of its statement."""

    sql: str
    values: tuple[Any, ...]


def latest(db: Any, limit: int, before: str, narrow: Filter) -> list[Hit]:
    """The newest requests after the request ``before``, or from the newest on."""
    top, bottom = END, -END
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
    parts = _parts(db, narrow, (top, bottom))
    found = " UNION ALL ".join(part.sql for part in parts)
    looked_at = [value for part in parts for value in part.values]
    rows = db.execute(_PAGE % (found, where), (*looked_at, *values, limit)).fetchall()
    return hits(db, rows)


def _parts(db: Any, narrow: Filter, within: tuple[int, int]) -> list[Part]:
    """What is looked at: between two numbers, in order and without the ends above."""
    top, bottom = within
    end = recorded_by(db, narrow.until)
    if end >= top:
        return _ways(narrow, within)
    late = _walk("request_late", LATE, (), (top, max(end, bottom)))
    return [late, *_ways(narrow, (end, bottom))]


def _ways(narrow: Filter, within: tuple[int, int]) -> list[Part]:
    """The walks by which the fewest rows are looked at; one through all numbers at the worst."""
    match = facets_of(narrow)
    if match and narrow.unit:
        return [Part(_WORDS, (match, *within))]
    if narrow.only_conflicts:
        return [_walk("request_conflict", "conflicts > 0", (), within)]
    if narrow.due_until:
        condition = "open = 1 AND due <> '' AND due <= ? AND due >= ?"
        span = (narrow.due_until, narrow.due_since)
        return [_walk("request_due", condition, span, within)]
    if narrow.only_unprinted or narrow.only_unheard:
        few = Part(_UNHEARD, within)
        return [
            few if narrow.only_unheard else _walk("request_unprinted", "unprinted = 1", (), within)
        ]
    if walks := [_walk(*way, within) for way in _named(narrow)]:
        return walks
    rows = Part(_ROWS.format(index="", condition=""), within)
    return [Part(_WORDS, (match, *within)) if match else rows]


def _named(narrow: Filter) -> list[tuple[str, str, tuple[Any, ...]]]:
    """Index, condition and values by which requests of a service, officer or status are walked."""
    if narrow.services:
        condition = "service <> '' AND service = ?"
        return [("request_service", condition, (one,)) for one in sorted(narrow.services)]
    if officer := narrow.officer:
        holds = "holder <> '' AND holder = ? AND actor <> ?"
        return [
            ("request_actor", "actor = ?", (officer,)),
            ("request_holder", holds, (officer, officer)),
        ]
    return [("request_status", "status = ?", (one,)) for one in sorted(narrow.statuses)]


def _walk(index: str, condition: str, values: tuple[Any, ...], within: tuple[int, int]) -> Part:
    sql = _ROWS.format(index=f"INDEXED BY {index}", condition=f"{condition} AND")
    return Part(sql, (*values, *within))


def _unsent(db: Any, asked: list[str], values: list[Any], limit: int) -> list[Row]:
    """The newest of what waits: gathered from the log's end, which is as long as it waits."""
    where = " AND ".join(("r.key = ?", *asked))
    one = f"SELECT {COLUMNS} FROM request r WHERE {where}"  # noqa: S608
    found = [
        row
        for (key,) in db.execute(_UNSENT).fetchall()
        for row in db.execute(one, (key, *values)).fetchall()
    ]
    return sorted(found, reverse=True)[:limit]
