"""What each deed of a unit asks, as fields of its form."""

from typing import Any

from desk_app.ports.book import Officer
from desk_app.ports.queries import RequestView, TimelineItem
from desk_app.records.drafts import DraftAnswer
from desk_app.records.roles import sees_unit_only
from ui.pages.hits import shown_day
from ui.pages.request import asked
from ui.pages.request.asked import Around, Asked
from ui.texts import say
from ui.widgets.area import TextArea
from ui.widgets.jalali import JalaliEdit
from ui.widgets.select import Select


def own_referrals(view: RequestView, officer: Officer, *, new: bool = False) -> list[TimelineItem]:
    """The open referrals that the officer may act on, oldest first; with ``new`` nobody's yet."""
    wanted = ("new",) if new else ("new", "accepted", "drafted", "sent_back")
    return [
        item
        for item in view.referrals
        if view.stages.get(item.event_id) in wanted and _is_own(item, officer)
    ]


def waiting_drafts(view: RequestView, officer: Officer) -> list[DraftAnswer]:
    """The drafts that the officer may approve or send back."""
    own = {item.event_id for item in own_referrals(view, officer)}
    return [
        draft for draft in view.drafts if draft.standing == "waiting" and draft.body.referral in own
    ]


def taking(around: Around, officer: Officer) -> list[Asked]:
    """Which referral."""
    return [_referral(own_referrals(around.view, officer, new=True))]


def returning(around: Around, officer: Officer) -> list[Asked]:
    """Why it is not the unit's business."""
    return [*asked.reason(around), *_which(own_referrals(around.view, officer))]


def papers(around: Around, officer: Officer) -> list[Asked]:
    """Which papers, by which day, why."""
    names = TextArea(lines=4)
    names.setPlaceholderText(say("unit.papers.hint"))
    return [
        Asked("papers", "unit.papers", names),
        Asked("come_by", "unit.come_by", JalaliEdit(around.today, holiday=around.holiday)),
        *asked.reason(around),
        *_which(own_referrals(around.view, officer)),
    ]


def drafting(around: Around, officer: Officer) -> list[Asked]:
    """The answer; what was drafted before stands there to be mended."""
    there = own_referrals(around.view, officer)
    fields = asked.answer(around)
    before = _latest_draft(around.view, [item.event_id for item in there])
    if before is not None:
        texts = {
            "done": before.done,
            "reason": before.reason,
            "basis": before.body.basis,
            "objection": before.body.objection,
        }
        for field in fields:
            editor: Any = field.editor
            if isinstance(editor, Select):
                editor.choose(before.body.result)
            else:
                editor.set_value(texts[field.name])
    return [*fields, *_which(there)]


def approving(around: Around, officer: Officer) -> list[Asked]:
    """Which draft."""
    choices = [
        (draft.event, say("event.Drafted", result=say(f"result.{draft.body.result}")))
        for draft in waiting_drafts(around.view, officer)
    ]
    return [Asked("draft", "unit.draft", Select(choices or [("", "draft.none")]))]


def sending_back(around: Around, officer: Officer) -> list[Asked]:
    """Why, and which draft."""
    return [*asked.reason(around), *approving(around, officer)]


def _which(there: list[TimelineItem]) -> list[Asked]:
    """Asked only where there is a choice."""
    return [_referral(there)] if len(there) > 1 else []


def _referral(there: list[TimelineItem]) -> Asked:
    choices = [(item.event_id, _named(item)) for item in there]
    return Asked("referral", "deed.referral", Select(choices or [("", "deed.no_referral")]))


def _named(item: TimelineItem) -> str:
    due = str(item.facts.get("due") or "")
    title = str(item.facts.get("title") or "")
    return f"{title} — {say('unit.due', day=shown_day(due))}" if due else title


def _is_own(item: TimelineItem, officer: Officer) -> bool:
    unit = item.facts.get("unit")
    return bool(unit) and (not sees_unit_only(officer.role) or unit == officer.unit)


def _latest_draft(view: RequestView, referrals: list[str]) -> DraftAnswer | None:
    found = [draft for draft in view.drafts if draft.body.referral in referrals]
    return found[-1] if found else None
