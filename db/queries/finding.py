"""Find as you type: the index answers, the newest first."""

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any, Final

from db.names import key_of, text_of
from db.projection.loading import load
from db.projection.request_rows import index_text
from db.queries.hits import COLUMNS, LATE, Row, Unsent, conditions, facets_of, hits, recorded_by
from db.search import Question, question_of
from desk_app.ports.queries import Filter, Hit
from desk_app.records.fold import fold_request
from desk_app.records.text import search_words

_ANY: Final = (
    f"SELECT {COLUMNS} FROM (SELECT rowid rid FROM request_words "  # noqa: S608
    "WHERE request_words MATCH ? {from_there} ORDER BY rowid DESC LIMIT ?) "
    "CROSS JOIN request r ON r.n = rid ORDER BY rid DESC"
)
_NARROWED: Final = (
    f"SELECT {COLUMNS} FROM request_words w CROSS JOIN request r ON r.n = w.rowid "  # noqa: S608
    "WHERE request_words MATCH ? {from_there} AND {asked} ORDER BY w.rowid DESC LIMIT ?"
)
_TAKEN_BEFORE: Final = (
    "(w.rowid < ? OR w.rowid IN (SELECT n FROM request INDEXED BY request_late "  # noqa: S608
    f"WHERE {LATE} AND at < ?))"
)
"""Told by the number alone, so that no row is read which is surely too young."""


_PLACE: Final = "SELECT n FROM request WHERE key = ?"


def find(
    db: Any, text: str, limit: int, narrow: Filter, before: str = "", patience_ms: int = 0
) -> list[Hit]:
    """The newest requests in which every typed word begins a word or a number.

    ``before`` is the request after which to go on. With ``patience_ms`` those that were read by
    then, and at least one where there is any: rows lie all over a large book.
    """
    question = question_of(text)
    if question is None or limit <= 0:
        return []
    place = db.execute(_PLACE, (key_of(before),)).fetchone() if before else None
    if before and place is None:
        return []
    unsent = Unsent(db) if narrow.only_unsent else None
    found: list[Row] = []
    start: int | None = place[0] if place else None
    over = _deadline(patience_ms)
    while True:
        rows, cut = _ask(db, question, narrow, start, limit, over)
        waiting = unsent.among([row[1] for row in rows]) if unsent else set()
        found += [
            row
            for row in rows
            if _holds(db, row, question) and (unsent is None or row[1] in waiting)
        ]
        if (len(rows) < limit and not cut) or len(found) >= limit or (found and over()):
            return hits(db, found[:limit])
        start = rows[-1][0]


def _ask(
    db: Any,
    question: Question,
    narrow: Filter,
    start: int | None,
    limit: int,
    over: Callable[[], bool],
) -> tuple[list[Row], bool]:
    """The next rows, and whether the time was over before they were all read."""
    asked, values = conditions(narrow)
    of_facets = facets_of(narrow)
    match = f"({question.match}) AND {of_facets}" if of_facets else question.match
    below = [] if start is None else [start]
    if not asked:
        statement = _ANY.format(from_there="" if start is None else "AND rowid < ?")
    else:
        there = "" if start is None else "AND w.rowid < ?"
        if narrow.until:
            there += " AND " + _TAKEN_BEFORE
            below += [recorded_by(db, narrow.until), narrow.until]
        statement = _NARROWED.format(from_there=there, asked=" AND ".join(asked))
    rows: list[Row] = []
    with closing(db.execute(statement, (match, *below, *values, limit))) as found:
        for row in found:
            rows.append(row)
            if over():
                return rows, len(rows) < limit
    return rows, False


def _deadline(patience_ms: int) -> Callable[[], bool]:
    if not patience_ms:
        return lambda: False
    until = time.monotonic() + patience_ms / 1000
    return lambda: time.monotonic() >= until


def _holds(db: Any, row: Row, question: Question) -> bool:
    """Whether long words, of which the index saw the beginning, are in the request whole."""
    if not question.long_words:
        return True
    shown = search_words(f"{row[7]} {row[9]}")
    missing = [word for word in question.long_words if not _begins_one(word, shown)]
    if not missing:
        return True
    words = _all_words(db, row[1])
    return all(_begins_one(word, words) for word in missing)


def _begins_one(start: str, words: list[str]) -> bool:
    return any(word.startswith(start) for word in words)


def _all_words(db: Any, key: bytes) -> list[str]:
    state = fold_request(text_of(key), load(db, "request", key).recorded)
    return index_text(state).split(" ") if state.registered else []
