"""One conversation with the centre: session, agreement on logs, sending, fetching."""

from collections.abc import Iterator
from contextlib import contextmanager

from desk_app.ports.clock import Clock, Entropy
from desk_app.ports.line import Enrolment, LineBook
from desk_app.protocol.line import LineProtocol
from desk_app.protocol.problems import Problem
from desk_app.sync.agreement import Agreement, Happened
from desk_app.sync.fetching import Fetching
from desk_app.sync.scans import ScanTraffic
from desk_app.sync.sending import Sending
from desk_app.sync.session import Session, as_fault


class Conversation:
    """Between one book and one centre, in one event loop.

    Every call raises Unreachable (nothing is lost, try again) or Refused, and MachineFault when
    the book itself cannot be read or written.
    """

    def __init__(
        self,
        book: LineBook,
        enrolment: Enrolment,
        line: LineProtocol,
        clock: Clock,
        entropy: Entropy,
        app: str,
    ) -> None:
        self._book = book
        self._session = Session(book, enrolment, line, clock, app)
        self._agreement = Agreement(book, self._session, clock, entropy)
        self._sending = Sending(book, self._session, self._agreement)
        self._fetching = Fetching(book, self._session)

    @property
    def pushed(self) -> int:
        """Entries made durable so far."""
        return self._sending.pushed

    @property
    def pulled(self) -> int:
        """Entries fetched so far."""
        return self._fetching.pulled

    @property
    def unsent(self) -> int:
        """Own entries the centre does not hold yet."""
        return self._sending.waiting

    def happened(self) -> list[Happened]:
        """What was set right by itself since this was asked last."""
        found, self._agreement.happened = self._agreement.happened, []
        return found

    async def open(self) -> None:
        """Open a session and agree on the logs."""
        with _told():
            await self._session.open()
            await self._agreement.reach()

    async def push(self) -> None:
        """Send until nothing waits."""
        with _told():
            await self._sending.send_all()

    async def pull(self, wait: int = 0) -> None:
        """Fetch whatever there is, or wait for news; what came is shown at the end."""
        with _told():
            await self._fetching.fetch(wait)

    async def carry_scans(self, scans: ScanTraffic, *, once: bool = False) -> None:
        """Move scans for as long as the line holds; with ``once`` until none waits."""
        with _told():
            if self._agreement.rewound:
                self._agreement.rewound = False
                await scans.offer_anew()
            await (scans.carry if once else scans.attend)(self._session)


def unsent(book: LineBook) -> int:
    """Own entries the centre has not acknowledged, as far as the book alone can tell.

    Only the last log is counted: what an older one still had to send was recorded in it again.
    """
    logs = book.own_logs()
    return max(0, logs[-1].seq - book.acknowledged(logs[-1].log)) if logs else 0


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Problem as problem:
        raise as_fault(problem) from problem
