"""The sync engine as the window sees it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from db.line_book import DeskLineBook
from db.rounds import keep_round
from db.session import Session
from desk_app.cli.desk_scans import DeskScans
from desk_app.cli.founding import program
from desk_app.ports.desk import LineState, LineView
from desk_app.ports.line_page import RoundTold
from desk_app.records.errors import DeskError
from desk_app.sync.attendance import Means
from desk_app.sync.engine import SyncEngine
from desk_app.sync.states import SyncState

CLOSE_SECONDS: Final = 5.0
_STATES: Final = {
    "not_enrolled": LineState.ALONE,
    "working": LineState.SENDING,
    "waiting": LineState.SENDING,
    "up_to_date": LineState.UP_TO_DATE,
    "unreachable": LineState.NO_LINE,
    "refused": LineState.REFUSED,
    "attention": LineState.ATTENTION,
}


class DeskLine:
    """Implements ``ports.desk.Line`` over a running engine."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._book = DeskLineBook(session.book)
        self._hearing: list[Callable[[LineView], None]] = []
        self._scans = DeskScans(session)
        means = Means(
            session.clock, session.entropy, program(), keep_round=self._keep_round,
            scans=self._scans.traffic,
        )  # fmt: skip
        self._engine = SyncEngine(self._book, means, self._on_state)
        self._scans.serve(self._engine)
        self._stop = session.book.subscribe(self._engine.hear)
        self._engine.start()

    def view(self) -> LineView:
        """How things stand now."""
        return self._view(self._engine.state)

    def subscribe(self, hear: Callable[[LineView], None]) -> Callable[[], None]:
        """Call ``hear`` from the engine's thread at each change; returns how to stop."""
        self._hearing.append(hear)
        return lambda: self._hearing.remove(hear) if hear in self._hearing else None

    def wake(self) -> None:
        """Try now."""
        self._engine.retry()

    @property
    def scans(self) -> DeskScans:
        """The scans on the line."""
        return self._scans

    def close(self) -> None:
        """Stop the engine, waiting a bounded time."""
        self._stop()
        self._hearing.clear()
        self._scans.close()
        self._engine.close(CLOSE_SECONDS)

    def _keep_round(self, ended: RoundTold) -> None:
        # History is a convenience: a book that cannot be written says so where records are lost.
        with suppress(DeskError):
            keep_round(self._session.book, ended)

    def _on_state(self, state: SyncState) -> None:
        view = self._view(state)
        for hear in tuple(self._hearing):
            hear(view)

    def _view(self, state: SyncState) -> LineView:
        last_contact, distance = self._book.contact()
        code = state.code if state.kind in ("unreachable", "refused", "attention") else ""
        return LineView(
            state=_STATES[state.kind],
            unsent=state.waiting,
            since=state.since_ms,
            last_contact=last_contact,
            clock_distance_ms=distance,
            code=code,
            params=state.params if code else {},
        )
