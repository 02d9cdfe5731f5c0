"""Who was at the desk and who looked at what: the audit that is written as it happens."""

from desk_app.ports.book import Book, Pen
from desk_app.records import bodies as b
from desk_app.records import presence_bodies as presence
from desk_app.records.event import Draft, Subject
from desk_app.records.kinds_of_event import body_data
from desk_app.services.guard import allow, the_request

CLOCK_STEP_MS = 5 * 60 * 1000
"""A jump of the clock that is shown and kept."""


def sign_in(book: Book, app: str) -> str:
    """Record that the officer opened the desk; returns the session's id."""
    with book.writing() as pen:
        session = pen.new_id()
        _write(pen, session, "SignedIn", presence.SignedIn(counter=pen.office.counter, app=app))
        return session


def sign_out(book: Book, session: str, why: str = "left") -> None:
    """Record that the officer left, locked or closed the desk."""
    with book.writing() as pen:
        _write(pen, session, "SignedOut", presence.SignedOut(why=why))


def note_clock_step(book: Book, session: str, before: int, after: int, against: str) -> None:
    """Record a jump of the machine's clock, or its distance from the centre's, in ms."""
    with book.writing() as pen:
        body = presence.ClockStepped(before=before, after=after, against=against)
        _write(pen, session, "ClockStepped", body)


def look_at(book: Book, request_id: str, what: str = "opened") -> None:
    """Record that the officer opened, printed or exported this record."""
    with book.writing() as pen:
        allow(pen.officer, "look")
        state = the_request(pen, request_id)
        # Who opened a sealed record is for those alone who may open it.
        _look(pen, presence.Looked(request=state.id, what=what), state.audience)


def note_search(book: Book, what: str, how_many: int) -> None:
    """Record a search by identity number or an export: how many were seen, never whom."""
    with book.writing() as pen:
        allow(pen.officer, "find")
        _look(pen, presence.Looked(what=what, how_many=how_many))


def _look(pen: Pen, body: presence.Looked, audience: str = "") -> None:
    subject = Subject("look", pen.new_id())
    pen.write(Draft(subject=subject, type="Looked", body=body_data(body), audience=audience))


def _write(pen: Pen, session: str, type_name: str, body: b.Body) -> None:
    pen.write(Draft(subject=Subject("session", session), type=type_name, body=body_data(body)))
