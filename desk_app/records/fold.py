"""The fold: events of one request, in the one order, into its state.

Arrival order never matters: events are sorted by (clock, id) first, an id counts once, and an
event that cannot be read is set aside and named, so that it never blocks the others.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final, NamedTuple

import msgspec

from desk_app.records import bodies as b
from desk_app.records import unit_bodies as u
from desk_app.records.drafts import DraftAnswer, DraftStanding, PapersCall
from desk_app.records.event import BadEntry, Event, Held
from desk_app.records.kinds_of_event import body_of, is_known, value_at
from desk_app.records.paper_bodies import PapersBrought
from desk_app.records.persons import Matter, Person
from desk_app.records.registers import Write, rank_of, replaced
from desk_app.records.request import Answer, Referral, RequestState

Beside = dict[str, Held]
_HEEDS: Final = frozenset(
    (
        "Noted", "Called", "Told", "Referred", "Answered", "Extended", "Prioritised", "Assigned",
        "Closed", "Voided", "Withdrawn",
    )
)  # fmt: skip
"""Deeds that take up what a visitor wrote before them."""
_NEVER: Final = (0, "")
STANDING: Final = {
    "Closed": "closed",
    "Reopened": "open",
    "Voided": "voided",
    "Withdrawn": "withdrawn",
}


class Recorded(NamedTuple):
    """An event and the personal values that are still beside it."""

    event: Event
    beside: Beside


def fold_request(request_id: str, recorded: Iterable[Recorded]) -> RequestState:
    """The state of a request from any collection of its events."""
    state = RequestState(request_id)
    unreadable = []
    once = {entry.event.id: entry for entry in recorded}
    for event, beside in sorted(once.values(), key=_place):
        if not is_known(event):
            continue
        try:
            # A rule reads all that it needs before it changes anything: half an event never counts.
            _RULES[event.type](state, event, body_of(event), beside)
        except BadEntry:
            unreadable.append(event.id)
            continue
        state.events += 1
        state.last_order = max(state.last_order, event.order)
        if event.type in _HEEDS:
            state.heeded = max(state.heeded, event.order)
    state.unreadable = tuple(unreadable)
    _supersede(state)
    _return(state)
    _judge_drafts(state)
    _await_papers(state)
    return state


def _place(entry: Recorded) -> tuple[bool, tuple[int, str]]:
    # A registration is the cause of all else on its request, even where a clock ran ahead.
    return entry.event.type != "Registered", entry.event.order


def _supersede(state: RequestState) -> None:
    if not state.answers:
        return
    named = {key: (answer.body.supersedes,) for key, answer in state.answers.items()}
    orders = {key: answer.order for key, answer in state.answers.items()}
    for key in replaced(named, orders) | _approved_again(state):
        answer = state.answers[key]
        state.answers[key] = Answer(key, answer.order, answer.body, superseded=True)


def _approved_again(state: RequestState) -> set[str]:
    """Approvals of a draft that was approved before: two heads apart gave one answer."""
    first: dict[str, str] = {}
    for key, answer in sorted(state.answers.items(), key=lambda each: each[1].order):
        if answer.body.draft:
            first.setdefault(answer.body.draft, key)
    return {
        key
        for key, answer in state.answers.items()
        if answer.body.draft and first[answer.body.draft] != key
    }


def _return(state: RequestState) -> None:
    for key in state.came_back & state.referrals.keys():
        referral = state.referrals[key]
        state.referrals[key] = Referral(key, referral.order, referral.body, open=False)


def _judge_drafts(state: RequestState) -> None:
    """How each draft stands; an approval outweighs all that was said of it elsewhere."""
    if not state.drafts:
        return
    approved = {answer.body.draft for answer in state.answers.values()}
    named = {key: (draft.body.supersedes,) for key, draft in state.drafts.items()}
    again = replaced(named, {key: draft.order for key, draft in state.drafts.items()})
    for key, draft in state.drafts.items():
        standing: DraftStanding = "waiting"
        if key in approved:
            standing = "approved"
        elif key in again:
            standing = "superseded"
        elif key in state.sent_back:
            standing = "sent_back"
        state.drafts[key] = replace(draft, standing=standing)


def _await_papers(state: RequestState) -> None:
    """What was referred again or answered went on without the papers asked for before."""
    if not state.papers_asked:
        return
    went_on = [referral.order for referral in state.referrals.values()]
    went_on += [answer.order for answer in state.answers.values()]
    last = max(went_on, default=_NEVER)
    calls = sorted(state.papers_asked.values(), key=lambda call: call.order)
    state.awaited_papers = tuple(
        dict.fromkeys(
            paper
            for call in calls
            for paper in call.body.papers
            if max(last, state.brought.get(paper, _NEVER)) < call.order
        )
    )


def _write(state: RequestState, event: Event, register: str, value: Any) -> None:
    state.register(register).put(
        Write(event.id, event.order, rank_of(event.role), value, event.replaces)
    )


def _registered(state: RequestState, event: Event, body: Any, beside: Beside) -> None:
    if state.registered is not None:
        return
    matter = value_at(event, beside, body.matter, Matter)
    persons = [value_at(event, beside, party.person, Person) for party in body.parties]
    state.registered = body
    state.registered_event = event.id
    state.order = event.order
    state.office, state.actor, state.audience = event.office, event.actor, event.audience
    state.follow_up = body.follow_up
    state.matter, state.persons = matter, persons
    state.erased = any(name not in beside for name in event.held)
    state.salt = next((beside[name].salt for name in event.held if name in beside), "")
    state.visits |= {body.visit} - {""}


def _completed(state: RequestState, event: Event, body: b.Completed, beside: Beside) -> None:
    values = dict(body.fields)
    if (matter := value_at(event, beside, body.matter, Matter)) is not None:
        values |= filled("matter.", matter)
    for place, position in body.parties.items():
        if (person := value_at(event, beside, position, Person)) is not None:
            values |= filled(f"party.{place}.", person)
    for name, value in values.items():
        if not state.told_at_first(name):
            _write(state, event, "field:" + name, value)


def filled(prefix: str, value: Matter | Person) -> dict[str, Any]:
    """The fields of a matter or person that are not empty, each after a prefix."""
    fields: dict[str, Any] = msgspec.to_builtins(value)
    return {prefix + name: part for name, part in fields.items() if part}


def _corrected(state: RequestState, event: Event, body: b.Corrected, beside: Beside) -> None:
    held = {name: value_at(event, beside, place, object) for name, place in body.held.items()}
    for name, value in {**body.fields, **held}.items():
        _write(state, event, "field:" + name, value)


def _settled(state: RequestState, event: Event, body: b.Settled, beside: Beside) -> None:
    value = value_at(event, beside, body.held, object) if body.held >= 0 else body.value
    _write(state, event, body.register, value)


def _standing(state: RequestState, event: Event, body: b.Body, beside: Beside) -> None:
    _write(state, event, "status", STANDING[event.type])


def _referred(state: RequestState, event: Event, body: b.Referred, beside: Beside) -> None:
    state.referrals[event.id] = Referral(event.id, event.order, body, open=True)


def _returned(state: RequestState, event: Event, body: b.Returned, beside: Beside) -> None:
    state.came_back.add(body.referral)


def _answered(state: RequestState, event: Event, body: b.Answered, beside: Beside) -> None:
    state.answers[event.id] = Answer(event.id, event.order, body, superseded=False)
    state.came_back |= {body.referral} - {""}


def _accepted(state: RequestState, event: Event, body: u.Accepted, beside: Beside) -> None:
    state.accepted.setdefault(body.referral, event.actor)


def _papers_asked(state: RequestState, event: Event, body: u.PapersAsked, beside: Beside) -> None:
    state.papers_asked[event.id] = PapersCall(event.id, event.order, body)
    state.came_back.add(body.referral)


def _drafted(state: RequestState, event: Event, body: u.Drafted, beside: Beside) -> None:
    reason = value_at(event, beside, body.reason, str) or ""
    done = value_at(event, beside, body.done, str) or ""
    state.drafts[event.id] = DraftAnswer(event.id, event.order, event.actor, body, reason, done)


def _sent_back(state: RequestState, event: Event, body: u.DraftReturned, beside: Beside) -> None:
    state.sent_back.add(body.draft)


def _told_answer(state: RequestState, event: Event, body: b.Told, beside: Beside) -> None:
    if body.reached:
        state.told.add((body.answer, body.channel, body.address_key))


def _documented(state: RequestState, event: Event, body: b.Documented, beside: Beside) -> None:
    state.documents[event.id] = body
    if body.paper:
        state.brought[body.paper] = event.order


def _papers_brought(state: RequestState, event: Event, body: PapersBrought, beside: Beside) -> None:
    state.brought |= dict.fromkeys(body.papers, event.order)


def _printed(state: RequestState, event: Event, body: b.Printed, beside: Beside) -> None:
    state.sheets.setdefault(body.document, {})[body.copy] = not body.spoiled


def _reissued(state: RequestState, event: Event, body: b.Reissued, beside: Beside) -> None:
    state.follow_up = body.follow_up


def _called(state: RequestState, event: Event, body: b.Called, beside: Beside) -> None:
    state.visits |= {body.visit} - {""}


def _wrote(state: RequestState, event: Event, body: b.Body, beside: Beside) -> None:
    state.wrote = max(state.wrote, event.order)


def _joined(state: RequestState, event: Event, body: b.Joined, beside: Beside) -> None:
    state.joined_into.add(body.into)


def _fact(state: RequestState, event: Event, body: b.Body, beside: Beside) -> None:
    """A fact that only the timeline shows."""


Rule = Callable[[RequestState, Event, Any, Beside], None]
_RULES: Final[dict[str, Rule]] = {
    "Registered": _registered,
    "Completed": _completed,
    "Corrected": _corrected,
    "Settled": _settled,
    "Closed": _standing,
    "Reopened": _standing,
    "Voided": _standing,
    "Withdrawn": _standing,
    "Referred": _referred,
    "Returned": _returned,
    "Accepted": _accepted,
    "PapersAsked": _papers_asked,
    "Drafted": _drafted,
    "DraftReturned": _sent_back,
    "Answered": _answered,
    "Told": _told_answer,
    "Documented": _documented,
    "PapersBrought": _papers_brought,
    "Printed": _printed,
    "Reissued": _reissued,
    "Joined": _joined,
    "Extended": lambda state, event, body, beside: _write(state, event, "due", body.due),
    "Prioritised": lambda state, event, body, beside: _write(
        state, event, "priority", body.priority
    ),
    "Assigned": lambda state, event, body, beside: _write(state, event, "holder", body.holder),
    "Noted": _fact,
    "Called": _called,
    "AskedAgain": _wrote,
    "Complained": _wrote,
    "Surveyed": _fact,
    "Erased": _fact,
}
