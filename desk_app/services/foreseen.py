"""A request as its receipt would read now, while it is still being told; nothing is written."""

from dataclasses import dataclass, replace

from desk_app.ports.book import Book, OfficeFacts, Officer
from desk_app.ports.queries import RequestView
from desk_app.records.catalogue import Catalogue
from desk_app.records.persons import Matter
from desk_app.records.text import clean
from desk_app.records.workdays import WorkCalendar
from desk_app.services.asking import CheckedRequest, RegisterRequest
from desk_app.services.glass import as_told
from desk_app.services.numbers import Numbers
from desk_app.services.registration import registration

NO_NUMBERS = Numbers("", "")
"""A code is given when a request is recorded, and never shown before."""


@dataclass(frozen=True, slots=True)
class _Now:
    """The circumstances of this instant, read from the book."""

    book: Book
    office: OfficeFacts
    now_ms: int

    @property
    def officer(self) -> Officer:
        return self.book.officer

    def catalogue(self) -> Catalogue:
        return self.book.queries.catalogue()

    def calendar(self, province: int) -> WorkCalendar:
        return self.book.queries.calendar(province)


def foreseen(book: Book, office: OfficeFacts, now_ms: int, command: RegisterRequest) -> RequestView:
    """The view of a request as told so far, wrong and half-typed fields as they stand.

    It has no id, no tracking code and no follow-up number. It only reads, on any thread.
    """
    matter = Matter(
        subject=clean(command.subject), text=clean(command.text), place=clean(command.place_told)
    )
    now = _Now(book, office, now_ms)
    lacks = bool(command.papers_lacking) and command.outcome == "taken"
    told = replace(
        command,
        kind=now.catalogue().kind_of(command.kind) or "request",
        outcome="papers" if lacks else command.outcome,
    )
    ask = CheckedRequest(told, command.parties, matter, "")
    body = registration(now, ask, "", NO_NUMBERS)
    return as_told(body, ask, office.code)
