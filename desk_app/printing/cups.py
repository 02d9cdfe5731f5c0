"""CUPS queues: the PDF itself goes in by ``lp``, and is followed until it is out.

The PDF travels through a pipe and the title is the job's id, so that neither files nor process
lists hold anything personal. What the server spooled is purged at the end. A job that fails is
cancelled there first: the desk's own spool repeats it, and nothing comes out twice.
"""

import getpass
import os
import re
import subprocess
import time
from collections.abc import Callable
from typing import Final

from desk_app.ports.printers import (
    PrinterInfo,
    PrinterKind,
    PrinterSetting,
    PrintJob,
    PrintOutcome,
)
from desk_app.printing import ipp
from desk_app.printing.raster import PageSize, page_sizes, sheet_size
from desk_app.records.errors import MachineFault

_COMMAND_SECONDS: Final = 20.0
_POLL_SECONDS: Final = 0.25
_SLACK_MM: Final = 1.0
_STOPPED, _CANCELED, _ABORTED, _COMPLETED = 6, 7, 8, 9  # job-state, RFC 8011 5.3.7
_PRINTER_STOPPED: Final = 5
_REQUEST: Final = re.compile(r"request id is (\S+)-(\d+) ")
# printer-state-reasons, RFC 8011 5.4.12, by what a person has to do.
_REASONS: Final = (
    ("media-jam", "printer.jam"),
    ("cover-open", "printer.cover_open"),
    ("door-open", "printer.cover_open"),
    ("interlock-open", "printer.cover_open"),
    ("media-empty", "printer.paper_out"),
    ("media-needed", "printer.paper_out"),
    ("toner-empty", "printer.toner"),
    ("marker-supply-empty", "printer.toner"),
    ("offline", "printer.offline"),
    ("shutdown", "printer.offline"),
    ("timed-out", "printer.offline"),
    ("connecting-to-device", "printer.offline"),
)


def queues() -> list[PrinterInfo]:
    """The queues of this machine's print server; empty where there is none."""
    try:
        names = _run("", "lpstat", "-e").stdout.split()
        preferred = _run("", "lpstat", "-d").stdout.rpartition(": ")[2].strip()
    except MachineFault:
        return []
    return [PrinterInfo(name, PrinterKind.CUPS, name, name == preferred) for name in names]


def _run(
    printer: str, *command: str, document: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    """One command of the print system in plain English, within its time."""
    try:
        done = subprocess.run(
            command,
            input=document or b"",
            capture_output=True,
            timeout=_COMMAND_SECONDS,
            check=False,
            env=os.environ | {"LC_ALL": "C"},
        )
    except FileNotFoundError as fault:
        raise MachineFault("printer.no_cups", printer=printer) from fault
    except subprocess.TimeoutExpired as fault:
        # The server may have taken the job before it fell silent.
        code = "printer.timeout" if document is None else "printer.unconfirmed"
        raise MachineFault(code, printer=printer) from fault
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")
    )


def media_options(paper: str, page: PageSize) -> list[str]:
    """What ``lp`` is told of size: sheets by name, rolls as long as the page itself."""
    sheet = sheet_size(paper)
    if sheet is None:
        return ["-o", f"media=Custom.{round(page.width)}x{round(page.height)}mm"]
    fits = page.width <= sheet.width + _SLACK_MM and page.height <= sheet.height + _SLACK_MM
    scaling = "none" if fits else "fit"
    return ["-o", f"media={paper.upper()}", "-o", f"print-scaling={scaling}"]


def blocking(reasons: list[int | str]) -> str:
    """The code of the first reason that stops a printer, or an empty string."""
    serious = [
        str(reason).removesuffix("-error")
        for reason in reasons
        if not str(reason).endswith(("-warning", "-report"))
    ]
    return next((code for name, code in _REASONS if name in serious), "")


class CupsPrinter:
    """One queue; ``patience`` is how long (seconds) a fault may last before the job fails."""

    def __init__(
        self,
        setting: PrinterSetting,
        now: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
        patience: float = 15.0,
    ) -> None:
        self._setting = setting
        self._now = now
        self._pause = pause
        self._patience = patience

    def _fault(self, code: str) -> MachineFault:
        return MachineFault(code, printer=self._setting.name)

    def print_job(self, job: PrintJob, document: bytes) -> PrintOutcome:
        """Hand the PDF over, wait for its end, and leave nothing of it with the server."""
        reference = self._submit(job, document)
        address = _run(self._setting.name, "lpstat", "-H").stdout.strip()
        followed = _Followed(ipp.Server(address), reference, self._setting.target)
        try:
            outcome = self._follow(followed)
        except MachineFault as fault:
            if followed.withdraw():
                raise
            if followed.state == _COMPLETED:
                followed.withdraw()
                return PrintOutcome(confirmed=True)
            raise self._fault("printer.unconfirmed") from fault
        followed.withdraw()
        return outcome

    def _submit(self, job: PrintJob, document: bytes) -> str:
        media = media_options(self._setting.paper, page_sizes(document)[0])
        told = ("lp", "-d", self._setting.target, "-t", f"mizban-{job.id}", *media)
        done = _run(self._setting.name, *told, document=document)
        if done.returncode == 0 and (found := _REQUEST.search(done.stdout)):
            return found[2]
        if _run(self._setting.name, "lpstat", "-r").stdout.strip() != "scheduler is running":
            raise self._fault("printer.unreachable")
        refused = "not accepting" in done.stderr
        raise self._fault("printer.refused" if refused else "printer.unknown")

    def _follow(self, job: "_Followed") -> PrintOutcome:
        start = self._now()
        troubled = start
        while self._now() - start < self._setting.time_limit:
            try:
                job.look()
            except ipp.IppError:
                if job.is_gone():
                    return PrintOutcome(confirmed=False)
            if job.state == _COMPLETED:
                return PrintOutcome(confirmed=True, paper_low=job.paper_low)
            if job.state in (_CANCELED, _ABORTED):
                raise self._fault("printer.canceled" if job.state == _CANCELED else "printer.fault")
            trouble = blocking(job.reasons)
            if job.is_stopped:
                raise self._fault(trouble or "printer.stopped")
            troubled = troubled if trouble else self._now()
            if self._now() - troubled > self._patience:
                raise self._fault(trouble)
            self._pause(_POLL_SECONDS)
        raise self._fault(blocking(job.reasons) or "printer.timeout")


class _Followed:
    """A job at the print server, as last seen."""

    def __init__(self, server: ipp.Server, number: str, queue: str) -> None:
        self._server = server
        self._uri = f"ipp://localhost/jobs/{number}"
        self._line = f"{queue}-{number}"
        self._queue = queue
        self.state = 0
        self.reasons: list[int | str] = []
        self.is_stopped = False

    def look(self) -> None:
        """See the job and, while it is unfinished, its printer; raises IppError."""
        wanted = ipp.wanted("job-state", "job-printer-uri")
        job = self._server.ask(ipp.GET_JOB, "job-uri", self._uri, wanted)
        self.state = int(job.get("job-state", [0])[0])
        if self.state in (_CANCELED, _ABORTED, _COMPLETED) or "job-printer-uri" not in job:
            return
        uri = str(job["job-printer-uri"][0])
        wanted = ipp.wanted("printer-state", "printer-state-reasons")
        printer = self._server.ask(ipp.GET_PRINTER, "printer-uri", uri, wanted)
        self.reasons = printer.get("printer-state-reasons", [])
        stopped = printer.get("printer-state", [0])[0] == _PRINTER_STOPPED
        self.is_stopped = stopped or self.state == _STOPPED

    @property
    def paper_low(self) -> bool:
        """Whether the printer said that its paper is nearly out."""
        return any(str(reason).startswith("media-low") for reason in self.reasons)

    def is_gone(self) -> bool:
        """Whether ``lpstat``, which may know more ways to a server, lists it no longer."""
        done = _run("", "lpstat", "-W", "not-completed", "-o", self._queue)
        return done.returncode == 0 and self._line not in done.stdout.split()

    def withdraw(self) -> bool:
        """Cancel it with all its files; False when the server would not, or it was out already."""
        was_out = self.state == _COMPLETED
        try:
            self.look()
            if self.state == _COMPLETED and not was_out:
                return False
            user = ipp.with_its_files(getpass.getuser())
            self._server.ask(ipp.CANCEL_JOB, "job-uri", self._uri, user)
        except ipp.IppError:
            return self.state in (_CANCELED, _ABORTED)
        return True
