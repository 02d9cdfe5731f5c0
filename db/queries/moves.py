"""Which open requests would be due on another day if the calendar read otherwise."""

from typing import Any, Final

from db.names import text_of
from db.projection.calendars import Calendars
from db.projection.loading import load
from db.projection.request_rows import is_sound
from desk_app.ports.queries import Moved, Moves
from desk_app.records.effective_due import effective_due
from desk_app.records.fold import fold_request
from desk_app.records.workdays import WorkCalendar

_OPEN: Final = (
    "SELECT key, code, visitor, subject, due FROM request WHERE open = 1 AND due <> '' "
    "AND due >= ? AND province = ? ORDER BY due, n LIMIT ?"
)


class _AsIf(Calendars):
    """One province's calendar as it might be."""

    def __init__(self, db: Any, calendar: WorkCalendar) -> None:
        super().__init__(db)
        self._known[calendar.province] = calendar


def moved_by(db: Any, calendar: WorkCalendar, since: str, most: int) -> Moves:
    """Requests of the calendar's province due from ``since`` (ISO) on, that it would move.

    The first ``most`` requests are looked at; ``Moves.whole`` says whether those were all.
    """
    as_if = _AsIf(db, calendar)
    rows = db.execute(_OPEN, (since, calendar.province, most + 1)).fetchall()
    moved = []
    for key, code, visitor, subject, due in rows[:most]:
        state = fold_request(text_of(key), load(db, "request", key).recorded)
        after = effective_due(state, as_if)[0] if is_sound(state) else due
        if after != due:
            moved.append(Moved(text_of(key), code, visitor, subject, due, after))
    return Moves(tuple(moved), whole=len(rows) <= most)
