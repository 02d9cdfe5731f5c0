"""Requests as rows of a list: who, what, when, how it stands."""

import datetime as dt
from typing import Final

from desk_app.ports.queries import Hit
from desk_app.records.jalali import format_jalali, local_datetime
from ui.models.lines import Line
from ui.texts import listed, say, shown, shown_code
from ui.widgets.showing import PillTone

__all__ = [
    "RUNNING",
    "TONES",
    "UNANSWERED",
    "is_overdue",
    "line_of",
    "listed",
    "shown_code",
    "shown_day",
    "shown_moment",
    "shown_span",
    "state_of",
]

TONES: Final[dict[str, PillTone]] = {
    "open": "info",
    "referred": "warn",
    "papers": "warn",
    "answered": "good",
    "closed": "plain",
    "voided": "plain",
    "withdrawn": "plain",
}
RUNNING: Final = frozenset({"open", "referred", "papers", "answered"})
UNANSWERED: Final = RUNNING - {"answered"}
"""Statuses of requests that still wait for something."""


def shown_day(day: dt.date | str) -> str:
    """A day as ۱۴۰۵/۰۸/۳۰; nothing for an empty text."""
    if not day:
        return ""
    date = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return shown(format_jalali(date))


def shown_moment(at_ms: int) -> str:
    """An instant as day and hour at the desk."""
    here = local_datetime(at_ms)
    return listed(shown_day(here.date()), shown(f"{here:%H:%M}"))


def shown_span(span_ms: int) -> str:
    """A span of time as minutes, from two hours on as hours, from two days on as days."""
    minutes = abs(span_ms) // 60_000
    for unit, size in (("days", 24 * 60), ("hours", 60)):
        if minutes >= 2 * size:
            return say(f"line_page.span.{unit}", count=minutes // size)
    return say("line_page.span.minutes", count=minutes)


def is_overdue(hit: Hit, today: dt.date) -> bool:
    """Whether a request still runs after its due day."""
    return bool(hit.due) and hit.status in UNANSWERED and hit.due < today.isoformat()


def state_of(hit: Hit, today: dt.date) -> tuple[str, PillTone]:
    """The words and the tone of how a request stands."""
    if hit.conflicts:
        return "status.conflict", "bad"
    if is_overdue(hit, today):
        return "status.overdue", "bad"
    return f"status.{hit.status}", TONES.get(hit.status, "plain")


def line_of(hit: Hit, today: dt.date, *, fresh: bool = False) -> Line:
    """A request as a row of two lines; ``fresh``: it changed by what came from elsewhere."""
    code, tone = state_of(hit, today)
    what = hit.subject or hit.service_title or hit.kind_title
    who = hit.visitor_name or say("hit.nobody")
    marks = [] if hit.printed else [say("hit.unprinted")]
    if not hit.sent:
        marks.append(say("hit.unsent"))
    note = (hit.kind_title, shown_code(hit.tracking_code), *marks)
    return Line(
        id=hit.request_id,
        title=shown(f"{who} — {what}"),
        note="  ·  ".join(part for part in note if part),
        aside=shown_moment(hit.received_at),
        aside_note=say("hit.due", day=shown_day(hit.due)) if hit.due else "",
        state=say(code),
        tone=tone,
        fresh=fresh,
    )
