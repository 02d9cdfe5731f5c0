"""A visit: who came, and what became of it; none, one or several requests in one transaction."""

from dataclasses import dataclass, replace
from typing import Final

from desk_app.ports.book import Book, Pen
from desk_app.records.bodies import Called, Noted, Visited, VisitEnded
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Channel
from desk_app.services.asking import CHANNELS, RegisterRequest
from desk_app.services.guard import TEXT_LENGTH, Findings, allow, one_of, the_request
from desk_app.services.register import Taken, take

OUTCOMES: Final = ("informed", "done", "taken", "papers", "agency", "forwarded", "followed")


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
    with book.writing() as pen:
        allow(pen.officer, "register")
        note = _checked(pen, command)
        visit_id = pen.new_id()
        audiences = {each: the_request(pen, each).audience for each in command.follows}
        taken: list[Taken] = []
        for matter in command.matters:
            together = [each.request_id for each in taken]
            taken.append(take(pen, replace(matter, visit=visit_id), together))
        for request_id, audience in audiences.items():
            called = Called(by="visitor", visit=visit_id, text=0 if note else -1)
            _on_request(pen, request_id, "Called", called, note, audience)
        sealed = [each for each in taken if each.audience]
        for each in sealed if note else ():
            _on_request(pen, each.request_id, "Noted", Noted(text=0), note, each.audience)
        secret = bool(sealed) or any(audiences.values())
        _visited(pen, visit_id, command, note, audiences, secret=secret)
        return VisitRecorded(visit_id, tuple(taken))


def end_visit(book: Book, visit_id: str, outcome: str = "", requests: int = 0) -> None:
    """Note that the visitor has left."""
    if outcome:
        one_of(outcome, OUTCOMES, "outcome")
    with book.writing() as pen:
        allow(pen.officer, "register")
        body = VisitEnded(at=pen.now_ms, outcome=outcome, requests=requests)
        subject = Subject("visit", visit_id)
        pen.write(Draft(subject=subject, type="VisitEnded", body=body_data(body)))


def _checked(pen: Pen, command: RecordVisit) -> str:
    """The note, cleaned; raises UserMistake for what a visit cannot be."""
    found, catalogue = Findings(), pen.catalogue()
    found.word(command.outcome, OUTCOMES, "outcome")
    found.word(command.channel, CHANNELS, "channel")
    for name in ("service", "topic", "agency"):
        key = getattr(command, name)
        if key and getattr(catalogue, name)(key) is None:
            found.add(name, f"{name}.unknown")
    note = found.text(command.note, "note", TEXT_LENGTH)
    found.settle()
    return note


def _visited(
    pen: Pen,
    visit_id: str,
    command: RecordVisit,
    note: str,
    audiences: dict[str, str],
    *,
    secret: bool,
) -> None:
    """The visit itself; with a sealed matter it says no more than that somebody came."""
    told = bool(note) and not secret
    body = Visited(
        started=command.started,
        counter=pen.office.counter,
        channel=command.channel,
        outcome=command.outcome,
        service="" if secret else command.service,
        topic="" if secret else command.topic,
        agency="" if secret else command.agency,
        follows=tuple(each for each, audience in audiences.items() if not audience),
        note=0 if told else -1,
    )
    subject = Subject("visit", visit_id)
    values = (note,) if told else ()
    pen.write(Draft(subject=subject, type="Visited", body=body_data(body), values=values))


def _on_request(
    pen: Pen, request_id: str, type_name: str, body: Called | Noted, note: str, audience: str
) -> None:
    """What was said is written on the request too, under its seal where it has one."""
    pen.write(
        Draft(
            subject=Subject("request", request_id),
            type=type_name,
            body=body_data(body),
            values=(note,) if note else (),
            audience=audience,
        )
    )
