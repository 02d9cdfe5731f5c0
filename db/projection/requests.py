"""Requests into tables: each folded whole from its events, written where it differs."""

import json
from collections.abc import Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from db.names import key_of, text_of
from db.projection.calendars import Calendars
from db.projection.loading import load
from db.projection.order import crowd_after, number_for
from db.projection.parking import Parking
from db.projection.request_rows import RequestRows, is_sound, rows_of
from db.projection.tally import Tally
from db.tables import projection as tables
from db.tables.shape import columns_of, insert_into
from desk_app.records.fold import Recorded, fold_request

_COLUMNS: Final = columns_of(tables.request)
_VALUES: Final = itemgetter(*_COLUMNS)
_FIND: Final = "SELECT * FROM request WHERE key = ?"
_DROP_REFERRALS: Final = "DELETE FROM referral WHERE request = ? RETURNING unit"
_DROP_UNHEARD: Final = "DELETE FROM unheard WHERE request = ? RETURNING counter"
_DROP_PARTIES: Final = tuple(
    f"DELETE FROM {table.name} WHERE person = ? AND hlc = ? AND request = ?"  # noqa: S608
    for table in (tables.fresh_party, tables.party)
)
_TWICE: Final = "SELECT count(*) FROM request WHERE code = ?"
A_SAVE: Final = 8
"""So many requests at once are a visit's: their persons go where no page of a large book is
read. More are an arrival or a file, for which it would be a way round."""
Row = dict[str, Any]


class Requests:
    """Projects requests within one transaction."""

    def __init__(self, db: Any, calendars: Calendars, tally: Tally) -> None:
        self._db = db
        self._calendars = calendars
        self._tally = tally
        self._parking = Parking(db, tally)
        self._parties = insert_into(tables.party)
        self._words: list[tuple[int, str | None]] = []
        self._shifted = False

    def project(self, keys: Mapping[bytes, Recorded | None]) -> None:
        """Bring the rows of these requests up to what is stored of them."""
        self._shifted = False
        few = len(keys) <= A_SAVE
        self._parties = insert_into(tables.fresh_party if few else tables.party)
        found = [
            (key, self._fold(key, first), None if first else self._row_of(key))
            for key, first in keys.items()
        ]
        # The index takes rows in rising order; anything else would make it flush at each.
        for key, rows, before in sorted(found, key=lambda each: _place(each[1], each[2])):
            old = self._row_of(key) if before is not None and self._shifted else before
            if old is not None and (rows is None or _moved(rows, old)):
                self._remove(key, old)
                old = None
            if rows is not None:
                self._put(key, rows, old)
        self._write_words()

    def _fold(self, key: bytes, first: Recorded | None = None) -> RequestRows | None:
        loaded = load(self._db, "request", key, first)
        state = fold_request(text_of(key), loaded.recorded)
        parked = loaded.parked + [(key_of(event), "entry.body") for event in state.unreadable]
        sound = is_sound(state)
        if state.registered is not None and not sound:
            parked.append((key_of(state.registered_event), "entry.body"))
        if parked or first is None:
            self._parking.keep("request", key, parked)
        return rows_of(state, key, self._calendars) if sound else None

    def _row_of(self, key: bytes) -> Row | None:
        found = self._db.execute(_FIND, (key,)).fetchone()
        return dict(zip(_COLUMNS, found, strict=True)) if found else None

    def _put(self, key: bytes, rows: RequestRows, old: Row | None) -> None:
        if old is None:
            number = self._number(rows)
            row = {"n": number, **rows.row}
            self._db.execute(insert_into(tables.request), _VALUES(row))
            self._words.append((number, rows.words))
            self._count_code(row["code"])
        else:
            number = old["n"]
            self._update(number, rows, old)
            self._drop_referrals(key)
            self._drop_parties(key, old)
            self._drop_unheard(key)
            self._tally.request(old, -1)
        if rows.parties:
            self._db.executemany(self._parties, rows.parties)
        if rows.referrals:
            self._db.executemany(insert_into(tables.referral), rows.referrals)
            self._tally.referred(rows.units, 1)
        if rows.unheard:
            counter = rows.row["counter"]
            self._db.execute(insert_into(tables.unheard), (key, counter))
            self._tally.unheard(counter, 1)
        self._tally.request(rows.row, 1)

    def _number(self, rows: RequestRows) -> int:
        number = number_for(self._db, rows.order)
        if number is None:
            self._make_room(rows)
            number = number_for(self._db, rows.order)
        assert number is not None
        return number

    def _make_room(self, rows: RequestRows) -> None:
        """Move the requests that follow without a gap up by one."""
        self._write_words()
        self._shifted = True
        for key, number in reversed(crowd_after(self._db, rows.order)):
            self._db.execute("UPDATE request SET n = ? WHERE n = ?", (number + 1, number))
            again = self._fold(key)
            words = again.words if again else ""
            self._words += [(number, None), (number + 1, words)]
        self._write_words()

    def _update(self, number: int, rows: RequestRows, old: Row) -> None:
        changed = tuple(name for name in _COLUMNS[1:] if rows.row[name] != old[name])
        if changed:
            values = [rows.row[name] for name in changed]
            self._db.execute(_update_of(changed), (*values, number))
        if "words" in changed:
            self._words += [(number, None), (number, rows.words)]
        if "code" in changed:
            self._count_code(old["code"])
            self._count_code(rows.row["code"])

    def _remove(self, key: bytes, old: Row) -> None:
        self._db.execute("DELETE FROM request WHERE n = ?", (old["n"],))
        self._drop_referrals(key)
        self._drop_parties(key, old)
        self._drop_unheard(key)
        self._words.append((old["n"], None))
        self._tally.request(old, -1)
        self._count_code(old["code"])

    def _drop_referrals(self, key: bytes) -> None:
        gone = self._db.execute(_DROP_REFERRALS, (key,)).fetchall()
        self._tally.referred({unit for (unit,) in gone} - {""}, -1)

    def _drop_unheard(self, key: bytes) -> None:
        for (counter,) in self._db.execute(_DROP_UNHEARD, (key,)).fetchall():
            self._tally.unheard(counter, -1)

    def _drop_parties(self, key: bytes, old: Row) -> None:
        for person in json.loads(old["persons"] or "[]"):
            for statement in _DROP_PARTIES:
                self._db.execute(statement, (person, old["hlc"], key))

    def _count_code(self, code: str) -> None:
        found = self._db.execute(_TWICE, (code,)).fetchone()[0]
        if found > 1:
            self._db.execute("INSERT OR IGNORE INTO code_twice(code) VALUES(?)", (code,))
        elif self._some_twice():
            self._db.execute("DELETE FROM code_twice WHERE code = ?", (code,))

    def _some_twice(self) -> bool:
        return self._db.execute("SELECT 1 FROM code_twice LIMIT 1").fetchone() is not None

    def _write_words(self) -> None:
        for number, words in sorted(self._words, key=lambda each: (each[0], each[1] is not None)):
            if words is None:
                self._db.execute("DELETE FROM request_words WHERE rowid = ?", (number,))
            else:
                self._db.execute(
                    "INSERT INTO request_words(rowid, t) VALUES(?, ?)", (number, words)
                )
        self._words.clear()


def _place(rows: RequestRows | None, old: Row | None) -> tuple[int, bytes]:
    if rows is not None:
        return rows.order
    return (old["hlc"], old["event"]) if old else (0, b"")


def _moved(rows: RequestRows, old: Row) -> bool:
    return rows.order != (old["hlc"], old["event"])


@lru_cache(maxsize=512)
def _update_of(columns: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{name}" = ?' for name in columns)
    return f"UPDATE request SET {listed} WHERE n = ?"  # noqa: S608 - names of our own columns
