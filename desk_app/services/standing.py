"""Where a request stands: due date, priority, holder, closed or open, and whose word counts."""

from dataclasses import dataclass
from typing import Any

from desk_app.ports.book import Book, Pen
from desk_app.records import bodies as b
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Event
from desk_app.records.request import RequestState
from desk_app.services.acting import act, told, write_on
from desk_app.services.correct import is_open_value
from desk_app.services.follow_up import CALLERS, a_date, not_past
from desk_app.services.guard import (
    LINE_LENGTH,
    NAME_LENGTH,
    allow,
    needed,
    one_of,
    open_request,
    optional,
    the_request,
)

PRIORITIES = ("normal", "urgent", "critical")


@dataclass(frozen=True, slots=True)
class Settle:
    """Choose one value of a register in conflict, by the event that wrote it."""

    request_id: str
    register: str
    choice: str
    reason: str = ""


def extend_due(book: Book, request_id: str, due: str, reason: str) -> Event:
    """Move the effective due date (ISO), with the reason; the printed date stays."""
    day, why = a_date(due, "due"), needed(reason, "reason")

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[str, ...]]:
        not_past(pen, day, "due")
        if state.promise and day.isoformat() <= state.promise.date:
            raise UserMistake(Mistake("due", "due.not_later"))
        return b.Extended(due=day.isoformat(), reason=0), (why,)

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
    to, called = needed(holder, "holder", NAME_LENGTH), optional(title, "title", LINE_LENGTH)

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[str, ...]]:
        post = pen.catalogue().post(to)
        return b.Assigned(holder=to, title=called or (post.title if post else "")), ()

    return act(book, request_id, "reassign", "Assigned", say, registers=("holder",), on_open=True)


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


def withdraw_request(book: Book, request_id: str, reason: str = "", by: str = "applicant") -> Event:
    """The applicant takes the request back."""
    one_of(by, CALLERS, "by")
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
        if request_id in _joined_from(pen, into):
            raise UserMistake(Mistake("into", "join.circle"))
        if the_request(pen, into).audience != state.audience:
            # Naming one in the other would tell whose matter lies under the seal.
            raise UserMistake(Mistake("into", "join.sealed"))
        return write_on(pen, state, "Joined", b.Joined(into=into, reason=place), values)


def _joined_from(pen: Pen, request_id: str) -> set[str]:
    """The requests into which one was joined, at once or in turn."""
    found: set[str] = set()
    ahead = set(the_request(pen, request_id).joined_into)
    while ahead:
        found |= ahead
        states = [pen.request(each) for each in sorted(ahead)]
        ahead = {into for state in states if state for into in state.joined_into} - found
    return found


def settle_conflict(book: Book, command: Settle) -> Event:
    """Settle a register for good: one event that replaces all its heads."""
    (place,), values = told(optional(command.reason, "reason"))

    def say(pen: Pen, state: RequestState) -> tuple[b.Body, tuple[Any, ...]]:
        heads = state.conflicts.get(command.register)
        if not heads:
            raise UserMistake(Mistake("register", "settle.no_conflict"))
        for head in heads:
            if head.event != command.choice:
                continue
            if _is_personal(command.register):
                body = b.Settled(register=command.register, held=len(values), reason=place)
                return body, (*values, head.value)
            return b.Settled(register=command.register, value=head.value, reason=place), values
        raise UserMistake(Mistake("choice", "settle.unknown_choice"))

    return act(
        book,
        command.request_id,
        "settle",
        "Settled",
        say,
        registers=(command.register,),
    )


def _is_personal(register: str) -> bool:
    name = register.removeprefix("field:")
    return name != register and not is_open_value(name)
