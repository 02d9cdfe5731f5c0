"""Pull: the office's feed, each batch with its chain and signature verified, into the book.

Whether an entry contradicts what the book holds is the book's to see: it keeps both, as an alarm.
"""

from typing import Final

from desk_app.ports.line import LineBook, Placed
from desk_app.protocol.batch import Batch, read_batches
from desk_app.protocol.limits import MAX_PAGE_INFLATED
from desk_app.protocol.line import Page, Wanted
from desk_app.protocol.problems import Problem
from desk_app.protocol.squeeze import inflate
from desk_app.records.errors import Refused, Unreachable
from desk_app.sync.session import Session
from desk_app.sync.signers import Signers

PAGE_EVENTS: Final = 1000


class Fetching:
    """Fetches what others recorded; ``pulled`` counts entries that were stored or known."""

    def __init__(self, book: LineBook, session: Session) -> None:
        self._book = book
        self._session = session
        self._signers = Signers(book, session.enrolment)
        self.pulled = 0

    async def fetch_page(self, wait: int = 0) -> bool:
        """Fetch one page, waiting up to ``wait`` seconds for news; whether more follows.

        Raises Problem, or Unreachable ``line.damaged`` for a page that does not read whole. What
        its device did not sign is left out, the rest stored; then Refused ``line.unproved``.
        """
        asked_from = self._book.cursor()
        wanted = Wanted(
            cursor=asked_from,
            without=self._book.own_logs()[-1].log,
            limit=PAGE_EVENTS,
            wait=wait,
        )
        line = self._session.line
        page = await self._session.asked(lambda token: line.pull(token, wanted))
        self._session.heard(page.server_time)
        if self._book.cursor() != asked_from:
            # Meanwhile the feed is to be read from the start; this page must not move past that.
            return True
        batches = _read(page)
        proved = [batch for batch in batches if self._signers.proves(batch)]
        placed = [
            Placed(batch.header.log, seq, entry, event)
            for batch in proved
            for seq, (entry, event) in enumerate(
                zip(batch.entries, batch.events, strict=True), batch.header.frm
            )
        ]
        if placed or page.cursor != asked_from:
            self._book.receive(placed, page.cursor)
        self.pulled += len(placed)
        if len(proved) < len(batches):
            left_out = sum(batch.header.n for batch in batches) - len(placed)
            raise Refused("line.unproved", count=left_out)
        return page.more


def _read(page: Page) -> list[Batch]:
    try:
        return read_batches(inflate(page.parcel.data, page.parcel.encoding, MAX_PAGE_INFLATED))
    except Problem as problem:
        raise Unreachable("line.damaged", problem=problem.code) from problem
