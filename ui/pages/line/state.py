"""How the line stands, in one sentence, what a person can do, and the facts of this desk."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ports.desk import LineState, LineView
from desk_app.ports.line_page import CODES_LOW, LineStanding
from desk_app.ports.scan_line import ScanView
from desk_app.sync.states import remedy_of
from ui.pages.hits import shown_moment, shown_span
from ui.pages.line.reading import LineRead
from ui.texts import Worded, say, shown
from ui.widgets.chips import Flow
from ui.widgets.labels import Words
from ui.widgets.sign import Sign

_SIGNS: Final[dict[LineState, tuple[str, str]]] = {
    LineState.ALONE: ("office", "muted"),
    LineState.UP_TO_DATE: ("line-up", "good"),
    LineState.SENDING: ("sync", "accent"),
    LineState.NO_LINE: ("line-down", "warn"),
    LineState.REFUSED: ("stop", "bad"),
    LineState.ATTENTION: ("stop", "bad"),
}
_MINUTE_MS: Final = 60_000
_READ_OUT: Final = 16


class StateWords(QWidget, Worded):
    """One sentence of the state, and beneath it what was done and what a person can do."""

    def __init__(self) -> None:
        super().__init__()
        self._view: LineView | None = None
        self._standing: LineStanding | None = None
        self._sign = Sign("sync", "muted", 24)
        self.sentence = Words(letters="section", wrap=True)
        self.advice = Words(tone="muted", wrap=True)
        self.lanes = Words(tone="warn", wrap=True)
        self.scans = Words(tone="muted", wrap=True)
        self._scan_view = ScanView()
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.sentence)
        column.addWidget(self.advice)
        column.addWidget(self.lanes)
        column.addWidget(self.scans)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.reword()

    def show_read(self, read: LineRead) -> None:
        """Show the state of this moment."""
        self._view, self._standing = read.view, read.standing
        self._scan_view = read.scans
        self._sign.change(*_SIGNS[read.view.state])
        self.reword()

    def show_trying(self) -> None:
        """Say at once that it is tried now."""
        self.sentence.setText(say("line_page.trying"))

    def reword(self) -> None:
        """Say the state in the language in force."""
        lanes = _lanes(self._standing) if self._standing is not None else ""
        self.lanes.setText(lanes)
        self.lanes.setVisible(bool(lanes))
        self.scans.setText(_scans(self._scan_view))
        self.scans.setVisible(bool(self.scans.text()))
        view = self._view
        self.sentence.setText(_sentence(view) if view else say("line_page.sending"))
        self.advice.setText(say(_advice(view)) if view else "")
        self.setAccessibleName(self.sentence.text())


def _sentence(view: LineView) -> str:
    if view.state is LineState.ALONE:
        return say("line_page.alone")
    if view.state is LineState.UP_TO_DATE:
        return say("line_page.up")
    if view.state is LineState.SENDING:
        waiting = "line_page.waiting" if view.unsent else "line_page.sending"
        return say(waiting, count=view.unsent)
    if view.state is LineState.NO_LINE:
        since = view.last_contact or view.since
        moment = shown_moment(since) if since else ""
        head = say("line_page.down.since", moment=moment) if since else say("line_page.down")
        known = view.code in ("", "line.unreachable")
        return head if known else f"{head}. {say(view.code, **view.params)}"
    return say(view.code, **view.params)


def _advice(view: LineView) -> str:
    if view.state is LineState.ALONE:
        return "remedy.join"
    if view.state in (LineState.UP_TO_DATE, LineState.SENDING):
        return "line_page.up.advice"
    return f"remedy.{remedy_of(view.code or 'line.unreachable', view.params)}"


def _lanes(standing: LineStanding) -> str:
    if standing.codes_left <= 0:
        return say("line_page.codes.over")
    if standing.codes_left < CODES_LOW:
        return say("line_page.codes.soon", count=standing.codes_left)
    if standing.enrolled and not standing.spare_lanes:
        return say("line_page.spare.over")
    return ""


def _scans(view: ScanView) -> str:
    """Which scans wait, and why where the centre does not take them."""
    if not view.waiting:
        return say(view.code) if view.code else ""
    if view.code:
        return say("scans.line.held_up", count=view.waiting, reason=say(view.code))
    return say("scans.line.up", count=view.waiting, percent=view.percent)


class Facts(QWidget, Worded):
    """Names and figures of this desk, each with its label, as many in a line as fit."""

    def __init__(self) -> None:
        super().__init__()
        self._read: LineRead | None = None
        self._names = ("central", "heard", "clock", "lane", "codes", "spare", "device", "log")
        self._values = {name: Words() for name in self._names}
        self._pairs: dict[str, QWidget] = {}
        row = Flow(self, gap=16)
        for name, value in self._values.items():
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._pairs[name] = _pair(name, value)
            row.addWidget(self._pairs[name])
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_read(self, read: LineRead) -> None:
        """Show the facts of this moment; those of a centre only where there is one."""
        self._read = read
        for name in ("central", "heard", "clock", "device"):
            self._pairs[name].setVisible(read.standing.enrolled)
        self.reword()

    def reword(self) -> None:
        """Say them in the language in force."""
        if self._read is None:
            return
        view, standing = self._read.view, self._read.standing
        told = {
            "central": _left_to_right(standing.central),
            "heard": shown_moment(view.last_contact)
            if view.last_contact
            else say("line_page.never"),
            "clock": _clock(view.clock_distance_ms),
            "device": short_id(standing.device),
            "log": short_id(standing.log),
            "lane": shown(standing.lane),
            "codes": _codes(standing),
            "spare": shown(standing.spare_lanes)
            if standing.spare_lanes
            else say("line_page.spare.none"),
        }
        for name, text in told.items():
            self._values[name].setText(text)
        for name, whole in (("device", standing.device), ("log", standing.log)):
            self._values[name].setToolTip(whole)
        low = standing.codes_left < CODES_LOW
        self._values["codes"].set_tone("bad" if low else "text")
        spent = standing.enrolled and not standing.spare_lanes
        self._values["spare"].set_tone("warn" if spent else "text")
        self.updateGeometry()


def _pair(name: str, value: Words) -> QWidget:
    pair = QWidget()
    column = QVBoxLayout(pair)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Words(f"line_page.fact.{name}", letters="caption", tone="muted"))
    column.addWidget(value)
    return pair


def short_id(name: str) -> str:
    """The end of a device's or log's id, which no two share by chance, fit to be read out."""
    return _left_to_right(name.replace("-", "")[-_READ_OUT:])


def _left_to_right(text: str) -> str:
    """Addresses and ids, which read from left to right in every language."""
    return f"\u2066{text}\u2069" if text else ""


def _clock(distance_ms: int) -> str:
    if abs(distance_ms) < _MINUTE_MS:
        return say("line_page.clock.none")
    side = "ahead" if distance_ms < 0 else "behind"
    return say(f"line_page.clock.{side}", span=shown_span(distance_ms))


def _codes(standing: LineStanding) -> str:
    if standing.codes_left <= 0:
        return say("line_page.codes.none")
    if standing.codes_left < CODES_LOW:
        return say("line_page.codes.low", count=standing.codes_left)
    return shown(standing.codes_left)
