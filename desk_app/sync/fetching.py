"""Pull: the office's feed, each batch with its chain and signature verified, into the book.

Whether an entry contradicts what the book holds is the book's to see: it keeps both, as an alarm.
"""

import asyncio
from typing import Final

from desk_app.ports.line import LineBook, Placed
from desk_app.protocol.line import Page, Wanted
from desk_app.protocol.problems import Problem
from desk_app.records.errors import DeskError, Refused, Unreachable
from desk_app.sync.pace import FIRST_PAGE, THIN_SECONDS, BatchSize
from desk_app.sync.pages import Pages, Read
from desk_app.sync.session import Session
from desk_app.sync.signers import Signers

SHOWN_AT_ONCE: Final = 20_000
"""So many entries of a long reading are shown before more are stored: the newest come first."""


class Fetching:
    """Fetches what others recorded; ``pulled`` counts entries that were stored or known."""

    def __init__(self, book: LineBook, session: Session) -> None:
        self._book = book
        self._session = session
        self._signers = Signers(book, session.enrolment)
        self._size = BatchSize(FIRST_PAGE, THIN_SECONDS)
        self._shown = 0
        self.pulled = 0

    async def fetch(self, wait: int = 0) -> None:
        """Fetch whatever there is, waiting up to ``wait`` seconds for news; shown when it is here.

        Raises Problem, or Unreachable ``line.damaged`` for a page that does not read whole. What
        its device did not sign is left out, the rest stored; then Refused ``line.unproved``.
        """
        try:
            while not await self._follow(wait):
                # Meanwhile the feed is to be read from the start.
                wait = 0
        except (Problem, DeskError):
            await self._show()
            raise
        await self._show()

    async def _follow(self, wait: int) -> bool:
        """Store page by page to the end of the feed; False where it is read elsewhere by now."""
        after = self._book.cursor()
        wanted = Wanted(after, without=self._book.own_logs()[-1].log, wait=wait)
        pages = Pages(self._ask, wanted, self._size)
        try:
            while (found := await pages.next()) is not None:
                page = found.page
                self._session.heard(page.server_time)
                # Meanwhile the pages behind it come, and are read.
                if not await asyncio.to_thread(self._keep, found, after):
                    return False
                if page.more and page.cursor == after:
                    raise Unreachable("line.not_a_centre")
                after = page.cursor
                if self.pulled - self._shown >= SHOWN_AT_ONCE:
                    await self._show()
        finally:
            await pages.close()
        return True

    async def _ask(self, wanted: Wanted) -> Page:
        line = self._session.line
        return await self._session.asked(lambda token: line.pull(token, wanted))

    def _keep(self, found: Read, after: str) -> bool:
        """Store what is proved of a page; False where the book reads on from another place."""
        page, batches = found
        proved = [batch for batch in batches if self._signers.proves(batch)]
        placed = [
            Placed(batch.header.log, seq, entry, event)
            for batch in proved
            for seq, (entry, event) in enumerate(
                zip(batch.entries, batch.events, strict=True), batch.header.frm
            )
        ]
        if not placed and page.cursor == after:
            return self._book.cursor() == after
        if not self._book.store(placed, page.cursor, after):
            return False
        self.pulled += len(placed)
        if len(proved) < len(batches):
            left_out = sum(batch.header.n for batch in batches) - len(placed)
            raise Refused("line.unproved", count=left_out)
        return True

    async def _show(self) -> None:
        if self.pulled > self._shown:
            self._shown = self.pulled
            await asyncio.to_thread(self._book.catch_up)
