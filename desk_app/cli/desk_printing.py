"""The print queue of the open desk, over the printers that its settings name."""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from db.book import DeskBook
from db.jobs import BookJobs
from desk_app.ports.book import Book
from desk_app.ports.clock import Clock
from desk_app.ports.printers import (
    Printer,
    PrinterInfo,
    PrinterSetting,
    PrinterSource,
    PrintJob,
)
from desk_app.printing.outputs import OfficePrinters, available, checked
from desk_app.printing.spool import Spool
from desk_app.records.errors import MachineFault

PRINTERS: Final = "printers"
"""The setting that lists the office's printers, as a JSON array of settings."""
CLOSE_SECONDS: Final = 5.0
_settings: Final = msgspec.json.Decoder(list[PrinterSetting])


class BookPrinters:
    """Implements ``ports.printers.Printers`` and ``ports.desk.PrinterShelf``.

    The settings are read again whenever they changed, by whatever process.
    """

    def __init__(self, book: Book, system: PrinterSource | None) -> None:
        self._book = book
        self._system = system
        self._known = ""
        self._printers = OfficePrinters((), system)

    def settings(self) -> Sequence[PrinterSetting]:
        """The printers that are set up, the usual one first."""
        try:
            return _settings.decode(self._book.setting(PRINTERS, "[]"))
        except msgspec.DecodeError as error:
            raise MachineFault("printer.setting") from error

    def available(self) -> Sequence[PrinterInfo]:
        """Those the machine offers now; may take seconds."""
        return available(self._system)

    def set_up(self, settings: Sequence[PrinterSetting]) -> None:
        """From now on these and no others; raises UserMistake naming each wrong field."""
        for setting in settings:
            checked(setting)
        self._book.set_setting(PRINTERS, msgspec.json.encode(list(settings)).decode())

    def printer(self, name: str) -> Printer:
        """The output of that name; raises MachineFault printer.not_set."""
        self._read()
        return self._printers.printer(name)

    def fallback(self, name: str) -> str:
        """The printer that takes over from this one, or an empty string."""
        self._read()
        return self._printers.fallback(name)

    def _read(self) -> None:
        told = self._book.setting(PRINTERS, "[]")
        if told == self._known:
            return
        self._printers.set_up(self.settings())
        self._known = told


class DeskQueue:
    """Implements ``ports.desk.PrintQueue`` over the spool."""

    def __init__(self, book: DeskBook, clock: Clock, system: PrinterSource | None) -> None:
        self.jobs = BookJobs(book, clock)
        self.printers = BookPrinters(book, system)
        self._hearing: list[Callable[[PrintJob], None]] = []
        self._spool = Spool(self.jobs, self.printers, clock.now_ms, self._on_change)
        self._spool.start()

    def submit(self, job: PrintJob, document: bytes) -> None:
        """Keep a job and print it when its turn comes."""
        self._spool.submit(job, document)

    def retry(self, job_id: str) -> None:
        """Try a failed job again."""
        self._spool.retry(job_id)

    def abandon(self, job_id: str) -> bool:
        """Give a waiting or failed job up; False when it is printing or ended."""
        return self._spool.abandon(job_id)

    def confirm(self, job_id: str) -> bool:
        """A person saw the paper of a failed job: it is out after all."""
        return self._spool.confirm(job_id)

    def pending(self) -> Sequence[PrintJob]:
        """Jobs that are not out yet, oldest first."""
        return self.jobs.pending()

    def subscribe(self, hear: Callable[[PrintJob], None]) -> Callable[[], None]:
        """Call ``hear`` from the queue's thread whenever a job changes."""
        self._hearing.append(hear)
        return lambda: self._hearing.remove(hear) if hear in self._hearing else None

    def close(self) -> None:
        """Stop printing, waiting a bounded time; what waits is kept."""
        self._hearing.clear()
        self._spool.close(CLOSE_SECONDS)

    def _on_change(self, job: PrintJob) -> None:
        for hear in tuple(self._hearing):
            hear(job)
