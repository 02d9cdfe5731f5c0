"""The events of a subject as they are stored, read back for the fold."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from db.asking import rows_in
from desk_app.records.event import BadEntry, Event, decode_beside, read_event
from desk_app.records.fold import Recorded
from desk_app.records.kinds_of_event import body_of, is_known

MOST_HLC: Final = 1 << 62
"""A reading outside 0 to this is no time: the event is parked."""
_OF_SUBJECTS: Final = (
    "SELECT subject, id, bytes, beside FROM event "
    "WHERE subject IN ({}) AND kind = ? AND shadowed = 0 AND audience = '' ORDER BY id"
)


class Loaded(NamedTuple):
    """What of a subject's events can be read, and why the rest is parked, by event."""

    recorded: list[Recorded]
    parked: list[tuple[bytes, str]]


def load(db: Any, kind: str, subject: bytes) -> Loaded:
    """The events of a subject that are not sealed, each id once."""
    return load_all(db, kind, {subject: None})[subject]


def load_all(db: Any, kind: str, subjects: Mapping[bytes, Recorded | None]) -> dict[bytes, Loaded]:
    """The events of each subject that are not sealed; some come with the one event they have."""
    known = {key: first for key, first in subjects.items() if first and not why_parked(first.event)}
    rows: dict[bytes, list[tuple[bytes, bytes, bytes]]] = {
        key: [] for key in subjects if key not in known
    }
    for subject, key, data, beside in rows_in(db, _OF_SUBJECTS, list(rows), kind):
        rows[subject].append((key, data, beside))
    found = {key: Loaded([first], []) for key, first in known.items()}
    return found | {key: sort_out(of_one) for key, of_one in rows.items()}


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
