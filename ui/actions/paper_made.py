"""A paper made for a printer: which one, in which type, under which copy number."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from desk_app.ports.book import OfficeFacts
from desk_app.ports.desk import Desk
from desk_app.ports.documents import Documents
from desk_app.ports.printers import PrinterSetting, PrintJob
from desk_app.ports.queries import RequestView
from desk_app.records.ids import new_id

SCREEN_PAPER: Final = "a5"
"""The size a receipt is drawn in where no printer is set up."""
LARGE_FOR: Final = frozenset({"reading", "sight"})
"""Needs of a visitor for whom the receipt is set in large type."""

Make = Callable[[Documents, OfficeFacts, RequestView, str], bytes]
"""A document of a request on a paper."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished paper and the job that carries it; its printer is empty where none is set up."""

    job: PrintJob
    document: bytes
    view: RequestView


def usual_printer(desk: Desk) -> tuple[str, str]:
    """The usual printer and its paper; no name and the size for the screen without one."""
    usual = next(iter(desk.printers.settings()), None)
    return (usual.name, usual.paper) if usual else ("", SCREEN_PAPER)


def reads_large(view: RequestView) -> bool:
    """Whether someone of the request has a need for which receipts are set in large type."""
    return any(not LARGE_FOR.isdisjoint(each.party.needs) for each in view.parties)


def receipt(*, large_type: bool, copy: int = 0) -> Make:
    """How a receipt is made; its copy number is the one after the last unless it is told."""

    def make(papers: Documents, office: OfficeFacts, view: RequestView, paper: str) -> bytes:
        number = copy or view.copies + 1
        return papers.receipt(view, office, paper, copy=number, large_type=large_type)

    return make


def made(
    desk: Desk,
    kind: str,
    view: RequestView,
    make: Make,
    *,
    large_type: bool = False,
    on: PrinterSetting | None = None,
) -> Made:
    """Make the document of a request for a printer's paper, the usual one's unless told."""
    printer, paper = (on.name, on.paper) if on else usual_printer(desk)
    document = make(desk.documents, desk.office, view, paper)
    now_ms = desk.clock.now_ms()
    job = PrintJob(
        id=_fresh_id(now_ms),
        printer=printer,
        paper=paper,
        kind=kind,
        created_at=now_ms,
        subject=view.hit.request_id,
        copy=view.copies + 1,
        large_type=large_type,
    )
    return Made(job, document, view)


def trial_job(desk: Desk, printer: str, paper: str) -> PrintJob:
    """A job that carries the test page of a printer."""
    now_ms = desk.clock.now_ms()
    return PrintJob(
        id=_fresh_id(now_ms), printer=printer, paper=paper, kind="test", created_at=now_ms
    )


def send_to(desk: Desk, job: PrintJob, printer: str, paper: str) -> bool:
    """Give a job that is not out to another printer, set anew where its paper is another.

    False when it is printing or out already. A program that dies between the two steps loses no
    paper: its request is still among those not printed.
    """
    document = desk.jobs.document(job.id)
    view = desk.book.queries.request(job.subject) if job.kind == "receipt" else None
    if view is not None and paper != job.paper:
        make = receipt(large_type=job.large_type, copy=job.copy)
        document = make(desk.documents, desk.office, view, paper)
    elif view is None:
        paper = job.paper
    if document is None or not desk.queue.abandon(job.id):
        return False
    now_ms = desk.clock.now_ms()
    desk.queue.submit(
        replace(
            PrintJob(_fresh_id(now_ms), printer, paper, job.kind, now_ms),
            subject=job.subject,
            copy=job.copy,
            large_type=job.large_type,
        ),
        document,
    )
    return True


def _fresh_id(now_ms: int) -> str:
    return new_id(now_ms, secrets.token_bytes(10))
