"""Who gave out a tracking code of which nothing is here, from what has come of the same lane."""

from typing import Any, Final

from db.queries.offices import office_facts
from desk_app.ports.queries import Issuer
from desk_app.records.codes import parse_code
from desk_app.records.event import BadEntry, read_event
from desk_app.records.hlc import wall_ms

_OWN: Final = "SELECT 1 FROM log WHERE own = 1 AND lane = ?"
_NEWEST: Final = (
    "SELECT r.counter, r.office, e.log FROM request r LEFT JOIN event e ON e.id = r.event "
    "AND e.shadowed = 0 WHERE r.code >= ? AND r.code < ? ORDER BY r.code DESC LIMIT 1"
)
_LAST: Final = (
    "SELECT e.bytes FROM place p JOIN event e ON e.n = p.event "
    "WHERE p.log = ? ORDER BY p.seq DESC LIMIT 1"
)


def issuer_of(db: Any, code: str) -> Issuer:
    """The issuer of a code with right check digits; raises UserMistake for any other text."""
    lane, _ = parse_code(code)
    own = db.execute(_OWN, (lane,)).fetchone() is not None
    row = db.execute(_NEWEST, (f"{lane:06}", f"{lane + 1:06}")).fetchone()
    if row is None:
        return Issuer(lane, own)
    counter, office, log = row
    name = office_facts(db, office).name
    return Issuer(lane, own, counter, office, name, _last_at(db, log))


def _last_at(db: Any, log: int | None) -> int:
    """When the newest entry of a log was written; 0 where that cannot be read."""
    last = db.execute(_LAST, (log,)).fetchone() if log else None
    if last is None:
        return 0
    try:
        return wall_ms(read_event(last[0]).hlc)
    except (BadEntry, RecursionError):
        return 0
