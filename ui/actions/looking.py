"""Looking at people's records leaves a trace, once for each opening."""

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
