"""Looking at people's records leaves a trace, once for each opening."""

from collections.abc import Callable

from desk_app.records.errors import DeskError
from desk_app.services.papers import read_scan
from desk_app.services.presence import look_at, note_search
from ui.actions.workplace import Workplace


def note_opening(place: Workplace, request_id: str) -> None:
    """The officer opened this request; a book that may only be read keeps no trace."""
    if place.desk.reason is None:
        book = place.desk.book
        place.work.write(lambda: look_at(book, request_id))


def note_identity_search(place: Workplace, how_many: int) -> None:
    """The officer searched by an identity number and saw so many requests."""
    if place.desk.reason is None:
        book = place.desk.book
        place.work.write(lambda: note_search(book, "identity", how_many))


def open_scan(
    place: Workplace, request_id: str, name: str, done: Callable[[bytes | DeskError], object]
) -> None:
    """Open a scan in memory; ``done`` gets it, or why it does not open, in the window's thread."""
    book, scans = place.desk.book, place.desk.scans

    def read() -> bytes | DeskError:
        try:
            return read_scan(book, scans, request_id, name)
        except DeskError as refused:
            return refused

    place.work.write(read, done)
