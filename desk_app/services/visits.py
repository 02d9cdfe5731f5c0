"""A visit: who came, and what became of it; none, one or several requests in one transaction."""

from dataclasses import dataclass, replace

from desk_app.ports.book import Book, Pen
from desk_app.records.bodies import Called, Visited, VisitEnded
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Channel
from desk_app.services.guard import allow, optional, the_request
from desk_app.services.register import RegisterRequest, Taken, take

OUTCOMES = ("informed", "done", "taken", "papers", "agency", "forwarded", "followed")


@dataclass(frozen=True, slots=True)
class RecordVisit:
    """A visit with its matters; an information-only visit has none and needs no name."""

    started: int
    """When the visitor came to the glass, ms since 1970."""
    outcome: str
    matters: tuple[RegisterRequest, ...] = ()
    channel: Channel = "desk"
    service: str = ""
    topic: str = ""
    agency: str = ""
    follows: tuple[str, ...] = ()
    """Ids of the requests the visitor came back for."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class VisitRecorded:
    """The visit and what was taken in it."""

    visit_id: str
    taken: tuple[Taken, ...]


def record_visit(book: Book, command: RecordVisit) -> VisitRecorded:
    """Record a visit and all its matters, or, where one is wrong, nothing."""
    if command.outcome not in OUTCOMES:
        raise UserMistake(Mistake("outcome", "outcome.unknown"))
    with book.writing() as pen:
        allow(pen.officer, "register")
        return _record(pen, command)


def _record(pen: Pen, command: RecordVisit) -> VisitRecorded:
    visit_id = pen.new_id()
    note = optional(command.note, "note")
    audiences = [the_request(pen, request_id).audience for request_id in command.follows]
    values = (note,) if note else ()
    # What was said about a sealed request stays under its seal.
    open_values = () if any(audiences) else values
    body = Visited(
        started=command.started,
        counter=pen.office.counter,
        channel=command.channel,
        outcome=command.outcome,
        service=command.service,
        topic=command.topic,
        agency=command.agency,
        follows=command.follows,
        note=0 if open_values else -1,
    )
    subject = Subject("visit", visit_id)
    pen.write(Draft(subject=subject, type="Visited", body=body_data(body), values=open_values))
    for request_id, audience in zip(command.follows, audiences, strict=True):
        called = Called(by="visitor", visit=visit_id, text=0 if note else -1)
        pen.write(
            Draft(
                subject=Subject("request", request_id),
                type="Called",
                body=body_data(called),
                values=values,
                audience=audience,
            )
        )
    taken = tuple(take(pen, replace(matter, visit=visit_id)) for matter in command.matters)
    return VisitRecorded(visit_id, taken)


def end_visit(book: Book, visit_id: str, outcome: str = "", requests: int = 0) -> None:
    """Note that the visitor has left."""
    with book.writing() as pen:
        allow(pen.officer, "register")
        body = VisitEnded(at=pen.now_ms, outcome=outcome, requests=requests)
        pen.write(
            Draft(subject=Subject("visit", visit_id), type="VisitEnded", body=body_data(body))
        )
