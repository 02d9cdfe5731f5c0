"""Slips about no request: where another agency is, printed while the visitor stands there."""

import secrets
from collections.abc import Callable

from desk_app.ports.desk import Desk
from desk_app.ports.printers import PrintJob
from desk_app.records.catalogue import Agency
from desk_app.records.ids import new_id
from ui.actions.paper_made import usual_printer
from ui.actions.workplace import Workplace


def print_address(place: Workplace, agency: Agency, unprintable: Callable[[], object]) -> None:
    """Print the address slip of an agency; ``unprintable`` is called where no printer is set up."""
    desk = place.desk

    def send(made: tuple[PrintJob, bytes]) -> None:
        job, document = made
        if job.printer:
            place.work.write(lambda: desk.queue.submit(job, document))
        else:
            unprintable()

    place.work.read(lambda: _made(desk, agency), send)


def _made(desk: Desk, agency: Agency) -> tuple[PrintJob, bytes]:
    printer, paper = usual_printer(desk)
    now_ms = desk.clock.now_ms()
    document = desk.documents.address_slip(agency, desk.office, paper)
    job = PrintJob(
        id=new_id(now_ms, secrets.token_bytes(10)),
        printer=printer,
        paper=paper,
        kind="guidance",
        created_at=now_ms,
    )
    return job, document
