"""What was recorded last: the code large enough to be read out, the promised day, the person."""

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ports.printers import JobState, PrintJob
from desk_app.ports.queries import RequestView
from desk_app.records.items import Agency
from desk_app.records.jalali import long_jalali
from ui.pages.hits import listed, shown_day
from ui.texts import Worded, language, ordered, say, shown
from ui.widgets.buttons import Button
from ui.widgets.labels import Words
from ui.widgets.showing import CodeDisplay, EmptyState


class Saved(QWidget, Worded):
    """The confirmation; ``open_wanted`` and ``print_wanted`` carry the request's id."""

    open_wanted = Signal(str)
    print_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._view: RequestView | None = None
        self._agency: Agency | None = None
        self._print = "intake.print.waiting"
        self._empty = EmptyState("intake", "intake.saved.none", advice="intake.saved.none.advice")
        self._body = QWidget()
        self._title = Words(letters="section", tone="good")
        self._code = CodeDisplay("request.code")
        self._follow_up = Words(letters="strong")
        self._due = Words(letters="strong", wrap=True)
        self._who = Words(tone="muted", wrap=True)
        self._printed = Words(letters="caption", tone="muted", wrap=True)
        again = Button("intake.print.again", icon="print")
        page = Button("intake.open_request", "quiet", icon="forward")
        again.clicked.connect(lambda: self._send(self.print_wanted))
        page.clicked.connect(lambda: self._send(self.open_wanted))
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for widget in (
            self._title,
            self._code,
            self._follow_up,
            self._due,
            self._who,
            self._printed,
            again,
            page,
        ):
            inner.addWidget(widget)
        inner.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._empty)
        column.addWidget(self._body)
        self._body.hide()

    @property
    def request_id(self) -> str:
        """The request shown; empty for a visit without one."""
        return self._view.hit.request_id if self._view else ""

    @property
    def view(self) -> RequestView | None:
        """The request shown, as it was recorded."""
        return self._view

    def show_visit(self, outcome: str, agency: Agency | None = None) -> None:
        """A visit without a request was recorded; ``agency`` is where the matter belongs."""
        self._view, self._agency = None, agency
        self._print = "intake.address.waiting"
        self._title.say("intake.saved.visit", outcome=say(f"ending.{outcome}"))
        for widget in (self._code, self._follow_up):
            widget.hide()
        for widget in (self._due, self._who, self._printed):
            widget.setVisible(agency is not None)
        self.reword()
        for button in self._body.findChildren(Button):
            button.hide()
        self._uncover()

    def show_request(self, view: RequestView) -> None:
        """A request was recorded."""
        self._view, self._agency = view, None
        self._print = "intake.print.waiting"
        self._title.say("intake.saved.request")
        self._code.show_code(view.hit.tracking_code)
        for widget in (self._code, self._follow_up, self._due, self._who, self._printed):
            widget.show()
        for button in self._body.findChildren(Button):
            button.show()
        self.reword()
        self._uncover()

    def show_job(self, job: PrintJob) -> None:
        """The receipt or the address slip is out, or did not come out."""
        if job.subject == self.request_id and (self._view or self._agency):
            what = "print" if self._view else "address"
            how = "out" if job.state is JobState.PRINTED else "failed"
            self._print = f"intake.{what}.{how}"
            self._printed.set_tone("good" if job.state is JobState.PRINTED else "bad")
            self._printed.say(self._print)

    def show_unprintable(self) -> None:
        """No printer is set up: the code or the address is copied by hand."""
        self._printed.set_tone("warn")
        self._printed.say(f"intake.{'print' if self._view else 'address'}.by_hand")

    def reword(self) -> None:
        """Say due day and person, or another agency's address, in the language in force."""
        view, agency = self._view, self._agency
        if agency is not None:
            self._due.setText(agency.title)
            where = (agency.address, ordered(shown(agency.phone)), ordered(shown(agency.hours)))
            self._who.setText("\n".join(part for part in where if part))
            self._printed.set_tone("muted")
            self._printed.say(self._print)
        if view is None:
            return
        self._follow_up.say("request.follow_up.is", number=shown(view.follow_up))
        if view.promised:
            day = long_jalali(dt.date.fromisoformat(view.promised), language().name)
            self._due.setText(say("request.promised.is", day=day, date=shown_day(view.promised)))
        else:
            self._due.setText(say("request.promised.none"))
        who = view.registered.get("responsible", {})
        parts = (who.get("holder"), who.get("post_title") or who.get("unit_title"))
        told = [part for part in (*parts, shown(who.get("reach", ""))) if part]
        self._who.setText(listed(*told))
        self._printed.set_tone("muted")
        self._printed.say(self._print)

    def _uncover(self) -> None:
        self._empty.hide()
        self._body.show()

    def _send(self, signal: object) -> None:
        if self.request_id:
            signal.emit(self.request_id)  # type: ignore[attr-defined]
