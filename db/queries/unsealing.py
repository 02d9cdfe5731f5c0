"""Sealed requests, for whoever holds a key of their audience: opened in memory, never stored."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from db.names import text_of
from db.projection.loading import why_parked
from desk_app.ports.book import RecordedRow
from desk_app.records.bodies import Registered
from desk_app.records.days import LATEST_MS
from desk_app.records.event import BadEntry, decode_beside, read_event
from desk_app.records.fold import Recorded
from desk_app.records.kinds_of_event import body_of
from desk_app.records.sealed import unseal, unseal_file

_REGISTERED: Final = (
    "SELECT n, id, subject, bytes, beside FROM event INDEXED BY event_sealed "
    "WHERE audience <> '' AND shadowed = 0 AND type = 'Registered' AND kind = 'request' "
    "ORDER BY n DESC"
)
_COMPLAINED: Final = (
    "SELECT subject, bytes, beside FROM event INDEXED BY event_sealed "
    "WHERE audience <> '' AND shadowed = 0 AND type = 'Complained' AND kind = 'request' "
    "ORDER BY n DESC"
)
_OF_SUBJECT: Final = (
    "SELECT bytes, beside FROM event "
    "WHERE subject = ? AND kind = 'request' AND shadowed = 0 AND audience <> '' ORDER BY id"
)


class SealedRequest(NamedTuple):
    """A sealed registration that this officer's key opens."""

    key: bytes
    order: tuple[int, str]
    body: Registered


class Unsealing:
    """Opens what an age identity opens; nothing without one. Keeps what it opened in memory."""

    def __init__(self, identity: str) -> None:
        self._identity = identity
        self._opened: dict[tuple[int, bytes], SealedRequest | None] = {}

    def of_subject(self, db: Any, key: bytes) -> list[Recorded]:
        """The sealed events of a request that open."""
        if not self._identity:
            return []
        rows = db.execute(_OF_SUBJECT, (key,)).fetchall()
        return [found for found in map(self._open, rows) if found is not None]

    def file(self, data: bytes) -> bytes | None:
        """A file sealed to an audience; None where the key does not open it."""
        return unseal_file(data, self._identity) if self._identity else None

    def requests(self, db: Any) -> list[SealedRequest]:
        """Every sealed registration that opens, newest first."""
        if not self._identity:
            return []
        found = [self._registration(*row) for row in db.execute(_REGISTERED)]
        return sorted(
            (each for each in found if each is not None),
            key=lambda each: each.order,
            reverse=True,
        )

    def complained(self, db: Any) -> list[bytes]:
        """The requests of which a visitor complained under a seal that opens, the newest first."""
        if not self._identity:
            return []
        rows = db.execute(_COMPLAINED).fetchall()
        return list(dict.fromkeys(key for key, *row in rows if self._open(row) is not None))

    def subject_of_code(self, db: Any, code: str) -> str | None:
        """The id of the sealed request with this tracking code."""
        return next(
            (text_of(each.key) for each in self.requests(db) if each.body.code == code), None
        )

    def row_recorded(self, db: Any, digest: str) -> RecordedRow | None:
        """What was recorded, under seal, for a row with this keyed digest."""
        for each in self.requests(db):
            if each.body.row_digest == digest:
                promise = each.body.promise
                return RecordedRow(
                    text_of(each.key),
                    each.body.code,
                    each.body.follow_up,
                    promise.date if promise else "",
                )
        return None

    def _registration(
        self, n: int, event: bytes, key: bytes, data: bytes, beside: bytes
    ) -> SealedRequest | None:
        if not beside:
            return None
        name = (n, event)
        if name not in self._opened:
            self._opened[name] = self._read(key, (data, beside))
        return self._opened[name]

    def _read(self, key: bytes, row: tuple[bytes, bytes]) -> SealedRequest | None:
        found = self._open(row)
        if found is None:
            return None
        try:
            body = body_of(found.event)
        except BadEntry:
            return None
        if not isinstance(body, Registered) or not 0 <= body.at <= LATEST_MS:
            return None
        return SealedRequest(key, found.event.order, body)

    def _open(self, row: Iterable[bytes]) -> Recorded | None:
        data, beside = row
        try:
            event, values = read_event(data), decode_beside(beside)
            if why_parked(event):
                return None
            opened = unseal(event, values, self._identity)
        except BadEntry:
            return None
        return Recorded(*opened) if opened is not None else None
