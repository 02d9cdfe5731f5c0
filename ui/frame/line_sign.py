"""The one quiet state of the line in the bar at the foot; it opens the page of the line."""

import datetime as dt
from typing import Final, Literal

from PySide6.QtCore import QSize

from ui.texts import Worded, say, shown, worded
from ui.theme import Dressed, look
from ui.widgets.face import FaceButton

LineState = Literal["alone", "up", "sending", "down", "refused"]
_SIGNS: Final[dict[LineState, tuple[str, str]]] = {
    "alone": ("office", "muted"),
    "up": ("line-up", "good"),
    "sending": ("sync", "muted"),
    "down": ("line-down", "warn"),
    "refused": ("stop", "bad"),
}


class LineSign(FaceButton, Dressed, Worded):
    """Up to date, so many waiting, no line since when, or needs you; a click asks for more."""

    def __init__(self) -> None:
        super().__init__("office")
        self.setProperty("lineSign", True)
        self._state: LineState = "alone"
        self._since_ms, self._waiting = 0, 0
        self._scans, self._percent = 0, 0
        self._today: dt.date | None = None
        worded(self, tip="status.line.open")
        self.reword()

    def show_state(self, state: LineState, since_ms: int, today: dt.date | None) -> None:
        """Show how the line stands; ``since_ms``, as of ``today``, is told where there is none."""
        self._state, self._since_ms, self._today = state, since_ms, today
        self.reword()

    def show_waiting(self, count: int) -> None:
        """Show how many records the centre has not acknowledged."""
        self._waiting = count
        self.reword()

    def show_scans(self, count: int, percent: int) -> None:
        """Show how many scans are on their way to the centre, and how far they are."""
        self._scans, self._percent = count, percent
        self.reword()

    def tone(self) -> str:
        """The colour of the state."""
        return _SIGNS[self._kind][1]

    def letters(self) -> str:
        """As small as everything in the bar."""
        return "caption"

    def sizeHint(self) -> QSize:
        """As high as the bar allows."""
        here = look()
        return QSize(round(self._width()) + 2 * here.px(8), here.px(26))

    def reword(self) -> None:
        """Say the state in the language in force."""
        self._icon = _SIGNS[self._kind][0]
        said, scans = self._said(), self._scans_said()
        parts = [said]
        if self._waiting and self._kind in ("down", "refused"):
            parts.append(say("status.unsent", count=self._waiting))
        if self._scans and self._kind != "alone" and said != scans:
            parts.append(scans)
        self.setText(" · ".join(parts))
        self.setAccessibleName(self.text())

    @property
    def _kind(self) -> LineState:
        busy = self._state == "up" and (self._waiting or self._scans)
        return "sending" if busy else self._state

    def _scans_said(self) -> str:
        return say("status.scans", count=self._scans, percent=self._percent)

    def _said(self) -> str:
        if self._kind == "sending" and self._waiting:
            return say("status.unsent", count=self._waiting)
        if self._kind == "sending" and self._scans:
            return self._scans_said()
        if self._kind != "down" or not self._since_ms or self._today is None:
            return say(f"status.line.{self._kind}")
        # Time zones and calendar are read when they are first shown, not with the first paint.
        from desk_app.records.jalali import format_jalali, local_datetime

        here = local_datetime(self._since_ms)
        hour = shown(f"{here:%H:%M}")
        if here.date() == self._today:
            return say("status.line.since", hour=hour)
        day = shown(format_jalali(here.date()))
        return say("status.line.since_day", day=day, hour=hour)
