"""Counts for the status bar and the day's page, each read from what is kept up."""

from typing import Any, Final

from db.names import text_of
from db.queries.hits import REFERRED_TO
from db.queries.sight import Sight
from desk_app.ports.queries import Counts

OWN_LOG: Final = (
    "SELECT id, lane, office FROM log WHERE own = 1 AND closed = 0 ORDER BY n DESC LIMIT 1"
)
_UNSENT: Final = (
    "SELECT coalesce(sum(max(iif(closed = 0, seq, ends) - acked, 0)), 0) FROM log WHERE own = 1"
)
_EVENTS: Final = (
    "SELECT coalesce(max(n), 0) - (SELECT count(*) FROM event WHERE shadowed = 1) FROM event"
)
"""Rows are numbered without gaps; of each id one is not shadowed."""
_TALLY: Final = (
    "SELECT what, sum(count) FROM tally WHERE day = '' AND office = '' "
    "AND what NOT IN ('unit', 'due') GROUP BY what"
)
_OF_UNIT: Final = (
    "SELECT count FROM tally WHERE day = '' AND office = '' AND counter = '' AND what = 'unit' "
    "AND name = ?"
)
_CONFLICTS_OF_UNIT: Final = (
    "SELECT coalesce(sum(r.conflicts), 0) FROM request r INDEXED BY request_conflict "  # noqa: S608
    f"WHERE r.conflicts > 0 AND {REFERRED_TO.format('r.key')}"
)
_ALARMS: Final = (
    "SELECT kind, name FROM alarm UNION ALL SELECT 'code.twice', code FROM code_twice ORDER BY 1, 2"
)
_CONTACT: Final = "SELECT value FROM keeping WHERE name = 'contact'"


def counts(db: Any, sight: Sight) -> Counts:
    """What is here and what waits, as far as it may be seen."""
    tally = _tally(db, sight)
    own = db.execute(OWN_LOG).fetchone()
    contact = db.execute(_CONTACT).fetchone()
    return Counts(
        requests=tally.get("requests", 0),
        events=db.execute(_EVENTS).fetchone()[0],
        unsent=db.execute(_UNSENT).fetchone()[0],
        conflicts=tally.get("conflicts", 0),
        parked=tally.get("parked", 0),
        unprinted=tally.get("unprinted", 0),
        last_sync=int(contact[0]) if contact else 0,
        log=text_of(own[0]) if own else "",
        lane=own[1] if own else 0,
    )


def _tally(db: Any, sight: Sight) -> dict[str, int]:
    """Figures of requests by what they count; to a unit's expert those of the unit alone."""
    if sight.unit is None:
        return dict(db.execute(_TALLY).fetchall())
    if not sight.unit:
        return {}
    row = db.execute(_OF_UNIT, (sight.unit,)).fetchone()
    in_conflict = db.execute(_CONFLICTS_OF_UNIT, (sight.unit,)).fetchone()[0]
    return {"requests": row[0] if row else 0, "conflicts": in_conflict}


def alarms(db: Any) -> list[tuple[str, str]]:
    """What no honest desk makes, by kind and name."""
    return [(kind, name) for kind, name in db.execute(_ALARMS)]
