"""What a unit does with a request that was referred to it: take it on, give it back, answer it.

An expert acts on referrals of their own unit; who leads the office may act for any. An answer is
drafted first and given by whoever approves it: the head of the unit, or who leads.
"""

from dataclasses import dataclass

from desk_app.ports.book import Book, Officer, Pen
from desk_app.records import bodies as b
from desk_app.records import unit_bodies as u
from desk_app.records.drafts import DraftAnswer
from desk_app.records.errors import Mistake, NotAllowed, UserMistake
from desk_app.records.event import Event
from desk_app.records.request import Referral, RequestState
from desk_app.records.roles import sees_unit_only
from desk_app.records.unit_work import drafts_to_approve, stage_of
from desk_app.services.acting import act, told
from desk_app.services.asking import MOST_PAPERS
from desk_app.services.follow_up import (
    Answer,
    a_date,
    checked_answer,
    not_past,
    the_referral,
)
from desk_app.services.guard import Findings, needed

Said = tuple[b.Body, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AskPapers:
    """Papers without which the unit cannot go on; the referral goes back to the desk."""

    request_id: str
    papers: tuple[str, ...]
    reason: str
    come_by: str = ""
    """ISO date by which the visitor is asked to bring them."""
    referral: str = ""


def accept_referral(book: Book, request_id: str, referral: str = "") -> Event:
    """Take a referral on; UserMistake ``referral.taken`` where a colleague already did."""

    def say(pen: Pen, state: RequestState) -> Said:
        meant = _own_referral(pen.officer, state, referral)
        if stage_of(state, meant) != "new":
            raise UserMistake(Mistake("referral", "referral.taken"))
        return u.Accepted(referral=meant.event), ()

    return act(book, request_id, "unit", "Accepted", say, on_open=True)


def return_not_ours(book: Book, request_id: str, reason: str, referral: str = "") -> Event:
    """Give a referral back: it is not the unit's business."""
    why = needed(reason, "reason")

    def say(pen: Pen, state: RequestState) -> Said:
        meant = _own_referral(pen.officer, state, referral)
        return b.Returned(referral=meant.event, reason=0, why="not_ours"), (why,)

    return act(book, request_id, "unit", "Returned", say, on_open=True)


def ask_for_papers(book: Book, command: AskPapers) -> Event:
    """Give a referral back to the desk as lacking papers, which the visitor is told to bring."""
    found = Findings()
    papers = tuple(dict.fromkeys(found.texts(command.papers, "papers", MOST_PAPERS)))
    if not papers:
        found.add("papers", "papers.missing")
    found.settle()
    why = needed(command.reason, "reason")
    come_by = a_date(command.come_by, "come_by") if command.come_by else None

    def say(pen: Pen, state: RequestState) -> Said:
        if come_by:
            not_past(pen, come_by, "come_by")
        meant = _own_referral(pen.officer, state, command.referral)
        day = come_by.isoformat() if come_by else ""
        return u.PapersAsked(referral=meant.event, papers=papers, reason=0, come_by=day), (why,)

    return act(book, command.request_id, "unit", "PapersAsked", say, on_open=True)


def draft_answer(book: Book, command: Answer) -> Event:
    """Draft the answer to a referral; it takes the place of the draft before it.

    As in an answer, a refusal names its reason and its legal basis.
    """
    said = checked_answer(command)
    (at_reason, at_done), values = told(said.reason, said.done)

    def say(pen: Pen, state: RequestState) -> Said:
        meant = _own_referral(pen.officer, state, said.referral)
        return u.Drafted(
            referral=meant.event,
            result=said.result,  # type: ignore[arg-type]
            reason=at_reason,
            basis=said.basis,
            done=at_done,
            objection=said.objection,
            supersedes=_latest_draft(state, meant),
        ), values

    return act(book, command.request_id, "unit", "Drafted", say, on_open=True)


def approve_draft(book: Book, request_id: str, draft: str = "") -> Event:
    """Give the answer as it was drafted; raises NotAllowed ``unit.head_only``."""

    def say(pen: Pen, state: RequestState) -> Said:
        meant = _own_draft(pen.officer, state, draft)
        body = meant.body
        # A text that was erased since is missing again.
        said = checked_answer(
            Answer(request_id, body.result, meant.reason, body.basis, meant.done, body.objection)
        )
        (at_reason, at_done), values = told(said.reason, said.done)
        return b.Answered(
            result=body.result,
            reason=at_reason,
            basis=said.basis,
            done=at_done,
            objection=said.objection,
            referral=body.referral,
            draft=meant.event,
        ), values

    _head_only(book.officer)
    return act(book, request_id, "approve", "Answered", say, on_open=True)


def send_back_draft(book: Book, request_id: str, reason: str, draft: str = "") -> Event:
    """Send a draft back to be written again; raises NotAllowed ``unit.head_only``."""
    why = needed(reason, "reason")

    def say(pen: Pen, state: RequestState) -> Said:
        return u.DraftReturned(draft=_own_draft(pen.officer, state, draft).event, reason=0), (why,)

    _head_only(book.officer)
    return act(book, request_id, "approve", "DraftReturned", say, on_open=True)


def may_approve(officer: Officer) -> bool:
    """Whether the officer approves answers of units: who leads, or the head of the own unit."""
    return officer.head or not sees_unit_only(officer.role)


def _head_only(officer: Officer) -> None:
    if not may_approve(officer):
        raise NotAllowed("unit.head_only")


def _own_referral(officer: Officer, state: RequestState, wanted: str) -> Referral:
    """The open referral that is meant, among those the officer may act on."""
    there = [each for each in state.open_referrals if _is_own(officer, each)]
    return state.referrals[the_referral([each.event for each in there], wanted)]


def _own_draft(officer: Officer, state: RequestState, wanted: str) -> DraftAnswer:
    """The waiting draft that is meant; UserMistake ``draft.none`` or ``draft.which`` otherwise."""
    there = [
        draft
        for draft in drafts_to_approve(state)
        if _is_own(officer, state.referrals[draft.body.referral]) and wanted in ("", draft.event)
    ]
    if len(there) != 1:
        raise UserMistake(Mistake("draft", "draft.which" if there else "draft.none"))
    return there[0]


def _is_own(officer: Officer, referral: Referral) -> bool:
    if sees_unit_only(officer.role):
        return referral.body.unit == officer.unit
    return bool(referral.body.unit)


def _latest_draft(state: RequestState, referral: Referral) -> str:
    """The draft of a referral that a new one stands in for; empty for none."""
    drafts = [each for each in state.drafts.values() if each.body.referral == referral.event]
    return max(drafts, key=lambda draft: draft.order).event if drafts else ""
