"""What became of the papers, wherever the officer is: a word in the status bar, a banner."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from desk_app.ports.printers import DOUBTFUL, JobState, PrintJob
from ui.actions.printing import Printing, Sheet
from ui.actions.workplace import Workplace
from ui.frame.window import MainWindow
from ui.pages.paper import PaperSheet
from ui.widgets.messages import Banner


class PapersWatch(QObject):
    """Shows in the frame of a desk what is being printed and what failed.

    One banner stands for all papers that failed; it goes when they are out.
    """

    def __init__(self, frame: MainWindow, place: Workplace, printing: Printing) -> None:
        super().__init__(frame)
        self._frame, self._place, self._printing = frame, place, printing
        self._banner: Banner | None = None
        self._told: tuple[str, ...] = ()
        printing.state_changed.connect(self._show)
        printing.unprintable.connect(self._on_unprintable)
        printing.read_state()

    def _show(self, pending: Sequence[PrintJob]) -> None:
        failed = [job for job in pending if job.state is JobState.FAILED]
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
        """The oldest paper's fault, and the key that prints all of them again."""
        job = failed[0]
        doubtful = job.code in DOUBTFUL
        return Banner(
            "warn" if doubtful else "bad",
            "banner.print",
            advice=job.code,
            action="banner.print.again",
            do=partial(self._again, failed),
            params={"count": len(failed), "printer": job.printer},
            closable=False,
        )

    def _again(self, failed: list[PrintJob]) -> None:
        for job in failed:
            self._printing.retry(job.id)

    def _on_unprintable(self, sheet: Sheet) -> None:
        if sheet.asked:
            PaperSheet(self._frame, self._place, sheet).open()
