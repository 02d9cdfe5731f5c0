"""Requests into tables: each folded whole from its events, written where it differs."""

from collections.abc import Mapping
from typing import Any

from db.names import key_of, text_of
from db.projection.calendars import Calendars
from db.projection.loading import Loaded, load, load_all
from db.projection.order import Numbers, crowd_after
from db.projection.parking import Parking
from db.projection.request_rows import RequestRows, is_sound, rows_of
from db.projection.request_tables import A_SAVE, RequestTables, Row
from db.projection.tally import Tally
from desk_app.records.fold import Recorded, fold_request


class Requests:
    """Projects requests within one transaction."""

    def __init__(self, db: Any, calendars: Calendars, tally: Tally) -> None:
        self._db = db
        self._calendars = calendars
        self._parking = Parking(db, tally)
        self._tables = RequestTables(db, tally)
        self._numbers = Numbers(db)
        self._fresh = False
        self._shifted = False

    def project(self, keys: Mapping[bytes, Recorded | None]) -> None:
        """Bring the rows of these requests up to what is stored of them."""
        self._fresh, self._shifted = len(keys) <= A_SAVE, False
        self._parking.begin()
        self._numbers.forget()
        loaded = load_all(self._db, "request", keys)
        before = self._tables.rows_of([key for key, first in keys.items() if first is None])
        found = [
            (key, self._fold(key, loaded[key], alone=first is not None), before.get(key))
            for key, first in keys.items()
        ]
        for key, rows, old in sorted(found, key=lambda each: _place(each[1], each[2])):
            self._put(key, rows, old)
        self._tables.write(fresh=self._fresh)

    def _fold(self, key: bytes, loaded: Loaded, *, alone: bool = False) -> RequestRows | None:
        state = fold_request(text_of(key), loaded.recorded)
        parked = loaded.parked + [(key_of(event), "entry.body") for event in state.unreadable]
        sound = is_sound(state)
        if state.registered is not None and not sound:
            parked.append((key_of(state.registered_event), "entry.body"))
        if parked or not alone:
            self._parking.keep("request", key, parked)
        return rows_of(state, key, self._calendars) if sound else None

    def _put(self, key: bytes, rows: RequestRows | None, before: Row | None) -> None:
        old = before
        if before is not None and self._shifted:
            old = self._tables.rows_of([key]).get(key)
        if old is not None and (rows is None or _moved(rows, old)):
            self._tables.remove(key, old)
            old = None
        if rows is not None and old is not None:
            self._tables.change(key, rows, old)
        elif rows is not None:
            self._tables.add(self._number(rows), rows)

    def _number(self, rows: RequestRows) -> int:
        number = self._numbers.take(rows.order)
        if number is None:
            self._make_room(rows)
            number = self._numbers.take(rows.order)
        assert number is not None
        return number

    def _make_room(self, rows: RequestRows) -> None:
        """Move the requests that follow without a gap up by one."""
        self._tables.write(fresh=self._fresh)
        self._shifted = True
        for key, number in reversed(crowd_after(self._db, rows.order)):
            again = self._fold(key, load(self._db, "request", key))
            self._tables.move(number, number + 1, again.words if again else "")
        self._tables.write(fresh=self._fresh)
        self._numbers.forget()


def _place(rows: RequestRows | None, old: Row | None) -> tuple[int, bytes]:
    if rows is not None:
        return rows.order
    return (old["hlc"], old["event"]) if old else (0, b"")


def _moved(rows: RequestRows, old: Row) -> bool:
    return rows.order != (old["hlc"], old["event"])
