"""What the page may show of a request, taken from its state: no person, no words of the visitor."""

import msgspec

from desk_app.records.bodies import Answered, Promise, Responsible
from desk_app.records.event import BadEntry
from desk_app.records.fold import Recorded, fold_request
from desk_app.records.hlc import wall_ms
from desk_app.records.kinds_of_event import is_known, value_at
from desk_app.records.request import RequestState, in_hand
from desk_app.records.visitor_bodies import VISITOR

_STEPS = frozenset(
    {
        "Registered", "Referred", "Returned", "PapersAsked", "PapersBrought", "Extended",
        "Answered", "Told", "Closed", "Reopened", "Voided", "Withdrawn", "Reissued",
        "AskedAgain", "Complained", "Surveyed",
    }
)  # fmt: skip
"""What happened that concerns the visitor; remarks and corrections stay at the desk."""
_MOST_STEPS = 60


class ShownAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer that stands: when, with which result and reasons, and how to object."""

    at: int
    result: str
    reason: str = ""
    basis: str = ""
    done: str = ""
    objection: str = ""
    letter: str = ""
    letter_date: str = ""


class ShownPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a part of the request lies: a unit or another agency, since when, until when."""

    title: str
    since: int
    due: str = ""


class ShownStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that happened, when, and to or of what."""

    at: int
    type: str
    about: str = ""


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request as its page knows it."""

    at: int
    kind: str
    office: str
    order: tuple[int, str]
    """The last event taken in: of two offices that hold the request, the later one is shown."""
    service: str = ""
    outcome: str = ""
    status: str = "open"
    in_hand: bool = True
    joined: bool = False
    promise: Promise | None = None
    extended: str = ""
    responsible: Responsible = Responsible()
    places: tuple[ShownPlace, ...] = ()
    awaited: tuple[str, ...] = ()
    """Papers that the visitor is asked to bring."""
    come_by: str = ""
    answers: tuple[ShownAnswer, ...] = ()
    steps: tuple[ShownStep, ...] = ()
    surveyed: bool = False


def shown_of(state: RequestState, recorded: list[Recorded]) -> Shown | None:
    """What is shown; None for what is not registered here, or whose persons were erased."""
    told = state.registered
    if told is None or state.erased:
        return None
    steps = _steps(recorded)
    calls = sorted(state.papers_asked.values(), key=lambda call: call.order)
    lacking = told.papers_lacking if told.outcome == "papers" else ()
    return Shown(
        at=told.at,
        kind=told.kind_title,
        office=told.office_name,
        order=state.last_order,
        service=told.service_title,
        outcome=told.outcome,
        status=state.status,
        in_hand=in_hand(state),
        joined=bool(state.joined_into),
        promise=told.promise,
        extended=state.extended_due,
        responsible=told.responsible,
        places=tuple(
            ShownPlace(found.body.title, wall_ms(found.order[0]), found.body.due)
            for found in state.open_referrals
        ),
        awaited=state.awaited_papers
        or tuple(each for each in lacking if each not in state.brought),
        come_by=calls[-1].body.come_by if calls and state.awaited_papers else "",
        answers=_answers(state, recorded),
        steps=steps,
        surveyed=any(step.type == "Surveyed" and step.about == VISITOR for step in steps),
    )


def shown_from(recorded: list[Recorded], request_id: str) -> tuple[RequestState, Shown | None]:
    """The state that the events of a request add up to, and what of it is shown."""
    state = fold_request(request_id, recorded)
    return state, shown_of(state, recorded)


def _answers(state: RequestState, recorded: list[Recorded]) -> tuple[ShownAnswer, ...]:
    by_id = {entry.event.id: entry for entry in recorded}
    return tuple(
        _answer(found.body, by_id[found.event])
        for found in state.current_answers
        if found.event in by_id
    )


def _answer(body: Answered, entry: Recorded) -> ShownAnswer:
    return ShownAnswer(
        at=wall_ms(entry.event.hlc),
        result=body.result,
        reason=_text(entry, body.reason),
        basis=body.basis,
        done=_text(entry, body.done),
        objection=body.objection,
        letter=body.letter,
        letter_date=body.letter_date,
    )


def _text(entry: Recorded, position: int) -> str:
    try:
        return value_at(entry.event, entry.beside, position, str) or ""
    except BadEntry:
        return ""


def _steps(recorded: list[Recorded]) -> tuple[ShownStep, ...]:
    found = sorted(
        (entry.event for entry in recorded if entry.event.type in _STEPS and is_known(entry.event)),
        key=lambda event: (event.type != "Registered", event.order),
    )
    steps = []
    for event in found:
        about = ""
        if event.type == "Referred":
            about = str(event.body.get("title") or "")
        elif event.type == "Extended":
            about = str(event.body.get("due") or "")
        elif event.type == "Surveyed":
            about = event.actor
        steps.append(ShownStep(wall_ms(event.hlc), event.type, about))
    return tuple(steps[-_MOST_STEPS:])
