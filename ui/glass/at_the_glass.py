"""Keys by which an officer shows, reads out and hands over what a visitor is to know."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject

from desk_app.ports.queries import RequestView
from desk_app.services.asking import RegisterRequest
from desk_app.services.foreseen import foreseen
from ui.actions.printing import Printing
from ui.actions.workplace import Workplace
from ui.frame.curtain import Curtain
from ui.frame.keys import bind
from ui.frame.page import InHand
from ui.frame.window import MainWindow
from ui.glass.by_hand import ByHand
from ui.glass.display import VisitorDisplay
from ui.glass.reading import Reading


class AtTheGlass(QObject):
    """Works on the request that the page in sight has in hand, recorded or still being told."""

    def __init__(self, frame: MainWindow, place: Workplace, printing: Printing) -> None:
        super().__init__(frame)
        self._frame, self._place, self._printing = frame, place, printing
        self._display: VisitorDisplay | None = None
        for keys, code, do in (
            ("Ctrl+G", "glass.show", self.show_visitor),
            ("Ctrl+Shift+G", "glass.read", self.read_out),
            ("Ctrl+H", "glass.by_hand", self.copy_by_hand),
            ("Ctrl+Shift+H", "glass.large_receipt", self.print_large),
        ):
            bind(frame, keys, code, do)
        printing.by_hand_noted.connect(lambda _: place.say("glass.by_hand.noted"))
        self._curtain = Curtain(frame)
        frame.installEventFilter(self)

    @property
    def display(self) -> VisitorDisplay | None:
        """What the visitor sees now."""
        return self._display

    def show_visitor(self) -> None:
        """Show the visitor what is in hand; again takes it away."""
        if self._display is not None:
            self._display.close()
            return
        self._with_view(self._show)

    def read_out(self) -> None:
        """Open the request to be read back; then its sheet is printed with the mark."""
        self._with_view(
            lambda view: Reading(
                self._frame,
                view,
                partial(self._printing.request_sheet, view.hit.request_id, read_to_visitor=True),
            ).open()
        )

    def copy_by_hand(self) -> None:
        """Show the code large, to be written down where nothing prints."""
        self._with_recorded(
            lambda view: ByHand(self._frame, view, partial(self._printing.by_hand, view)).open()
        )

    def print_large(self) -> None:
        """Print the receipt in large type."""
        self._with_recorded(
            lambda view: self._printing.receipt(view.hit.request_id, large_type=True)
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the visitor sees goes with the desk: when it is locked or left."""
        if event.type() == QEvent.Type.Hide and self._display is not None:
            self._display.close()
        return False

    def _show(self, view: RequestView) -> None:
        self._display = VisitorDisplay(self._frame)
        self._display.gone.connect(self._on_gone)
        self._display.show_view(view)

    def _on_gone(self) -> None:
        if self._display is not None:
            self._display.deleteLater()
            self._display = None

    def _with_recorded(self, do: Callable[[RequestView], object]) -> None:
        self._with_view(
            lambda view: do(view) if view.hit.request_id else self._place.say("glass.nothing")
        )

    def _with_view(self, do: Callable[[RequestView], object]) -> None:
        """Do something with the view of what is in hand, or say that there is nothing."""
        page = self._frame.stack.page
        in_hand: InHand = page.in_hand() if page is not None else None
        if isinstance(in_hand, RequestView):
            do(in_hand)
        elif in_hand:
            self._place.work.read(partial(self._read, in_hand), partial(self._on_read, do))
        else:
            self._place.say("glass.nothing")

    def _read(self, in_hand: str | RegisterRequest) -> RequestView | None:
        desk = self._place.desk
        if isinstance(in_hand, str):
            return desk.book.queries.request(in_hand)
        return foreseen(desk.book, desk.office, desk.clock.now_ms(), in_hand)

    def _on_read(self, do: Callable[[RequestView], object], view: RequestView | None) -> None:
        if view is None:
            self._place.say("glass.nothing")
        else:
            do(view)
