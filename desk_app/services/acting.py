"""How an action of follow-up is written: one event on one request, naming what it replaces."""

from collections.abc import Callable
from typing import Any

from desk_app.ports.book import Book, Pen
from desk_app.records.bodies import Body
from desk_app.records.event import Draft, Event, Subject
from desk_app.records.kinds_of_event import body_data
from desk_app.records.request import RequestState
from desk_app.services.guard import allow, open_request, the_request

Say = Callable[[Pen, RequestState], tuple[Body, tuple[Any, ...]]]


def act(
    book: Book,
    request_id: str,
    deed: str,
    type_name: str,
    say: Say,
    *,
    registers: tuple[str, ...] = (),
    on_open: bool = False,
) -> Event:
    """Write one event on a request and return it.

    ``say`` gets the request as it stands and gives body and personal values. The heads of the
    named registers are what the event replaces. With ``on_open`` a closed request is refused.
    Raises NotAllowed for a role that may not, UserMistake for what is wrong; nothing is written.
    """
    with book.writing() as pen:
        allow(pen.officer, deed)
        state = open_request(pen, request_id) if on_open else the_request(pen, request_id)
        body, values = say(pen, state)
        return write_on(pen, state, type_name, body, values, registers)


def write_on(
    pen: Pen,
    state: RequestState,
    type_name: str,
    body: Body,
    values: tuple[Any, ...] = (),
    registers: tuple[str, ...] = (),
) -> Event:
    """Append one event to a request within an open transaction."""
    replaced = sorted({head for name in registers for head in state.heads(name)})
    return pen.write(
        Draft(
            subject=Subject("request", state.id),
            type=type_name,
            body=body_data(body),
            values=values,
            replaces=tuple(replaced),
            parents=(state.registered_event,),
            audience=state.audience,
        )
    )


def told(*texts: str) -> tuple[list[int], tuple[str, ...]]:
    """Positions and values of the texts that are there; -1 for one that is empty."""
    values: list[str] = []
    positions = []
    for text in texts:
        positions.append(len(values) if text else -1)
        values += [text] if text else []
    return positions, tuple(values)
