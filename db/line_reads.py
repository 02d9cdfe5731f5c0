"""What the book tells of its line: rounds, what waits, what would be lost with this machine."""

from collections.abc import Mapping
from dataclasses import replace

from db.book import DeskBook
from db.copies_made import copies_made, furthest
from db.queries.sight import Sight
from db.queries.waiting import at_risk, waiting
from db.rounds import rounds
from db.scans_at_risk import scans_at_risk
from desk_app.ports.line_page import AtRisk, RoundTold, WaitingRecord


class BookLineReads:
    """Implements ``ports.line_page.LineReads``, as far as the book's officer may see it."""

    def __init__(self, book: DeskBook) -> None:
        self._book = book
        self._sight = Sight.of(book.officer)

    def rounds(self, limit: int = 100) -> list[RoundTold]:
        """The latest rounds, newest first."""
        return rounds(self._book, limit)

    def waiting(self, limit: int = 500) -> list[WaitingRecord]:
        """Of what own events wait, the latest first; what the centre refused comes first."""
        with self._book.reader.look() as db:
            return waiting(db, self._sight, limit)

    def at_risk(self, most: int = 1_000) -> AtRisk:
        """What would be lost with this machine; at most so many codes are told."""
        with self._book.reader.look() as db:
            copies = copies_made(db)
            found = at_risk(db, self._sight, furthest(copies), most)
            scans = scans_at_risk(db, self._book.writer.scans, furthest(copies))
        return replace(found, scans=scans, copied={kind: copy.at for kind, copy in copies.items()})

    def beyond(self, reached: Mapping[str, int], most: int = 1_000) -> AtRisk:
        """What neither the centre nor a copy that reaches so far by log holds."""
        with self._book.reader.look() as db:
            found = at_risk(db, self._sight, reached, most)
            return replace(found, scans=scans_at_risk(db, self._book.writer.scans, reached))
