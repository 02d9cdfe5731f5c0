"""How a request stands for its visitor today: how it is headed, until when, and who answers."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from central.public.facts import OfficeRead, holder_of, read_office
from central.public.lookup import Found
from central.public.saying import takes_in_confidence
from central.public.shown import Shown
from desk_app.records.due import Reason
from desk_app.records.effective_due import iso_day, promise_now
from desk_app.records.jalali import local_date


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the page of a request says, as of one instant."""

    found: Found
    office: OfficeRead
    in_confidence: bool
    """Whether a complaint can be sealed to the level above."""
    holder: str
    """Who answers in the responsible post today; empty while it is vacant."""
    post_known: bool
    due: date | None
    moved_by: tuple[Reason, ...]
    now_ms: int

    @property
    def shown(self) -> Shown:
        """The request itself."""
        return self.found.shown

    @property
    def promised(self) -> date | None:
        """The day printed on the receipt."""
        return iso_day(self.shown.promise.date) if self.shown.promise else None

    @property
    def overdue_days(self) -> int:
        """How many days ago the answer was due while none is given; 0 when it is in time."""
        if self.due is None or self.shown.answers or not self.shown.in_hand:
            return 0
        late = (local_date(self.now_ms) - self.due).days
        return max(late, 0)

    @property
    def answered_late(self) -> bool:
        """Whether the first answer that stands came after the day it was due."""
        if self.due is None or not self.shown.answers:
            return False
        return local_date(self.shown.answers[0].at) > self.due

    @property
    def heading(self) -> tuple[str, str]:
        """The word for how it stands, and its tone: ``good``, ``warn``, ``bad`` or empty."""
        shown = self.shown
        ways: tuple[tuple[bool, str, str], ...] = (
            (shown.status == "voided", "voided", "bad"),
            (shown.status == "withdrawn", "withdrawn", "warn"),
            (bool(shown.answers), "answered", "good"),
            (shown.joined, "joined", "warn"),
            (self.overdue_days > 0, "overdue", "bad"),
            (shown.outcome == "done", "done", "good"),
            (shown.status == "closed", "closed", "warn"),
            (bool(shown.awaited), "papers", "warn"),
        )
        found = ((word, tone) for holds, word, tone in ways if holds)
        return next(found, ("under_way", ""))


def standing_of(connection: Connection, found: Found, now_ms: int) -> Standing:
    """How a request stands at an instant, from the page's own tables."""
    shown, office = found.shown, read_office(connection, found.office)
    due, reasons = _due(shown, office)
    post = shown.responsible.post
    holder = holder_of(connection, found.office, post, local_date(now_ms)) if post else None
    return Standing(
        found=found,
        office=office,
        in_confidence=takes_in_confidence(connection, found.office),
        holder=shown.responsible.holder if holder is None else holder,
        post_known=holder is not None,
        due=due,
        moved_by=reasons,
        now_ms=now_ms,
    )


def _due(shown: Shown, office: OfficeRead) -> tuple[date | None, tuple[Reason, ...]]:
    if extended := iso_day(shown.extended):
        return extended, ()
    if shown.promise is None:
        return None, ()
    calendars = office.calendars if shown.in_hand else None
    day, reasons = promise_now(shown.promise, shown.at, calendars)
    return iso_day(day), reasons
