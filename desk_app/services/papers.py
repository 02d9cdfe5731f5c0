"""What came out of the printer and what was handed in: copies, reserved codes, scans."""

from dataclasses import dataclass

from desk_app.ports.book import Book
from desk_app.ports.queries import RequestView
from desk_app.ports.scans import Scans
from desk_app.records import bodies as b
from desk_app.records.codes import make_code
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.event import Draft, Event, Subject
from desk_app.records.kinds_of_event import body_data
from desk_app.services.acting import act, write_on
from desk_app.services.enclosing import Enclosure, documented, keep_in, media_of
from desk_app.services.guard import allow, the_request
from desk_app.services.presence import look_at

DOCUMENTS = ("receipt", "request_sheet", "referral_slip", "guidance")
MOST_RESERVED = 2_000
"""Codes in one book of blanks."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One numbered blank receipt."""

    tracking_code: str
    follow_up: str


def printing_deed(document: str) -> str:
    """The deed that a role needs to print a document: a receipt bears the visitor's secret."""
    return "follow_up" if document == "receipt" else "print"


def record_printed(
    book: Book, request_id: str, document: str, paper: str, *, spoiled: bool = False
) -> int:
    """Record that a document came out and return its copy number, from 1.

    With ``spoiled`` the last sheet did not come out whole: it keeps its number, and the next
    good one bears the same.
    """
    if document not in DOCUMENTS:
        raise UserMistake(Mistake("document", "document.unknown"))
    with book.writing() as pen:
        allow(pen.officer, printing_deed(document))
        state = the_request(pen, request_id)
        out = state.copies_of(document)
        copy = max(out, 1) if spoiled else out + 1
        body = b.Printed(document=document, copy=copy, paper=paper, spoiled=spoiled)
        write_on(pen, state, "Printed", body)
        return copy


def record_by_hand(book: Book, request_id: str) -> int:
    """Record that the receipt was copied by hand and given, and return its copy number."""
    with book.writing() as pen:
        allow(pen.officer, printing_deed("receipt"))
        state = the_request(pen, request_id)
        copy = state.copies + 1
        write_on(
            pen, state, "Printed", b.Printed(document="receipt", copy=copy, paper="", by_hand=True)
        )
        return copy


def reserve_codes(book: Book, count: int, purpose: str = "book") -> list[Blank]:
    """Set codes aside for numbered blanks: a power-cut book, pre-printed forms."""
    if not 1 <= count <= MOST_RESERVED:
        raise UserMistake(Mistake("count", "reserve.count", {"most": MOST_RESERVED}))
    with book.writing() as pen:
        allow(pen.officer, "reserve_codes")
        lane, first, last = pen.next_codes(count)
        numbers = tuple(pen.follow_up() for _ in range(count))
        body = b.CodesReserved(
            lane=lane, first=first, last=last, follow_ups=numbers, purpose=purpose
        )
        subject = Subject("reserve", pen.new_id())
        pen.write(Draft(subject=subject, type="CodesReserved", body=body_data(body)))
    return [Blank(make_code(lane, first + place), number) for place, number in enumerate(numbers)]


def attach_scan(
    book: Book, scans: Scans, request_id: str, data: bytes, title: str = "", paper: str = ""
) -> Event:
    """Keep a scan, encrypted and durable, and then say so in the record.

    The scan of a sealed request is sealed to the same audience first: the key of the desk's scans
    opens nothing of it. Raises MachineFault ``audience.no_key``.
    """
    media_of(data)
    # Nothing is kept for a request that is not here: no file would ever be named again.
    allow(book.officer, "note")
    view = book.queries.request(request_id)
    if view is None:
        raise UserMistake(Mistake("code", "request.not_here"))
    body, values = documented(keep_in(book, scans), Enclosure(data, title, paper), view.audience)
    return act(book, request_id, "note", "Documented", lambda pen, state: (body, values))


def read_scan(book: Book, scans: Scans, request_id: str, name: str) -> bytes:
    """A scan of a request that the officer may see, in memory, with a trace of the looking.

    Raises UserMistake ``request.not_here`` or ``scan.not_here``, MachineFault ``scan.missing``,
    ``scan.damaged``, or ``scan.sealed`` where the audience's key is not at hand.
    """
    allow(book.officer, "look")
    view = book.queries.request(request_id)
    if view is None:
        raise UserMistake(Mistake("code", "request.not_here"))
    data = scans.read(name, _key_of(view, name))
    if view.audience:
        data = book.queries.unsealed(data)
    look_at(book, request_id, "scan")
    return data


def _key_of(view: RequestView, name: str) -> str:
    """The own key of a scan that the request names; UserMistake ``scan.not_here``."""
    for item in view.documents:
        if item.facts.get("blob") == name:
            return str(item.facts.get("key") or "")
    raise UserMistake(Mistake("file", "scan.not_here"))
