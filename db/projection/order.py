"""The number of a request: rises with (clock, event) whenever the request arrived.

A request gets the number its clock suggests, eight to the millisecond, moved between its
neighbours; the index stays small because numbers stay near each other. Which numbers are used
is this book's own affair; their order is that of every replica.
"""

from typing import Any, Final

EPOCH_MS: Final = 1_577_836_800_000
"""The start of 2020 UTC: near zero, where numbers are short."""
STEP: Final = 8
Order = tuple[int, bytes]
Row = tuple[int, int, bytes]
"""Number, clock, event."""

_LAST: Final = "SELECT n, hlc, event FROM request ORDER BY n DESC LIMIT 1"
_FIRST: Final = "SELECT n, hlc, event FROM request ORDER BY n LIMIT 1"
_FROM: Final = "SELECT n, hlc, event FROM request WHERE n >= ? ORDER BY n LIMIT 1"
_BELOW: Final = "SELECT n, hlc, event FROM request WHERE n < ? ORDER BY n DESC LIMIT 1"
_RUN: Final = "SELECT n, key FROM request WHERE n >= ? ORDER BY n"


def suggested(hlc: int) -> int:
    """The number that a clock reading suggests."""
    return ((hlc >> 16) - EPOCH_MS) * STEP


class Numbers:
    """Free numbers for requests taken in their order; the table is asked where a gap ends."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self._gap: tuple[Row | None, Row | None] | None = None

    def forget(self) -> None:
        """The table may have changed, or an earlier request comes."""
        self._gap = None

    def take(self, order: Order) -> int | None:
        """A number between the neighbours; None where they stand shoulder to shoulder.

        What was taken since ``forget`` counts as standing in the table.
        """
        gap = self._gap
        if gap is None or (gap[1] is not None and gap[1][1:] < order):
            gap = rows_beside(self._db, order)
        below, above = gap
        number = _between(below and below[0], above and above[0], suggested(order[0]))
        if number is not None:
            self._gap = (number, *order), above
        return number


def _between(below: int | None, above: int | None, wish: int) -> int | None:
    if above is None:
        return wish if below is None else max(wish, below + STEP)
    if below is None:
        return min(wish, above - STEP)
    if above - below < 2:
        return None
    return min(max(wish, below + 1), above - 1)


def neighbours(db: Any, order: Order) -> tuple[int | None, int | None]:
    """The numbers of the requests just before and just after a place in the order."""
    below, above = rows_beside(db, order)
    return below and below[0], above and above[0]


def rows_beside(db: Any, order: Order) -> tuple[Row | None, Row | None]:
    """The requests just before and just after a place in the order."""
    last: Row | None = db.execute(_LAST).fetchone()
    if last is None or last[1:] < order:
        return last, None
    first: Row = db.execute(_FIRST).fetchone()
    if order < first[1:]:
        return None, first
    low, high = first[0], last[0]
    middle = min(max(suggested(order[0]), low + 1), high)
    while True:
        above: Row = db.execute(_FROM, (middle,)).fetchone()
        below: Row = db.execute(_BELOW, (middle,)).fetchone()
        if above[1:] < order:
            low = above[0]
        elif order < below[1:]:
            high = below[0]
        else:
            return below, above
        middle = (low + high + 1) // 2


def crowd_after(db: Any, order: Order) -> list[tuple[bytes, int]]:
    """The requests after a place with no gap between them, in order: key and number."""
    _, above = neighbours(db, order)
    found: list[tuple[bytes, int]] = []
    for number, key in db.execute(_RUN, (above,)):
        if above is None or number != above + len(found):
            break
        found.append((key, number))
    return found
