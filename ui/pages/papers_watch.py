"""What became of the papers, wherever the officer is: a word in the status bar, a banner, keys."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desk_app.ports.printers import DOUBTFUL, JobState, PrintJob
from ui.actions.printing import Printing, Sheet
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.frame.window import MainWindow
from ui.pages.paper import PaperSheet
from ui.pages.unprinted import UnprintedSheet
from ui.widgets.messages import Banner


class PapersWatch(QObject):
    """Shows in the frame of a desk what is being printed, what failed, what another took over.

    One banner stands for all papers that failed; it goes when they are out. One key opens the
    list of what is not out, another prints all of it again.
    """

    def __init__(self, frame: MainWindow, place: Workplace, printing: Printing) -> None:
        super().__init__(frame)
        self._frame, self._place, self._printing = frame, place, printing
        self._banner: Banner | None = None
        self._taken_over: Banner | None = None
        self._told: tuple[str, ...] = ()
        self._failed: list[PrintJob] = []
        self._sheet: UnprintedSheet | None = None
        printing.state_changed.connect(self._show)
        printing.unprintable.connect(self._on_unprintable)
        printing.out.connect(self._on_out)
        bind(frame, "Ctrl+J", "unprinted.title", self.show_list)
        bind(frame, "Ctrl+Shift+J", "unprinted.all", self.print_all)
        printing.read_state()

    def show_list(self) -> None:
        """Open the list of papers that are not out."""
        if self._sheet is None:
            self._sheet = UnprintedSheet(self._frame, self._place, self._printing)
            self._sheet.finished.connect(self._on_closed)
            self._sheet.open()

    def print_all(self) -> None:
        """Print everything again that failed and cannot be out already."""
        self._printing.retry(*(job.id for job in self._failed if job.code not in DOUBTFUL))

    def _on_closed(self) -> None:
        self._sheet = None

    def _show(self, pending: Sequence[PrintJob]) -> None:
        self._failed = failed = [job for job in pending if job.state is JobState.FAILED]
        self._show_status(failed, len(pending) - len(failed))
        told = tuple(f"{job.id} {job.code}" for job in failed)
        if told == self._told:
            return
        self._told = told
        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if failed:
            self._banner = self._banner_of(failed)
            self._frame.put_up(self._banner)

    def _show_status(self, failed: list[PrintJob], waiting: int) -> None:
        status = self._frame.status
        if failed:
            status.show_printer("failed", len(failed))
        elif waiting:
            status.show_printer("printing", waiting)
        else:
            printers = self._place.desk.printers
            self._place.work.read(
                printers.settings,
                lambda there: status.show_printer("ready" if there else "none"),
            )

    def _banner_of(self, failed: list[PrintJob]) -> Banner:
        """The oldest paper's fault, and the way to all of them."""
        job = failed[0]
        doubtful = job.code in DOUBTFUL
        return Banner(
            "warn" if doubtful else "bad",
            "banner.print",
            advice=job.code,
            action="unprinted.open",
            do=self.show_list,
            params={"count": len(failed), "printer": job.printer},
            closable=False,
        )

    def _on_out(self, job: PrintJob) -> None:
        """Tell where a paper came out that was meant for another printer, and of little paper."""
        if job.printed_by and job.printed_by != job.printer:
            if self._taken_over is not None:
                self._taken_over.deleteLater()
            self._taken_over = Banner(
                "warn",
                "banner.taken_over",
                advice="banner.taken_over.advice",
                params={"printer": job.printer, "other": job.printed_by},
            )
            self._taken_over.closed.connect(self._on_taken_over_closed)
            self._frame.put_up(self._taken_over)
        if job.paper_low:
            self._place.say("printer.paper_low", printer=job.printed_by)

    def _on_taken_over_closed(self) -> None:
        self._taken_over = None

    def _on_unprintable(self, sheet: Sheet) -> None:
        if sheet.asked:
            PaperSheet(self._frame, self._place, sheet).open()
