"""The counters of an office, and when each was last heard of."""

from typing import Any, Final

from db.names import key_of
from desk_app.records.event import BadEntry, Event, read_event
from desk_app.records.hlc import wall_ms

_LOGS: Final = "SELECT n, seq FROM log WHERE own = 0"
_LOG: Final = "SELECT n FROM log WHERE id = ? AND own = 0"
_NEWEST: Final = (
    "SELECT e.bytes FROM place p JOIN event e ON e.n = p.event "
    "WHERE p.log = ? ORDER BY p.seq DESC LIMIT ?"
)
_LOOK_BACK: Final = 40
"""Entries of a log among which one that names its counter is looked for."""
_NAMING: Final = frozenset({"Visited", "Registered", "SignedIn"})


class Heard:
    """When each other counter's newest entry was written; a log is read again once it grew."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[int, str, int]] = {}

    def by_counter(self, db: Any) -> dict[str, int]:
        """Instants in ms since 1970 by the name of the counter."""
        found: dict[str, int] = {}
        for log, seq in db.execute(_LOGS).fetchall():
            known = self._known.get(log)
            if known is None or known[0] != seq:
                known = (seq, *_newest_of(db, log))
                self._known[log] = known
            _, counter, at = known
            if counter:
                found[counter] = max(at, found.get(counter, 0))
        return found


def counter_of_log(db: Any, log: str) -> str:
    """The counter at which another desk writes a log; empty where nothing names it."""
    row = db.execute(_LOG, (key_of(log),)).fetchone() if log else None
    return _newest_of(db, row[0])[0] if row is not None else ""


def _newest_of(db: Any, log: int) -> tuple[str, int]:
    """The counter that a log was last written at, and when; empty where nothing names it."""
    at = 0
    for (data,) in db.execute(_NEWEST, (log, _LOOK_BACK)):
        try:
            event = read_event(data)
        except (BadEntry, RecursionError):
            continue
        at = max(at, wall_ms(event.hlc))
        if counter := _counter_of(event):
            return counter, at
    return "", at


def _counter_of(event: Event) -> str:
    counter = event.body.get("counter", "") if event.type in _NAMING else ""
    return counter if isinstance(counter, str) else ""
