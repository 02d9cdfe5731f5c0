"""The papers of a service, gone over with the visitor: not asked yet, received, or lacking."""

from typing import Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.texts import Worded, language, say
from ui.theme import Dressed, look

State = Literal["", "received", "lacking"]
_NEXT: Final[dict[State, State]] = {"": "received", "received": "lacking", "lacking": ""}
_ROW: Final = 44


class PaperList(QWidget, Worded, Dressed):
    """One row for each paper; arrows walk, Space changes, ``+`` is received, ``-`` is lacking."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._papers: list[str] = []
        self._states: dict[str, State] = {}
        self._place = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.offer(())

    def offer(self, papers: tuple[str, ...]) -> None:
        """Ask for these papers; what was said of one that stays is kept."""
        self._papers = list(papers)
        self._states = {paper: self._states.get(paper, "") for paper in papers}
        self._place = 0
        self.updateGeometry()
        self.reword()

    def fill(self, received: tuple[str, ...], lacking: tuple[str, ...]) -> None:
        """Show papers as they were gone over."""
        for paper in self._papers:
            self._states[paper] = (
                "received" if paper in received else "lacking" if paper in lacking else ""
            )
        self.reword()

    def receive_all(self) -> None:
        """Everything that was not said to be lacking is here."""
        for paper, state in self._states.items():
            if not state:
                self._states[paper] = "received"
        self.reword()
        self.changed.emit()

    def those(self, state: State) -> tuple[str, ...]:
        """The papers in a state, in the order asked."""
        return tuple(paper for paper in self._papers if self._states[paper] == state)

    @property
    def is_empty(self) -> bool:
        """Whether the service needs no paper."""
        return not self._papers

    def reword(self) -> None:
        """Tell a screen reader the paper under the cursor and what was said of it."""
        if self._papers:
            paper = self._papers[self._place]
            state = say(f"intake.paper.{self._states[paper] or 'open'}")
            self.setAccessibleName(say("intake.paper.spoken", paper=paper, state=state))
        else:
            self.setAccessibleName(say("intake.papers"))
        self.setAccessibleDescription(say("intake.papers.how"))
        self.update()

    def restyle(self) -> None:
        """Grow with the letters."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(look().px(200), look().px(_ROW) * len(self._papers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk and say."""
        key, text = event.key(), event.text()
        if not self._papers or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._place = (self._place + step) % len(self._papers)
            self.reword()
        elif key == Qt.Key.Key_Space:
            self._say(self._place, _NEXT[self._states[self._papers[self._place]]])
        elif text in ("+", "-", "−"):
            self._say(self._place, "received" if text == "+" else "lacking")
            self._place = min(self._place + 1, len(self._papers) - 1)
            self.reword()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click changes the row under the pointer."""
        place = int(event.position().y()) // look().px(_ROW)
        if 0 <= place < len(self._papers):
            self._place = place
            self._say(place, _NEXT[self._states[self._papers[place]]])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = look().px(_ROW)
        for place, paper in enumerate(self._papers):
            room = QRect(0, place * high, self.width(), high)
            if place == self._place and self.hasFocus():
                painter.setPen(QPen(look().colour("accent"), 1.5))
                painter.setBrush(look().colour("accent_weak"))
                painter.drawRoundedRect(QRectF(room).adjusted(1, 1, -1, -1), 6, 6)
            self._draw(painter, room, paper)

    def _say(self, place: int, state: State) -> None:
        self._states[self._papers[place]] = state
        self.reword()
        self.changed.emit()

    def _draw(self, painter: QPainter, room: QRect, paper: str) -> None:
        here, state = look(), self._states[paper]
        side, edge = here.px(20), here.px(8)
        rtl = language().name == "fa"
        left = room.right() - edge - side if rtl else room.left() + edge
        box = QRectF(left, room.center().y() - side / 2 + 1, side, side)
        self._draw_box(painter, box, state)
        words = room.adjusted(edge, 0, -edge - side - edge, 0)
        if not rtl:
            words = room.adjusted(edge + side + edge, 0, -edge, 0)
        half = QRect(words.left(), words.top() + here.px(3), words.width(), words.height() // 2)
        low = half.translated(0, words.height() // 2 - here.px(4))
        start = language().start | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(here.font("body"))
        painter.setPen(here.colour("text"))
        text = painter.fontMetrics().elidedText(paper, Qt.TextElideMode.ElideRight, half.width())
        painter.drawText(half, start, text)
        painter.setFont(here.font("caption"))
        tone = {"received": "good", "lacking": "bad"}.get(state, "muted")
        painter.setPen(here.colour(tone))
        painter.drawText(low, start, say(f"intake.paper.{state or 'open'}"))

    @staticmethod
    def _draw_box(painter: QPainter, box: QRectF, state: State) -> None:
        here = look()
        tone = {"received": "good", "lacking": "bad"}.get(state, "field_line")
        painter.setPen(QPen(here.colour(tone), 1))
        painter.setBrush(here.colour({"received": "good", "lacking": "bad"}.get(state, "surface")))
        painter.drawRoundedRect(box, 5, 5)
        if not state:
            return
        painter.setPen(QPen(here.colour("surface"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        marks = {
            "received": (((0.25, 0.52), (0.43, 0.70), (0.76, 0.32)),),
            "lacking": (((0.3, 0.3), (0.7, 0.7)), ((0.7, 0.3), (0.3, 0.7))),
        }
        for mark in marks[state]:
            points = [
                QPointF(box.left() + across * box.width(), box.top() + down * box.height())
                for across, down in mark
            ]
            painter.drawPolyline(QPolygonF(points))
