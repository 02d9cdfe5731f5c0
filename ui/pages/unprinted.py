"""The list of papers that are not out, from any page: repeat, give to another, copy by hand."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.ports.printers import DOUBTFUL, JobState
from desk_app.ports.queries import RequestView
from ui.actions.printing import Printing
from ui.actions.unprinted import Unprinted, Waiting, read_unprinted
from ui.actions.workplace import Workplace
from ui.frame.keys import bind
from ui.glass.by_hand import ByHand
from ui.models.lines import Line
from ui.models.rows import Column, RowsModel
from ui.models.views import LinesView
from ui.pages.hits import shown_code, shown_moment
from ui.texts import Worded, isolated, say, shown, worded
from ui.theme import look
from ui.widgets.buttons import Button
from ui.widgets.chips import Flow
from ui.widgets.dialog import Dialog
from ui.widgets.labels import Words
from ui.widgets.showing import EmptyState, PillTone
from ui.work import Newest

_TONES: dict[JobState, PillTone] = {JobState.FAILED: "bad", JobState.PRINTING: "info"}


class UnprintedSheet(Dialog, Worded):
    """Every paper that is not out, what became of it, and what can be done with the one chosen."""

    def __init__(self, window: QWidget, place: Workplace, printing: Printing) -> None:
        super().__init__(window, "unprinted.title", agree="message.close", kind="secondary")
        self._place, self._printing = place, printing
        self._here = Unprinted((), 0, ())
        self._newest: Newest[Unprinted] = Newest(place.work, self._show)
        self._model: RowsModel[Line] = RowsModel([Column("unprinted.title", Line.spoken)])
        self._list = LinesView("unprinted.title")
        self._list.setModel(self._model)
        self._none = EmptyState("good", "unprinted.none")
        self._why = Words(wrap=True)
        self._more = Words(letters="caption", tone="muted")
        self._deeds = {
            "again": Button("unprinted.again", "primary", icon="print", keys="Enter"),
            "all": Button("unprinted.all", icon="print", keys="F2"),
            "by_hand": Button("unprinted.by_hand", icon="edit", keys="F4"),
            "came": Button("unprinted.came", icon="check", keys="F6"),
            "drop": Button("unprinted.drop", "quiet", keys="Del"),
        }
        self._ways = QWidget()
        self._other = QHBoxLayout()
        self._lay_out(window)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Read anew what is not out."""
        desk = self._place.desk
        self._newest.ask(lambda: read_unprinted(desk))

    def reword(self) -> None:
        """Say the list in the language in force."""
        self._show(self._here)

    @property
    def chosen(self) -> Waiting | None:
        """The paper under the cursor."""
        row = self._list.current_row()
        wanted = row.id if isinstance(row, Line) else ""
        return next((one for one in self._here.waiting if one.id == wanted), None)

    def print_again(self) -> None:
        """Print the paper chosen again, at the printer it was meant for."""
        one = self.chosen
        if one is not None and one.job is None and one.hit is not None:
            self._printing.receipt(one.hit.request_id)
        elif one is not None and one.job is not None:
            self._printing.retry(one.job.id)

    def print_all(self) -> None:
        """Print everything again that failed; what may be out already is left to be looked at."""
        failed = [one.job for one in self._here.waiting if one.job]
        self._printing.retry(*(job.id for job in failed if job.code not in DOUBTFUL))

    def print_elsewhere(self, name: str) -> None:
        """Give the paper chosen to another printer."""
        one = self.chosen
        setting = next((each for each in self._here.printers if each.name == name), None)
        if one is None or setting is None:
            return
        if one.job is not None:
            self._printing.send_to([one.job], setting)
        elif one.hit is not None:
            self._printing.receipt(one.hit.request_id, printer=setting)

    def copy_by_hand(self) -> None:
        """Show the code of the paper chosen large, to be written down."""
        one, queries = self.chosen, self._place.desk.book.queries
        if one is None or one.hit is None:
            return
        request_id = one.hit.request_id
        self._place.work.read(
            lambda: queries.request(request_id),
            self._show_by_hand,
        )

    def it_came(self) -> None:
        """The paper chosen lies in the printer after all."""
        if (one := self.chosen) and one.job:
            self._printing.confirm(one.job.id)

    def set_aside(self) -> None:
        """The paper chosen is wanted no more; its request stays without a receipt."""
        if (one := self.chosen) and one.job:
            self._printing.abandon(one.job.id)

    def _show_by_hand(self, view: RequestView | None) -> None:
        if view is not None:
            ByHand(self, view, partial(self._printing.by_hand, view)).open()

    def _lay_out(self, window: QWidget) -> None:
        self._list.setMinimumHeight(look().px(160))
        for widget in (self._list, self._none):
            self.body.addWidget(widget, 1)
        self.body.addWidget(self._why)
        row = Flow(self._ways)
        for button in self._deeds.values():
            row.addWidget(button)
        self.body.addWidget(self._ways)
        self._other.setSpacing(8)
        self.body.addLayout(self._other)
        self.body.addWidget(self._more)
        self.resize(look().px(720), min(look().px(560), round(window.height() * 0.9)))
        self._list.setFocus()

    def _connect(self) -> None:
        does = {
            "again": ("", self.print_again),
            "all": ("F2", self.print_all),
            "by_hand": ("F4", self.copy_by_hand),
            "came": ("F6", self.it_came),
            "drop": ("Del", self.set_aside),
        }
        for name, (keys, do) in does.items():
            self._deeds[name].clicked.connect(do)
            if keys:
                bind(self, keys, f"unprinted.{name}", do)
        self._list.opened.connect(lambda _: self.print_again())
        self._list.moved.connect(lambda _: self._show_chosen())
        for signal in (
            self._printing.state_changed,
            self._printing.out,
            self._printing.by_hand_noted,
        ):
            signal.connect(self.refresh)

    def _show(self, here: Unprinted) -> None:
        before, row = self.chosen, self._list.currentIndex().row()
        if here.printers != self._here.printers:
            self._offer(here)
        self._here = here
        lines = [_line(one) for one in here.waiting]
        self._model.show_rows(len(lines), lambda first, count: lines[first : first + count])
        self._list.setVisible(bool(lines))
        self._none.setVisible(not lines)
        self._ways.setVisible(bool(lines))
        self._more.say("unprinted.more", count=here.more)
        self._more.setVisible(here.more > 0)
        if lines:
            ids = [one.id for one in here.waiting]
            kept = before is not None and before.id in ids
            place = ids.index(before.id) if before and kept else min(max(row, 0), len(ids) - 1)
            self._list.go_to(place)
        self._show_chosen()

    def _offer(self, here: Unprinted) -> None:
        """Offer the printers that are set up, for a paper to go to another."""
        while (item := self._other.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for setting in here.printers if len(here.printers) > 1 else ():
            button = Button("unprinted.again", icon="print")
            said: dict[str, str | int] = {"printer": setting.name}
            worded(button, said, text="unprinted.elsewhere", name="unprinted.elsewhere")
            button.clicked.connect(partial(self.print_elsewhere, setting.name))
            self._other.addWidget(button)
        self._other.addStretch()

    def _show_chosen(self) -> None:
        one = self.chosen
        job = one.job if one else None
        failed = job is not None and job.state is JobState.FAILED
        if job is not None and job.code:
            self._why.say(job.code, printer=job.printer)
        elif one is not None:
            self._why.say("unprinted.never" if job is None else f"print_state.{job.state.value}")
        self._why.setVisible(one is not None)
        able = {
            "again": one is not None and (job is None or failed),
            "all": any(each.job and each.job.code for each in self._here.waiting),
            "by_hand": one is not None
            and one.hit is not None
            and (job is None or job.kind == "receipt"),
            "came": failed and job is not None and job.code in DOUBTFUL,
            "drop": job is not None and job.state is not JobState.PRINTING,
        }
        for name, enabled in able.items():
            self._deeds[name].setEnabled(enabled)


def _line(one: Waiting) -> Line:
    """A paper as a row: what and whose, its code, since when, how it stands."""
    job, hit = one.job, one.hit
    kind = say(f"document.{job.kind}" if job else "document.receipt")
    who = (hit.visitor_name or hit.subject) if hit else ""
    state: tuple[str, PillTone] = ("unprinted.state.never", "warn")
    if job is not None:
        state = (f"print_state.{job.state.value}", _TONES.get(job.state, "plain"))
    code = shown_code(hit.tracking_code) if hit else ""
    printer = isolated(job.printer) if job else ""
    return Line(
        id=one.id,
        title=" — ".join(part for part in (kind, shown(who)) if part),
        note="  ·  ".join(part for part in (code, printer) if part),
        aside=shown_moment(job.created_at if job else hit.received_at if hit else 0),
        state=say(state[0]),
        tone=state[1],
    )
