"""Papers on their way out: made off the window's thread, followed, recorded when they are out."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from desk_app.ports.book import OfficeFacts
from desk_app.ports.desk import Desk
from desk_app.ports.documents import Documents
from desk_app.ports.printers import JobState, PrintJob
from desk_app.ports.queries import RequestView
from desk_app.records.errors import Mistake, UserMistake
from desk_app.records.ids import new_id
from desk_app.services.papers import DOCUMENTS, record_printed
from ui.actions.workplace import Workplace

SCREEN_PAPER: Final = "a5"
"""The size a receipt is drawn in where no printer is set up."""

Make = Callable[[Documents, OfficeFacts, RequestView, str], bytes]
"""A document of a request on a paper."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished paper that no printer takes: it is shown, and kept only where the officer says."""

    code: str
    copy: int
    document: bytes
    asked: bool
    """Whether the officer asked for this paper, or it comes of itself with a record."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A finished paper and the job that carries it; its printer is empty where none is set up."""

    job: PrintJob
    document: bytes
    code: str


class Printing(QObject):
    """Makes, sends, follows and records the papers of the open desk.

    ``state_changed`` is sent with the jobs that are not out yet, ``failed`` with one that could
    not be printed, ``out`` with one that is; ``unprintable`` with a ``Sheet`` where no printer is
    set up.
    """

    state_changed = Signal(object)
    failed = Signal(object)
    out = Signal(object)
    unprintable = Signal(object)
    _heard = Signal(object)

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._place = place
        self._sealed: set[str] = set()
        self._heard.connect(self._on_job)
        self._stop = place.desk.queue.subscribe(self._heard.emit)
        self.read_state()

    def receipt(self, request_id: str, *, large_type: bool = False, asked: bool = True) -> None:
        """Print the receipt; its copy number is the one after the last that came out."""
        self._send("receipt", request_id, _receipt(large_type=large_type), asked=asked)

    def request_sheet(self, request_id: str) -> None:
        """Print the typed text for signature."""
        self._send(
            "request_sheet",
            request_id,
            lambda papers, office, view, _: papers.request_sheet(view, office),
        )

    def referral_slip(self, request_id: str, referral: str) -> None:
        """Print the slip of one referral."""
        self._send(
            "referral_slip",
            request_id,
            lambda papers, office, view, paper: papers.referral_slip(view, office, referral, paper),
        )

    def sealed_receipt(self, view: RequestView) -> None:
        """Print the receipt of a sealed request from what was told, which nobody here may reread.

        That it came out is recorded by whoever may open it, not here.
        """
        desk = self._place.desk
        self._sealed.add(view.hit.request_id)
        self._place.work.read(
            lambda: _made(desk, "receipt", view, _receipt(large_type=False)),
            partial(self._on_made, asked=False),
        )

    def spoiled(self, request_id: str) -> None:
        """The last receipt did not come out whole: record it, and print the same copy again."""
        desk = self._place.desk

        def note() -> None:
            record_printed(desk.book, request_id, "receipt", _usual(desk)[1], spoiled=True)

        self._place.work.write(note, lambda _: self.receipt(request_id))

    def retry(self, job_id: str) -> None:
        """Print a failed job again."""
        queue = self._place.desk.queue
        self._place.work.write(lambda: queue.retry(job_id), lambda _: self.read_state())

    def read_state(self) -> None:
        """Tell anew which papers are not out yet."""
        self._place.work.read(self._place.desk.queue.pending, self.state_changed.emit)

    def close(self) -> None:
        """Hear of no more jobs."""
        self._stop()

    def _send(self, kind: str, request_id: str, make: Make, *, asked: bool = True) -> None:
        desk = self._place.desk

        def made() -> _Made:
            view = desk.book.queries.request(request_id)
            if view is None:
                raise UserMistake(Mistake("code", "request.not_here"))
            return _made(desk, kind, view, make)

        self._place.work.read(made, partial(self._on_made, asked=asked))

    def _on_made(self, made: _Made, *, asked: bool) -> None:
        if made.job.printer:
            queue = self._place.desk.queue
            self._place.work.write(lambda: queue.submit(made.job, made.document))
        else:
            self.unprintable.emit(Sheet(made.code, made.job.copy, made.document, asked))

    def _on_job(self, job: PrintJob) -> None:
        if job.state is JobState.PRINTED and job.subject in self._sealed:
            self.out.emit(job)
        elif job.state is JobState.PRINTED and job.kind in DOCUMENTS and job.subject:
            self._place.work.write(
                partial(record_printed, self._place.desk.book, job.subject, job.kind, job.paper),
                lambda _: self.out.emit(job),
            )
        elif job.state is JobState.FAILED:
            self.failed.emit(job)
        self.read_state()


def _usual(desk: Desk) -> tuple[str, str]:
    """The usual printer and its paper; no name and the size for the screen without one."""
    usual = next(iter(desk.printers.settings()), None)
    return (usual.name, usual.paper) if usual else ("", SCREEN_PAPER)


def _receipt(*, large_type: bool) -> Make:
    def make(papers: Documents, office: OfficeFacts, view: RequestView, paper: str) -> bytes:
        return papers.receipt(view, office, paper, copy=view.copies + 1, large_type=large_type)

    return make


def _made(desk: Desk, kind: str, view: RequestView, make: Make) -> _Made:
    """Make the document of a request for the usual printer's paper."""
    printer, paper = _usual(desk)
    document = make(desk.documents, desk.office, view, paper)
    now_ms = desk.clock.now_ms()
    job = PrintJob(
        id=new_id(now_ms, secrets.token_bytes(10)),
        printer=printer,
        paper=paper,
        kind=kind,
        created_at=now_ms,
        subject=view.hit.request_id,
        copy=view.copies + 1,
    )
    return _Made(job, document, view.hit.tracking_code)
