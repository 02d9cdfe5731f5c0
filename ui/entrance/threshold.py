"""From an empty screen to an open desk: which page comes after which."""

from collections.abc import Callable
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

if TYPE_CHECKING:
    import datetime as dt

    from desk_app.ports.desk import Demonstration, Desk, Found, Founded, GoOn, SetUp
    from desk_app.records.errors import DeskError
    from ui.entrance.calls import Calls
    from ui.entrance.fault import GoOnForm
    from ui.entrance.sign_in import SignIn

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
        page.opened()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel takes a third of the window at most."""
        super().resizeEvent(event)
        self.panel.restyle()

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
            self._show_sign_in(found)
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
        doing = "entrance.office.making" if way == "office" else "entrance.enrol.joining"
        form.wished.connect(partial(self._on_set_up, form, doing))
        form.left.connect(self._show_ways)
        self.show_page(form)

    def _on_set_up(self, form: EntrancePage, doing: str, wishes: "SetUp") -> None:
        form.busy(doing)
        way_in = self._way_in
        way_in.ask(lambda: way_in.entrance.set_up(wishes), self._on_founded, form.show_fault)

    def _on_founded(self, founded: "Founded") -> None:
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

    def _show_sign_in(self, found: "Found") -> None:
        from ui.entrance.sign_in import SignIn

        page = SignIn(found.officers)
        page.wished.connect(partial(self._on_sign_in, page))
        self.show_page(page)

    def _on_sign_in(self, page: "SignIn", user: str, password: str) -> None:
        page.busy("entrance.sign_in.entering")
        way_in = self._way_in
        way_in.ask(
            lambda: way_in.entrance.sign_in(user, password),
            self._on_opened,
            partial(self._on_refused, page),
        )

    def _on_refused(self, page: EntrancePage, fault: "DeskError") -> None:
        """A refusal is for the page; trouble with the data has a page of its own."""
        from desk_app.records.errors import MachineFault

        if isinstance(fault, MachineFault):
            self._on_trouble(fault)
        else:
            page.show_fault(fault)

    def _on_opened(self, desk: "Desk") -> None:
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
            lambda: way_in.entrance.go_on(user, password, wishes), self._on_opened, form.show_fault
        )
