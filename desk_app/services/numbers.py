"""The numbers on a receipt: the next code of this desk, one printed earlier, one from elsewhere."""

from dataclasses import dataclass

from desk_app.ports.book import Pen
from desk_app.records.codes import bare_code, parse_code
from desk_app.records.errors import Mistake, UserMistake


@dataclass(frozen=True, slots=True)
class Numbers:
    """Tracking code, follow-up number, and whether the code was reserved earlier."""

    code: str
    follow_up: str
    reserved: bool = False


def numbers_for(pen: Pen, wanted: str) -> Numbers:
    """The numbers of a new request, under a code that was typed or the next one.

    Raises UserMistake ``code.…`` for a typed code that is wrong, in use or not blank.
    """
    if not wanted:
        return Numbers(pen.next_code(), pen.follow_up())
    lane, _ = parse_code(wanted)
    code = bare_code(wanted)
    if pen.request_of_code(code):
        raise UserMistake(Mistake("tracking_code", "code.used"))
    follow_up = pen.reserved(code)
    if follow_up is None and lane == pen.lane:
        # This desk gives these codes itself: one that it does not know as blank is in use under
        # a seal, or would be given to somebody else tomorrow.
        raise UserMistake(Mistake("tracking_code", "code.not_blank"))
    # A code of another lane was printed at a desk whose records have not arrived.
    return Numbers(code, follow_up or pen.follow_up(), follow_up is not None)
