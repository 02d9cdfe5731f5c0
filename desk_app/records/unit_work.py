"""What a unit makes of its referrals: how far each has come, what waits for approval."""

from desk_app.records.drafts import DraftAnswer, Stage
from desk_app.records.request import Referral, RequestState


def stage_of(state: RequestState, referral: Referral) -> Stage:
    """How far a referral has come in its unit; ``gone`` once it went back or was answered."""
    if not referral.open:
        return "gone"
    drafts = [
        draft
        for draft in state.drafts.values()
        if draft.body.referral == referral.event and draft.standing != "superseded"
    ]
    if any(draft.standing == "waiting" for draft in drafts):
        return "drafted"
    if drafts:
        return "sent_back"
    return "accepted" if referral.event in state.accepted else "new"


def was_referred_to(state: RequestState, unit: str) -> bool:
    """Whether a request was ever referred to a unit; to no unit nothing was."""
    return bool(unit) and any(each.body.unit == unit for each in state.referrals.values())


def drafts_to_approve(state: RequestState) -> list[DraftAnswer]:
    """Drafts of open referrals that wait for the head of their unit, oldest first."""
    there = {referral.event for referral in state.open_referrals}
    waiting = [
        draft
        for draft in state.drafts.values()
        if draft.standing == "waiting" and draft.body.referral in there
    ]
    return sorted(waiting, key=lambda draft: draft.order)
