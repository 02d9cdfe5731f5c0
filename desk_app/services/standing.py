"""Where a request stands: due date, priority, holder, closed or open, and whose word counts."""

from dataclasses import dataclass
from typing import Any

from desk_app.ports.book import Book, Pen
from desk_app.records import bodies as b
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Event
from desk_app.records.request import RequestState
from desk_app.services.acting import act, told, write_on
from desk_app.services.follow_up import a_date, not_past
from desk_app.services.guard import allow, needed, open_request, optional, the_request

PRIORITIES = ("normal", "urgent", "critical")


@dataclass(frozen=True, slots=True)
class Settle:
    """Choose one value of a register in conflict, by the event that wrote it."""

    request_id: str
    register: str
    choice: str
    reason: str = ""


def extend_due(book: Book, request_id: str, due: str, reason: str) -> Event:
    """Move the effective due date, with the reason; the printed date stays."""
    day, why = a_date(due, "due"), needed(reason, "reason")

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[str, ...]]:
        not_past(pen, day, "due")
        if state.promise and due <= state.promise.date:
            raise UserMistake(Mistake("due", "due.not_later"))
        return b.Extended(due=due, reason=0), (why,)

    return act(book, request_id, "extend", "Extended", say, registers=("due",), on_open=True)


def prioritise(book: Book, request_id: str, priority: str, reason: str = "") -> Event:
    """Say how urgent the request is."""
    if priority not in PRIORITIES:
        raise UserMistake(Mistake("priority", "priority.unknown"))
    (place,), values = told(optional(reason, "reason"))
    return act(
        book,
        request_id,
        "follow_up",
        "Prioritised",
        lambda pen, state: (b.Prioritised(priority=priority, reason=place), values),
        registers=("priority",),
        on_open=True,
    )


def assign(book: Book, request_id: str, holder: str, title: str = "") -> Event:
    """Hand the request to a post or an officer."""
    to = needed(holder, "holder")
    return act(
        book,
        request_id,
        "reassign",
        "Assigned",
        lambda pen, state: (b.Assigned(holder=to, title=title), ()),
        registers=("holder",),
        on_open=True,
    )


def close_request(book: Book, request_id: str, reason: str = "") -> Event:
    """Close an answered request; one that was never answered needs a reason."""
    why = optional(reason, "reason")

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[str, ...]]:
        if not why and not state.current_answers:
            raise UserMistake(Mistake("reason", "close.unanswered"))
        if state.open_referrals and not why:
            raise UserMistake(Mistake("reason", "close.referred"))
        latest = state.current_answers[-1].event if state.current_answers else ""
        (place,), values = told(why)
        return b.StatusChange(reason=place, answer=latest), values

    return act(book, request_id, "follow_up", "Closed", say, registers=("status",), on_open=True)


def reopen_request(book: Book, request_id: str, reason: str) -> Event:
    """Open a closed request again."""
    why = needed(reason, "reason")

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[str, ...]]:
        if state.standing == "open":
            raise UserMistake(Mistake("code", "request.open"))
        return b.StatusChange(reason=0), (why,)

    return act(book, request_id, "reopen", "Reopened", say, registers=("status",))


def void_request(book: Book, request_id: str, reason: str) -> Event:
    """Void a request that should not exist; its code is never used again."""
    why = needed(reason, "reason")
    return act(
        book,
        request_id,
        "void",
        "Voided",
        lambda pen, state: (b.StatusChange(reason=0), (why,)),
        registers=("status",),
        on_open=True,
    )


def withdraw_request(book: Book, request_id: str, reason: str = "", by: str = "") -> Event:
    """The applicant takes the request back."""
    (place,), values = told(optional(reason, "reason"))
    return act(
        book,
        request_id,
        "withdraw",
        "Withdrawn",
        lambda pen, state: (b.StatusChange(reason=place, by=by), values),
        registers=("status",),
        on_open=True,
    )


def join_requests(book: Book, request_id: str, into: str, reason: str = "") -> Event:
    """Two registrations are one matter: the first is followed up under the second."""
    if request_id == into:
        raise UserMistake(Mistake("into", "join.itself"))
    (place,), values = told(optional(reason, "reason"))
    with book.writing() as pen:
        allow(pen.officer, "join")
        state = open_request(pen, request_id)
        the_request(pen, into)
        return write_on(pen, state, "Joined", b.Joined(into=into, reason=place), values)


def settle_conflict(book: Book, command: Settle) -> Event:
    """Settle a register for good: one event that replaces all its heads."""
    (place,), values = told(optional(command.reason, "reason"))

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[Any, ...]]:
        heads = state.conflicts.get(command.register)
        if not heads:
            raise UserMistake(Mistake("register", "settle.no_conflict"))
        for head in heads:
            if head.event == command.choice:
                held = len(values)
                body = b.Settled(register=command.register, held=held, reason=place)
                return body, (*values, head.value)
        raise UserMistake(Mistake("choice", "settle.unknown_choice"))

    return act(
        book,
        command.request_id,
        "settle",
        "Settled",
        say,
        registers=(command.register,),
    )
