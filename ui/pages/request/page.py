"""The page of one request: read anew whenever something of it is recorded."""

from functools import partial

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk_app.ports.changes import Changes
from ui.actions.follow_up import Form, Take
from ui.actions.looking import note_opening
from ui.actions.printing import Printing
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.frame.page import InHand, Page
from ui.pages.folding import Folding
from ui.pages.request.conflicts import Conflicts
from ui.pages.request.deeds import PRINTS, Way
from ui.pages.request.far_scans import FarScans
from ui.pages.request.files import FilesField, holds_scans, scans_in
from ui.pages.request.form import DeedForm
from ui.pages.request.further import open_referrals
from ui.pages.request.glance import Glance, People
from ui.pages.request.opened import Opened, opened
from ui.pages.request.panel import DeedPanel
from ui.pages.request.scan_sheet import ScanSheet
from ui.pages.request.scans import Scans
from ui.pages.request.timeline import Timeline
from ui.pages.request.unit_deeds import ways_of
from ui.texts import Worded, say
from ui.widgets.buttons import Button
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
        self._opened: Opened | None = None
        self._newest: Newest[Opened | None] = Newest(place.work, self._show, pause_s=0)
        self._glance, self._people, self._timeline = Glance(), People(), Timeline(place.name_of)
        self._conflicts = Conflicts(place.name_of, may_settle=place.may("settle"))
        self._conflict_card = Card("request.conflicts")
        self._far = FarScans(place)
        self._scans = Scans(self._far)
        self.setAcceptDrops(True)
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
        return self._opened.view.hit.tracking_code if self._opened is not None else ""

    def opened(self) -> None:
        """The keys work at once, whatever has the focus."""
        self.setFocus()

    def may_leave(self) -> bool:
        """Always; what is typed into the form of a deed is kept."""
        self.panel.keep_typed()
        return True

    def changes(self, changes: Changes) -> None:
        """Something of this request was recorded: read it again."""
        if self._request_id and (changes.everything or self._request_id in changes.requests):
            self._read()
        if self._request_id in changes.arrived:
            self._place.say("request.arrived")

    def in_hand(self) -> InHand:
        """The request that is open."""
        return self._request_id or None

    def beside_title(self) -> QWidget:
        """The button that opens the panel of deeds."""
        return self._opener

    def reword(self) -> None:
        """Say everything in the language in force."""
        if self._opened is not None:
            self._show(self._opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the window is narrow the panel lies over the page."""
        super().resizeEvent(event)
        self._folding.fold()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Scans may be let fall anywhere on the page."""
        if holds_scans(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin to attach what was let fall."""
        self._attach(scans_in(event.mimeData()))
        event.acceptProposedAction()

    def look_at_scan(self, place: int) -> None:
        """Open a scan of the request."""
        if self._opened is not None and self._opened.view.documents:
            documents = self._opened.view.documents
            sheet = ScanSheet(self.window(), self._place, self._far, self._request_id, documents)
            sheet.open()
            sheet.show_scan(place % len(documents))

    def _cards(self) -> QWidget:
        text, events = Card("request.text"), Card("request.timeline")
        scans = Card("scans.title")
        scans.body.addWidget(self._scans)
        text.body.addWidget(self._people)
        events.body.addWidget(self._timeline)
        self._conflict_card.body.addWidget(self._conflicts)
        cards = QWidget()
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self._glance, self._conflict_card, text, scans, events):
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
        bind(self, "Ctrl+I", "scans.look", lambda: self.look_at_scan(-1))
        bind(self, "Ctrl+V", "scans.paste", self._paste)
        self._scans.wanted.connect(self.look_at_scan)
        self._conflicts.chosen.connect(self._settle)
        self._glance.request_wanted.connect(self._place.open_request)

    def _read(self) -> None:
        queries, wanted = self._place.desk.book.queries, self._request_id
        self._newest.ask(lambda: opened(queries, wanted))

    def _show(self, found: Opened | None) -> None:
        self._opened = found
        if found is None:
            self._leaves.setCurrentWidget(self._gone)
            return
        view = found.view
        if not self._looked:
            self._looked = True
            note_opening(self._place, view.hit.request_id)
        self._leaves.setCurrentIndex(2)
        self._glance.show_view(view, self._place.today)
        self._people.show_view(view)
        self._timeline.show_items(view.timeline)
        self._scans.show_view(view)
        self._conflict_card.setVisible(bool(view.conflicts))
        self._conflicts.show_view(view)
        self.panel.show_opened(found)
        begins, self._begins = self._begins, ""
        self._begin(begins)

    def _begin(self, code: str) -> DeedForm | None:
        """The form of a deed, open; None where it cannot be done now."""
        for way in self._ways:
            if way.code == code:
                self.panel.choose(way)
                form = self.panel.form
                return form if form is not None and form.way.code == code else None
        return None

    def _settle(self, choice: str) -> None:
        form = self._begin("settle")
        if form is not None:
            form.choose("choice", choice)

    def _paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        if holds_scans(mime):
            self._attach(scans_in(mime))

    def _attach(self, scans: list[tuple[str, Take]]) -> None:
        form = self.panel.form
        if form is None or form.way.code != "attach":
            form = self._begin("attach")
        editor = form.rows.editor("files") if form is not None else None
        if isinstance(editor, FilesField):
            editor.add(scans)

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
        desk, request_id = self._place.desk, self._request_id
        sheet, told = self.panel.form, {**form, "scans": self._place.desk.scans}

        def done(_: object) -> None:
            self.panel.drafts.of(request_id, way.code).put("")
            if sheet is not None and self.panel.form is sheet:
                sheet.kept.done()
                self.panel.put_away()
                self._folding.hide()
                self.setFocus()
            self._place.say("deed.done", deed=say(f"deed.{way.code}"))
            if way.code == "reissue":
                self._printing.receipt(request_id)

        self._place.work.write(
            lambda: way.do(desk.book, request_id, told),
            done,
            sheet.show_mistakes if sheet is not None else None,
        )

    def _print(self, code: str) -> None:
        if code == "reprint":
            self._printing.receipt(self._request_id)
        elif code == "spoiled":
            self._printing.spoiled(self._request_id)
        elif code == "slip":
            self._print_slip()
        else:
            self._printing.request_sheet(self._request_id)

    def _print_slip(self) -> None:
        """The slip of the referral that waits, or else of the last one."""
        if self._opened is None or not self._opened.view.referrals:
            return
        waiting = open_referrals(self._opened.view)
        referral = waiting[-1][0] if waiting else self._opened.view.referrals[-1].event_id
        self._printing.referral_slip(self._request_id, referral)
