"""What every action asks first: may this officer do it, and is there something to do it to."""

from desk_app.ports.book import Officer, Pen
from desk_app.records.errors import Mistake, NotAllowed, UserMistake
from desk_app.records.request import RequestState
from desk_app.records.roles import may
from desk_app.records.text import clean

TEXT_LENGTH = 20_000
"""Letters in a text; with two bytes each it stays within one entry."""


def allow(officer: Officer, deed: str) -> None:
    """Raise NotAllowed ``role.not_allowed`` unless the officer's role permits the deed."""
    if not may(officer.role, deed):
        raise NotAllowed("role.not_allowed", deed=deed)


def the_request(pen: Pen, request_id: str) -> RequestState:
    """The request, registered and here; UserMistake ``request.not_here`` otherwise."""
    state = pen.request(request_id)
    if state is None or state.registered is None:
        raise UserMistake(Mistake("code", "request.not_here"))
    return state


def open_request(pen: Pen, request_id: str) -> RequestState:
    """The request, still open; UserMistake ``request.closed`` or ``request.voided`` otherwise."""
    state = the_request(pen, request_id)
    if state.standing != "open":
        raise UserMistake(Mistake("code", f"request.{state.standing}"))
    return state


def needed(text: str, field: str, code: str = "") -> str:
    """A text that must be given, cleaned; raises UserMistake where it is empty or too long."""
    found = optional(text, field)
    if not found:
        raise UserMistake(Mistake(field, code or f"{field}.missing"))
    return found


def optional(text: str, field: str, most: int = TEXT_LENGTH) -> str:
    """A text that may be empty, cleaned; raises UserMistake where it is too long."""
    found = clean(text)
    if len(found) > most:
        raise UserMistake(Mistake(field, "text.too_long", {"most": most}))
    return found
