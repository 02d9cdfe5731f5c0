"""The last step of adding a printer: a test page for each of its papers, and what was seen."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ports.printers import JobState, PrinterSetting, PrintJob
from desk_app.printing.proof_page import TEST_CODE
from ui.actions.paper_made import trial_job
from ui.actions.workplace import Workplace
from ui.digits import only_digits
from ui.settings.printer_way import papers_for
from ui.texts import worded
from ui.widgets.buttons import Button
from ui.widgets.check import Check
from ui.widgets.labels import Words
from ui.widgets.line import TextLine
from ui.widgets.segments import Segments

SEEN: Final = ("edges", "phrase", "digits", "codes")
"""What a good test page shows."""


class TrialPages(QObject):
    """Sends test pages and tells, on the window's thread, what becomes of the last one."""

    told = Signal(object)
    _heard = Signal(object)

    def __init__(self, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._last = ""
        self._heard.connect(self._on_job)
        self._stop = place.desk.queue.subscribe(self._heard.emit)

    def send(self, setting: PrinterSetting) -> None:
        """Print the test page of a printer that is set up, on the paper of this setting."""
        desk = self._place.desk
        job = trial_job(desk, setting.name, setting.paper)
        before, self._last = self._last, job.id

        def print_it() -> None:
            # One that failed is not to come out later, when nobody looks for it.
            if before:
                desk.queue.abandon(before)
            desk.queue.submit(job, desk.documents.test_page(desk.office, setting.paper))

        self._place.work.write(print_it)

    def end(self) -> None:
        """Hear no more; a page that is not out is given up."""
        self._stop()
        queue, last = self._place.desk.queue, self._last
        if last:
            self._place.work.write(lambda: queue.abandon(last))

    def _on_job(self, job: PrintJob) -> None:
        if job.id == self._last:
            self.told.emit(job)


class Trial(QWidget):
    """Prints, asks what was seen, and says what to do about what was not."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self._pages = TrialPages(place, self)
        self._setting: PrinterSetting | None = None
        self._papers = Segments({})
        self._print = Button("printer.trial.print", icon="print", keys="F2")
        self._state = Words(wrap=True)
        self._seen = {one: Check(f"printer.trial.seen.{one}") for one in SEEN}
        self._scan = TextLine(longest=40)
        self._advice = Words(tone="warn", wrap=True)
        self._advice.hide()
        self._lay_out()
        self._print.clicked.connect(self.print_page)
        self._scan.textChanged.connect(self._on_scan)
        self._pages.told.connect(self._on_told)

    @property
    def paper(self) -> str:
        """The paper chosen; its test page is printed when that is asked for."""
        return self._papers.value()

    def begin(self, setting: PrinterSetting) -> None:
        """Print the first test page."""
        self._setting = setting
        for paper in papers_for(setting.kind):
            self._papers.add(paper, f"settings.paper.{paper}")
        self._papers.choose(setting.paper)
        self.print_page()
        self._seen["edges"].setFocus()

    def print_page(self) -> None:
        """Print the test page of the paper chosen; what was seen is asked anew."""
        if self._setting is None:
            return
        for check in self._seen.values():
            check.setChecked(False)
        self._scan.set_value("")
        self._advice.hide()
        self._setting = replace(self._setting, paper=self.paper)
        self._state.set_tone("muted")
        self._state.say("printer.trial.sent", printer=self._setting.name)
        self._pages.send(self._setting)

    def is_good(self) -> bool:
        """Whether everything was seen; otherwise what to do is said, once."""
        unseen = [one for one in SEEN if not self._seen[one].value()]
        if not unseen or not self._advice.isHidden():
            return True
        self._advice.say(f"printer.trial.advice.{unseen[0]}")
        self._advice.show()
        # The sheet grows by the advice when the layout has run.
        QTimer.singleShot(0, self, self.window().adjustSize)
        return False

    def end(self) -> None:
        """The step is left."""
        self._pages.end()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._print)
        row.addWidget(self._state, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for place, check in enumerate(self._seen.values()):
            grid.addWidget(check, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._papers)
        column.addLayout(row)
        column.addWidget(Words("printer.trial.ask", letters="strong"))
        column.addLayout(grid)
        worded(self._papers, name="settings.printer.paper")
        worded(self._scan, name="printer.trial.scan", placeholder="printer.trial.scan.hint")
        column.addWidget(self._scan)
        column.addWidget(self._advice)
        column.addStretch()

    def _on_scan(self, text: str) -> None:
        """A reader types what it read: the codes are good."""
        if only_digits(text) == TEST_CODE:
            self._seen["codes"].setChecked(True)

    def _on_told(self, job: PrintJob) -> None:
        if job.state is JobState.FAILED:
            self._state.set_tone("bad")
            self._state.say(job.code, printer=job.printer)
        elif job.state is JobState.PRINTED:
            self._state.set_tone("good")
            taken_over = job.printed_by != job.printer
            code = "printer.trial.elsewhere" if taken_over else "printer.trial.out"
            self._state.say(code, printer=job.printed_by)
