"""Taking a request: checks, the promise, the tracking code, one durable event."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.ports.book import Book, OpenRequest, Pen, RecordedRow
from desk_app.ports.queries import RequestView
from desk_app.records.bodies import Answered, StatusChange
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Subject, canonical
from desk_app.records.kinds_of_event import body_data
from desk_app.records.request import RequestState
from desk_app.records.text import same_subject
from desk_app.services.asking import RegisterRequest, checked_request
from desk_app.services.enclosing import Keep, enclose
from desk_app.services.glass import at_the_glass
from desk_app.services.guard import allow, the_request
from desk_app.services.numbers import numbers_for
from desk_app.services.parties import PartyTold, nobody
from desk_app.services.registration import registration

__all__ = ["RegisterRequest", "Taken", "register_request", "repeat_of", "take"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What the officer and the visitor get: the code, the number, the promised day."""

    request_id: str
    tracking_code: str
    follow_up: str
    due: str
    """ISO date; empty where no deadline is promised."""
    already: bool = False
    """Whether this very row was recorded before."""
    audience: str = ""
    """Whose eyes alone it is for; empty for the office."""
    sealed: RequestView | None = None
    """What the receipt says of a sealed request, which no query shows: never stored."""


def register_request(book: Book, command: RegisterRequest) -> Taken:
    """Record one request; it is durable when this returns.

    Raises UserMistake naming every wrong field, with nothing written.
    """
    with book.writing() as pen:
        return take(pen, command)


def take(
    pen: Pen, command: RegisterRequest, together: Iterable[str] = (), keep: Keep | None = None
) -> Taken:
    """Record one request within an open transaction, and its scans by ``keep``.

    ``together`` are the requests of the same visit, which it does not repeat.
    """
    allow(pen.officer, "register")
    digest = pen.digest(command.row) if command.row else ""
    if digest and (row := pen.row_recorded(digest) or pen.sealed_row(command.row)):
        return Taken(row.request_id, row.tracking_code, row.follow_up, row.due, already=True)
    ask = checked_request(pen, command)
    # A sealed request repeats nothing: the open one would have to be told of it.
    free = command.allow_repeat or bool(ask.audience)
    if not free and (repeated := repeat_of(pen, ask.parties, ask.matter.subject, together)):
        raise UserMistake(Mistake("subject", "request.repeat", {"code": repeated.tracking_code}))
    numbers = numbers_for(pen, command.code)
    body = registration(pen, ask, digest, numbers)
    request_id = pen.new_id()
    people = tuple(party.person for party in ask.parties if not nobody(party.person))
    draft = Draft(
        subject=Subject("request", request_id),
        type="Registered",
        body=body_data(body),
        values=(ask.matter, *people),
        audience=ask.audience,
    )
    try:
        event = pen.write(draft)
    except UserMistake as wrong:
        raise UserMistake(Mistake(_largest(draft), wrong.code)) from wrong
    if keep is not None:
        enclose(pen, event, command.enclosed, keep)
    if ask.told.outcome == "done":
        _finish(pen, draft.subject, event.id, ask.audience)
    due = body.promise.date if body.promise else ""
    sealed = at_the_glass(event, body, ask) if ask.audience else None
    if sealed and command.row:
        row = RecordedRow(request_id, numbers.code, numbers.follow_up, due)
        pen.keep_sealed_row(command.row, row)
    return Taken(
        request_id,
        numbers.code,
        numbers.follow_up,
        due,
        audience=ask.audience,
        sealed=sealed,
    )


def repeat_of(
    pen: Pen, parties: Iterable[PartyTold], subject: str, together: Iterable[str] = ()
) -> OpenRequest | None:
    """An open request of one of these people with the same subject, not of the same visit.

    Whoever only presents it for another does not count: they come for many.
    """
    for party in parties:
        if party.role == "presenter" or not (key := party.person.key):
            continue
        for earlier in pen.open_requests_of(key):
            if (
                same_subject(earlier.subject, subject)
                and earlier.request_id not in together
                and not _only_presented(the_request(pen, earlier.request_id), key)
            ):
                return earlier
    return None


def _only_presented(state: RequestState, key: str) -> bool:
    """Whether a person had no part in a request but to present it for another."""
    parties = state.registered.parties if state.registered else ()
    told = zip(parties, state.persons, strict=True)
    roles = {party.role for party, person in told if person is not None and person.key == key}
    return roles == {"presenter"}


def _largest(draft: Draft) -> str:
    """The field that makes an entry too large."""
    matter, *people = draft.values
    told = len(canonical(people)) + len(canonical(draft.body.get("parties", ())))
    return "body" if len(canonical(matter)) > told else "parties"


def _finish(pen: Pen, subject: Subject, registered: str, audience: str) -> None:
    """What was done at once is answered and closed in the same stroke."""
    answer = pen.write(
        Draft(
            subject=subject,
            type="Answered",
            body=body_data(Answered(result="granted")),
            parents=(registered,),
            audience=audience,
        )
    )
    pen.write(
        Draft(
            subject=subject,
            type="Closed",
            body=body_data(StatusChange(answer=answer.id)),
            parents=(answer.id,),
            audience=audience,
        )
    )
