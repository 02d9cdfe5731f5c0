"""The page of one request: read anew whenever something of it is recorded."""

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk_app.ports.changes import Changes
from desk_app.ports.queries import RequestView
from ui.actions.follow_up import Form
from ui.actions.looking import note_opening
from ui.actions.printing import Printing
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.frame.page import InHand, Page
from ui.pages.folding import Folding
from ui.pages.request.deeds import PRINTS, Way
from ui.pages.request.glance import Glance, People
from ui.pages.request.panel import DeedPanel
from ui.pages.request.telling import register_name, shown_value
from ui.pages.request.timeline import Timeline
from ui.pages.request.unit_deeds import ways_of
from ui.texts import Worded, say
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.scroll import Scroll
from ui.widgets.showing import Card, EmptyState
from ui.work import Newest


class RequestPage(Page, Worded):
    """One request; ``show_request`` opens another and leaves a trace of the looking."""

    def __init__(self, place: Workplace, printing: Printing) -> None:
        super().__init__()
        self._place, self._printing = place, printing
        self._request_id = ""
        self._looked = True
        self._begins = ""
        self._view: RequestView | None = None
        self._newest: Newest[RequestView | None] = Newest(place.work, self._show, pause_s=0)
        self._glance, self._people, self._timeline = Glance(), People(), Timeline(place.name_of)
        self._conflicts = Words(tone="bad", wrap=True)
        self._conflict_card = Card("request.conflicts")
        self._ways = ways_of(place.desk.book.officer)
        self.panel = DeedPanel(place, self._ways)
        self._opener = Button("request.actions", "quiet", icon="more", keys="Ctrl+D")
        self._none = EmptyState("request", "request.none", advice="request.none.advice")
        self._gone = EmptyState("seal", "request.gone")
        self._leaves = QStackedWidget()
        main = QVBoxLayout()
        main.addWidget(self._leaves)
        for leaf in (self._none, self._gone, Scroll(self._cards())):
            self._leaves.addWidget(leaf)
        self._folding = Folding(self, main, self.panel, self._opener)
        self._connect()

    def show_request(self, request_id: str, deed: str = "") -> None:
        """Open a request, perhaps with the form of a deed; looking at it is recorded once."""
        self._request_id, self._begins = request_id, deed
        self.panel.put_away()
        self._looked = False
        self._read()

    def says(self) -> str:
        """The code of the request shown; empty where none is."""
        return self._view.hit.tracking_code if self._view is not None else ""

    def opened(self) -> None:
        """The keys work at once, whatever has the focus."""
        self.setFocus()

    def changes(self, changes: Changes) -> None:
        """Something of this request was recorded: read it again."""
        if self._request_id and (changes.everything or self._request_id in changes.requests):
            self._read()

    def in_hand(self) -> InHand:
        """The request that is open."""
        return self._request_id or None

    def beside_title(self) -> QWidget:
        """The button that opens the panel of deeds."""
        return self._opener

    def reword(self) -> None:
        """Say everything in the language in force."""
        if self._view is not None:
            self._show(self._view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is narrow the panel lies over the page."""
        super().resizeEvent(event)
        self._folding.fold()

    def _cards(self) -> QWidget:
        text, events = Card("request.text"), Card("request.timeline")
        text.body.addWidget(self._people)
        events.body.addWidget(self._timeline)
        self._conflict_card.body.addWidget(self._conflicts)
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self._glance, self._conflict_card, text, events):
            column.addWidget(card)
        column.addStretch()
        return cards

    def _connect(self) -> None:
        self.panel.wanted.connect(self._do)
        self.panel.print_wanted.connect(self._print)
        self.panel.came.connect(self._folding.show)
        self.panel.left.connect(self._folding.hide)
        self._opener.clicked.connect(self._folding.turn)
        for way in self._ways:
            bind(self, way.keys, f"deed.{way.code}", partial(self.panel.choose, way))
        for code, keys, _ in PRINTS:
            bind(self, keys, f"deed.{code}", partial(self.panel.print_paper, code))
        bind(self, "Ctrl+Return", "deed.do", self._send)
        bind(self, "Ctrl+D", "request.actions", self._folding.turn)
        bind(self, "Esc", "request.back", self._back)

    def _read(self) -> None:
        queries, wanted = self._place.desk.book.queries, self._request_id
        self._newest.ask(lambda: queries.request(wanted))

    def _show(self, view: RequestView | None) -> None:
        self._view = view
        if view is not None and not self._looked:
            self._looked = True
            note_opening(self._place, view.hit.request_id)
        if view is None:
            self._leaves.setCurrentWidget(self._gone)
            return
        self._leaves.setCurrentIndex(2)
        self._glance.show_view(view, self._place.today)
        self._people.show_view(view)
        self._timeline.show_items(view.timeline)
        self._conflict_card.setVisible(bool(view.conflicts))
        self._conflicts.setText("\n".join(_conflicts(view)))
        self.panel.show_view(view)
        begins, self._begins = self._begins, ""
        for way in self._ways:
            if way.code == begins:
                self.panel.choose(way)

    def _send(self) -> None:
        if self.panel.form is not None:
            self.panel.form.send()

    def _back(self) -> None:
        if self.panel.form is not None:
            self.panel.form.left.emit()
            self.setFocus()
        else:
            self._place.back_wanted.emit()

    def _do(self, way: Way, form: Form) -> None:
        book, request_id = self._place.desk.book, self._request_id
        sheet = self.panel.form

        def done(_: object) -> None:
            if self.panel.form is sheet:
                self.panel.put_away()
                self._folding.hide()
                self.setFocus()
            self._place.say("deed.done", deed=say(f"deed.{way.code}"))
            if way.code == "reissue":
                self._printing.receipt(request_id)

        self._place.work.write(
            lambda: way.do(book, request_id, form),
            done,
            sheet.show_mistakes if sheet is not None else None,
        )

    def _print(self, code: str) -> None:
        if code == "reprint":
            self._printing.receipt(self._request_id)
        elif code == "spoiled":
            self._printing.spoiled(self._request_id)
        else:
            self._printing.request_sheet(self._request_id)


def _conflicts(view: RequestView) -> list[str]:
    return [
        say(
            "request.conflict",
            register=register_name(conflict.register),
            values="  /  ".join(
                f"{shown_value(conflict.register, value)} ({actor})"
                for _, value, actor, _ in conflict.values
            ),
        )
        for conflict in view.conflicts
    ]
