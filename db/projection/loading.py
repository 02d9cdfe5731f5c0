"""The events of a subject as they are stored, read back for the fold."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from desk_app.records.event import BadEntry, Event, decode_beside, read_event
from desk_app.records.fold import Recorded
from desk_app.records.kinds_of_event import body_of, is_known

MOST_HLC: Final = 1 << 62
"""A reading outside 0 to this is no time: the event is parked."""
_OF_SUBJECT: Final = (
    "SELECT id, bytes, beside FROM event "
    "WHERE subject = ? AND kind = ? AND shadowed = 0 AND audience = '' ORDER BY id"
)


class Loaded(NamedTuple):
    """What of a subject's events can be read, and why the rest is parked, by event."""

    recorded: list[Recorded]
    parked: list[tuple[bytes, str]]


def load(db: Any, kind: str, subject: bytes, first: Recorded | None = None) -> Loaded:
    """The events of a subject that are not sealed, each id once.

    ``first``: the one event of a subject that has no other.
    """
    if first is not None and not why_parked(first.event):
        return Loaded([first], [])
    return sort_out(db.execute(_OF_SUBJECT, (subject, kind)))


def sort_out(rows: Iterable[tuple[bytes, bytes, bytes]]) -> Loaded:
    """Readable and parked events among stored rows of (id, bytes, values)."""
    recorded: list[Recorded] = []
    parked: list[tuple[bytes, str]] = []
    for key, data, beside in rows:
        try:
            event, values = read_event(data), decode_beside(beside)
        except BadEntry as bad:
            parked.append((key, bad.code))
            continue
        except RecursionError:
            parked.append((key, "entry.not_an_event"))
            continue
        if why := why_parked(event):
            parked.append((key, why))
        else:
            recorded.append(Recorded(event, values))
    return Loaded(recorded, parked)


def why_parked(event: Event) -> str:
    """Why an event cannot be projected: ``unknown``, ``clock``, ``entry.body``; else empty."""
    if not is_known(event):
        return "unknown"
    if not 0 <= event.hlc < MOST_HLC:
        return "clock"
    return ""


def readable_body(event: Event) -> Any:
    """The typed body, or None where it does not read as its type."""
    try:
        return body_of(event)
    except BadEntry:
        return None
