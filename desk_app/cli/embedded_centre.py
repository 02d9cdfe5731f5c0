"""The small centre inside a demonstration office, on this machine only."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from central.folder import Folder
from central.running import Centre
from central.store.counts import count, project_all
from central.store.offices import add_office, make_enrol_code, office_by_code
from central.store.walk import verify
from central.web.server import Listen
from db.line_book import DeskLineBook
from db.session import Session
from desk_app.ports.desk import CentreCounts
from desk_app.protocol.enrol_code import write_enrol_code
from desk_app.records.errors import MachineFault

CENTRE: Final = "centre"
"""Its folder's name beside the book."""
_LOOPBACK: Final = "127.0.0.1"


class HouseCentre:
    """Implements ``ports.desk.EmbeddedCentre``; answers from the start until it is stopped.

    It keeps its port while nobody else takes it.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        own = Folder(folder / CENTRE)
        self._database = own.open_database()
        self._scans = own.scans
        self._running: Centre | None = None
        self.url = f"http://{_LOOPBACK}:{port}"
        try:
            self.start()
        except BaseException:
            self._database.close()
            raise

    def start(self) -> None:
        """Answer again at the same address."""
        if self._running is not None:
            return
        centre = self._listening(urlsplit(self.url).port or 0)
        centre.__enter__()
        self._running, self.url = centre, centre.url

    def stop(self) -> None:
        """No longer answer: the line is down. Waits a bounded time."""
        if self._running is not None:
            self._running.__exit__(None, None, None)
            self._running = None

    def counts(self) -> CentreCounts:
        """Walk and count what it holds; may take seconds."""
        project_all(self._database, time.time_ns() // 1_000_000)
        found = self._database.read(count)
        return CentreCounts(found.requests, found.events, verify(self._database).ok)

    def enrol_code(self, office: str, name: str, province: int = 0) -> str:
        """A single-use code for one desk of an office, which is added when it is new."""
        here = self._database.read(lambda c: office_by_code(c, office))
        if here is None:
            here = self._database.write(lambda c: add_office(c, office, name, province))
        known = here
        made, _ = self._database.write(
            lambda c: make_enrol_code(c, known, "", time.time_ns() // 1_000_000)
        )
        return write_enrol_code(made)

    def close(self) -> None:
        """End for good."""
        self.stop()
        self._database.close()

    def _listening(self, port: int) -> Centre:
        if port:
            # Another program may have taken the port meanwhile; the desk is told the new one.
            with suppress(MachineFault):
                return Centre(self._database, Listen(_LOOPBACK, port), scans=self._scans)
        return Centre(self._database, Listen(_LOOPBACK, 0), scans=self._scans)


@contextmanager
def its_centre(session: Session) -> Iterator[None]:
    """A demonstration's own centre answers inside the block."""
    centre = centre_of(session)
    try:
        yield
    finally:
        centre.close()


def centre_of(session: Session) -> HouseCentre:
    """The demonstration's centre, started again where its desk expects it."""
    line = DeskLineBook(session.book)
    enrolment = line.enrolment()
    port = urlsplit(enrolment.central).port if enrolment is not None else None
    centre = HouseCentre(session.where.path, port or 0)
    if enrolment is not None and enrolment.central != centre.url:
        record = session.witness.read()
        spare = record.spare_lanes if record is not None else ()
        line.keep_enrolment(replace(enrolment, central=centre.url), spare)
    return centre
