"""The visitor's page while it is served: its own listener, and its tables kept up behind it."""

import logging
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from central.public.app import Manner, make_public_app
from central.public.desk import PublicDesk
from central.public.following import at_once, follow
from central.public.survey import Questionnaire
from central.store.database import Database
from central.web.metrics import Metrics
from central.web.server import Beside, Listen
from desk_app.bugs import keep_bug
from desk_app.records.errors import DeskError

_log: Final = logging.getLogger("mizban.central")
_FOLLOW_EVERY_SECONDS: Final = 1.0


class PublicPage:
    """The page on an address of its own; used as a context beside the centre, or alone."""

    def __init__(
        self,
        database: Database,
        listen: Listen,
        survey: Questionnaire,
        now_ms: Callable[[], int],
        *,
        metrics: Metrics | None = None,
        manner: Manner | None = None,
        give_way: Callable[[float], None] = at_once,
    ) -> None:
        self._database = database
        self._now_ms = now_ms
        self._give_way = give_way
        self._desk = PublicDesk(database, now_ms, survey)
        how = manner or Manner(secure=listen.certificates is not None)
        app = make_public_app(self._desk, how, metrics or Metrics())
        self._beside = Beside(app, listen)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="visitors", daemon=True)

    @property
    def url(self) -> str:
        """The address at which it is reached on this machine."""
        return self._beside.url

    def __enter__(self) -> Self:
        """Answer from here on."""
        self._beside.__enter__()
        self._thread.start()
        _log.info("the visitor's page is on %s", self.url)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and wait for the end."""
        self._beside.__exit__(kind, error, trace)
        self._stopped.set()
        self._thread.join()
        self._desk.close()

    def _follow(self) -> None:
        """The tables follow the events; what cannot be done now is done at the next look."""
        while True:
            try:
                follow(self._database, self._now_ms(), self._give_way)
            except DeskError as error:
                _log.warning("the visitor's page waits: %s", error.code)
            except Exception as error:  # noqa: BLE001  a bug must not leave the page behind for good
                _log.error("the visitor's page met a bug, kept as %s", keep_bug(error))
            if self._stopped.wait(_FOLLOW_EVERY_SECONDS):
                return
