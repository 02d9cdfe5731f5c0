"""What the book holds as of an open transaction."""

import json
from hashlib import blake2b
from typing import Any, Final

from db.names import key_of, text_of
from db.projection.loading import load
from db.queries.catalogues import CatalogueShelf
from db.queries.unsealing import Unsealing
from db.sealed_rows import kept_row
from db.tables.projection import PARTIES
from db.transaction import Transaction
from desk_app.ports.book import OpenRequest, RecordedRow
from desk_app.ports.clock import Entropy
from desk_app.records.catalogue import Catalogue
from desk_app.records.codes import follow_up_number, parse_code
from desk_app.records.fold import fold_request
from desk_app.records.request import RequestState
from desk_app.records.workdays import WorkCalendar

_OPEN_OF: Final = (
    "SELECT r.key, r.code, r.subject, r.at "  # noqa: S608
    f"FROM {PARTIES} p JOIN request r ON r.key = p.request "
    "WHERE p.person = ? AND p.open = 1 ORDER BY p.hlc DESC, p.request DESC"
)
_ROW: Final = (
    # Said again, so that the partial index is seen to hold the row.
    "SELECT key, code, follow_up, promised FROM request "
    "WHERE row_digest = ? AND row_digest <> '' LIMIT 1"
)
_BY_CODE: Final = "SELECT key FROM request WHERE code = ? ORDER BY n LIMIT 1"
_RESERVED: Final = "SELECT data FROM fact WHERE kind = 'reserve' AND name = ? ORDER BY hlc, event"
_VALUES: Final = "SELECT bytes FROM event WHERE kind = ? AND subject = ? ORDER BY n"


class DeskKnown:
    """Look-ups that see what this very transaction has written."""

    def __init__(
        self,
        turn: Transaction,
        entropy: Entropy,
        unsealing: Unsealing,
        shelf: CatalogueShelf,
    ) -> None:
        self._turn = turn
        self._db = turn.db
        self._entropy = entropy
        self._unsealing = unsealing
        self._shelf = shelf
        self._catalogue: Catalogue | None = None

    def reserved(self, code: str) -> str | None:
        """The follow-up number of an unused reserved code; None when it is not reserved here."""
        self._turn.project("reserve", "request")
        lane, serial = parse_code(code)
        if self.request_of_code(code) is not None or self._is_spent(code):
            return None
        for (text,) in self._db.execute(_RESERVED, (str(lane),)):
            data = json.loads(text)
            if data["first"] <= serial <= data["last"]:
                numbers = data.get("follow_ups", ())
                at = serial - data["first"]
                return (
                    str(numbers[at]) if at < len(numbers) else follow_up_number(self._entropy(16))
                )
        return None

    def request(self, request_id: str) -> RequestState | None:
        """The request as of this transaction; None when nothing of it is here or it is sealed."""
        key = key_of(request_id)
        recorded = load(self._db, "request", key).recorded + self._unsealing.of_subject(
            self._db, key
        )
        return fold_request(request_id, recorded) if recorded else None

    def request_of_code(self, code: str) -> str | None:
        """The id of the request with this tracking code."""
        self._turn.project("request")
        found = self._db.execute(_BY_CODE, (code,)).fetchone()
        return text_of(found[0]) if found else self._unsealing.subject_of_code(self._db, code)

    def values_of(self, kind: str, subject_id: str) -> tuple[str, ...]:
        """The hashes of every personal value in the events of a subject, for erasing."""
        names: dict[str, None] = {}
        for (data,) in self._db.execute(_VALUES, (kind, key_of(subject_id))):
            names.update(dict.fromkeys(_held_in(data)))
        return tuple(names)

    def open_requests_of(self, person_key: str) -> list[OpenRequest]:
        """The person's open requests here, newest first."""
        self._turn.project("request")
        found = {
            key: OpenRequest(text_of(key), code, subject, at)
            for key, code, subject, at in self._db.execute(_OPEN_OF, (person_key,))
        }
        return list(found.values())

    def row_recorded(self, digest: str) -> RecordedRow | None:
        """What was recorded for a row with this keyed digest."""
        self._turn.project("request")
        row = self._db.execute(_ROW, (digest,)).fetchone() if digest else None
        if row is None:
            return self._unsealing.row_recorded(self._db, digest) if digest else None
        return RecordedRow(text_of(row[0]), *row[1:])

    def sealed_row(self, row: bytes) -> RecordedRow | None:
        """What was recorded under seal for this very row of a file, whoever asks."""
        return kept_row(self._db, self._key(), row)

    def catalogue(self) -> Catalogue:
        """The catalogue as it now reads."""
        if self._catalogue is None:
            self._turn.project("item")
            self._catalogue = self._shelf.read(self._db)
        return self._catalogue

    def calendar(self, province: int) -> WorkCalendar:
        """The working calendar of a province, with announced closures."""
        self._turn.project("calendar")
        return self._turn.projector.calendars.of(province)

    def _is_spent(self, code: str) -> bool:
        mark = self._keyed(b"code " + code.encode())
        return (
            self._db.execute("SELECT 1 FROM spent WHERE mark = ?", (mark,)).fetchone() is not None
        )

    def _keyed(self, data: bytes) -> bytes:
        return blake2b(data, key=self._key(), digest_size=16).digest()

    def _key(self) -> bytes:
        (key,) = self._db.execute("SELECT value FROM keeping WHERE name = 'digest_key'").fetchone()
        return bytes(key)


def _held_in(data: bytes) -> Any:
    try:
        held = json.loads(data).get("held", ())
    except (ValueError, AttributeError, RecursionError):
        return ()
    return [name for name in held if isinstance(name, str)] if isinstance(held, list) else ()
