"""The receipt as it will be printed, drawn anew while one types."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ports.desk import Desk
from desk_app.services.asking import RegisterRequest
from desk_app.services.foreseen import foreseen
from ui.actions.printing import reads_large, usual_printer
from ui.actions.workplace import Workplace
from ui.preview.page_image import page_images
from ui.preview.sheets import Sheets
from ui.texts import say, worded
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.showing import EmptyState
from ui.work import Newest

PAUSE_S: Final = 0.15
"""How long a hand must rest before the receipt is drawn."""
_NARROWEST: Final = 160


@dataclass(frozen=True, slots=True)
class Preview:
    """A receipt that was drawn: its PDF, the paper it is for, its pages as pictures."""

    document: bytes
    paper: str
    pages: tuple[QImage, ...]


class ReceiptPreview(QWidget):
    """Shows the receipt of what ``told`` gives; nothing is drawn while it is out of sight.

    ``told`` returns None where the visit brings no receipt.
    """

    def __init__(self, place: Workplace, told: Callable[[], RegisterRequest | None]) -> None:
        super().__init__()
        self._place, self._told = place, told
        self._newest: Newest[Preview] = Newest(place.work, self._show, pause_s=PAUSE_S)
        self._shown: Preview | None = None
        self._how = Words(letters="caption", tone="muted", wrap=True)
        self._sheets = Sheets()
        worded(self._sheets, name="preview.name")
        self._scroll = Scroll(self._sheets)
        self._none = EmptyState("print", "preview.none", advice="preview.none.advice")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._how)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._none, 1)
        self._stand(there=False)

    @property
    def shown(self) -> Preview | None:
        """The receipt in sight; None where the visit brings none."""
        return self._shown

    def refresh(self) -> None:
        """Something else is told now: draw it when the hand rests."""
        if not self.isVisible():
            return
        command = self._told()
        if command is None:
            self._newest.drop()
            self._shown = None
            self._stand(there=False)
            return
        desk, ratio = self._place.desk, self.devicePixelRatioF()
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        room = max(self.width() - bar - 4, _NARROWEST)
        width = round(room * ratio)
        self._newest.ask(lambda: drawn(desk, command, width))

    def showEvent(self, event: QShowEvent) -> None:
        """In sight again: draw what was told meanwhile."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width asks for other dots."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.refresh()

    def _show(self, preview: Preview) -> None:
        self._shown = preview
        self._sheets.show_pages(preview.pages, self.devicePixelRatioF())
        self._how.say("preview.how", paper=say(f"settings.paper.{preview.paper}"))
        self._stand(there=True)

    def _stand(self, *, there: bool) -> None:
        self._how.setVisible(there)
        self._scroll.setVisible(there)
        self._none.setVisible(not there)


def drawn(desk: Desk, command: RegisterRequest, width: int) -> Preview:
    """The receipt of a request as told so far, for the paper of the usual printer."""
    view = foreseen(desk.book, desk.office, desk.clock.now_ms(), command)
    _, paper = usual_printer(desk)
    document = desk.documents.receipt(view, desk.office, paper, large_type=reads_large(view))
    return Preview(document, paper, tuple(page_images(document, width)))
