"""Queues of the real print server, started for these tests alone."""

import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from desk_app.ports.printers import PrinterInfo, PrinterKind, PrintJob, PrintOutcome
from desk_app.printing import ipp
from desk_app.printing.cups import CupsPrinter, blocking, media_options, queues
from desk_app.printing.raster import PageSize, page_sizes
from desk_app.records.errors import MachineFault
from tests.unit.printers.papers import NOON, job, paper, setting
from tests.unit.printers.print_server import CUPS_PDF, CUPSD, PrintServer, print_server

QUEUE = setting(PrinterKind.CUPS, "desk", "a6")

NOBODY = "socket://127.0.0.1:9/?waiteof=false"

needs_cups = pytest.mark.skipif(
    CUPSD is None or shutil.which("lp") is None, reason="cups is not installed"
)
needs_cups_pdf = pytest.mark.skipif(
    not CUPS_PDF.exists() or sys.platform == "win32" or os.getuid() != 0,
    reason="cups-pdf is not installed, or may be started by root only",
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintServer]:
    with print_server() as running:
        monkeypatch.setenv("CUPS_SERVER", running.address)
        yield running


def new_job() -> PrintJob:
    return PrintJob(str(uuid.uuid4()), QUEUE.name, "a6", "receipt", NOON)


def code_of_failure(printer: CupsPrinter) -> str:
    with pytest.raises(MachineFault) as fault:
        printer.print_job(new_job(), paper(105, 148))
    assert fault.value.params == {"printer": QUEUE.name}
    return fault.value.code


@needs_cups
def test_the_pdf_comes_out_whole_and_the_server_keeps_nothing_of_it(server: PrintServer) -> None:
    out = server.home / "paper.pdf"
    server.add_queue("desk", f"file://{out}")

    outcome = CupsPrinter(QUEUE).print_job(new_job(), paper(105, 148))

    assert outcome == PrintOutcome(confirmed=True)
    with pdfium.PdfDocument(out) as printed:
        assert "visitor page 1" in printed[0].get_textpage().get_text_bounded()
    (size,) = page_sizes(out.read_bytes())
    assert (round(size.width), round(size.height)) == (105, 148)
    assert server.spooled() == []
    assert server.tell("lpstat", "-W", "all", "-o") == ""


@needs_cups
def test_a_roll_page_keeps_its_own_length(server: PrintServer) -> None:
    out = server.home / "paper.pdf"
    server.add_queue("desk", f"file://{out}")

    CupsPrinter(replace(QUEUE, paper="80mm")).print_job(new_job(), paper(72, 263))

    (size,) = page_sizes(out.read_bytes())
    assert (round(size.width), round(size.height)) == (72, 263)


@needs_cups
@needs_cups_pdf
def test_debians_pdf_printer_prints_the_receipt(server: PrintServer) -> None:
    server.add_pdf_queue("desk")
    printed = new_job()
    folders = (Path("~/PDF").expanduser(), Path("/var/spool/cups-pdf/ANONYMOUS"))
    try:
        outcome = CupsPrinter(QUEUE).print_job(printed, paper(105, 148))
        found = [file for folder in folders for file in folder.glob(f"*{printed.id}*")]
        (size,) = page_sizes(found[0].read_bytes())
    finally:
        for folder in folders:
            for file in folder.glob(f"*{printed.id}*"):
                file.unlink()

    assert outcome == PrintOutcome(confirmed=True)
    assert (round(size.width), round(size.height)) == (105, 148)


@needs_cups
def test_a_stopped_queue_is_a_failure_and_its_job_is_withdrawn(server: PrintServer) -> None:
    server.add_queue("desk", f"file://{server.home / 'paper.pdf'}")
    server.tell("cupsdisable", "desk")

    assert code_of_failure(CupsPrinter(QUEUE)) == "printer.stopped"

    server.tell("cupsenable", "desk")
    assert server.tell("lpstat", "-W", "not-completed", "-o") == ""
    assert server.spooled() == []
    assert CupsPrinter(QUEUE).print_job(new_job(), paper(105, 148)).confirmed


@needs_cups
@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("media-empty-error", "printer.paper_out"),
        ("media-jam", "printer.jam"),
        ("cover-open-error", "printer.cover_open"),
        ("offline-error", "printer.offline"),
    ],
)
def test_a_printer_in_trouble_is_a_failure_and_its_job_is_withdrawn(
    server: PrintServer, reason: str, code: str
) -> None:
    server.add_queue("desk", f"troubled:{reason}")

    assert code_of_failure(CupsPrinter(QUEUE, patience=0.5)) == code
    assert server.tell("lpstat", "-W", "not-completed", "-o") == ""
    assert server.spooled() == []


@needs_cups
def test_a_job_that_takes_too_long_is_withdrawn(server: PrintServer) -> None:
    server.add_queue("desk", NOBODY)
    patient = CupsPrinter(replace(QUEUE, time_limit=1), patience=60)

    assert code_of_failure(patient) == "printer.timeout"
    assert server.tell("lpstat", "-W", "not-completed", "-o") == ""


@needs_cups
def test_a_job_that_somebody_cancels_is_told(server: PrintServer) -> None:
    server.add_queue("desk", NOBODY)

    def cancel(_: float) -> None:
        server.tell("cancel", "-a", "desk")

    assert code_of_failure(CupsPrinter(QUEUE, pause=cancel)) == "printer.canceled"


@needs_cups
def test_a_server_that_dies_with_the_job_leaves_a_doubt(server: PrintServer) -> None:
    server.add_queue("desk", NOBODY)

    def kill(_: float) -> None:
        server.process.terminate()
        server.process.wait(20)

    dying = CupsPrinter(replace(QUEUE, time_limit=1), pause=kill)
    assert code_of_failure(dying) == "printer.unconfirmed"


@needs_cups
def test_a_server_that_tells_no_states_is_believed_when_the_job_leaves_its_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed = "<Limit Get-Job-Attributes>\nRequire user nobody-else\nOrder deny,allow\n</Limit>"
    with print_server(closed) as server:
        monkeypatch.setenv("CUPS_SERVER", server.address)
        server.add_queue("desk", f"file://{server.home / 'paper.pdf'}")
        outcome = CupsPrinter(QUEUE).print_job(new_job(), paper(105, 148))

    assert outcome == PrintOutcome(confirmed=False)


@needs_cups
def test_a_job_that_is_out_just_before_it_is_given_up_is_printed(server: PrintServer) -> None:
    server.add_queue("desk", f"file://{server.home / 'paper.pdf'}")
    hurried = replace(QUEUE, time_limit=1)
    clock = iter((0.0, 0.0, 0.0, 5.0))

    def wait(_: float) -> None:
        server.wait_until_idle()

    printer = CupsPrinter(hurried, now=lambda: next(clock, 5.0), pause=wait)
    assert printer.print_job(new_job(), paper(105, 148)).confirmed
    assert server.spooled() == []


@needs_cups
def test_a_queue_that_is_not_there_is_unknown(server: PrintServer) -> None:
    server.add_queue("other", f"file://{server.home / 'paper.pdf'}")
    assert code_of_failure(CupsPrinter(QUEUE)) == "printer.unknown"


@needs_cups
def test_a_queue_that_takes_nothing_is_told(server: PrintServer) -> None:
    server.add_queue("desk", f"file://{server.home / 'paper.pdf'}")
    server.tell("cupsreject", "desk")
    assert code_of_failure(CupsPrinter(QUEUE)) == "printer.refused"


@needs_cups
def test_queues_are_listed_with_the_preferred_one(server: PrintServer) -> None:
    for name in ("desk", "other"):
        server.add_queue(name, f"file://{server.home / 'paper.pdf'}")
    server.tell("lpadmin", "-d", "other")

    assert queues() == [
        PrinterInfo("desk", PrinterKind.CUPS, "desk"),
        PrinterInfo("other", PrinterKind.CUPS, "other", is_default=True),
    ]


@needs_cups
def test_a_server_that_is_down_is_unreachable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nobody.sock"))

    assert code_of_failure(CupsPrinter(QUEUE)) == "printer.unreachable"
    assert queues() == []
    with pytest.raises(ipp.IppError):
        ipp.Server(str(tmp_path / "nobody.sock")).ask(ipp.GET_JOB, "job-uri", "ipp://localhost/1")


def test_a_machine_without_a_print_system_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert code_of_failure(CupsPrinter(QUEUE)) == "printer.no_cups"
    assert queues() == []


def test_what_is_no_pdf_never_reaches_the_queue() -> None:
    with pytest.raises(MachineFault) as fault:
        CupsPrinter(QUEUE).print_job(job(), b"no paper")
    assert fault.value.code == "printer.bad_document"


@pytest.mark.parametrize(
    ("name", "page", "told"),
    [
        ("a6", PageSize(105.02, 147.9), "media=A6 print-scaling=none"),
        ("a4", PageSize(105, 148), "media=A4 print-scaling=none"),
        ("a6", PageSize(148, 210), "media=A6 print-scaling=fit"),
        ("80mm", PageSize(72, 214.4), "media=Custom.72x214mm"),
    ],
)
def test_sheets_go_by_name_and_rolls_by_the_length_of_the_page(
    name: str, page: PageSize, told: str
) -> None:
    assert " ".join(word for word in media_options(name, page) if word != "-o") == told


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        (["none"], ""),
        (["media-empty-warning", "media-low-report"], ""),
        (["media-empty-error"], "printer.paper_out"),
        (["media-needed"], "printer.paper_out"),
        (["media-jam-error", "media-empty-error"], "printer.jam"),
        (["cover-open"], "printer.cover_open"),
        (["door-open-error"], "printer.cover_open"),
        (["marker-supply-empty-error"], "printer.toner"),
        (["offline-report"], ""),
        (["connecting-to-device"], "printer.offline"),
    ],
)
def test_what_the_queue_says_of_its_printer_becomes_what_to_do(
    reasons: list[int | str], code: str
) -> None:
    assert blocking(reasons) == code
