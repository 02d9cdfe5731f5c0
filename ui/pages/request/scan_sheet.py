"""Looking at the scans of a request: opened in memory, never in a file, each look on record."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desk_app.ports.queries import TimelineItem
from desk_app.records.errors import DeskError
from ui.actions.looking import open_scan
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.pages.request.far_scans import FarScans
from ui.pages.request.scan_pages import page_picture, pages_of
from ui.pages.request.scans import title_of
from ui.texts import say, worded
from ui.theme import look
from ui.widgets.buttons import Button
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll

_SIZE = (820, 620)
_SMALL_TIMES = 2


class ScanSheet(Dialog):
    """One scan after another, page by page; + and − change its size on the screen."""

    def __init__(
        self,
        window: QWidget,
        place: Workplace,
        far: FarScans,
        request_id: str,
        documents: Sequence[TimelineItem],
    ) -> None:
        super().__init__(window, "scans.title", agree="message.close")
        self._place, self._request_id, self._documents = place, request_id, documents
        self._far = far
        self._scan, self._page, self._pages = 0, 0, 0
        self._data = b""
        self._image = QImage()
        self._zoom = 1.0
        self._title = Words(letters="strong", wrap=True)
        self._where = Words(letters="caption", tone="muted")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        worded(self._picture, name="scans.picture")
        self._scroll = Scroll(self._picture)
        self._coming = False
        self._lay_out(window)
        far.changed.connect(self._show_coming)
        far.arrived.connect(self._arrived)

    @property
    def _name(self) -> str:
        """The name of the scan that is open."""
        return str(self._documents[self._scan].facts.get("blob") or "")

    def show_scan(self, place: int) -> None:
        """Open a scan by its place; that somebody looked at it is recorded."""
        if not 0 <= place < len(self._documents):
            return
        self._scan, self._page, self._pages, self._data = place, 0, 0, b""
        document = self._documents[place]
        self._title.setText(title_of(document))
        self._tell(say("scans.reading"))
        self._coming = False
        open_scan(self._place, self._request_id, self._name, partial(self._take, place))

    def show_page(self, number: int) -> None:
        """Draw a page of the scan that is open."""
        if self._data and 0 <= number < max(1, self._pages):
            self._page = number
            self._place.work.read(
                partial(_drawn, self._data, number), partial(self._draw, self._scan, number)
            )

    def says(self) -> str:
        """Which page of which scan is shown, or why none is."""
        return self._where.text() or self._picture.text()

    def picture(self) -> QImage:
        """The page shown; null where none is."""
        return self._image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture to the sheet."""
        super().resizeEvent(event)
        self._fit()

    def done(self, result: int) -> None:
        """Close, and let go of what was opened."""
        self._data, self._image, self._coming = b"", QImage(), False
        self._picture.clear()
        super().done(result)

    def _take(self, place: int, data: bytes | DeskError) -> None:
        if place != self._scan:
            return
        if isinstance(data, DeskError):
            self._tell(say(data.code, **data.params))
            if data.code == "scan.missing" and self._far.is_far(self._name):
                self._coming = True
                self._far.fetch(self._name)
                self._show_coming()
            return
        self._data = data
        self.show_page(0)

    def _show_coming(self) -> None:
        """While the scan is on its way: its small picture, and how far it has come."""
        if not self._coming:
            return
        code, params = self._far.says(self._name)
        small = self._far.picture(self._name)
        if small.isNull():
            self._tell(say(code, **params))
            return
        self._where.setText(say(code, **params))
        if self._image.isNull():
            self._image = small
            self._fit()

    def _arrived(self, name: str) -> None:
        if self._coming and name == self._name:
            self.show_scan(self._scan)

    def _draw(self, scan: int, number: int, drawn: tuple[int, QImage] | DeskError) -> None:
        if (scan, number) != (self._scan, self._page):
            return
        if isinstance(drawn, DeskError):
            self._tell(say(drawn.code, **drawn.params))
            return
        self._pages, self._image = drawn
        self._where.say(
            "scans.where",
            scan=self._scan + 1,
            scans=len(self._documents),
            page=number + 1,
            pages=self._pages,
        )
        self._fit()

    def _tell(self, sentence: str) -> None:
        """Say why there is no picture."""
        self._image = QImage()
        self._picture.setText(sentence)
        self._where.setText("")

    def _fit(self) -> None:
        if self._image.isNull():
            return
        room = self._scroll.viewport().width() - look().px(16)
        wide = max(1, round(room * self._zoom))
        if self._coming:
            # More would show nothing more of a small picture.
            wide = min(wide, _SMALL_TIMES * self._image.width())
        self._picture.setPixmap(
            QPixmap.fromImage(
                self._image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
            )
        )

    def _resize_picture(self, factor: float) -> None:
        self._zoom = min(4.0, max(0.5, self._zoom * factor))
        self._fit()

    def _lay_out(self, window: QWidget) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(8)
        for code, shown_keys, do in (
            ("scans.page.before", "PgUp", lambda: self.show_page(self._page - 1)),
            ("scans.page.after", "PgDown", lambda: self.show_page(self._page + 1)),
            ("scans.before", "Alt+PgUp", lambda: self.show_scan(self._scan - 1)),
            ("scans.after", "Alt+PgDown", lambda: self.show_scan(self._scan + 1)),
        ):
            button = Button(code, "quiet")
            worded(button, {"keys": shown_keys}, tip="scans.key")
            button.clicked.connect(do)
            bind(self, shown_keys, code, do)
            keys.addWidget(button)
        keys.addStretch()
        for shown_keys, factor in (("+", 1.25), ("-", 0.8)):
            bind(self, shown_keys, "scans.size", partial(self._resize_picture, factor))
        self.body.addWidget(self._title)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._where)
        self.body.addLayout(keys)
        room = window.size()
        high = min(look().px(_SIZE[1]), room.height() - 48)
        self.resize(min(look().px(_SIZE[0]), room.width() - 48), high)
        # What stands around the picture: two lines, two rows of buttons, the edges.
        self._scroll.setMinimumHeight(max(look().px(160), high - look().px(250)))


def _drawn(data: bytes, number: int) -> tuple[int, QImage] | DeskError:
    """How many pages there are, and one of them as a picture."""
    try:
        return pages_of(data), page_picture(data, number)
    except DeskError as damaged:
        return damaged
