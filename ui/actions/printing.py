"""Papers on their way out: made off the window's thread, followed, recorded when they are out."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desk_app.ports.printers import JobState, PrinterSetting, PrintJob
from desk_app.ports.queries import RequestView
from desk_app.records.errors import Mistake, UserMistake
from desk_app.services.guard import allow
from desk_app.services.papers import (
    DOCUMENTS,
    printing_deed,
    record_by_hand,
    record_printed,
)
from ui.actions.paper_made import (
    Made,
    Make,
    made,
    reads_large,
    receipt,
    send_to,
    usual_printer,
)
from ui.actions.workplace import Workplace

__all__ = ["Printing", "Sheet", "reads_large", "usual_printer"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished paper that no printer takes: it is shown, and kept only where the officer says."""

    view: RequestView
    copy: int
    document: bytes
    asked: bool
    """Whether the officer asked for this paper, or it comes of itself with a record."""


class Printing(QObject):
    """Makes, sends, follows and records the papers of the open desk.

    ``state_changed`` is sent with the jobs that are not out yet, ``failed`` with one that could
    not be printed, ``out`` with one that is; ``unprintable`` with a ``Sheet`` where no printer is
    set up; ``by_hand_noted`` with the id of a request whose code was copied by hand.
    """

    state_changed = Signal(object)
    failed = Signal(object)
    out = Signal(object)
    unprintable = Signal(object)
    by_hand_noted = Signal(str)
    _heard = Signal(object)

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._place = place
        self._sealed: set[str] = set()
        self._heard.connect(self._on_job)
        self._stop = place.desk.queue.subscribe(self._heard.emit)
        self.read_state()

    def receipt(
        self,
        request_id: str,
        *,
        large_type: bool | None = None,
        asked: bool = True,
        printer: PrinterSetting | None = None,
    ) -> None:
        """Print the receipt; its copy number is the one after the last that came out.

        Unless told, it is set in large type where a visitor's need asks for it, and goes to the
        usual printer.
        """
        desk = self._place.desk

        def make() -> Made:
            allow(desk.book.officer, printing_deed("receipt"))
            view = self._view(request_id)
            large = reads_large(view) if large_type is None else large_type
            way = receipt(large_type=large)
            return made(desk, "receipt", view, way, large_type=large, on=printer)

        self._place.work.read(make, partial(self._on_made, asked=asked))

    def request_sheet(self, request_id: str, *, read_to_visitor: bool = False) -> None:
        """Print the typed text for signature; the sheet says whether it was read out."""
        self._send(
            "request_sheet",
            request_id,
            lambda papers, office, view, _: papers.request_sheet(
                view, office, read_to_visitor=read_to_visitor
            ),
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
        desk, large = self._place.desk, reads_large(view)
        self._sealed.add(view.hit.request_id)
        self._place.work.read(
            lambda: made(desk, "receipt", view, receipt(large_type=large), large_type=large),
            partial(self._on_made, asked=False),
        )

    def spoiled(self, request_id: str) -> None:
        """The last receipt did not come out whole: record it, and print the same copy again."""
        desk = self._place.desk

        def note() -> None:
            paper = usual_printer(desk)[1]
            record_printed(desk.book, request_id, "receipt", paper, spoiled=True)

        self._place.work.write(note, lambda _: self.receipt(request_id))

    def by_hand(self, view: RequestView) -> None:
        """The code was written down for the visitor: record it, and print the receipt no more.

        What is sealed is recorded by whoever may open it.
        """
        desk, request_id = self._place.desk, view.hit.request_id

        def note() -> None:
            if not view.audience:
                record_by_hand(desk.book, request_id)
            for job in desk.queue.pending():
                if (job.subject, job.kind) == (request_id, "receipt"):
                    desk.queue.abandon(job.id)

        self._place.work.write(note, lambda _: self.by_hand_noted.emit(request_id))

    def retry(self, *job_ids: str) -> None:
        """Print failed jobs again, at once."""
        queue = self._place.desk.queue

        def again() -> None:
            for job_id in job_ids:
                queue.retry(job_id)

        self._place.work.write(again, lambda _: self.read_state())

    def send_to(self, jobs: Iterable[PrintJob], setting: PrinterSetting) -> None:
        """Give jobs that are not out to another printer."""
        desk, moving = self._place.desk, tuple(jobs)

        def move() -> None:
            for job in moving:
                send_to(desk, job, setting.name, setting.paper)

        self._place.work.write(move, lambda _: self.read_state())

    def confirm(self, job_id: str) -> None:
        """The paper of a job of which nobody knew is seen: it is out."""
        queue = self._place.desk.queue
        self._place.work.write(lambda: queue.confirm(job_id), lambda _: self.read_state())

    def abandon(self, job_id: str) -> None:
        """The paper is wanted no more."""
        queue = self._place.desk.queue
        self._place.work.write(lambda: queue.abandon(job_id), lambda _: self.read_state())

    def read_state(self) -> None:
        """Tell anew which papers are not out yet."""
        self._place.work.read(self._place.desk.queue.pending, self.state_changed.emit)

    def close(self) -> None:
        """Hear of no more jobs."""
        self._stop()

    def _view(self, request_id: str) -> RequestView:
        view = self._place.desk.book.queries.request(request_id)
        if view is None:
            raise UserMistake(Mistake("code", "request.not_here"))
        return view

    def _send(self, kind: str, request_id: str, make: Make) -> None:
        desk = self._place.desk
        self._place.work.read(
            lambda: made(desk, kind, self._view(request_id), make),
            partial(self._on_made, asked=True),
        )

    def _on_made(self, paper: Made, *, asked: bool) -> None:
        if paper.job.printer:
            queue = self._place.desk.queue
            self._place.work.write(lambda: queue.submit(paper.job, paper.document))
        else:
            self.unprintable.emit(Sheet(paper.view, paper.job.copy, paper.document, asked))

    def _on_job(self, job: PrintJob) -> None:
        if job.state is JobState.PRINTED and job.subject in self._sealed:
            self.out.emit(job)
        elif job.state is JobState.PRINTED and job.kind in DOCUMENTS and job.subject:
            self._place.work.write(
                partial(record_printed, self._place.desk.book, job.subject, job.kind, job.paper),
                lambda _: self.out.emit(job),
            )
        elif job.state is JobState.PRINTED:
            self.out.emit(job)
        elif job.state is JobState.FAILED:
            self.failed.emit(job)
        self.read_state()
