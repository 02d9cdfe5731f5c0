"""From an empty screen to an open desk: which page comes after which."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui.entrance.opening import Opening
from ui.entrance.page import EntrancePage
from ui.entrance.panel import Panel
from ui.frame.keys import bind
from ui.frame.shell import bind_habits
from ui.help.topics import mark

if TYPE_CHECKING:
    import datetime as dt

    from desk_app.ports.desk import Demonstration, Desk, Entrance, Found, Founded, GoOn, SetUp
    from desk_app.records.errors import DeskError
    from ui.entrance.calls import Calls
    from ui.entrance.enrol_form import EnrolForm
    from ui.entrance.fault import GoOnForm
    from ui.entrance.sign_in import SignIn
    from ui.entrance.ways_back import WaysBack

T = TypeVar("T")
STEPS: Final = ("entrance.step.way", "entrance.step.office", "entrance.step.key")


class Threshold(QWidget):
    """The pages before an open desk; ``entered`` carries the desk, ``left`` is the wish to close.

    Nothing is asked of the entrance before ``begin``.
    """

    entered = Signal(object)
    left = Signal()

    def __init__(self, now: "Callable[[], dt.datetime]") -> None:
        super().__init__()
        self._calls: Calls | None = None
        self._demonstration = False
        self._ways_back: WaysBack | None = None
        self.opened: Desk | None = None
        """A desk that is open behind the page shown and was not entered yet."""
        self.panel = Panel(now, STEPS)
        self.pages = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addWidget(self.pages, 1)
        bind_habits(self)
        bind(self, "Ctrl+Q", "frame.close", self.left.emit)
        bind(self, "F1", "frame.help", self.show_help)
        self.show_page(Opening())

    @property
    def page(self) -> EntrancePage:
        """The page shown."""
        page = self.pages.currentWidget()
        assert isinstance(page, EntrancePage)
        return page

    def begin(self, calls: "Calls") -> None:
        """Look what lies in the data folder and show the page that answers it."""
        self._calls = calls
        self.show_page(Opening())
        calls.ask(calls.entrance.look, self._on_found, self._on_trouble)

    def ask(
        self,
        do: Callable[[], T],
        done: Callable[[T], object],
        refused: "Callable[[DeskError], object]",
    ) -> None:
        """Do something off the window's thread, after what was asked before."""
        self._way_in.ask(do, done, refused)

    def show_page(self, page: EntrancePage) -> None:
        """Show a page in place of the one before."""
        before = self.pages.currentWidget()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        if before is not None:
            self.pages.removeWidget(before)
            before.deleteLater()
        self.panel.steps.mark(page.step)
        self.panel.demonstration.setVisible(self._demonstration)
        mark(page, page.title)
        page.opened()

    def show_help(self) -> None:
        """Open the sheet of help for the field under the cursor, or for the page."""
        at: QWidget | None = self.focusWidget()
        here = at if at is not None and self.page.isAncestorOf(at) else self.page
        self._open_help(here, None)

    def show_help_over(self, sheet: QWidget) -> None:
        """Open the sheet of help over another sheet, for the field in that one."""
        at: QWidget | None = sheet.focusWidget()
        self._open_help(at if at is not None else sheet, sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel takes a third of the window at most."""
        super().resizeEvent(event)
        self.panel.restyle()

    def show_sign_in(self, officers: Sequence[str]) -> None:
        """Ask for the password of one of these officers, the first of them at first."""
        from ui.entrance.sign_in import SignIn

        page = SignIn(officers)
        page.wished.connect(partial(self._on_sign_in, page))
        page.forgot.connect(partial(self._on_forgot, officers))
        self.show_page(page)

    def sign_in(self, user: str, password: str) -> None:
        """Open the desk of an officer whose password was right a moment ago."""
        self.show_page(Opening("entrance.sign_in.entering"))
        entrance = self.entrance
        self.ask(
            lambda: entrance.sign_in(user, password),
            partial(self._on_signed_in, password),
            self._on_trouble,
        )

    @property
    def entrance(self) -> "Entrance":
        """The way in; asked only off the window's thread."""
        return self._way_in.entrance

    def _open_help(self, at: QWidget, over: QWidget | None) -> None:
        from ui.frame.help import HelpSheet

        HelpSheet(self, at, over).open()

    @property
    def _way_in(self) -> "Calls":
        assert self._calls is not None
        return self._calls

    def _enter(self) -> None:
        desk, self.opened = self.opened, None
        if desk is not None:
            self.entered.emit(desk)

    def _again(self) -> None:
        self.begin(self._way_in)

    def _on_found(self, found: "Found") -> None:
        self._demonstration = found.demonstration
        if found.fault:
            from desk_app.records.errors import DataDamaged

            self._on_trouble(DataDamaged(found.fault, **found.params))
        elif found.officers:
            self.show_sign_in(found.officers)
        else:
            self._show_ways()

    def _show_ways(self) -> None:
        from ui.entrance.ways import Ways

        page = Ways()
        page.step = STEPS[0]
        page.chosen.connect(self._on_way)
        self.show_page(page)

    def _on_way(self, way: str) -> None:
        from ui.entrance.demonstration import TryOut
        from ui.entrance.enrol_form import EnrolForm
        from ui.entrance.office_form import OfficeForm

        if way == "demonstration":
            tried = TryOut()
            tried.wished.connect(self._on_try)
            tried.left.connect(self._show_ways)
            self.show_page(tried)
            return
        form = OfficeForm() if way == "office" else EnrolForm()
        if isinstance(form, EnrolForm):
            form.asked.connect(partial(self._read_ticket, form))
        doing = "entrance.office.making" if way == "office" else "entrance.enrol.joining"
        form.wished.connect(partial(self._on_set_up, form, doing))
        form.left.connect(self._show_ways)
        self.show_page(form)

    def _read_ticket(self, form: "EnrolForm", take: "Callable[[], str]") -> None:
        self._way_in.ask(take, form.ticket.take, form.show_fault)

    def _on_set_up(self, form: EntrancePage, doing: str, wishes: "SetUp") -> None:
        form.busy(doing)
        way_in = self._way_in
        way_in.ask(lambda: way_in.entrance.set_up(wishes), self.show_key, form.show_fault)

    def show_key(self, founded: "Founded") -> None:
        """Show the recovery key of a desk once, then enter it."""
        from ui.entrance.recovery import RecoveryKey

        self.opened = founded.desk
        page = RecoveryKey(founded.recovery_key)
        page.kept.connect(self._enter)
        page.print_asked.connect(partial(self._print_key, page, founded))
        self.show_page(page)

    def _print_key(self, page: EntrancePage, founded: "Founded") -> None:
        from desk_app.records.errors import MachineFault
        from ui.entrance.recovery_paper import print_key

        try:
            print_key(
                self,
                founded.recovery_key.split("-"),
                founded.desk.office.name,
                printed=lambda: page.show_message("entrance.key.printed", "good"),
                failed=page.show_fault,
            )
        except MachineFault as fault:
            page.show_fault(fault)

    def _on_try(self) -> None:
        page, way_in = self.page, self._way_in
        page.busy("entrance.try.making")
        way_in.ask(way_in.entrance.demonstration, self._on_tried, page.show_fault)

    def _on_tried(self, made: "Demonstration") -> None:
        from ui.entrance.demonstration import TryOutReady

        self._demonstration, self.opened = True, made.desk
        page = TryOutReady(made.desk.book.officer.user, made.password)
        page.entered.connect(self._enter)
        self.show_page(page)

    def _on_forgot(self, officers: Sequence[str], user: str) -> None:
        from ui.entrance.ways_back import WaysBack

        self._ways_back = WaysBack(self, officers, user)
        self._ways_back.begin()

    def _on_sign_in(self, page: "SignIn", user: str, password: str) -> None:
        page.busy("entrance.sign_in.entering")
        entrance = self.entrance
        self.ask(
            lambda: entrance.sign_in(user, password),
            partial(self._on_signed_in, password),
            partial(self._on_refused, page),
        )

    def _on_signed_in(self, password: str, desk: "Desk") -> None:
        """Who came in by a temporary password chooses one first."""
        if not desk.temporary:
            self.admit(desk)
            return
        from ui.entrance.new_password import ChooseOwn

        self.opened = desk
        page = ChooseOwn(desk.book.officer.user)
        page.wished.connect(partial(self._on_chosen, page, password))
        page.left.connect(self._leave_again)
        self.show_page(page)

    def _on_chosen(self, page: EntrancePage, old: str, new: str) -> None:
        desk = self.opened
        if desk is not None:
            page.busy("access.own.keeping")
            self.ask(
                lambda: desk.access.change_password(old, new),
                lambda _: self._enter(),
                page.show_fault,
            )

    def _leave_again(self) -> None:
        """A desk that was opened and not entered is closed, and the sign-in is shown."""
        desk, self.opened = self.opened, None
        if desk is not None:
            self.show_page(Opening("entrance.leaving"))
            self.ask(lambda: desk.close("left"), lambda _: self._again(), self._on_trouble)

    def _on_refused(self, page: EntrancePage, fault: "DeskError") -> None:
        """A refusal is for the page; trouble with the data has a page of its own."""
        from desk_app.records.errors import MachineFault

        if isinstance(fault, MachineFault):
            self._on_trouble(fault)
        else:
            page.show_fault(fault)

    def admit(self, desk: "Desk") -> None:
        """Enter a desk that was opened; one that may only be read says why first."""
        self.opened = desk
        if desk.reason is None:
            self._enter()
            return
        from ui.entrance.fault import FaultPage

        page = FaultPage(desk.reason, readable=True)
        page.reading.connect(self._enter)
        page.going_on.connect(partial(self._close_to_go_on, desk))
        page.left.connect(self.left)
        self.show_page(page)

    def _on_trouble(self, fault: "DeskError") -> None:
        from ui.entrance.fault import FaultPage

        page = FaultPage(fault)
        page.again.connect(self._again)
        page.left.connect(self.left)
        self.show_page(page)

    def _close_to_go_on(self, desk: "Desk") -> None:
        """Going on needs the book alone: the desk that was opened for reading is closed first."""
        from ui.entrance.fault import GoOnForm

        self.opened = None
        user = desk.book.officer.user
        form = GoOnForm()
        form.wished.connect(partial(self._on_go_on, form, user))
        form.left.connect(self._again)
        form.busy("entrance.leaving")
        self.show_page(form)
        self._way_in.ask(lambda: desk.close("closed"), lambda _: form.ready(), form.show_fault)

    def _on_go_on(self, form: "GoOnForm", user: str, password: str, wishes: "GoOn") -> None:
        form.busy("entrance.go_on.going")
        way_in = self._way_in
        way_in.ask(
            lambda: way_in.entrance.go_on(user, password, wishes), self.admit, form.show_fault
        )
