"""Counts for the status bar and the day's page, each read from what is kept up."""

from typing import Any, Final

from db.names import text_of
from desk_app.ports.queries import Counts, DayCounts

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
    "SELECT what, sum(count) FROM tally WHERE day = '' AND office = '' AND what <> 'unit' "
    "GROUP BY what"
)
_DAY: Final = (
    "SELECT what, name, sum(count) FROM tally WHERE day = ? AND office = ? GROUP BY what, name"
)
_DUE: Final = (
    "SELECT count(*) FROM request INDEXED BY request_due WHERE open = 1 AND due <> '' AND due {} ?"
)
_ALARMS: Final = (
    "SELECT kind, name FROM alarm UNION ALL SELECT 'code.twice', code FROM code_twice ORDER BY 1, 2"
)
_CONTACT: Final = "SELECT value FROM keeping WHERE name = 'contact'"


def counts(db: Any) -> Counts:
    """What is here and what waits."""
    tally = dict(db.execute(_TALLY).fetchall())
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


def day(db: Any, iso_date: str) -> DayCounts:
    """One day of this office."""
    own = db.execute(OWN_LOG).fetchone()
    groups: dict[str, dict[str, int]] = {}
    for what, name, count in db.execute(_DAY, (iso_date, own[2] if own else "")):
        groups.setdefault(what, {})[name] = count
    return DayCounts(
        visits=groups.get("visits", {}).get("", 0),
        requests=groups.get("requests", {}).get("", 0),
        by_outcome=groups.get("outcome", {}),
        by_kind=groups.get("kind", {}),
        by_officer=groups.get("officer", {}),
        overdue=db.execute(_DUE.format("<"), (iso_date,)).fetchone()[0],
        due_today=db.execute(_DUE.format("="), (iso_date,)).fetchone()[0],
    )


def alarms(db: Any) -> list[tuple[str, str]]:
    """What no honest desk makes, by kind and name."""
    return [(kind, name) for kind, name in db.execute(_ALARMS)]
