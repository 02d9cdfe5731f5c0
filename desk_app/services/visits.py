"""A visit: who came, and what became of it; none, one or several requests in one transaction."""

from dataclasses import dataclass, replace
from typing import Final

from desk_app.ports.book import Book, Pen
from desk_app.ports.scans import Scans
from desk_app.records.bodies import Called, Noted, Visited, VisitEnded
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from desk_app.records.persons import Channel
from desk_app.services.asking import CHANNELS, RegisterRequest
from desk_app.services.enclosing import keep_in
from desk_app.services.guard import TEXT_LENGTH, Findings, allow, one_of, the_request
from desk_app.services.register import Taken, take

OUTCOMES: Final = ("informed", "done", "taken", "papers", "agency", "forwarded", "followed")
_WEIGHT: Final = ("informed", "agency", "followed", "done", "papers", "taken", "forwarded")
"""Of several matters of one visit the weightiest says what became of it."""


@dataclass(frozen=True, slots=True)
class VisitSoFar:
    """A visit whose visitor is still at the glass: what it came to, and its open requests."""

    visit_id: str
    outcome: str
    requests: tuple[str, ...] = ()
    """Those that the office may read: a sealed one is counted nowhere."""


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
    so_far: VisitSoFar | None = None
    """The visit that goes on with these matters; None for one that begins."""


@dataclass(frozen=True, slots=True)
class VisitRecorded:
    """The visit and what was taken in it."""

    visit_id: str
    taken: tuple[Taken, ...]
    so_far: VisitSoFar
    """What to go on with, should the visitor have another matter."""


def record_visit(book: Book, command: RecordVisit, scans: Scans | None = None) -> VisitRecorded:
    """Record a visit and all its matters with their scans, or, where one is wrong, nothing.

    A visit that goes on stays one visit: its requests bear its id and do not repeat each other.
    """
    keep = keep_in(book, scans) if scans is not None else None
    with book.writing() as pen:
        allow(pen.officer, "register")
        note = _checked(pen, command)
        before = command.so_far
        visit_id = before.visit_id if before else pen.new_id()
        audiences = {each: the_request(pen, each).audience for each in command.follows}
        taken: list[Taken] = []
        for matter in command.matters:
            together = [*(before.requests if before else ()), *(each.request_id for each in taken)]
            taken.append(take(pen, replace(matter, visit=visit_id), together, keep))
        for request_id, audience in audiences.items():
            called = Called(by="visitor", visit=visit_id, text=0 if note else -1)
            _on_request(pen, request_id, "Called", called, note, audience)
        secret = any(each.audience for each in taken) or any(audiences.values())
        # What the visit itself cannot say any more is said where it belongs.
        for each in [one for one in taken if note and (before or one.audience)]:
            _on_request(pen, each.request_id, "Noted", Noted(text=0), note, each.audience)
        so_far = _so_far(visit_id, command, taken)
        if before is None:
            _visited(pen, visit_id, command, note, audiences, secret=secret)
        else:
            _ended(pen, visit_id, so_far.outcome, len(so_far.requests))
        return VisitRecorded(visit_id, tuple(taken), so_far)


def end_visit(book: Book, visit_id: str, outcome: str = "", requests: int = 0) -> None:
    """Note that the visitor has left."""
    if outcome:
        one_of(outcome, OUTCOMES, "outcome")
    with book.writing() as pen:
        allow(pen.officer, "register")
        _ended(pen, visit_id, outcome, requests)


def _ended(pen: Pen, visit_id: str, outcome: str, requests: int) -> None:
    body = VisitEnded(at=pen.now_ms, outcome=outcome, requests=requests)
    subject = Subject("visit", visit_id)
    pen.write(Draft(subject=subject, type="VisitEnded", body=body_data(body)))


def _so_far(visit_id: str, command: RecordVisit, taken: list[Taken]) -> VisitSoFar:
    before = command.so_far or VisitSoFar(visit_id, command.outcome)
    return VisitSoFar(
        visit_id=visit_id,
        outcome=max(before.outcome, command.outcome, key=_WEIGHT.index),
        requests=(*before.requests, *(each.request_id for each in taken if not each.audience)),
    )


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
