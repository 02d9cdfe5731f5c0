"""The tables of requests in one transaction: what is new is gathered and written together."""

import json
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from db.asking import rows_in
from db.projection.request_rows import RequestRows
from db.projection.tally import Tally
from db.tables import projection as tables
from db.tables.shape import columns_of, insert_into

COLUMNS: Final = columns_of(tables.request)
_VALUES: Final = itemgetter(*COLUMNS)
_FIND: Final = "SELECT * FROM request WHERE key IN ({})"
_DROP_REFERRALS: Final = "DELETE FROM referral WHERE request = ? RETURNING unit"
_DROP_UNHEARD: Final = "DELETE FROM unheard WHERE request = ? RETURNING counter"
_DROP_PARTIES: Final = tuple(
    f"DELETE FROM {table.name} WHERE person = ? AND hlc = ? AND request = ?"  # noqa: S608
    for table in (tables.fresh_party, tables.party)
)
_TWICE: Final = "SELECT code FROM request WHERE code IN ({}) GROUP BY code HAVING count(*) > 1"
_SOME_TWICE: Final = "SELECT 1 FROM code_twice LIMIT 1"
_IS_TWICE: Final = "INSERT OR IGNORE INTO code_twice(code) VALUES(?)"
_IS_ONCE: Final = "DELETE FROM code_twice WHERE code = ?"
_ADD_WORDS: Final = "INSERT INTO request_words(rowid, t) VALUES(?, ?)"
_DROP_WORDS: Final = "DELETE FROM request_words WHERE rowid = ?"
A_SAVE: Final = 8
"""So many requests at once are a visit's: their persons go where no page of a large book is
read. More are an arrival or a file, for which it would be a way round."""
Row = dict[str, Any]


class RequestTables:
    """What changes is changed at once; what is added waits for ``write``, in the tables' order."""

    def __init__(self, db: Any, tally: Tally) -> None:
        self._db = db
        self._tally = tally
        self._requests: list[tuple[Any, ...]] = []
        self._parties: list[tuple[Any, ...]] = []
        self._referrals: list[tuple[Any, ...]] = []
        self._unheard: list[tuple[Any, ...]] = []
        self._words: list[tuple[int, str | None]] = []
        self._codes: set[str] = set()

    def rows_of(self, keys: list[bytes]) -> dict[bytes, Row]:
        """The rows of these requests as they stand, by key."""
        found = (dict(zip(COLUMNS, row, strict=True)) for row in rows_in(self._db, _FIND, keys))
        return {row["key"]: row for row in found}

    def add(self, number: int, rows: RequestRows) -> None:
        """A request that has no row."""
        row = {"n": number, **rows.row}
        self._requests.append(_VALUES(row))
        self._codes.add(row["code"])
        self._words.append((number, rows.words))
        self._beside(rows)

    def change(self, key: bytes, rows: RequestRows, old: Row) -> None:
        """A request whose row stays at its number."""
        changed = tuple(name for name in COLUMNS[1:] if rows.row[name] != old[name])
        if changed:
            values = [rows.row[name] for name in changed]
            self._db.execute(_update_of(changed), (*values, old["n"]))
        if "words" in changed:
            self._words += [(old["n"], None), (old["n"], rows.words)]
        if "code" in changed:
            self._codes |= {old["code"], rows.row["code"]}
        self._drop_beside(key, old)
        self._beside(rows)

    def remove(self, key: bytes, old: Row) -> None:
        """A request that has no row any more, or not at this number."""
        self._db.execute("DELETE FROM request WHERE n = ?", (old["n"],))
        self._words.append((old["n"], None))
        self._codes.add(old["code"])
        self._drop_beside(key, old)

    def move(self, number: int, to: int, words: str) -> None:
        """Another number for a row, and for its words."""
        self._db.execute("UPDATE request SET n = ? WHERE n = ?", (to, number))
        self._words += [(number, None), (to, words)]

    def write(self, *, fresh: bool) -> None:
        """Write what was added; persons with ``fresh`` where idle moments move them from."""
        parties = tables.fresh_party if fresh else tables.party
        self._db.executemany(insert_into(tables.request), self._requests)
        self._db.executemany(insert_into(parties), sorted(self._parties))
        self._db.executemany(insert_into(tables.referral), self._referrals)
        self._db.executemany(insert_into(tables.unheard), self._unheard)
        for part in (self._requests, self._parties, self._referrals, self._unheard):
            part.clear()
        self._write_words()
        self._count_codes()

    def _beside(self, rows: RequestRows) -> None:
        self._parties += rows.parties
        self._referrals += rows.referrals
        if rows.referrals:
            self._tally.referred(rows.units, 1)
        if rows.unheard:
            self._unheard.append((rows.row["key"], rows.row["counter"]))
            self._tally.unheard(rows.row["counter"], 1)
        self._tally.request(rows.row, 1)

    def _drop_beside(self, key: bytes, old: Row) -> None:
        gone = self._db.execute(_DROP_REFERRALS, (key,)).fetchall()
        self._tally.referred({unit for (unit,) in gone} - {""}, -1)
        for (counter,) in self._db.execute(_DROP_UNHEARD, (key,)).fetchall():
            self._tally.unheard(counter, -1)
        for person in json.loads(old["persons"] or "[]"):
            for statement in _DROP_PARTIES:
                self._db.execute(statement, (person, old["hlc"], key))
        self._tally.request(old, -1)

    def _write_words(self) -> None:
        """The index takes rows in rising order; anything else would make it flush at each."""
        added = sorted((number, words) for number, words in self._words if words is not None)
        dropped = sorted({number for number, words in self._words if words is None})
        self._db.executemany(_DROP_WORDS, [(number,) for number in dropped])
        self._db.executemany(_ADD_WORDS, added)
        self._words.clear()

    def _count_codes(self) -> None:
        codes = sorted(self._codes)
        twice = {code for (code,) in rows_in(self._db, _TWICE, codes)}
        self._db.executemany(_IS_TWICE, [(code,) for code in sorted(twice)])
        if self._db.execute(_SOME_TWICE).fetchone() is not None:
            self._db.executemany(_IS_ONCE, [(code,) for code in codes if code not in twice])
        self._codes.clear()


@lru_cache(maxsize=512)
def _update_of(columns: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{name}" = ?' for name in columns)
    return f"UPDATE request SET {listed} WHERE n = ?"  # noqa: S608 - names of our own columns
