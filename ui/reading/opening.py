"""What follows a scan: its request on the screen, or the page that finds where it is."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from desk_app.ports.queries import RequestView
from ui.actions.workplace import Workplace
from ui.frame.window import MainWindow
from ui.pages.find.page import FindPage
from ui.reading.scanner import ScanReader


class ScanOpening(QObject):
    """Opens the request of each scan from any page; a code that is not here goes to Find.

    While a sheet is open the request waits for its end: what is typed there is not lost sight of.
    """

    def __init__(self, frame: MainWindow, place: Workplace) -> None:
        super().__init__(frame)
        self._frame, self._place = frame, place
        self._waiting = ""
        self.reader = ScanReader(self, frame.isVisible)
        self.reader.scanned.connect(self.open)

    def open(self, code: str) -> None:
        """Open the request of a code (14 ASCII digits), at once or when the open sheet is done."""
        sheet = QApplication.activeModalWidget()
        if isinstance(sheet, QDialog):
            if not self._waiting:
                sheet.finished.connect(self._on_sheet_done)
            self._waiting = code
            self._place.say("access.scan.waits", code=code)
            return
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        queries = self._place.desk.book.queries
        self._place.work.read(lambda: queries.request(code), lambda view: self._show(code, view))

    def stop(self) -> None:
        """Read no scanner any more."""
        self.reader.stop()

    def _on_sheet_done(self) -> None:
        code, self._waiting = self._waiting, ""
        if code and self._frame.isVisible():
            self.open(code)

    def _show(self, code: str, view: RequestView | None) -> None:
        page = self._frame.stack.page
        # The page of requests changes what it shows without being left: it is asked here.
        if page is not None and not page.may_leave():
            return
        if view is not None:
            self._place.open_request(view.hit.request_id)
        elif self._frame.open("find"):
            find = self._frame.stack.page
            assert isinstance(find, FindPage)
            find.line.set_value(code)
