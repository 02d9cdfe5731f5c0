"""What lies with a unit as rows of a list, and the views by which it is narrowed."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from desk_app.ports.queries import UnitWork
from desk_app.records.drafts import Stage
from ui.models.lines import Line
from ui.pages.hits import shown_code, shown_day
from ui.texts import say, shown
from ui.widgets.showing import PillTone

VIEWS: Final = ("all", "new", "mine", "approve", "late")
_TONES: Final[dict[Stage, PillTone]] = {
    "new": "info",
    "accepted": "plain",
    "drafted": "good",
    "sent_back": "warn",
}


def within(view: str, work: Sequence[UnitWork], user: str, today: dt.date) -> list[UnitWork]:
    """The referrals of a view: those of nobody, one's own, for approval, past their day."""
    kept: dict[str, Callable[[UnitWork], bool]] = {
        "all": lambda one: True,
        "new": lambda one: one.stage == "new",
        "mine": lambda one: one.taker == user,
        "approve": lambda one: one.stage == "drafted",
        "late": lambda one: is_late(one, today),
    }
    return [one for one in work if kept[view](one)]


def is_late(work: UnitWork, today: dt.date) -> bool:
    """Whether the day by which an answer was awaited is over."""
    return bool(work.due) and work.due < today.isoformat()


def line_of(
    work: UnitWork, today: dt.date, name_of: Callable[[str], str], *, fresh: bool = False
) -> Line:
    """A referral as a row of two lines: who and what, until when, with whom, how far."""
    hit = work.hit
    what = hit.subject or hit.service_title or hit.kind_title
    who = hit.visitor_name or say("hit.nobody")
    late = is_late(work, today) and work.stage in ("new", "accepted")
    due = say("unit.due", day=shown_day(work.due)) if work.due else say("unit.no_due")
    note = (hit.service_title or hit.kind_title, shown_code(hit.tracking_code))
    return Line(
        id=hit.request_id,
        title=shown(f"{who} — {what}"),
        note="  ·  ".join(part for part in note if part),
        aside=due,
        aside_note=say("unit.taker", name=name_of(work.taker)) if work.taker else "",
        state=say("unit.stage.late" if late else f"unit.stage.{work.stage}"),
        tone="bad" if late else _TONES.get(work.stage, "plain"),
        fresh=fresh,
    )
