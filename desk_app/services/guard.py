"""What every action asks first: may this officer do it, and is there something to do it to."""

from collections.abc import Iterable

from desk_app.ports.book import Officer, Pen
from desk_app.records.errors import Mistake, NotAllowed, UserMistake
from desk_app.records.request import RequestState
from desk_app.records.roles import may, sees_unit_only
from desk_app.records.text import clean
from desk_app.records.unit_work import was_referred_to

TEXT_LENGTH = 20_000
"""Letters in the text of a request or remark; sealed, too, it stays within one entry."""
REASON_LENGTH = 4_000
LINE_LENGTH = 400
NAME_LENGTH = 120


def allow(officer: Officer, deed: str) -> None:
    """Raise NotAllowed ``role.not_allowed`` unless the officer's role permits the deed."""
    if not may(officer.role, deed):
        raise NotAllowed("role.not_allowed", deed=deed)


def the_request(pen: Pen, request_id: str) -> RequestState:
    """The request, registered, here and for this officer to see.

    UserMistake ``request.not_here`` otherwise: whoever may not see it learns nothing of it.
    """
    state = pen.request(request_id)
    if state is None or state.registered is None or not may_see(pen.officer, state):
        raise UserMistake(Mistake("code", "request.not_here"))
    return state


def may_see(officer: Officer, state: RequestState) -> bool:
    """Whether the officer's role sees a request: an expert what was referred to the own unit."""
    return not sees_unit_only(officer.role) or was_referred_to(state, officer.unit)


def open_request(pen: Pen, request_id: str) -> RequestState:
    """The request, still open; UserMistake ``request.closed`` or ``request.voided`` otherwise."""
    state = the_request(pen, request_id)
    if state.standing != "open":
        raise UserMistake(Mistake("code", f"request.{state.standing}"))
    return state


def needed(text: str, field: str, most: int = REASON_LENGTH) -> str:
    """A text that must be given, cleaned; raises UserMistake where it is empty or too long."""
    found = optional(text, field, most)
    if not found:
        raise UserMistake(Mistake(field, f"{field}.missing"))
    return found


def optional(text: str, field: str, most: int = REASON_LENGTH) -> str:
    """A text that may be empty, cleaned; raises UserMistake where it is too long."""
    found = clean(text)
    # Persian letters take two bytes; rarer ones take up to four and count for as much.
    if max(len(found), len(found.encode()) // 2) > most:
        raise UserMistake(Mistake(field, "text.too_long", {"most": most}))
    return found


def one_of(value: str, known: Iterable[str], field: str) -> str:
    """A word of a fixed list; UserMistake ``<field>.unknown`` for any other."""
    if value not in known:
        raise UserMistake(Mistake(field, f"{field}.unknown"))
    return value


class Findings:
    """Mistakes gathered over several fields, so that all of them are shown at once."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def add(self, field: str, code: str, **params: str | int) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(field, code, params))

    def text(self, text: str, field: str, most: int = LINE_LENGTH) -> str:
        """A text that may be empty, cleaned; empty where it is too long, which is noted."""
        try:
            return optional(text, field, most)
        except UserMistake as wrong:
            self.mistakes += wrong.mistakes
            return ""

    def texts(self, texts: Iterable[str], field: str, most: int) -> tuple[str, ...]:
        """The texts that are not empty, cleaned; more than ``most`` of them are a mistake."""
        found = tuple(text for each in texts if (text := self.text(each, field)))
        if len(found) > most:
            self.add(field, "list.too_long", most=most)
        return found

    def word(self, value: str, known: Iterable[str], name: str, prefix: str = "") -> None:
        """Note a word that is not of a fixed list: ``<name>.unknown``."""
        if value not in known:
            self.add(prefix + name, f"{name}.unknown")

    def settle(self) -> None:
        """Raise UserMistake with everything that was noted."""
        if self.mistakes:
            raise UserMistake(*self.mistakes)
