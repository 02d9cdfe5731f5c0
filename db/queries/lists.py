"""The newest requests, page by page, under a filter."""

from typing import Any, Final

from db.names import key_of
from db.queries.hits import COLUMNS, Row, conditions, hits
from desk_app.ports.queries import Filter, Hit

_PLACE: Final = "SELECT n FROM request WHERE key = ?"
_UNSENT: Final = (
    "SELECT DISTINCT e.subject FROM log l JOIN place p ON p.log = l.n AND p.seq > l.acked "
    "JOIN event e ON e.n = p.event "
    "WHERE l.own = 1 AND (l.closed = 0 OR p.seq <= l.ends) AND e.kind = 'request'"
)


def latest(db: Any, limit: int, before: str, narrow: Filter) -> list[Hit]:
    """The newest requests after the request ``before``, or from the newest on."""
    asked, values = conditions(narrow)
    if before:
        row = db.execute(_PLACE, (key_of(before),)).fetchone()
        if row is None:
            return []
        asked.append("r.n < ?")
        values.append(row[0])
    if narrow.only_unsent:
        return hits(db, _unsent(db, asked, values, limit))
    where = " WHERE " + " AND ".join(asked) if asked else ""
    statement = (
        f"SELECT {COLUMNS} FROM request r{_index(narrow)}{where} "  # noqa: S608
        "ORDER BY r.n DESC LIMIT ?"
    )
    return hits(db, db.execute(statement, (*values, limit)).fetchall())


def _index(narrow: Filter) -> str:
    """The index under which the fewest rows are looked at; the newest first without one."""
    ways = (
        (narrow.only_conflicts, "request_conflict"),
        (narrow.due_until, "request_due"),
        (narrow.since and narrow.until, "request_at"),
        (narrow.only_unprinted, "request_unprinted"),
        (len(narrow.statuses) == 1, "request_status"),
        (len(narrow.kinds) == 1, "request_kind"),
    )
    return next((f" INDEXED BY {name}" for fits, name in ways if fits), "")


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


